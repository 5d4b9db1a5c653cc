import { z } from 'zod'
import { Reference, Text } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { RecordReference, referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { getStandings, hopsOf } from './find-recommendation.server.ts'
import { nextDeeds } from './recommendation-page.ts'
import { lastDayOf, RECOMMENDATION_DEEDS } from './recommendation-rules.ts'

/** More than this nobody picks from a list: whoever does not find it there looks for its words. */
const OFFERED_MOST = 50
/** Where nothing waits, nothing came too early either. */
const FIRST_DAY = '0001-01-01'

const Place = z.object({ record: RecordReference, day: z.string().nullable() })
const Deeds = z.array(z.enum(RECOMMENDATION_DEEDS))
type Place = z.output<typeof Place>

const base = (here: Here, kind: string, words: string | undefined) => {
	const rows = here.tx
		.selectFrom('record')
		.select(referenceColumns)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', kind)
		.where('record.state', '=', 'active')
	return words === undefined ? rows : rows.where('record.id', 'in', idsWithWords(here, kind, words))
}

/** Where a structure can have answered: since the day on which the last of what it is to answer was submitted to it. */
type Asked = { structureId: string; since: string; words: string | undefined }

// The latest first: an answer is mostly recorded soon after it was given.
const meetingsOf = (here: Here, { structureId, since, words }: Asked) =>
	base(here, 'meeting', words)
		.innerJoin('meeting', (on) =>
			on.onRef('meeting.workspace_id', '=', 'record.workspace_id').onRef('meeting.id', '=', 'record.id')
		)
		.select('meeting.day')
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.structure_id', '=', structureId)
		.where('meeting.state', 'in', ['called', 'held', 'drafted', 'circulated', 'adopted'])
		.where('meeting.day', '<=', here.today)
		.where('meeting.local_end', '>=', since)
		.orderBy('meeting.day', 'desc')
		.orderBy('meeting.id', 'desc')
		.limit(OFFERED_MOST + 1)
		.execute()

const decisionsOf = (here: Here, { structureId, since, words }: Asked) =>
	base(here, 'decision', words)
		.innerJoin('decision', (on) =>
			on.onRef('decision.workspace_id', '=', 'record.workspace_id').onRef('decision.id', '=', 'record.id')
		)
		.select('decision.decided_day as day')
		.where('decision.workspace_id', '=', here.workspace.id)
		.where('decision.structure_id', '=', structureId)
		.where('decision.state', '=', 'in-force')
		.where('decision.decided_day', '>=', since)
		.orderBy('decision.decided_day', 'desc')
		.orderBy('decision.id', 'desc')
		.limit(OFFERED_MOST + 1)
		.execute()

const proceduresOf = (here: Here, { structureId, since, words }: Asked) =>
	base(here, 'written-procedure', words)
		.innerJoin('written_procedure as procedure', (on) =>
			on.onRef('procedure.workspace_id', '=', 'record.workspace_id').onRef('procedure.id', '=', 'record.id')
		)
		.innerJoin('decision', (on) =>
			on.onRef('decision.workspace_id', '=', 'procedure.workspace_id').onRef('decision.id', '=', 'procedure.result_id')
		)
		.select('procedure.closed_day as day')
		.where('procedure.workspace_id', '=', here.workspace.id)
		.where('procedure.structure_id', '=', structureId)
		.where('procedure.state', '=', 'closed')
		.where('procedure.subject', '=', 'decision')
		.where('decision.workspace_id', '=', here.workspace.id)
		.where('decision.decided_day', '>=', since)
		.orderBy('procedure.deadline_day', 'desc')
		.orderBy('procedure.id', 'desc')
		.limit(OFFERED_MOST + 1)
		.execute()

type Row = Parameters<typeof toReference>[0] & { day: string | null }
const placesIn = (rows: readonly Row[]): Place[] =>
	rows.slice(0, OFFERED_MOST).map((row) => ({ record: toReference(row), day: row.day }))

async function placesOf(here: Here, asked: Omit<Asked, 'structureId'> & { structureId: string | null }) {
	const { structureId } = asked
	if (structureId === null) return { meetings: [], decisions: [], procedures: [], isMore: false }
	const every = await Promise.all([
		meetingsOf(here, { ...asked, structureId }),
		decisionsOf(here, { ...asked, structureId }),
		proceduresOf(here, { ...asked, structureId })
	])
	const [meetings, decisions, procedures] = every
	return {
		meetings: placesIn(meetings),
		decisions: placesIn(decisions),
		procedures: placesIn(procedures),
		isMore: every.some((rows) => rows.length > OFFERED_MOST)
	}
}

/** What a seat may do to several recommendations alike, and where the level at which they lie can have answered them. */
export const findAnswering = query({
	name: 'recommendation.answering',
	input: z.strictObject({
		recommendations: z.array(Reference).min(1).max(200),
		/** Words that the meeting, the decision or the written procedure holds. */
		words: Text(200).optional()
	}),
	output: z.object({
		/** What the seat may do to each, as it stands. */
		items: z.array(z.object({ reference: z.string(), next: Deeds })),
		/** What it may do to all of them. */
		next: Deeds,
		/** Where all of them lie; `mixed` where they lie at several levels. */
		level: z.enum(['structure', 'actor', 'mixed']),
		holder: RecordReference.nullable(),
		meetings: z.array(Place),
		decisions: z.array(Place),
		procedures: z.array(Place),
		/** True where there are more than are listed. */
		isMore: z.boolean()
	}),
	about: (here, { recommendations }) => getStandings(here, recommendations),
	allow: everyone,
	async run(here, { words }, standings) {
		const items = standings.map(({ reference, row, parties }) => ({ reference, next: nextDeeds(row.state, parties) }))
		const holders = new Set(standings.map(({ row }) => row.holder_structure_id ?? row.holder_actor_id))
		const [first] = standings
		const isOne = holders.size === 1
		const structureId = (isOne && first?.row.holder_structure_id) || null
		const holderId = structureId ?? (isOne ? (first?.row.holder_actor_id ?? null) : null)
		const hops = await hopsOf(
			here,
			standings.map(({ id }) => id)
		)
		const waiting = hops.flatMap((hop) => (hop.answered_day === null ? [hop.submitted_day] : []))
		const since = lastDayOf(waiting) ?? FIRST_DAY
		const [named, places] = await Promise.all([
			referencesOf(here, [holderId]),
			placesOf(here, { structureId, since, words })
		])
		return {
			items,
			next: RECOMMENDATION_DEEDS.filter((deed) => items.every(({ next }) => next.includes(deed))),
			level:
				holderId === null ? ('mixed' as const) : structureId === null ? ('actor' as const) : ('structure' as const),
			holder: holderId === null ? null : (named.get(holderId) ?? null),
			...places
		}
	}
})
