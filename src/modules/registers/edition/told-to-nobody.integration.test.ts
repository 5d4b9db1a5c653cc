import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aWorkspace, type SeatKey } from '#tests/fixtures/workspace.ts'
import { addEntry, moveEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { completeEdition, makeEdition } from './edition-commands.ts'
import { getEdition } from './edition-queries.ts'
import { addTemplate } from './template-commands.ts'
import { visitsRegister, visitsReport } from './visits-register.testing.ts'

const register = 'visit'
const AUDIENCES = ['public', 'workspace', 'secretariat'] as const
const READERS: Readonly<Record<(typeof AUDIENCES)[number], readonly SeatKey[]>> = {
	public: ['public', 'member', 'secretariat'],
	workspace: ['member', 'observer', 'secretariat', 'administrator'],
	secretariat: ['secretariat', 'administrator']
}

const entries = fc.array(
	fc.record({
		kind: fc.constantFrom('one', 'two', 'three'),
		day: fc.constantFrom('2025-01-01', '2025-06-30', '2025-12-31', '2024-12-31', '2026-01-01'),
		shown: fc.boolean()
	}),
	{ minLength: 1, maxLength: 8 }
)

test('whatever is entered, an edition counts what each of its readers finds in the list, and names nothing they do not', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, { declaration: visitsRegister() })
	const keeper = await made.as('secretariat')
	const definitions = AUDIENCES.map((audience) =>
		visitsReport({
			key: audience,
			audience,
			compare: [],
			languages: ['en'],
			blocks: [
				{ block: 'figures', key: 'figures', figures: [{ headline: 'all' }] },
				{ block: 'chart', key: 'chart', by: 'kind' },
				{ block: 'list', key: 'list', columns: ['kind', 'day'], most: 1_000 }
			]
		})
	)
	let drawn = 0
	await fc.assert(
		fc.asyncProperty(entries, async (some) => {
			drawn++
			for (const { shown, ...values } of some) {
				const { reference } = await keeper.run(addEntry, {
					register,
					values: { ...values, name: `Visit ${String(drawn)}` }
				})
				if (shown) await keeper.run(moveEntry, { entry: reference, version: 1, move: 'show' })
			}
			for (const [place, definition] of definitions.entries()) {
				const audience = AUDIENCES[place] ?? 'workspace'
				const key = `${definition.key}-${String(drawn)}`
				const { reference: template } = await keeper.run(addTemplate, { register, definition: { ...definition, key } })
				const { id, reference: edition } = await keeper.run(makeEdition, { template, day: '2025-05-05' })
				await keeper.run(completeEdition, { edition: id, version: 1 })
				for (const reader of READERS[audience]) {
					const acting = await made.as(reader)
					const { content } = await acting.ask(getEdition, { edition })
					const filter = { fields: { day: { from: '2025-01-01', until: '2025-12-31' } } }
					const { items } = await acting.ask(listEntries, { register, filter, limit: 200 })
					const found = new Set(items.map(({ reference }) => reference))
					const [, , list] = content.said['en']?.blocks ?? []
					const told = list?.block === 'list' ? list.table.rows.map(([number]) => number?.text ?? '') : []
					expect(told.filter((number) => !found.has(number))).toEqual([])
					expect(content.figures[0]?.now.records).toBe(told.length)
					// Whoever belongs to nothing else finds just what it tells.
					if (reader === READERS[audience][0]) expect(told).toHaveLength(found.size)
				}
			}
		}),
		{ numRuns: 3, seed: 20260302 }
	)
})
