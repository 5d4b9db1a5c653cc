import { sql } from 'kysely'
import { z } from 'zod'
import { DECLARED_STATUSES } from '#modules/directory/rules.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, RecordReference, toReference } from '#platform/records/find-record.server.ts'
import { FUNCTIONALITIES } from '../cadence/cadence.ts'
import { readCadences, structureRows } from '../cadence/read-cadence.server.ts'
import { ANSWERS } from '../rules.ts'
import { BECAME } from './became.ts'
import { countsInvented } from './report-invented.server.ts'
import { isForPublic } from './report-rules.ts'

const Named = RecordReference.nullable()
const Days = z.number().nullable()

/** The figures of a report as they were counted, and for whom. */
export const ReportFigures = z.object({
	/** The day up to which they tell: the last of the period, or the day they were counted where that came before. */
	day: z.string(),
	/** What is counted is what whoever belongs to all of these sees. */
	countedFor: z.array(z.string()),
	/** Whether some of what is counted was invented for demonstration; figures counted before this was asked say nothing of it. */
	restsOnInvented: z.boolean().default(false),
	/** Of each structure the meetings held, the days of those that every reader sees, and of the parts of the year that its rules ask a meeting of, how many were kept. */
	meetings: z.array(
		z.object({ structure: Named, held: z.int(), days: z.array(z.string()), asked: z.int(), kept: z.int() })
	),
	recommendations: z.object({
		made: z.int(),
		answered: z.int(),
		median: Days,
		longest: Days,
		waiting: z.int(),
		longestWaiting: Days
	}),
	levels: z.array(
		z.object({ level: Named, answered: z.int(), median: Days, longest: Days, waiting: z.int(), longestWaiting: Days })
	),
	flows: z.array(z.object({ from: Named, to: Named, became: z.enum(BECAME), total: z.int() })),
	decisions: z.object({
		total: z.int(),
		first: z.array(z.object({ decision: RecordReference, day: z.string(), structure: Named }))
	}),
	actions: z.array(
		z.object({
			actor: Named,
			opened: z.int(),
			closedInTime: z.int(),
			closedLate: z.int(),
			open: z.int(),
			late: z.int()
		})
	),
	attendance: z.array(z.object({ actor: Named, present: z.int(), apologies: z.int(), absent: z.int(), of: z.int() })),
	/** Where the declared status of a structure does not agree with what it does. */
	functionality: z.array(
		z.object({
			structure: Named,
			declared: z.enum(DECLARED_STATUSES),
			functionality: z.enum(FUNCTIONALITIES),
			/** It still has time for its first meeting since it was activated; figures counted before this was counted say nothing of it. */
			awaits: z.boolean().default(false),
			proposes: z.enum(DECLARED_STATUSES)
		})
	)
})
export type ReportFigures = z.output<typeof ReportFigures>

export type ReportScope = { structureId: string | null; from: string; to: string; countedFor: readonly string[] }

const DECISIONS_MOST = 100

/** Counts what happened in the days of a report, and how things stood on the last of them: always the same number of statements. */
export async function countReport(here: Here, scope: ReportScope): Promise<ReportFigures> {
	const day = scope.to < here.today ? scope.to : here.today
	const counting = { ...scope, day }
	const [structures, meetings, totals, levels, flows, decisions, actions, attendance, isInvented] = await Promise.all([
		structuresOf(here, counting),
		meetingsHeld(here, counting),
		recommendationTotals(here, counting),
		levelWaits(here, counting),
		flowsOf(here, counting),
		decisionsOf(here, counting),
		actionsOf(here, counting),
		attendanceOf(here, counting),
		countsInvented(here, counting)
	])
	const named = await namesFor(here, scope.countedFor, [
		...levels.map((row) => row.level),
		...flows.flatMap((row) => [row.from, row.to]),
		...decisions.map((row) => row.structure_id),
		...actions.map((row) => row.actor),
		...attendance.map((row) => row.actor)
	])
	const heldBy = Map.groupBy(meetings, (row) => row.structure)
	const rhythm = structures.map(({ structure, item, judged, days }) => {
		const asked = judged.filter(({ state }) => state === 'kept' || state === 'missed' || state === 'running')
		return {
			structure,
			declared: item.status,
			functionality: item.functionality,
			awaits: item.awaits !== null,
			proposal: item.disagreement,
			restsOnInvented: item.restsOnInvented,
			// Counted as the rhythm counts them, whoever sees them; their days only where every reader sees the meeting.
			held: days.filter(({ state, day: on, id }) => state === 'held' && id !== '' && on >= scope.from && on <= day)
				.length,
			days: (heldBy.get(structure.id) ?? []).map((one) => one.day),
			asked: asked.length,
			kept: asked.filter(({ state }) => state === 'kept').length
		}
	})
	return {
		day,
		countedFor: [...scope.countedFor],
		restsOnInvented: isInvented || rhythm.some((one) => one.restsOnInvented),
		meetings: rhythm.flatMap(({ structure, held, days, asked, kept }) =>
			held === 0 && asked === 0 ? [] : [{ structure, held, days, asked, kept }]
		),
		recommendations: totals,
		levels: levels.map(({ level, ...row }) => ({ level: named(level), ...row })),
		flows: flows.flatMap(({ from, to, became, total }) => {
			const known = BECAME.find((one) => one === became)
			return known ? [{ from: named(from), to: named(to), became: known, total }] : []
		}),
		decisions: {
			total: decisions[0]?.total ?? 0,
			first: decisions.map((row) => ({
				decision: toReference(row),
				day: row.decided_day,
				structure: named(row.structure_id)
			}))
		},
		actions: actions.map(({ actor, ...row }) => ({ actor: named(actor), ...row })),
		attendance: attendance.map(({ actor, ...row }) => ({ actor: named(actor), ...row })),
		functionality: (isForPublic(scope.countedFor) ? [] : rhythm).flatMap(
			({ structure, declared, functionality, awaits, proposal }) =>
				proposal ? [{ structure, declared, functionality, awaits, proposes: proposal.propose }] : []
		)
	}
}

type Counting = ReportScope & { day: string }

// A record that every reader of the report sees.
const seenBy = (here: Here, { countedFor: tokens }: Pick<Counting, 'countedFor'>, kind: string) => sql`
	record.workspace_id = ${here.workspace.id} and record.kind = ${kind} and record.state = 'active' and record.audience && ${[...tokens]}::text[]`

const ofStructure = ({ structureId }: Counting, column: string) =>
	structureId === null ? sql`true` : sql`${sql.ref(column)} = ${structureId}`

/** The names of what is named, as far as every reader sees it. */
async function namesFor(here: Here, tokens: readonly string[], ids: readonly (string | null)[]) {
	const wanted = [...new Set(ids.filter((id) => id !== null))].map((token) => token.replace(/^\w+:/, ''))
	const rows =
		wanted.length === 0
			? []
			: await here.tx
					.selectFrom('record')
					.select(['id', 'kind', 'key', 'number', 'title', 'acronym'])
					.where('workspace_id', '=', here.workspace.id)
					.where('id', '=', anyOf(wanted.filter((id) => id !== '')))
					.where(sql<boolean>`audience && ${[...tokens]}::text[]`)
					.execute()
	const references = new Map(rows.map((row) => [row.id, toReference(row)]))
	return (token: string | null) => references.get((token ?? '').replace(/^\w+:/, '')) ?? null
}

/** The structures that every reader sees, each judged as its own page judges it, by the parts of the year that end in the period. */
async function structuresOf(here: Here, counting: Counting) {
	let rows = structureRows(here)
		.where('record.state', '=', 'active')
		.where(sql<boolean>`record.audience && ${[...counting.countedFor]}::text[]`)
	if (counting.structureId !== null) rows = rows.where('record.id', '=', counting.structureId)
	return readCadences(here, await rows.execute(), { today: counting.day, since: counting.from, until: counting.day })
}

const meetingsHeld = (here: Here, counting: Counting) =>
	here.tx
		.selectFrom(
			sql<{ structure: string; day: string }>`(
				select meeting.structure_id::text as structure, meeting.day::text as day
				from meeting
				join record on record.workspace_id = meeting.workspace_id and record.id = meeting.id
				where meeting.workspace_id = ${here.workspace.id} and ${seenBy(here, counting, 'meeting')} and ${ofStructure(counting, 'meeting.structure_id')}
					and meeting.state in ('held', 'drafted', 'circulated', 'adopted') and meeting.day between ${counting.from} and ${counting.day}
				order by meeting.day, meeting.id
			)`.as('held')
		)
		.selectAll()
		.execute()

// The hops that concern the period: answered in it, or waiting on its last day.
const hops = (here: Here, counting: Counting) => sql`
	select hop.*, coalesce('structure:' || hop.to_structure_id, 'actor:' || hop.to_actor_id) as level,
		hop.answered_day between ${counting.from} and ${counting.day} as in_period,
		hop.answered_day between ${counting.from} and ${counting.day} and hop.answer = any(${[...ANSWERS]}::text[]) as is_answered,
		coalesce('structure:' || hop.from_structure_id, 'actor:' || hop.from_actor_id, '') as sender,
		hop.submitted_day <= ${counting.day} and coalesce(hop.answered_day > ${counting.day},
			recommendation.state in ('submitted', 'received', 'under-review')) as is_waiting,
		hop.answered_day - hop.submitted_day as days, ${counting.day}::date - hop.submitted_day as days_so_far
	from recommendation_hop hop
	join recommendation on recommendation.workspace_id = hop.workspace_id and recommendation.id = hop.recommendation_id
	join record on record.workspace_id = hop.workspace_id and record.id = hop.recommendation_id
	where hop.workspace_id = ${here.workspace.id} and ${seenBy(here, counting, 'recommendation')}
		and ${
			counting.structureId === null
				? sql`true`
				: sql`(hop.from_structure_id = ${counting.structureId} or hop.to_structure_id = ${counting.structureId})`
		}`

// Recommendations are counted, each once, however many levels answered it in the period; what was passed on, or ended while it
// waited, was answered by nobody there.
const clocks = sql`
	count(distinct recommendation_id) filter (where is_answered)::integer as answered,
	percentile_cont(0.5) within group (order by days) filter (where is_answered) as median,
	max(days) filter (where is_answered) as longest,
	count(distinct recommendation_id) filter (where is_waiting)::integer as waiting,
	max(days_so_far) filter (where is_waiting) as "longestWaiting"`

type Clocks = {
	answered: number
	median: number | null
	longest: number | null
	waiting: number
	longestWaiting: number | null
}

async function recommendationTotals(here: Here, counting: Counting) {
	const row = await here.tx
		.selectFrom(
			sql<Clocks & { made: number }>`(
				select ${clocks}, (
					select count(*)::integer
					from recommendation
					join record on record.workspace_id = recommendation.workspace_id and record.id = recommendation.id
					join recommendation_wording as first on first.workspace_id = recommendation.workspace_id
						and first.recommendation_id = recommendation.id and first.number = 1
					where recommendation.workspace_id = ${here.workspace.id} and ${seenBy(here, counting, 'recommendation')}
						and ${ofStructure(counting, 'recommendation.structure_id')} and first.day between ${counting.from} and ${counting.day}
				) as made
				from (${hops(here, counting)}) hops
			)`.as('totals')
		)
		.selectAll()
		.executeTakeFirstOrThrow()
	return row
}

const levelWaits = (here: Here, counting: Counting) =>
	here.tx
		.selectFrom(
			sql<Clocks & { level: string }>`(
				select level, ${clocks} from (${hops(here, counting)}) hops where is_answered or is_waiting group by level order by level
			)`.as('levels')
		)
		.selectAll()
		.execute()

const flowsOf = (here: Here, counting: Counting) =>
	here.tx
		.selectFrom(
			sql<{ from: string; to: string; became: string; total: number }>`(
				select sender as "from", level as "to",
					case when not coalesce(in_period, false) then 'waiting' when answer = 'ended' then 'unanswered' else answer end as became, count(*)::integer as total
				from (${hops(here, counting)}) hops where in_period or is_waiting group by 1, 2, 3 order by 1, 2, 3
			)`.as('flows')
		)
		.selectAll()
		.execute()

type DecisionRow = Parameters<typeof toReference>[0] & { decided_day: string; structure_id: string; total: number }

const decisionsOf = (here: Here, counting: Counting) =>
	here.tx
		.selectFrom(
			sql<DecisionRow>`(
				select record.id, record.kind, record.key, record.number, record.title, record.acronym, decision.decided_day::text as decided_day,
					decision.structure_id, count(*) over ()::integer as total
				from decision
				join record on record.workspace_id = decision.workspace_id and record.id = decision.id
				where decision.workspace_id = ${here.workspace.id} and ${seenBy(here, counting, 'decision')}
					and ${ofStructure(counting, 'decision.structure_id')} and decision.decided_day between ${counting.from} and ${counting.day}
				order by decision.decided_day, record.id
				limit ${DECISIONS_MOST}
			)`.as('decided')
		)
		.selectAll()
		.execute()

const actionsOf = (here: Here, counting: Counting) =>
	here.tx
		.selectFrom(
			sql<{
				actor: string
				opened: number
				closedInTime: number
				closedLate: number
				open: number
				late: number
			}>`(
				select responsible_actor_id::text as actor,
					count(*) filter (where opened_day >= ${counting.from})::integer as opened,
					count(*) filter (where is_closed and not coalesce(closed_day > due_day, false))::integer as "closedInTime",
					count(*) filter (where is_closed and closed_day > due_day)::integer as "closedLate",
					count(*) filter (where is_open)::integer as open,
					count(*) filter (where is_open and due_day < ${counting.day} and state <> 'submitted')::integer as late
				from (
					select action.*, action.state = 'closed' and action.closed_day between ${counting.from} and ${counting.day} as is_closed,
						coalesce(action.closed_day > ${counting.day}, true) as is_open
					from action
					join record on record.workspace_id = action.workspace_id and record.id = action.id
					where action.workspace_id = ${here.workspace.id} and ${seenBy(here, counting, 'action')}
						and ${ofStructure(counting, 'action.structure_id')} and action.opened_day <= ${counting.day}
						and coalesce(action.closed_day >= ${counting.from}, true)
				) acts
				group by 1 order by 1
			)`.as('acting')
		)
		.selectAll()
		.execute()

const attendanceOf = (here: Here, counting: Counting) =>
	here.tx
		.selectFrom(
			sql<{ actor: string; present: number; apologies: number; absent: number; of: number }>`(
				select attendance.actor_id::text as actor,
					count(*) filter (where attendance.state = 'present')::integer as present,
					count(*) filter (where attendance.state = 'apologies')::integer as apologies,
					count(*) filter (where attendance.state in ('absent', 'expected', 'coming'))::integer as absent,
					count(*)::integer as of
				from attendance
				join meeting on meeting.workspace_id = attendance.workspace_id and meeting.id = attendance.meeting_id
				join record on record.workspace_id = attendance.workspace_id and record.id = attendance.meeting_id
				where attendance.workspace_id = ${here.workspace.id} and ${seenBy(here, counting, 'meeting')}
					and ${ofStructure(counting, 'meeting.structure_id')} and attendance.capacity in ('member', 'alternate')
					and meeting.state in ('held', 'drafted', 'circulated', 'adopted') and meeting.day between ${counting.from} and ${counting.day}
					and ${isForPublic(counting.countedFor) ? sql`false` : sql`true`}
				group by 1 order by 1
			)`.as('attending')
		)
		.selectAll()
		.execute()
