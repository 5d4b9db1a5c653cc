import { sql } from 'kysely'
import { NOT_KNOWN } from '../policy/policy-rules.ts'

/**
 * The stage of a law in a query of `policy`: the one it stands in, or with a day the one it stood in then. That is the last of its life
 * that had begun by that day for certain; a stage without a day had begun when the one after it began, and not before the year of the
 * law. Of a law whose life begins later nobody knows that it held.
 */
export const stageOn = (on: string | null) =>
	on === null
		? sql<string>`policy.stage`
		: sql<string>`case
			when policy.year > ${Number(on.slice(0, 4))} then ${NOT_KNOWN}
			else coalesce(
				(select entered.stage from policy_stage entered
					where entered.workspace_id = policy.workspace_id and entered.policy_id = policy.id
						and entered.position is not null and (entered.day_last is null or entered.day_last <= ${on})
					order by entered.position desc limit 1),
				case when exists (select from policy_stage entered
					where entered.workspace_id = policy.workspace_id and entered.policy_id = policy.id and entered.position is not null)
					then ${NOT_KNOWN} else policy.stage end)
		end`
