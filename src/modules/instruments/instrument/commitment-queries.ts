import { z } from 'zod'
import { DayAsked } from '#platform/operation/fields.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, RecordReference, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { keepAnswers } from '#platform/records/kept-answers.server.ts'
import { ofKind } from '../of-kind.server.ts'
import { coverageOf } from '../domestication/coverage-queries.ts'
import { Coverage, PositionItem } from './instrument-outputs.ts'
import { SCOPES } from './instrument-rules.ts'
import { positionsOn } from './status-rows.server.ts'
import { toCoverage, toPositionItem } from './to-status.ts'

// A country is asked about some 300 treaties at most; what is beyond is said to be.
const MOST = 1_000

const CommitmentItem = RecordReference.extend({
	form: z.string(),
	scope: z.enum(SCOPES),
	position: PositionItem.nullable(),
	coverage: Coverage,
	/** Recommendations that are linked with it, as far as the reader sees them. */
	recommendations: z.int(),
	/** Steps of its road map that are planned or under way. */
	openSteps: z.int()
})

const Commitments = z.object({
	on: z.string(),
	country: z.string().nullable(),
	items: z.array(CommitmentItem),
	/** True where there are more than are listed. */
	isMore: z.boolean()
})
type Commitments = z.output<typeof Commitments>

const kept = keepAnswers<Commitments>()

/**
 * Ratification and domestication at a glance: where the country stands in each instrument that can bind it, how far its law carries the
 * obligations, and how many steps are open; today, or on another day.
 */
export const listCommitments = query({
	name: 'commitment.list',
	input: z.strictObject({
		on: DayAsked.optional(),
		/** With the instruments that bind nobody, as declarations and plans. */
		withNonBinding: z.boolean().optional()
	}),
	output: Commitments,
	about: nothing,
	allow: everyone,
	run: (here, { on = null, withNonBinding = false }) =>
		kept(here, ['commitments', on, withNonBinding, here.workspace.country], () =>
			commitmentsOf(here, on, withNonBinding)
		)
})

async function commitmentsOf(here: Here, asked: string | null, withNonBinding: boolean): Promise<Commitments> {
	const on = asked ?? here.today
	const { country } = here.workspace
	const found = await instruments(here, withNonBinding)
	const rows = found.slice(0, MOST)
	const ids = rows.map(({ id }) => id)
	const [positions, coverage, recommended, steps] = await Promise.all([
		country === null ? null : positionsOn(here, { country, day: on, instruments: ids }),
		coverageOf(here, ids, { on: asked }),
		recommendedBy(here, ids),
		openSteps(here, ids)
	])
	const items = rows.map((row) => {
		const position = positions?.get(row.id)
		return {
			...toReference(row),
			form: row.form,
			scope: row.scope,
			position: position ? toPositionItem(position, position.rows) : null,
			coverage: toCoverage(coverage.get(row.id)),
			recommendations: recommended.get(row.id) ?? 0,
			openSteps: steps.get(row.id) ?? 0
		}
	})
	return { on, country, items, isMore: found.length > MOST }
}

function instruments(here: Here, withNonBinding: boolean) {
	let rows = here.tx
		.selectFrom('record')
		.innerJoin('instrument', (on) =>
			on.onRef('instrument.workspace_id', '=', 'record.workspace_id').onRef('instrument.id', '=', 'record.id')
		)
		.select(referenceColumns)
		.select(['instrument.form', 'instrument.scope'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where(ofKind('instrument'))
		.where('record.state', '=', 'active')
	if (!withNonBinding) rows = rows.where('instrument.is_binding', 'is distinct from', false)
	return rows
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(MOST + 1)
		.execute()
}

/** How many recommendations are linked with each instrument, from whichever side, each once: those that its road map names. */
async function recommendedBy(here: Here, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
	const linked = (own: 'link.from_id' | 'link.to_id', other: 'link.from_id' | 'link.to_id') =>
		here.tx
			.selectFrom('link')
			.select((fields) => [fields.ref(own).as('own'), fields.ref(other).as('other')])
			.where('link.workspace_id', '=', here.workspace.id)
			.where(own, '=', anyOf(ids))
			.where('link.state', '<>', 'withdrawn')
	const rows = await here.tx
		.selectFrom(linked('link.from_id', 'link.to_id').unionAll(linked('link.to_id', 'link.from_id')).as('linked'))
		.innerJoin('record', 'record.id', 'linked.other')
		.select('linked.own')
		.select((select) => select.fn.count<number>('record.id').distinct().as('count'))
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'recommendation')
		.where('record.state', '=', 'active')
		.groupBy('linked.own')
		.execute()
	return new Map(rows.map((row) => [row.own, row.count]))
}

async function openSteps(here: Here, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
	const rows = await here.tx
		.selectFrom('road_map_step')
		.select('instrument_id')
		.select((select) => select.fn.countAll<number>().as('count'))
		.where('workspace_id', '=', here.workspace.id)
		.where('instrument_id', '=', anyOf(ids))
		.where('state', 'in', ['planned', 'under-way'])
		.groupBy('instrument_id')
		.execute()
	return new Map(rows.map((row) => [row.instrument_id, row.count]))
}
