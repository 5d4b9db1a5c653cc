import type { Here } from '#platform/operation/operation.server.ts'
import type { getWrittenProcedureRow } from '../find-deliberation.server.ts'
import { countingDay, outcomeOf, type Ballot } from './procedure-rules.ts'
import { fullMembers, tableOf } from './take-part.server.ts'

export type Procedure = Awaited<ReturnType<typeof getWrittenProcedureRow>>

const answersTo = (here: Here, procedureId: string) =>
	here.tx
		.selectFrom('written_answer')
		.select(['id', 'actor_id', 'answer', 'stance', 'text', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('written_procedure_id', '=', procedureId)
		.orderBy('day')
		.orderBy('id')
		.execute()

/**
 * How a procedure stands: who is entitled on the day that counts, what they answered, and what comes of it. The answer of
 * somebody who is no full member any more does not count, and is still told.
 */
export async function ballotOf(here: Here, { id, row }: Pick<Procedure, 'id' | 'row'>) {
	const on = countingDay(row.deadline_day, row.closed_day ?? here.today)
	const [table, answers] = await Promise.all([tableOf(here, row.structure_id, on), answersTo(here, id)])
	const entitled = fullMembers(table)
	const members = new Set(entitled)
	const counted = answers.filter((one) => members.has(one.actor_id))
	const saying = (answer: string) => counted.filter((one) => one.answer === answer).length
	const ballot: Ballot = {
		entitled: entitled.length,
		agrees: saying('agrees'),
		disagrees: saying('disagrees'),
		abstains: saying('abstains'),
		objections: counted.filter((one) => one.stance === 'objection').length,
		silence: row.silence,
		quorum: row.quorum_required
	}
	const answered = new Set(counted.map((one) => one.actor_id))
	return {
		on,
		entitled,
		answers,
		counted,
		waiting: entitled.filter((actor) => !answered.has(actor)),
		isComplete: entitled.length > 0 && counted.length === entitled.length,
		ballot,
		result: outcomeOf(ballot)
	}
}
