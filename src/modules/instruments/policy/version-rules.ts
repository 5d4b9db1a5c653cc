import { audienceChoice } from '#platform/access/seat.ts'
import type { JobState } from '#platform/jobs/schema.ts'
import { isDraftStill, type Standing, type VERSION_STATES } from './policy-rules.ts'

type State = (typeof VERSION_STATES)[number]

/** Whether the work that reads a version goes on: a job that failed, or that is not there any more, does nothing by itself. */
export const isAtWork = (work: JobState | null) => work === 'waiting' || work === 'running'

/** Why the text of a version cannot be read once more, or null when it can: it came to nothing, and the file is there. */
export function whyNotReadAgain({ state, hasFile, work }: { state: State; hasFile: boolean; work: JobState | null }) {
	if (state === 'read') return 'instruments.version-read'
	if (!hasFile) return 'instruments.version-without-file'
	return state === 'waiting' && isAtWork(work) ? 'instruments.version-being-read' : null
}

/** The most provisions that one text is taken apart into: no law known has so many, and a page of numbers would. */
export const PROVISIONS_MOST = 10_000

/** Refuses to show a draft to everybody by the way. */
export const DRAFT_IS_PUBLIC = 'instruments.draft-is-public-at-once'

/** Whether a version of such a law is a draft that everybody reads as soon as it is added. */
export const publishesDraft = ({
	audience,
	...law
}: {
	audience: readonly string[]
	stage: Standing
	form: string
}): boolean => audienceChoice(audience) === 'public' && isDraftStill(law)
