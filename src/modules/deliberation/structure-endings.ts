import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { EndingSource } from '#platform/records/endings.ts'
import { MEETING_STATES, isAhead } from './rules.ts'

type Count = (here: Here, structureId: string) => Promise<number>

/**
 * What only the structure itself can bring to its end: it stands in the way of dissolving the structure, and of joining it with another,
 * until somebody has done so. Whoever was invited hears of it by that command, with its reason.
 */
const inTheWay = (name: string, refusal: string, count: Count): EndingSource => ({
	name,
	refusal,
	count: async (here, { kind, id }) => (kind === 'structure' ? count(here, id) : 0),
	open: async () => [],
	async move(here, { kind, id }) {
		const many = kind === 'structure' ? await count(here, id) : 0
		if (many > 0) throw conflict(refusal, { count: many })
	}
})

// Of a record the seat does not see it is not known here whether it was withdrawn: it counts.
const isThere = sql<boolean>`coalesce(record.state, 'active') = 'active'`
const counted = sql<number>`count(*)::integer`.as('many')

const meetings = (here: Here, structureId: string, states: readonly (typeof MEETING_STATES)[number][]) =>
	here.tx
		.selectFrom('meeting')
		.leftJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
		)
		.select(counted)
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.structure_id', '=', structureId)
		.where('meeting.state', 'in', states)
		.where(isThere)
		.executeTakeFirstOrThrow()
		.then(({ many }) => many)

const seriesGoingOn: Count = async (here, structureId) => {
	const { many } = await here.tx
		.selectFrom('meeting_series')
		.select(counted)
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.where('state', '=', 'active')
		.executeTakeFirstOrThrow()
	return many
}

const openProcedures: Count = async (here, structureId) => {
	const { many } = await here.tx
		.selectFrom('written_procedure')
		.leftJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'written_procedure.workspace_id')
				.onRef('record.id', '=', 'written_procedure.id')
		)
		.select(counted)
		.where('written_procedure.workspace_id', '=', here.workspace.id)
		.where('written_procedure.structure_id', '=', structureId)
		.where('written_procedure.state', '=', 'open')
		.where(isThere)
		.executeTakeFirstOrThrow()
	return many
}

const AHEAD = MEETING_STATES.filter(isAhead)
// Of a meeting that was only held nobody has begun minutes, and of old ones nobody ever will: that stands in no way.
const UNADOPTED = ['drafted', 'circulated'] as const

/** In the order in which they are best ended: a series takes its planned meetings along, a procedure may adopt minutes. */
export const structureEndings: readonly EndingSource[] = [
	inTheWay('meeting-series', 'deliberation.structure-has-series', seriesGoingOn),
	inTheWay('meeting', 'deliberation.structure-has-meetings-ahead', (here, id) => meetings(here, id, AHEAD)),
	inTheWay('written-procedure', 'deliberation.structure-has-open-procedures', openProcedures),
	inTheWay('minutes', 'deliberation.structure-has-minutes-unadopted', (here, id) => meetings(here, id, UNADOPTED))
]
