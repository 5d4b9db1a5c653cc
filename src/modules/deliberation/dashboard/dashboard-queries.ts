import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { referencesOf, type RecordReference } from '#platform/records/find-record.server.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import { judgedYears } from '../cadence/beginning.ts'
import { readCadences, structureRows, type Read } from '../cadence/read-cadence.server.ts'
import { dueIn, MEASURES, SPAN_DAYS, structureToken, WORKSPACE } from './counted.ts'
import { BECAME } from './became.ts'
import { Dashboard, type RhythmOf, type Wait } from './dashboard-outputs.ts'
import { actionFigures, attendanceFigures, byState, totalsBy, type Sum } from './figures.ts'

const dashboards = keepAnswersOfRecords<Dashboard>()

/** What the structures of a workspace made, where it went, how long it waited and what was done: from what the commands keep counted. */
export const workspaceDashboard = query({
	name: 'dashboard.workspace',
	input: z.strictObject({}),
	output: Dashboard,
	about: nothing,
	allow: everyone,
	run: (here) => dashboards(here, [null], () => dashboardOf(here, null))
})

/** The same for one structure: what it made and handed out, what it sent up, what waits for it. */
export const structureDashboard = query({
	name: 'dashboard.structure',
	input: z.strictObject({ structure: Reference }),
	output: Dashboard,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: everyone,
	run: (here, _input, structure) => dashboards(here, [structure.id], () => dashboardOf(here, structure.id))
})

/** All figures of a structure, or of the workspace, on the day that is today: always the same number of statements. */
async function dashboardOf(here: Here, structureId: string | null): Promise<Dashboard> {
	const [sums, actions, meetings, answered, sentWaits, structures] = await Promise.all([
		sumsOf(here, structureId),
		actionSums(here, structureId),
		meetingMonths(here, structureId),
		structureId === null
			? allWaits(here)
			: waitsOf(here, {
					waited: MEASURES.waited,
					waiting: MEASURES.waiting,
					level: 'owner',
					owner: structureToken(structureId)
				}),
		structureId === null
			? []
			: waitsOf(here, {
					waited: MEASURES.sentWaited,
					waiting: MEASURES.sentWaiting,
					level: 'other',
					owner: structureId
				}),
		structuresJudged(here, structureId)
	])
	const waits = structureId === null ? await withOpen(here, answered, sums) : answered
	const acting = actionFigures(actions, here.today)
	const attending = attendanceFigures(sums)
	const references = await referencesOf(here, [
		structureId,
		...sums.flatMap(({ measure, owner, other }) => (measure === MEASURES.flow ? [idOf(owner), idOf(other)] : [])),
		...[...waits, ...sentWaits].map(({ level }) => idOf(level)),
		...[...acting, ...attending].map(({ actor }) => idOf(actor))
	])
	const named = (id: string): RecordReference | null => references.get(idOf(id) ?? '') ?? null
	const level = (token: string) => {
		const record = named(token)
		return { id: record || token === '' ? token : HIDDEN, record }
	}
	const flows = sums.flatMap(({ measure, owner, other, value, total }) => {
		const became = BECAME.find((one) => one === value)
		return measure === MEASURES.flow && became ? [{ from: level(owner), to: level(other), became, total }] : []
	})
	const toWait = ({ level: token, ...rest }: WaitRow): Wait => ({ ...rest, level: level(token) })
	const ofActor = ({ actor }: { actor: RecordReference | null }) => actor?.id ?? HIDDEN
	return {
		day: here.today,
		structure: structureId === null ? null : named(structureId),
		recommendations: byState(sums),
		flows: joined(
			flows,
			({ from, to, became }) => `${from.id} ${to.id} ${became}`,
			(one, other) => ({ ...one, total: one.total + other.total })
		),
		waits: joined(waits.map(toWait), ({ level: { id } }) => id, joinWaits),
		sentWaits: joined(sentWaits.map(toWait), ({ level: { id } }) => id, joinWaits),
		actions: joined(
			acting.map(({ actor, ...rest }) => ({ actor: named(actor), ...rest })),
			ofActor,
			addFigures(['late', 'inTime', 'submitted', 'closedInTime', 'closedLate', 'cancelled'])
		),
		attendance:
			here.seat.role === 'public'
				? null
				: joined(
						attending.map(({ actor, ...rest }) => ({ actor: named(actor), ...rest })),
						ofActor,
						addFigures(['present', 'apologies', 'absent', 'of'])
					),
		meetings,
		rhythm: rhythmsOf(structures, structureId !== null)
	}
}

/** What stands under one key made one: of those the seat may not see there is one at most. */
function joined<T>(rows: readonly T[], keyOf: (row: T) => string, join: (one: T, other: T) => T): T[] {
	const found = new Map<string, T>()
	for (const row of rows) {
		const known = found.get(keyOf(row))
		found.set(keyOf(row), known === undefined ? row : join(known, row))
	}
	return [...found.values()]
}

// The middle of several levels together cannot be told from the middle of each.
const joinWaits = (one: Wait, other: Wait): Wait => ({
	level: one.level,
	answered: one.answered + other.answered,
	median: null,
	longest: Math.max(one.longest ?? 0, other.longest ?? 0),
	open: one.open + other.open,
	since: [one.since, other.since].filter((day) => day !== null).sort()[0] ?? null
})

type OfActor<F extends string> = { actor: RecordReference | null } & Record<F, number>

/** The figures of actors that the seat may not see, made one. */
const addFigures =
	<F extends string>(names: readonly F[]) =>
	<T extends OfActor<F>>(one: T, other: T): T => ({
		...one,
		...Object.fromEntries(names.map((name): [string, number] => [name, one[name] + other[name]]))
	})

const firstDay = (today: string) => judgedYears(today).since

/** The structures in use, each judged as its own page judges it. */
async function structuresJudged(here: Here, structureId: string | null): Promise<Read[]> {
	let rows = structureRows(here).where('record.state', '=', 'active')
	if (structureId !== null) rows = rows.where('record.id', '=', structureId)
	return readCadences(here, await rows.execute())
}

/** Whether each structure that is asked to meet did so, over the years that are told of. */
function rhythmsOf(structures: readonly Read[], isOne: boolean): RhythmOf[] {
	return structures.flatMap(({ structure, item, rhythms, judged, last }) => {
		// A body that nobody asks to meet and that never met has no rhythm to speak of.
		if (rhythms.length === 0 && last === undefined && !isOne) return []
		const counted = judged.filter(({ state }) => state === 'kept' || state === 'missed')
		return [
			{
				structure,
				declared: item.status,
				functionality: item.functionality,
				judgedBy: item.judgedBy,
				restsOnInvented: item.restsOnInvented,
				awaits: item.awaits !== null,
				proposes: item.disagreement?.propose ?? null,
				reason: item.disagreement?.reason ?? null,
				years: [...Map.groupBy(counted, ({ to }) => to.slice(0, 4))].map(([year, some]) => ({
					year,
					asked: some.length,
					kept: some.filter(({ state }) => state === 'kept').length
				})),
				periods: isOne ? judged.flatMap(({ from, to, state }) => (state === 'ahead' ? [] : [{ from, to, state }])) : []
			}
		]
	})
}

/** A level that the seat may not see is one of several: nothing tells them apart. */
const HIDDEN = 'hidden'

const IDENTIFIER = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const idOf = (token: string): string | null => IDENTIFIER.exec(token)?.[0] ?? null

// Of one structure its own, and the flows at whose one end it stands; of a workspace all. Who owns them is told of flows alone.
async function sumsOf(here: Here, structureId: string | null): Promise<Sum[]> {
	const level = structureToken(structureId)
	const own =
		structureId === null
			? sql`true`
			: sql`(owner = ${structureId} or measure = ${MEASURES.flow} and (owner = ${level} or other = ${level}))`
	const asked = [MEASURES.recommendation, MEASURES.flow, MEASURES.attendance]
	return here.tx
		.selectFrom(
			sql<Sum>`(
				select measure, case when measure = ${MEASURES.flow} then owner else '' end as owner, other, value, sum(records)::integer as total
				from deliberation_tally
				where workspace_id = ${here.workspace.id} and measure = any (${asked}::text[]) and ${own}
				group by 1, 2, 3, 4
				having sum(records) <> 0
				order by 1, 2, 3, 4
			)`.as('sums')
		)
		.selectAll()
		.execute()
}

// Open actions by whether their month is past, this one, or later; those of this month by whether their day is.
async function actionSums({ tx, workspace, today }: Here, structureId: string | null): Promise<Sum[]> {
	const month = today.slice(0, 7)
	return tx
		.selectFrom(
			sql<Sum>`(
				select measure, '' as owner, other,
					case when position(':' in value) = 0 then value else split_part(value, ':', 1) || ':' || case
						when split_part(value, ':', 2) = '' then ''
						when split_part(value, ':', 2) < case when measure = ${MEASURES.action} then ${month} else ${today} end then ${PAST}
						when split_part(value, ':', 2) = ${month} then ${month}
						else ${AHEAD} end
					end as value,
					sum(records)::integer as total
				from deliberation_tally
				where workspace_id = ${workspace.id} and measure = any (${[MEASURES.action, dueIn(month)]}::text[])
					and owner = ${structureId ?? WORKSPACE}
				group by 1, 2, 3, 4
				having sum(records) <> 0
			)`.as('sums')
		)
		.selectAll()
		.execute()
}

const PAST = '0000-00-00'
const AHEAD = '9999-99-99'

/** How many meetings were held in each month of the years that are told of. */
async function meetingMonths({ tx, workspace, today }: Here, structureId: string | null) {
	const rows = await tx
		.selectFrom(
			sql<{ month: string; total: number }>`(
				select left(value, 7) as month, sum(records)::integer as total
				from deliberation_tally
				where workspace_id = ${workspace.id} and measure = ${MEASURES.meeting}
					and ${structureId === null ? sql`true` : sql`owner = ${structureId}`} and value >= ${firstDay(today)}
				group by 1
				having sum(records) > 0
				order by 1
			)`.as('months')
		)
		.selectAll()
		.execute()
	return rows
}

type WaitRow = Omit<Wait, 'level'> & { level: string }
type AskedWaits = { waited: string; waiting: string; level: 'owner' | 'other'; owner: string | null }

// Of every level of a workspace. The span of days in which the middle lies is found by few rows, the day by those of that span.
async function allWaits({ tx, workspace }: Here): Promise<WaitRow[]> {
	const kept = (measure: string) => sql`workspace_id = ${workspace.id} and measure = ${measure} and other = ''`
	const dayText = (days: RawBuilder<unknown>) => sql`lpad((${days})::text, 6, '0')`
	return tx
		.selectFrom(
			sql<WaitRow>`(
				with spans as (
					select owner as level, value::integer as span, sum(records)::integer as many
					from deliberation_tally
					where ${kept(MEASURES.waitedSpan)}
					group by 1, 2
					having sum(records) > 0
				), placed as (
					select level, span, many, (sum(many) over (partition by level order by span) - many)::integer as before,
						(sum(many) over (partition by level))::integer as total
					from spans
				), middle as (
					select placed.level, placed.total, d.days,
						placed.before + sum(d.many) over (partition by placed.level, placed.span order by d.days) as until
					from placed
					cross join lateral (
						select value::integer as days, sum(records)::integer as many
						from deliberation_tally
						where ${kept(MEASURES.waited)} and owner = placed.level
							and value >= ${dayText(sql`placed.span * ${SPAN_DAYS}`)} and value < ${dayText(sql`(placed.span + 1) * ${SPAN_DAYS}`)}
						group by value
					) d
					where placed.before < placed.total / 2 + 1 and (placed.total + 1) / 2 <= placed.before + placed.many
				)
				select level, max(total) as answered, (
						min(days) filter (where until >= (total + 1) / 2) + min(days) filter (where until >= total / 2 + 1)
					)::double precision / 2 as median, (
						select value::integer from deliberation_tally
						where ${kept(MEASURES.waited)} and owner = middle.level and records > 0
						order by value desc limit 1
					) as longest, 0 as open, null::text as since
				from middle
				group by level
				order by level
			)`.as('waits')
		)
		.selectAll()
		.execute()
}

/** The same with what still waits at each level: how many is told by the flows, since when by the first day of each. */
async function withOpen({ tx, workspace }: Here, waits: readonly WaitRow[], sums: readonly Sum[]): Promise<WaitRow[]> {
	const open = totalsBy(
		sums.filter(({ measure, value }) => measure === MEASURES.flow && value === 'waiting'),
		({ other }) => other
	)
	if (open.size === 0) return [...waits]
	const first = await tx
		.selectFrom(
			sql<{ level: string; since: string }>`(
				select asked.level, earliest.since
				from unnest(${[...open.keys()]}::text[]) as asked (level)
				cross join lateral (
					select value as since from deliberation_tally
					where workspace_id = ${workspace.id} and measure = ${MEASURES.waiting} and owner = asked.level and other = '' and records > 0
					order by value limit 1
				) earliest
			)`.as('first')
		)
		.selectAll()
		.execute()
	const since = new Map(first.map((row) => [row.level, row.since]))
	const answered = new Map(waits.map((row) => [row.level, row]))
	const nothing = { answered: 0, median: null, longest: null }
	return [...new Set([...answered.keys(), ...open.keys()])].sort().map((level) => ({
		...(answered.get(level) ?? { level, ...nothing }),
		open: open.get(level) ?? 0,
		since: since.get(level) ?? null
	}))
}

// The median is exact: of how many waited how many days, the day at which half of them are reached.
async function waitsOf(here: Here, { waited, waiting, level, owner }: AskedWaits): Promise<WaitRow[]> {
	const at = sql.ref(level)
	const own = owner === null ? sql`true` : sql`owner = ${owner}`
	return here.tx
		.selectFrom(
			sql<WaitRow>`(
				with days as (
					select ${at} as level, value::integer as days, sum(records)::integer as many
					from deliberation_tally
					where workspace_id = ${here.workspace.id} and measure = ${waited} and ${own}
					group by 1, 2
					having sum(records) > 0
				), placed as (
					select level, days, sum(many) over (partition by level order by days) as until, sum(many) over (partition by level) as total
					from days
				), answered as (
					select level, max(total)::integer as answered, max(days) as longest,
						(min(days) filter (where until >= (total + 1) / 2) + min(days) filter (where until >= total / 2 + 1)) / 2.0 as median
					from (select level, days, until::integer as until, total::integer as total from placed) whole
					group by level
				), open as (
					select ${at} as level, sum(records)::integer as open, min(value) as since
					from deliberation_tally
					where workspace_id = ${here.workspace.id} and measure = ${waiting} and ${own} and records > 0
					group by 1
				)
				select level, coalesce(answered, 0) as answered, median::double precision as median, longest, coalesce(open, 0) as open, since
				from answered full join open using (level)
				order by level
			)`.as('waits')
		)
		.selectAll()
		.execute()
}
