import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CompiledRegister } from './compile-declaration.ts'
import { checkTogether } from './check-together.ts'
import { readDeclaration, writeDeclaration } from './read-declaration.ts'

const folder = new URL('../../../../reference/registers/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

function registerIn(file: string): CompiledRegister {
	const read = readDeclaration(readFileSync(new URL(file, folder), 'utf8'))
	if ('register' in read) return read.register
	throw new Error(read.faults.map(({ code, line, found }) => `${file}:${String(line)} ${code} ${found}`).join('\n'))
}

/** Every text by language that a declaration holds, wherever it stands. */
function textsIn(value: unknown): Record<string, unknown>[] {
	if (Array.isArray(value)) return value.flatMap(textsIn)
	if (typeof value !== 'object' || value === null) return []
	const inner = Object.values(value).flatMap(textsIn)
	return 'en' in value ? [{ ...value }, ...inner] : inner
}

describe.each(files)('the register of %s', (file) => {
	test('is made ready without a fault, and bears the name of its file', () => {
		const { declaration } = registerIn(file)
		expect(`${declaration.register}.yaml`).toBe(file)
		expect(registerIn(file).declaration).toEqual(declaration)
		expect(writeDeclaration(declaration)).toContain(`register: ${declaration.register}`)
	})

	test('is worded in English, French and Portuguese throughout', () => {
		for (const texts of textsIn(registerIn(file).declaration))
			expect(Object.keys(texts).sort()).toEqual(['en', 'fr', 'pt'])
	})
})

test('the shipped registers say nothing of each other that is not so', () => {
	const faults = checkTogether(files.map(registerIn), new Set(['MTG', 'REC', 'DEC', 'ACT', 'WPR', 'QSR']))
	expect([...faults.values()].flat()).toEqual([])
})
