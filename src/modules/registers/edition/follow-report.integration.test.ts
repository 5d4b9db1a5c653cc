import { beforeEach, expect, test } from 'vitest'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { nextOf } from '../conversion/grant.testing.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { previewDeclaration } from '../exchange/preview-declaration.ts'
import { declareRegister } from '../register-commands.ts'
import { completeEdition, makeEdition } from './edition-commands.ts'
import { compareEditions, getEdition } from './edition-queries.ts'
import { addTemplate } from './template-commands.ts'
import { getTemplate } from './template-queries.ts'
import { visitsRegister, visitsReport } from './visits-register.testing.ts'

const register = 'visit'
let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: visitsRegister() })
	const keeper = await made.as('secretariat')
	for (const [name, kind, day] of [
		['Alpha', 'one', '2024-03-03'],
		['Beta', 'one', '2025-04-04'],
		['Gamma', 'two', '2025-05-05']
	] as const)
		await keeper.run(addEntry, { register, values: { name, kind, day } })
})

const OTHERWISE = nextOf(
	visitsRegister(),
	[
		['key: kind, type: one-of, codes: { list: kinds }', 'key: sort_of, type: one-of, codes: { list: kinds }'],
		[
			'charts:\n  - { key: kind, names: { en: By kind }, by: kind }',
			'charts:\n  - { key: kind, names: { en: By kind }, by: sort_of }'
		],
		['key: day, type', 'key: went, type'],
		['{ key: one, names: { en: One } }', '{ key: first, names: { en: One } }'],
		['{ key: inside, names', '{ key: within, names'],
		['from: [inside]', 'from: [within]']
	],
	[
		'{ step: rename, field: kind, to: sort_of }',
		'{ step: rename, field: day, to: went }',
		'{ step: rename, list: kinds, code: one, to: first }',
		'{ step: rename, state: inside, to: within }'
	]
)

const LAYOUT = visitsReport({
	to: { groups: ['keepers'] },
	blocks: [
		{
			block: 'figures',
			key: 'figures',
			figures: [{ key: 'ones', names: { en: 'Ones' }, where: { kind: ['one'], state: ['inside'] } }]
		},
		{ block: 'chart', key: 'chart', by: 'kind', across: 'state', picture: 'heat-map' },
		{ block: 'cross', key: 'cross', rows: 'kind', columns: 'day', column_span: 'year' },
		{ block: 'list', key: 'list', columns: ['kind', 'day'], sort: '-day', where: { state: ['inside'] } }
	]
})

test('a layout goes on telling of the same once fields, codes and states are called otherwise', async () => {
	const keeper = await made.as('secretariat')
	const { reference: template } = await keeper.run(addTemplate, { register, definition: LAYOUT })
	const { reference: earlier } = await keeper.run(makeEdition, { template, day: '2024-01-01' })
	const first = await keeper.ask(getEdition, { edition: earlier })
	await keeper.run(completeEdition, { edition: earlier, version: first.version })
	const standing = await keeper.ask(getEdition, { edition: earlier })

	await (await made.as('administrator')).run(declareRegister, { declaration: OTHERWISE })
	const { unfit, definition } = await keeper.ask(getTemplate, { template })
	expect(unfit).toEqual([])
	expect(definition).toMatchObject({
		day: 'went',
		blocks: [
			{ figures: [{ where: { sort_of: ['first'], state: ['within'] } }] },
			{ by: 'sort_of', across: 'state' },
			{ rows: 'sort_of', columns: 'went' },
			{ columns: ['sort_of', 'went'], sort: '-went', where: { state: ['within'] } }
		]
	})
	const { reference: later } = await keeper.run(makeEdition, { template, day: '2025-01-01' })
	const made2025 = await keeper.ask(getEdition, { edition: later })
	expect(made2025.content.figures).toMatchObject([{ key: 'ones', now: { records: 1 }, before: { records: 1 } }])
	// What was told before the names changed stays word for word, and stands beside what is told after.
	expect((await keeper.ask(getEdition, { edition: earlier })).content).toEqual(standing.content)
	const compared = await keeper.ask(compareEditions, { edition: later, with: earlier })
	expect(compared.figures).toMatchObject([
		{ key: 'ones', before: { now: { records: 1 } }, after: { now: { records: 1 } } }
	])
})

test('a layout that names what was taken away says so and is left as it was', async () => {
	const keeper = await made.as('secretariat')
	const { reference: template } = await keeper.run(addTemplate, { register, definition: visitsReport() })
	const before = await keeper.ask(getTemplate, { template })
	const WITHOUT = nextOf(
		visitsRegister(),
		[
			[
				'  - { key: kind, type: one-of, codes: { list: kinds }, names: { en: Kind }, filtered: true, public: true }\n',
				''
			],
			['charts:\n  - { key: kind, names: { en: By kind }, by: kind }\n', '']
		],
		['{ step: remove, field: kind }']
	)
	const administrator = await made.as('administrator')
	const { steps } = await administrator.ask(previewDeclaration, { declaration: WITHOUT })
	const consents = (steps?.steps ?? []).map(({ step, losses, digest, unseen }) => ({ step, losses, digest, unseen }))
	await administrator.run(declareRegister, { declaration: WITHOUT, consents })
	const { unfit, definition } = await keeper.ask(getTemplate, { template })
	expect(definition).toEqual(before.definition)
	expect(unfit.map(({ found }) => found)).toContain('kind')
})
