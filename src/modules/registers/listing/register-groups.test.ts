import { expect, test } from 'vitest'
import { byTheme } from './register-groups.ts'

test('registers stand by theme in the order of the themes, and last those that name none', () => {
	const registers = [
		{ key: 'own', theme: null },
		{ key: 'training', theme: 'capacity' as const },
		{ key: 'partner', theme: 'protection' as const },
		{ key: 'service', theme: 'protection' as const }
	]
	expect(byTheme(registers).map(({ theme, registers: some }) => [theme, some.map(({ key }) => key)])).toEqual([
		['protection', ['partner', 'service']],
		['capacity', ['training']],
		['none', ['own']]
	])
	expect(byTheme([])).toEqual([])
})
