import { marked, unmarked, languageOfMark } from '#platform/languages/marks.ts'

// Advance widths of Public Sans at weight 600, in thousandths of the font size: U+0020 to U+007E, read off the font.
const ASCII = [
	234, 268, 455, 610, 671, 923, 750, 255, 319, 324, 437, 573, 261, 386, 250, 367, 630, 418, 617, 649, 644, 659, 643,
	614, 660, 643, 250, 261, 563, 573, 563, 528, 829, 719, 678, 704, 708, 628, 605, 747, 768, 296, 396, 701, 578, 903,
	769, 748, 646, 762, 687, 682, 606, 713, 690, 962, 704, 640, 655, 322, 367, 322, 479, 537, 243, 560, 603, 546, 603,
	572, 396, 626, 585, 258, 276, 572, 317, 882, 586, 571, 602, 602, 402, 518, 404, 588, 514, 785, 577, 550, 489, 358,
	266, 360, 592
] as const

// Tabular figures are all as wide as the widest; a letter outside the table is taken as wide as a capital.
const DIGIT = 680
const OTHER = 770

// What a machine without the font may need more for the one it shows instead.
const ALLOWANCE = 1.06

/** The width of a text in pixels at a font size in pixels: measured, never less than what is drawn. */
export function textWidth(text: string, size: number): number {
	let thousandths = 0
	for (const letter of text.normalize('NFD')) {
		if (/\p{M}/u.test(letter)) continue
		thousandths += /\d/.test(letter) ? DIGIT : (ASCII[(letter.codePointAt(0) ?? 0) - 32] ?? OTHER)
	}
	return (thousandths * size * ALLOWANCE) / 1000
}

/**
 * A text broken into lines no wider than `width` pixels: at spaces, after hyphens and slashes, and within a word only
 * where a word alone is wider. No letter is lost; what is marked as of another language is so in each line.
 */
export function wrapText(text: string, width: number, size: number): string[] {
	const language = languageOfMark(text)
	const lines = brokenLines(unmarked(text), width, size)
	return language === undefined ? lines : lines.map((line) => marked(line, language))
}

function brokenLines(text: string, width: number, size: number): string[] {
	const lines: string[] = []
	let line = ''
	for (const piece of text.split(/(?<=[\s/-])/u).flatMap((word) => breakWord(word, width, size))) {
		if (line !== '' && textWidth((line + piece).trimEnd(), size) > width) {
			lines.push(line.trimEnd())
			line = ''
		}
		line += line === '' ? piece.trimStart() : piece
	}
	if (line.trimEnd() !== '') lines.push(line.trimEnd())
	return lines
}

function breakWord(word: string, width: number, size: number): string[] {
	if (textWidth(word.trimEnd(), size) <= width) return [word]
	const pieces: string[] = []
	let piece = ''
	for (const letter of word) {
		if (piece !== '' && textWidth(piece + letter, size) > width) {
			pieces.push(piece)
			piece = ''
		}
		piece += letter
	}
	return [...pieces, piece]
}
