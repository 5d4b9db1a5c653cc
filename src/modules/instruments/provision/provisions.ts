import type { Paragraph } from './extract/extraction.ts'
import { isOfText, withoutFrontMatter, withoutYears, type Seen } from './front-matter.ts'
import { markOf } from './number-mark.ts'
import { outlineOf } from './outline.ts'
import { cutUnits } from './cut-units.ts'
import type { Provision } from './provision.ts'
import { languageOf } from './sentence.ts'

export type { Above, Provision } from './provision.ts'

// Word processors take bullets from fonts of their own, whose signs have no name: they lie in the private part of Unicode.
const BULLET = /^(?:[•●▪◦‣·➢➤✓■□❖\u{E000}-\u{F8FF}]\s*|[*–—-]\s+)/u

/**
 * The provisions of a text in its order: of a statute (Part, Chapter, Division, section, subsection, paragraph, Schedule), a treaty, a
 * policy numbered 3.2.1, or a French or Portuguese law. Covers, tables of contents and running heads are none.
 *
 * A provision is the smallest numbered unit with words of its own, but a list stays with the words that announce it while they come to
 * no more than 800 characters together: a list of nouns says nothing without its beginning, while longer items are argued about one by one.
 * What is not numbered follows the unit before it; where it runs over 1,500 characters, each of its paragraphs is a provision.
 * Text before the first number is one too (a preamble), and so are the words of a Part before its first section.
 */
export function provisionsOf(paragraphs: readonly Paragraph[]): Provision[] {
	const language = languageOf(paragraphs.map(({ text }) => text))
	const seen = paragraphs.filter(isOfText).map((paragraph) => seenAs(paragraph, language))
	return cutUnits(outlineOf(withoutFrontMatter(withoutYears(seen)), language))
}

function seenAs({ number, text, heading }: Paragraph, language: string): Seen {
	const whole = number === null ? text : `${number} ${text}`.trim()
	if (BULLET.test(whole)) return { text: whole.replace(BULLET, '• '), mark: null, heading: null }
	return { text: whole, mark: markOf(whole, language), heading }
}
