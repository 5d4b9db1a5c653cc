/** A word of a text: as it stands plainly (small letters, no accents), and where it stands in UTF-16 units. */
export type Word = { plain: string; start: number; end: number }

const LETTERS: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', đ: 'd' }

/** Small letters without accents, as the search of records has them. */
export function plainly(word: string): string {
	// Most words of most texts need no taking apart.
	if (/^[A-Za-z0-9]*$/.test(word)) return word.toLowerCase()
	return word
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[œæßøłđ]/gu, (letter) => LETTERS[letter] ?? letter)
}

/** The words of a text in their order. Hyphens and apostrophes part words: *l'employeur* is two. */
export function wordsOf(text: string): Word[] {
	const words: Word[] = []
	for (const found of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu))
		words.push({ plain: plainly(found[0]), start: found.index, end: found.index + found[0].length })
	return words
}
