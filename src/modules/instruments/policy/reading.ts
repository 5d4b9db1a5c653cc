import { joinProvisions } from '../provision/join-provisions.ts'
import { provisionsOf } from '../provision/provisions.ts'
import type { Extraction } from '../provision/extract/extraction.ts'
import type { ReadProvision } from './keep-text.server.ts'
import { unitTitle } from './provision-title.ts'
import { PROVISIONS_MOST } from './version-rules.ts'

/** What reading a file came to; `fault` beside provisions says how they are not as the text has them. */
export type Reading =
	| { fault: string; pages: null; pagesWithoutText: null; provisions: null }
	| { fault: string | null; pages: number | null; pagesWithoutText: number; provisions: readonly ReadProvision[] }

/** That neighbours among the provisions were joined, since there were too many of them. */
export const JOINED = 'provisions-joined'

/** What an extracted text is as the provisions of a law: of one with too many, neighbours are joined, so that the whole of it can be read. */
export function readingOf(read: Extraction): Reading {
	const refused = (fault: string): Reading => ({ fault, pages: null, pagesWithoutText: null, provisions: null })
	if (read.kind === 'refused') return refused(read.code)
	const found = provisionsOf(read.paragraphs)
	if (found.length === 0) return refused('no-text')
	const provisions = joinProvisions(found, PROVISIONS_MOST)
	return {
		fault: provisions.length < found.length ? JOINED : null,
		pages: read.pages,
		pagesWithoutText: read.pagesWithoutText,
		provisions: provisions.map(({ number, level, heading, text, path }, at) => ({
			position: at + 1,
			number,
			level,
			heading: heading === '' ? null : heading,
			above: path.map(unitTitle),
			text
		}))
	}
}
