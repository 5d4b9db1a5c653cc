import { z } from 'zod'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { InstrumentFilter, narrowed, seenInstruments } from './instrument-filter.server.ts'
import { POSITIONS, SCOPES } from './instrument-rules.ts'
import { positionsOn } from './status-rows.server.ts'

/**
 * How many instruments there are by scope and by where the country stands, of those that the filter of the list leaves: today, or on
 * the day asked about; with the countries whose position can be asked for.
 */
export const instrumentFigures = query({
	name: 'instrument.figures',
	input: z.strictObject({ filter: InstrumentFilter.optional() }),
	output: z.object({
		on: z.string(),
		country: z.string().nullable(),
		total: z.int(),
		cells: z.array(z.object({ scope: z.enum(SCOPES), position: z.enum(POSITIONS).nullable(), count: z.int() })),
		/** The countries of which any status is noted, and that of the workspace. */
		countries: z.array(z.string())
	}),
	about: nothing,
	allow: everyone,
	async run(here, { filter = {} }) {
		const [found, countries] = await Promise.all([narrowed(here, filter), countriesNoted(here)])
		const { country, day, isToday } = found
		const cells = isToday ? await keptCells(found) : await cellsOn(here, found)
		return { on: day, country, total: cells.reduce((sum, { count }) => sum + count, 0), cells, countries }
	}
})

type Narrowed = Awaited<ReturnType<typeof narrowed>>

/** As the positions of today are kept with the instruments. */
const keptCells = ({ rows }: Narrowed) =>
	rows
		.select(['instrument.scope', 'instrument.position'])
		.select((select) => select.fn.countAll<number>().as('count'))
		.groupBy(['instrument.scope', 'instrument.position'])
		.execute()

async function cellsOn(here: Here, { rows: narrowing, country, day }: Narrowed) {
	const rows = await narrowing.select(['record.id', 'instrument.scope']).execute()
	const positions =
		country === null ? null : await positionsOn(here, { country, day, instruments: rows.map(({ id }) => id) })
	const placed = rows.map(({ id, scope }) => ({ scope, position: positions?.get(id)?.standing ?? null }))
	return [...Map.groupBy(placed, ({ scope, position }) => `${scope} ${position ?? ''}`).values()].flatMap((alike) => {
		const [first] = alike
		return first ? [{ ...first, count: alike.length }] : []
	})
}

async function countriesNoted(here: Here): Promise<string[]> {
	const rows = await seenInstruments(here)
		.innerJoin('instrument_status', (on) =>
			on
				.onRef('instrument_status.workspace_id', '=', 'instrument.workspace_id')
				.onRef('instrument_status.instrument_id', '=', 'instrument.id')
		)
		.select('instrument_status.country')
		.distinct()
		.where('record.state', '=', 'active')
		.where('instrument_status.state', '=', 'active')
		.execute()
	const own = here.workspace.country
	return [...new Set([...(own === null ? [] : [own]), ...rows.map(({ country }) => country)])].sort()
}
