import { compareWordings, type Piece } from '#platform/languages/compare-wordings.ts'

/** What changed in a wording, and since which: null where none before it is in its language, and there is nothing to compare. */
export type Difference = { since: number | null; pieces: Piece[] }

/** What each wording changed, compared with the last before it in the same language. */
export const differencesOf = (wordings: readonly { number: number; text: string; language: string }[]): Difference[] =>
	wordings.map(({ text, language }, index) => {
		const before = wordings.slice(0, index).findLast((one) => one.language === language)
		return { since: before?.number ?? null, pieces: before ? compareWordings(before.text, text) : [] }
	})
