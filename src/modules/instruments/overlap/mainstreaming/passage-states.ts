/** How a passage of a plan stands: suggested by the reading of the plan, confirmed or set aside by a person. */
export const PASSAGE_STATES = ['suggested', 'confirmed', 'rejected'] as const
export type PassageState = (typeof PASSAGE_STATES)[number]

/** How it stands once a person has said so. */
export const JUDGED_STATES = ['confirmed', 'rejected'] as const satisfies readonly PassageState[]
