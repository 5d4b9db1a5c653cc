import { z } from 'zod'
import { Country, Day } from '#platform/operation/fields.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { POSITIONS, SCOPES } from './instrument-rules.ts'
import { positionsOn } from './status-rows.server.ts'

const seen = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('instrument', (on) =>
			on.onRef('instrument.workspace_id', '=', 'record.workspace_id').onRef('instrument.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'instrument')
		.where('record.state', '=', 'active')

/** How many instruments there are by scope and by where the country stands: today, or on the day asked about. */
export const instrumentFigures = query({
	name: 'instrument.figures',
	input: z.strictObject({ on: Day.optional(), country: Country.optional() }),
	output: z.object({
		on: z.string(),
		country: z.string().nullable(),
		total: z.int(),
		cells: z.array(z.object({ scope: z.enum(SCOPES), position: z.enum(POSITIONS).nullable(), count: z.int() }))
	}),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const country = input.country ?? here.workspace.country
		const on = input.on ?? here.today
		const cells =
			input.on === undefined && input.country === undefined
				? await keptCells(here)
				: await cellsOn(here, { country, on })
		return { on, country, total: cells.reduce((sum, { count }) => sum + count, 0), cells }
	}
})

/** As the positions of today are kept with the instruments. */
const keptCells = (here: Here) =>
	seen(here)
		.select(['instrument.scope', 'instrument.position'])
		.select((select) => select.fn.countAll<number>().as('count'))
		.groupBy(['instrument.scope', 'instrument.position'])
		.execute()

async function cellsOn(here: Here, { country, on }: { country: string | null; on: string }) {
	const rows = await seen(here).select(['record.id', 'instrument.scope']).execute()
	const positions =
		country === null ? null : await positionsOn(here, { country, day: on, instruments: rows.map(({ id }) => id) })
	const placed = rows.map(({ id, scope }) => ({ scope, position: positions?.get(id)?.standing ?? null }))
	return [...Map.groupBy(placed, ({ scope, position }) => `${scope} ${position ?? ''}`).values()].flatMap((alike) => {
		const [first] = alike
		return first ? [{ ...first, count: alike.length }] : []
	})
}
