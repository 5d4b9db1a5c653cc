import type { ProvisionText } from '../retrieval/read-text.ts'

type Standing = {
	id: string
	number: string
	level: number
	above: readonly string[] | null
	heading: string | null
	text: string
}

// `(b)`, `(iv)`, `12(2)(a)`, `b)`: what is cited so begins in the middle of a sentence.
const ITEM = /(?:^|\()[\p{L}\d]{1,4}\)$/u
const OPENING = 160

/** The beginning of a section up to its first items, as far as it says what they are about. */
function openingOf(text: string) {
	const start = text.trim().slice(0, OPENING)
	const end = start.search(/[.;:—–]\s|[:—–]$/u)
	return end > 0 ? start.slice(0, end) : start
}

/**
 * Provisions for the index, in their order: an item without a heading of its own has that of the section it stands in, or how the
 * section opens. Titles and headings without a text tell the items below them, and are no provisions to compare.
 */
export function withSections(provisions: readonly Standing[]): ProvisionText[] {
	let section: Standing | null = null
	const read: ProvisionText[] = []
	for (const one of provisions) {
		const isItem = ITEM.test(one.number)
		if (!isItem) section = one
		if (one.text.trim() === '') continue
		const { id, text } = one
		const told: string | null =
			isItem && section ? (section.heading ?? openingOf(section.text)) : isItem ? (one.above?.at(-1) ?? null) : null
		read.push({ id, heading: one.heading ?? told, text })
	}
	return read
}
