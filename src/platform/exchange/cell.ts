export type CellKind = 'text' | 'number' | 'boolean' | 'date' | 'empty' | 'formula' | 'error'

/**
 * One cell as it was read: text in NFC with LF, numbers as JavaScript writes them, booleans as `TRUE` or `FALSE`,
 * dates as `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ss`.
 */
export type Cell = { readonly kind: CellKind; readonly text: string }

export const emptyCell: Cell = { kind: 'empty', text: '' }

/** The letters of a column as spreadsheets show them: 0 is A, 25 Z, 26 AA. */
export function columnLetters(index: number): string {
	const letter = String.fromCharCode(65 + (index % 26))
	return index < 26 ? letter : columnLetters(Math.floor(index / 26) - 1) + letter
}

/** The column of a reference such as `AB12`, counted from 0; undefined when it names none (the widest sheets end at XFD). */
export function columnIndex(reference: string): number | undefined {
	let index = 0
	for (let at = 0; at < reference.length && at < 4; at++) {
		const code = reference.charCodeAt(at)
		if (code < 65 || code > 90) break
		index = index * 26 + code - 64
	}
	return index > 0 && index <= 16_384 ? index - 1 : undefined
}

const INTERNED_LENGTH = 40
const INTERNED_COUNT = 50_000

/**
 * Makes cells for one reading. Equal short cells are one object: keys and closed lists repeat on every row, and
 * the memory of a large sheet halves. Text past the limit is cut one unit past it, so that the column's own check
 * still finds it too long.
 */
export function createCells(limit: number): (kind: CellKind, text: string) => Cell {
	const known = new Map<string, Cell>()
	return (kind, text) => {
		if (text === '') return emptyCell
		if (kind !== 'text' || text.length > INTERNED_LENGTH) return { kind, text: normalize(text, limit) }
		const found = known.get(text)
		if (found) return found
		const cell: Cell = { kind, text: normalize(text, limit) }
		if (known.size < INTERNED_COUNT) known.set(text, cell)
		return cell
	}
}

function normalize(text: string, limit: number): string {
	const short = text.length > limit ? text.slice(0, limit + 1) : text
	const lines = short.includes('\r') ? short.replace(/\r\n?/g, '\n') : short
	// Nothing below U+0300 changes in NFC, and most cells hold nothing above.
	return /[\u0300-\uffff]/.test(lines) ? lines.normalize('NFC') : lines
}
