/** Where a submission stands: the first two wait for a person, all others are settled. */
export const SUBMISSION_STATES = ['waiting', 'asked', 'accepted', 'merged', 'declined', 'abuse', 'withdrawn'] as const
export type SubmissionState = (typeof SUBMISSION_STATES)[number]

/** Those in which nothing is decided. */
export const UNDECIDED: readonly SubmissionState[] = ['waiting', 'asked']

const isUndecided = (state: SubmissionState) => UNDECIDED.includes(state)

/** Why nothing can be decided about a submission now, or null when it can. */
export const whyNotDecide = ({ state }: { state: SubmissionState }) =>
	isUndecided(state) ? null : state === 'withdrawn' ? 'submission.withdrawn' : 'submission.decided'

/** Why whoever sent it cannot take it back now, or null when they can. */
export const whyNotTakeBack = ({ state }: { state: SubmissionState }) =>
	isUndecided(state) ? null : state === 'withdrawn' ? 'submission.withdrawn' : 'submission.decided-already'

/** Why whoever sent it cannot answer now, or null when they can: only what was asked is answered. */
export const whyNotAnswer = ({ state }: { state: SubmissionState }) =>
	state === 'asked' ? null : 'submission.not-asked'

/** What whoever sent it is told of its state: that it was taken for abuse is told as that it was not taken. */
export const toldState = (state: SubmissionState): Exclude<SubmissionState, 'abuse'> =>
	state === 'abuse' ? 'declined' : state
