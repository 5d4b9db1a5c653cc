import type { ExtractLimits } from './limits.ts'
import type { Extraction } from './extraction.ts'
import { gatherParagraphs } from './gather.ts'
import { Unread } from './unread.ts'

/**
 * Plain text: UTF-8, UTF-16 with its byte order mark, else Windows-1252, which has a character for nearly every byte. A line is a
 * paragraph; in a text that is set in lines of one width, lines belong together up to an empty one or one that begins with a number.
 *
 * @throws Unread `not-a-text` for what is none, `no-text` for nothing but spaces, `too-large`
 */
export function readPlain(bytes: Uint8Array, limits: ExtractLimits): Extraction {
	const lines = decode(bytes).split(/\r\n|\r|\n|\u2028|\u2029|\f/u)
	const gathered = gatherParagraphs(limits)
	for (const text of isWrapped(lines) ? joined(lines) : lines) gathered.add({ text })
	if (gathered.paragraphs.length === 0) throw new Unread('no-text')
	return { kind: 'text', format: 'plain', paragraphs: gathered.paragraphs, pages: null, pagesWithoutText: 0 }
}

function decode(bytes: Uint8Array): string {
	const [first, second] = bytes
	if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
	if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
	// No text holds these: a picture or a program sent under a text's name.
	if (bytes.includes(0)) throw new Unread('not-a-text')
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		const text = new TextDecoder('windows-1252').decode(bytes)
		const controls = text.match(/[^\P{Cc}\t\n\r\f]/gu)?.length ?? 0
		if (controls * 100 > text.length) throw new Unread('not-a-text')
		return text
	}
}

const NARROWEST = 40
const WIDEST = 120
// A line of its own: numbered, or a bullet.
const STARTS =
	/^\s*(?:\(?(?:\d{1,3}|\p{L}{1,4})[.)]|\d+(?:\.\d+)+|[-•*–—]\s|(?:part|chapter|article|section|schedule|titre|chapitre|artigo)\b)/iu

// A year at the beginning of a line is written as a section of four digits is: only the sections before it tell one from the other.
const COUNTED = /^\s*(?<number>\d{1,4})\p{Lu}{0,2}\./u
const MISSING_MOST = 10

/** Most lines that are followed by another end near one width, and none is much longer. */
function isWrapped(lines: readonly string[]): boolean {
	const followed = lines.filter((line, index) => line.trim() !== '' && (lines[index + 1] ?? '').trim() !== '')
	const longest = lines.reduce((most, line) => Math.max(most, line.trimEnd().length), 0)
	if (followed.length < 5 || longest < NARROWEST || longest > WIDEST) return false
	return followed.filter((line) => line.trimEnd().length > longest * 0.75).length > followed.length * 0.5
}

function joined(lines: readonly string[]): string[] {
	const paragraphs: string[] = []
	let open = false
	let highest = 0
	for (const line of lines) {
		const isEmpty = line.trim() === ''
		const number = Number(COUNTED.exec(line)?.groups?.['number'] ?? 0)
		const isNext = number > highest && number <= highest + MISSING_MOST
		const starts = STARTS.test(line) || (number >= 1_000 && isNext)
		if (starts && (isNext || number < 1_000)) highest = Math.max(highest, number)
		if (!isEmpty && open && !starts) paragraphs.push(`${paragraphs.pop() ?? ''} ${line.trim()}`)
		else if (!isEmpty) paragraphs.push(line.trim())
		open = !isEmpty
	}
	return paragraphs
}
