import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

/**
 * Whether what was told upward was told to the seat that asks: to its actor, or, where nobody could be told by an office, to all who
 * hold the role of the secretariat.
 */
export const isToldTo = ({ seat }: Here) =>
	seat.role === 'secretariat'
		? sql<boolean>`(action_escalation.to_actor_id = ${seat.actorId} or action_escalation.to_actor_id is null)`
		: sql<boolean>`action_escalation.to_actor_id = ${seat.actorId}`
