import { ACTOR_STATUSES } from './rules.ts'

type Succession = { kind: string; day: string; actor: { id: string } }
type Lived = { id: string; status: string; successions: readonly Succession[] }

/** An actor's status as its badge takes it. */
export const actorStatus = (status: string) => ACTOR_STATUSES.find((one) => one === status) ?? 'active'

/**
 * An actor's status on a day: until the day of its abolition or merger it was still in force. Null where nobody knows: of
 * a duplicate that was joined with another, and of a day on which it may not have been set up.
 */
export function actorStatusOn({ id, status, successions }: Lived, day: string) {
	const now = actorStatus(status)
	if (now !== 'abolished' && now !== 'merged') return now === 'active' ? now : null
	const end = successions.find((one) => one.actor.id === id && one.kind !== 'rename')
	if (!end) return null
	return end.day <= day ? now : 'active'
}
