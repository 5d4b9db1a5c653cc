import { CLASHES } from '../../relation/relation-rules.ts'

/** What an accepted pair becomes: a relation in which two provisions are in each other's way. */
export const ACCEPTED_AS = CLASHES

/** Laws and policies that hold: what a new draft is compared with. A policy is adopted and seldom enters into force by a day. */
export const STAGES_THAT_HOLD = ['adopted', 'in-force', 'under-review'] as const

type Worded = { pieces: readonly { text: string }[] }
const wordingOf = ({ pieces }: Worded) => pieces.map(({ text }) => text).join('')

/** How alike two provisions are, in hundredths as they are shown: what is not word for word the same is never wholly alike. */
export function shownLikeness({ score, first, second }: { score: number; first: Worded; second: Worded }): number {
	const shown = Math.round(score * 100)
	return wordingOf(first) === wordingOf(second) ? shown : Math.min(99, shown)
}
