import { sql } from 'kysely'
import { COUNTED_MOST } from '#platform/operation/lists.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import { dueIn, MEASURES, WORKSPACE } from '../dashboard/counted.ts'

// The states in which an action can be late.
const STATES = ['open', 'in-progress'] as const

// One row for each actor and month is added up: of a large workspace that is most of what its list costs.
const kept = keepAnswersOfRecords<number>()

/**
 * How many actions are late, of a workspace or a structure, of all actors or of one, from what is kept counted for dashboards;
 * undefined where the filter asks for anything else, and for whom a workspace may close the kind of record.
 */
export function lateTotal(
	here: Here,
	filter: Readonly<Record<string, unknown>>,
	{ structureId, responsibleId }: { structureId: string | undefined; responsibleId: string | undefined }
): Promise<number> | undefined {
	const { tx, workspace, seat, today } = here
	const asked = Object.keys(filter).filter((name) => filter[name] !== undefined)
	if (seat.role === 'public' || filter['overdue'] !== true) return undefined
	if (asked.some((name) => name !== 'overdue' && name !== 'structure' && name !== 'responsible')) return undefined
	const month = today.slice(0, 7)
	const before = (measure: string, day: string) =>
		STATES.map((state) => sql`measure = ${measure} and value >= ${`${state}:0`} and value < ${`${state}:${day}`}`).map(
			(one) => sql`(${one})`
		)
	const added = () =>
		tx
			.selectFrom('deliberation_tally')
			.select(sql<number>`least(coalesce(sum(records), 0), ${COUNTED_MOST + 1})::integer`.as('total'))
			.where('workspace_id', '=', workspace.id)
			.where('measure', '=', sql<string>`any(${[MEASURES.action, dueIn(month)]}::text[])`)
			.where('owner', '=', structureId ?? WORKSPACE)
			.where(sql<boolean>`${responsibleId === undefined ? sql`true` : sql`other = ${responsibleId}`}`)
			.where(
				sql<boolean>`(${sql.join([...before(MEASURES.action, month), ...before(dueIn(month), today)], sql` or `)})`
			)
			.executeTakeFirstOrThrow()
			.then(({ total }) => total)
	return kept(here, [structureId ?? null, responsibleId ?? null], added)
}
