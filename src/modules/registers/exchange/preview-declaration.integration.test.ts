import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { GRANTS, nextOf } from '../conversion/grant.testing.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { declareRegister } from '../register-commands.ts'
import { previewDeclaration } from './preview-declaration.ts'

const training = readFileSync(new URL('../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8').replace(
	/^version: \d+/m,
	'version: 1'
)

test('what a declaration would change is told before it is declared, its faults with their lines', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, { declaration: training })
	await (
		await made.as('secretariat')
	).run(addEntry, { register: 'training', values: { name: 'Border data', provider: 'labour', mode: 'online' } })
	const next = training.replace('version: 1', 'version: 2').replace('{ en: Begins,', '{ en: Starts,')
	expect(await administrator.ask(previewDeclaration, { declaration: next })).toMatchObject({
		register: 'training',
		from: 1,
		to: 2,
		entries: 1,
		faults: [],
		changes: [{ kind: 'field', how: 'altered', key: 'begins', names: { en: 'Starts' } }]
	})
	expect(await administrator.ask(previewDeclaration, { declaration: next })).toMatchObject({ warnings: [] })
	const mistyped = next.replace('{ en: Starts,', '{ xx: Debut, en: Starts,')
	const { warnings } = await administrator.ask(previewDeclaration, { declaration: mistyped })
	expect(warnings).toMatchObject([{ code: 'unknown-language', params: { found: 'xx', times: 1 } }])
	expect(mistyped.split('\n')[(warnings[0]?.line ?? 1) - 1]).toContain('xx: Debut')
	const wrong = next.replace('must: begins = empty', 'must: began = empty')
	const { faults } = await administrator.ask(previewDeclaration, { declaration: wrong })
	expect(faults).toMatchObject([{ code: 'registers.fault.formula-unknown-field' }])
	expect(next.split('\n')[(faults[0]?.line ?? 1) - 1]).toContain('must:')
	const gone = next.replace(
		'{ key: mixed, names: { en: Mixed, fr: Mixte, pt: Misto } }',
		'{ key: both, names: { en: Both } }'
	)
	const { faults: none, shown } = await administrator.ask(previewDeclaration, { declaration: gone })
	expect(none).toEqual([])
	expect(shown).toMatchObject({ columns: [{ en: 'Name' }, { en: 'Offered by' }, { en: 'Way it is held' }, {}, {}] })
	const { reference } = await (
		await made.as('secretariat')
	).run(addEntry, {
		register: 'training',
		values: { name: 'Of both kinds', provider: 'labour', mode: 'mixed', place: { country: 'ZWE' } }
	})
	expect((await administrator.ask(previewDeclaration, { declaration: gone })).faults).toMatchObject([
		{
			code: 'registers.fault.kept-code-removed',
			params: { found: 'mixed', entries: 1, first: reference },
			examples: [reference],
			list: 'field%5Bmode%5D=mixed'
		}
	])
	await expect((await made.as('secretariat')).ask(previewDeclaration, { declaration: next })).rejects.toMatchObject({
		kind: 'forbidden'
	})
})

test('that nothing is left of what entries are called by is told before it is declared', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, { declaration: GRANTS })
	const keeper = await made.as('secretariat')
	const { reference } = await keeper.run(addEntry, { register: 'grant', values: { name: 'Anna Moyo' } })
	const parts =
		'  - { key: first, type: text, names: { en: First } }\n  - { key: family, type: text, names: { en: Family } }\n'
	const name = '  - { key: name, type: text, required: true, names: { en: Name } }\n'
	const split = ['{ step: split, field: name, into: [first, family] }']
	const effectsOf = async (declaration: string) =>
		(await administrator.ask(previewDeclaration, { declaration })).effects.filter(({ code }) => code === 'untitled')
	expect(await effectsOf(nextOf(GRANTS, [[name, `${name}${parts}`]], split))).toMatchObject([
		{ found: 'title', entries: 1, examples: [reference] }
	])
	const called = nextOf(
		GRANTS,
		[
			[name, parts],
			['title: name', 'title: family']
		],
		split
	)
	expect(await effectsOf(called)).toEqual([])
})
