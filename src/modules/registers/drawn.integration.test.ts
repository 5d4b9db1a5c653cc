import fc from 'fast-check'
import { expect, test } from 'vitest'
import { registry } from '#areas'
import { searchRecords } from '#platform/records/record-search.ts'
import { drawnDeclaration } from '#tests/fixtures/drawn-declaration.ts'
import { addLinked, drawnEntries } from '#tests/fixtures/drawn-entries.ts'
import { aWorkspace, type Acting } from '#tests/fixtures/workspace.ts'
import type { Declaration } from './declaration/declaration.ts'
import { columnKindOf } from './declaration/field-types.ts'
import { writeDeclaration } from './declaration/read-declaration.ts'
import { moveEntry } from './entry/entry-commands.ts'
import { getEntry, listEntries } from './entry/entry-queries.ts'
import { declareRegister } from './register-commands.ts'

const register = 'drawn'
type Question = readonly [name: string, input: Readonly<Record<string, unknown>>]

/** Everything that pages, files and programs ask of a register and one of its entries. */
const questions = ({ fields, views, charts }: Declaration, entry: string): Question[] => [
	...fields
		.filter((field) => field.filtered && (field.type === 'formula' || columnKindOf(field) !== null))
		.flatMap(({ key }): Question[] => [
			['entry.list', { register, sort: key }],
			['entry.list', { register, sort: `-${key}` }]
		]),
	['entry.list', { register, columns: fields.slice(0, 12).map(({ key }) => key) }],
	['entry.list', { register, filter: { words: 'a' } }],
	['entry.group', { register, by: 'state' }],
	...views.map(({ shows, group, day, place, across }): Question => {
		switch (shows) {
			case 'list':
				return ['entry.list', { register, filter: { fields: { sort_of: ['a', 'b'] } }, sort: '-amount' }]
			case 'board':
				return ['entry.board', { register, by: group }]
			case 'calendar':
				return ['entry.calendar', { register, day, from: '2026-01-01', until: '2026-02-28' }]
			case 'map':
				return ['entry.map', { register, place }]
			case 'pivot':
				return ['entry.pivot', { register, rows: group, columns: across, sum: 'amount' }]
			default:
				return shows satisfies never
		}
	}),
	...charts.map(({ by }): Question => ['entry.list', { register, columns: [by] }]),
	['register.get', { register }],
	['register.figures', { register }],
	['register.report', { register }],
	...['docx', 'xlsx'].map((format): Question => ['register.printReport', { register, format }]),
	['entry.report', { entry, format: 'docx' }],
	...['xlsx', 'csv', 'json'].map((format): Question => ['entry.export', { register, format }]),
	['entry.template', { register }],
	['entry.choices', { register }],
	['entry.get', { entry }],
	['record.history', { record: entry }],
	['record.links', { record: entry }]
]

async function ask(acting: Acting, [name, input]: Question) {
	const operation = registry.operation(name)
	if (operation?.type !== 'query') throw new Error(`there is no query ${name}`)
	await acting.askRaw(operation, input)
}

test(
	'of any declaration all that is asked for is answered, and what stands in its entries is counted, linked and found',
	{ timeout: 240_000 },
	async () => {
		const drawn = drawnDeclaration.chain((declaration) =>
			fc.record({ declaration: fc.constant(declaration), entries: drawnEntries(declaration, 3) })
		)
		await fc.assert(
			fc.asyncProperty(drawn, async ({ declaration, entries }) => {
				const made = await aWorkspace()
				await (await made.as('administrator')).run(declareRegister, { declaration: writeDeclaration(declaration) })
				const keeper = await made.as('secretariat')
				// A move may hand out an action, to whoever stands here.
				const held = entries.map(({ values, tables }) => ({ values: { ...values, holder: 'labour' }, tables }))
				const numbers = await addLinked(keeper, declaration, held)
				const [first = ''] = numbers
				const page = await keeper.ask(getEntry, { entry: first })
				const [move] = page.moves
				if (move) {
					const because = declaration.moves.find(({ key }) => key === move.move)?.reason ? { reason: 'Minuted.' } : {}
					await keeper.run(moveEntry, { entry: first, version: page.version, move: move.move, ...because })
				}
				for (const question of questions(declaration, first)) await ask(keeper, question)
				const { total } = await keeper.ask(listEntries, { register })
				expect(total).toBe(entries.length)
				// Each entry is named by the one that came after it.
				if (declaration.fields.some(({ type }) => type === 'linked-count')) {
					const { linked } = await keeper.ask(getEntry, { entry: first })
					expect(linked['linked']).toBe(numbers.length > 1 ? '1' : '0')
				}
				const found = await keeper.ask(searchRecords, { words: first })
				expect(found.items.map(({ reference }) => reference)).toContain(first)
			}),
			{ numRuns: process.env['PITSO_TEST_NIGHTLY'] ? 60 : 5, endOnFailure: true }
		)
	}
)
