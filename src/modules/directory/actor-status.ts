import { ACTOR_STATUSES } from './rules.ts'

/** An actor's status as its badge takes it. */
export const actorStatus = (status: string) => ACTOR_STATUSES.find((one) => one === status) ?? 'active'
