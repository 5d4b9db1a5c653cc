import { expect, test } from 'vitest'
import { byHandRows } from './by-hand-rows.ts'

const actor = (id: string) => ({ id, kind: 'actor', reference: id, title: { en: id }, acronym: null })

test('whoever is to be given several papers stands there once for each edition', () => {
	const [labour, health] = [actor('labour'), actor('health')]
	const rows = byHandRows([
		{ kind: 'agenda', actor: labour, offices: ['Director'], edition: 'workspace' },
		{ kind: 'agenda', actor: health, offices: [], edition: null },
		{ kind: 'minutes', actor: labour, offices: ['Director'], edition: 'members' },
		{ kind: 'decisions', actor: labour, offices: ['Director'], edition: 'workspace' },
		{ kind: 'minutes', actor: labour, offices: ['Deputy'], edition: 'members' }
	])
	expect(rows.map(({ actor: { id }, offices, edition, kinds }) => [id, offices, edition, kinds])).toEqual([
		['labour', ['Director'], 'workspace', ['agenda', 'decisions']],
		['health', [], null, ['agenda']],
		['labour', ['Director'], 'members', ['minutes']],
		['labour', ['Deputy'], 'members', ['minutes']]
	])
})
