type Standing = { number: string; level: number; above: readonly string[] | null; heading: string | null }

const DOTTED = /^(\d+)(?:\.\d+)+/

/**
 * The chapter each provision of a plan stands in, in the order of the plan: the outermost unit above it; where none is known, the first
 * part of its own number (`3.2.1` stands in 3), else the last outermost provision before it.
 */
export function chaptersOf(provisions: readonly Standing[]): string[] {
	let last = ''
	return provisions.map(({ number, level, above, heading }) => {
		const outermost = above?.[0]
		if (outermost) return outermost
		const dotted = DOTTED.exec(number)?.[1]
		if (dotted) return dotted
		if (level <= 1) last = [number, heading].filter(Boolean).join(' ')
		return last
	})
}

type Counted = { chapter: string; state: 'suggested' | 'confirmed' | 'rejected' | null }
export type ChapterFigures = {
	chapter: string
	provisions: number
	confirmed: number
	suggested: number
	rejected: number
}

/** How many provisions each chapter has and how many of them concern migration, in the order of the plan. */
export function countChapters(provisions: readonly Counted[]): ChapterFigures[] {
	const chapters = new Map<string, ChapterFigures>()
	for (const { chapter, state } of provisions) {
		const counted = chapters.get(chapter) ?? { chapter, provisions: 0, confirmed: 0, suggested: 0, rejected: 0 }
		counted.provisions += 1
		if (state !== null) counted[state] += 1
		chapters.set(chapter, counted)
	}
	return [...chapters.values()]
}

/** What stands outside the chapters (a title page, a foreword) is counted, and is none of them. */
const isChapter = ({ chapter }: ChapterFigures) => chapter !== ''

/** The sentence by which such an analysis is told: so many provisions in so many of all chapters. */
export const totalsOf = (chapters: readonly ChapterFigures[]) => ({
	provisions: chapters.reduce((sum, { provisions }) => sum + provisions, 0),
	confirmed: chapters.reduce((sum, { confirmed }) => sum + confirmed, 0),
	suggested: chapters.reduce((sum, { suggested }) => sum + suggested, 0),
	rejected: chapters.reduce((sum, { rejected }) => sum + rejected, 0),
	chapters: chapters.filter(isChapter).length,
	chaptersWith: chapters.filter((one) => isChapter(one) && one.confirmed > 0).length
})
