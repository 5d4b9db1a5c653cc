import type { Paragraph } from './extraction.ts'
import type { ExtractLimits } from './limits.ts'
import { Unread } from './unread.ts'

// What a paragraph costs besides its characters, so that a file of a million empty ones is no way around the limit.
const EACH = 50

/** Gathers paragraphs until the limit of characters. Empty ones are left out: they space a page, and say nothing. */
export function gatherParagraphs(limits: ExtractLimits) {
	const paragraphs: Paragraph[] = []
	let characters = 0
	return {
		paragraphs,
		/** @throws Unread `too-large` */
		add(given: Partial<Paragraph> & { text: string }) {
			const text = oneSpaced(given.text)
			const number = given.number?.trim() ?? ''
			if (text === '' && number === '') return
			characters += text.length + EACH
			if (characters > limits.characters) throw new Unread('too-large', 'characters')
			paragraphs.push({
				text,
				number: number === '' ? null : number,
				depth: given.depth ?? null,
				heading: given.heading ?? null,
				isContents: given.isContents ?? false,
				page: given.page ?? null
			})
		}
	}
}

// Marks of direction and invisible joints change no word, but would make two equal texts differ; a soft hyphen is a place to break.
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/gu
const BROKEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]+/gu

/** Words with one space between them, composed, without what cannot be seen. */
export const oneSpaced = (text: string): string =>
	text.normalize('NFC').replace(INVISIBLE, '').replace(BROKEN, ' ').replace(/\s+/gu, ' ').trim()
