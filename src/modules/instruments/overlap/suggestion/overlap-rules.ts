import { CLASHES } from '../../relation/relation-rules.ts'

/** What an accepted pair becomes: a relation in which two provisions are in each other's way. */
export const ACCEPTED_AS = CLASHES

/** Laws and policies that hold: what a new draft is compared with. A policy is adopted and seldom enters into force by a day. */
export const STAGES_THAT_HOLD = ['adopted', 'in-force', 'under-review'] as const
