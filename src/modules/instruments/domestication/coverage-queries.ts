import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import {
	BILL,
	coverageFrom,
	DRAFT_STAGES,
	ENDED_STAGES,
	HELD_STAGES,
	NO_COVERAGE,
	type Coverage,
	type Judged,
	type JudgedAlike
} from './domestication-rules.ts'
import { stageOn } from './stage-on.server.ts'

const among = (values: readonly string[]) => sql.join(values.map((value) => sql.lit(value)))

// As `countsAs` has it: a test goes through every form and stage that make a difference.
const IS_BILL = sql<SqlBool>`policy.form = ${sql.lit(BILL)}`
const held = (stage: Stage) =>
	sql<SqlBool>`(judgement.policy_id is null or (law.id is not null and not ${IS_BILL} and ${stage} in (${among(HELD_STAGES)})))`
const withDrafts = (stage: Stage) =>
	sql<SqlBool>`(judgement.policy_id is null or (law.id is not null and (${stage} in (${among([...HELD_STAGES, ...DRAFT_STAGES])}) or ${IS_BILL} and ${stage} not in (${among(ENDED_STAGES)}))))`

type Stage = ReturnType<typeof stageOn>
const flag = (condition: ReturnType<typeof sql<SqlBool>>) => sql<boolean>`coalesce(bool_or(${condition}), false)`

/**
 * What was judged of each obligation of some instruments, of those the seat may see. A law it may not see, that was withdrawn or
 * that is not known to hold carries nothing. With a day, what stood on that day, of laws at the stage they had then.
 */
function flagsOf(here: Here, instrumentIds: readonly string[], on: string | null) {
	const [HELD, WITH_DRAFTS] = [held(stageOn(on)), withDrafts(stageOn(on))]
	return here.tx
		.selectFrom('obligation')
		.innerJoin('record', (join) =>
			join.onRef('record.workspace_id', '=', 'obligation.workspace_id').onRef('record.id', '=', 'obligation.id')
		)
		.leftJoin('judgement', (join) => {
			const own = join
				.onRef('judgement.workspace_id', '=', 'obligation.workspace_id')
				.onRef('judgement.obligation_id', '=', 'obligation.id')
			return on === null
				? own.on('judgement.state', '=', 'stands')
				: own
						.on('judgement.day', '<=', on)
						.on((where) => where.or([where('judgement.until_day', 'is', null), where('judgement.until_day', '>', on)]))
		})
		.leftJoin('policy', (join) =>
			join.onRef('policy.workspace_id', '=', 'judgement.workspace_id').onRef('policy.id', '=', 'judgement.policy_id')
		)
		.leftJoin('record as law', (join) =>
			join
				.onRef('law.workspace_id', '=', 'judgement.workspace_id')
				.onRef('law.id', '=', 'judgement.policy_id')
				.on('law.state', '=', 'active')
		)
		.where('obligation.workspace_id', '=', here.workspace.id)
		.where('obligation.instrument_id', '=', anyOf(instrumentIds))
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.groupBy(['obligation.instrument_id', 'obligation.id'])
		.select(['obligation.instrument_id', 'obligation.id'])
		.select([
			flag(sql<SqlBool>`judgement.verdict = 'met' and ${HELD}`).as('met'),
			flag(sql<SqlBool>`judgement.verdict = 'partly' and ${HELD}`).as('partly'),
			flag(sql<SqlBool>`judgement.verdict = 'not-met' and ${HELD}`).as('not_met'),
			flag(sql<SqlBool>`judgement.verdict = 'not-applicable' and judgement.policy_id is null`).as('out_of_scope'),
			flag(sql<SqlBool>`judgement.verdict = 'met' and ${WITH_DRAFTS}`).as('met_drafted'),
			flag(sql<SqlBool>`judgement.verdict = 'partly' and ${WITH_DRAFTS}`).as('partly_drafted')
		])
}

type Flags = {
	met: boolean
	partly: boolean
	not_met: boolean
	out_of_scope: boolean
	met_drafted: boolean
	partly_drafted: boolean
}

const heldOf = (row: Flags): Judged => ({
	met: row.met,
	partly: row.partly,
	notMet: row.not_met,
	outOfScope: row.out_of_scope
})

const alikeOf = (row: Flags, obligations: number): JudgedAlike => ({
	held: heldOf(row),
	withDrafts: { ...heldOf(row), met: row.met_drafted, partly: row.partly_drafted },
	obligations
})

/**
 * The coverage of instruments by identifier, as the seat may see their obligations and laws, in one statement for however many.
 * Instruments without obligations have a coverage of none. With `on`, as it was judged on that day.
 */
export async function coverageOf(
	here: Here,
	instrumentIds: readonly string[],
	{ on = null }: { on?: string | null } = {}
): Promise<Map<string, Coverage>> {
	const coverage = new Map(instrumentIds.map((id) => [id, NO_COVERAGE]))
	if (instrumentIds.length === 0) return coverage
	const columns = [
		'instrument_id',
		'met',
		'partly',
		'not_met',
		'out_of_scope',
		'met_drafted',
		'partly_drafted'
	] as const
	const rows = await here.tx
		.selectFrom(flagsOf(here, instrumentIds, on).as('judged'))
		.select(columns)
		.select((select) => select.fn.countAll<number>().as('obligations'))
		.groupBy(columns)
		.execute()
	for (const [id, group] of Map.groupBy(rows, (row) => row.instrument_id))
		coverage.set(id, coverageFrom(group.map((row) => alikeOf(row, row.obligations))))
	return coverage
}

/** What was judged of each obligation of one instrument, by the obligation's identifier. */
export async function judgedOfInstrument(here: Here, instrumentId: string, on: string | null) {
	const rows = await flagsOf(here, [instrumentId], on).execute()
	return new Map(rows.map((row) => [row.id, alikeOf(row, 1)]))
}
