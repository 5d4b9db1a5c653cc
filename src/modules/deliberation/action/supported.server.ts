import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

/** Whether the actor of the seat that asks supports an action that another answers for. */
export const isSupported = ({ seat, workspace }: Here) =>
	sql<boolean>`action.id in (select action_support.action_id from action_support
		where action_support.workspace_id = ${workspace.id} and action_support.actor_id = ${seat.actorId})`
