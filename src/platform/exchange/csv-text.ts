const PLAIN_NUMBER = /^[+-]\d+(\.\d+)?(e[+-]?\d+)?$/i

// A number below nought runs nothing, and with an apostrophe no program would count with it. One with a plus stays guarded: it
// may be a telephone number, which would lose its plus.
const BELOW_NOUGHT = /^-\d+(\.\d+)?$/

/** The text of a CSV cell as it is written: an apostrophe goes before what a spreadsheet program would run or swallow. */
export function guardCsvText(text: string): string {
	return /^[=+\-@'\t\r]/.test(text) && !BELOW_NOUGHT.test(text) ? `'${text}` : text
}

/** The text of a CSV cell as it is read: the apostrophe that `guardCsvText` added is gone, any other stays. */
export function unguardCsvText(text: string): string {
	return /^'[=+\-@'\t\r]/.test(text) ? text.slice(1) : text
}

// As offices write telephone numbers everywhere: a plus, then groups of digits with a blank between them, which no spreadsheet program runs.
const TELEPHONE = /^\+\d{1,4}[ \u00a0]\(?\d[\d \u00a0()./-]{3,23}$/

/** Whether a spreadsheet program would run the cell: it starts with = + - or @ and is neither a plain number such as -5 nor one of a telephone. */
export function isCsvFormula(text: string): boolean {
	return /^[=+\-@]/.test(text) && !PLAIN_NUMBER.test(text) && !TELEPHONE.test(text)
}

export type CsvForm = { delimiter: string } | { code: string }

/**
 * How a CSV file is written, seen from its first bytes: the character between its cells, or the code of the refusal
 * when it is no CSV file in UTF-8. Semicolons and tabs are taken when the header has only them; offices in many
 * countries have programs that write them.
 */
export function sniffCsv(head: Buffer): CsvForm {
	if (isUtf16(head)) return { code: 'exchange.utf-16' }
	if (isBinary(head)) return { code: 'exchange.unknown-format' }
	const header = firstLine(head.toString('utf8'))
	const found = [',', ';', '\t'].filter((delimiter) => header.includes(delimiter))
	return found.length > 1 ? { code: 'exchange.separators' } : { delimiter: found[0] ?? ',' }
}

/** The first line without what stands in quotes. */
function firstLine(text: string): string {
	return /^[^\r\n]*/.exec(text.replace(/"[^"]*("|$)/g, ''))?.[0] ?? ''
}

// A zero byte alone is a fault of its cell, and a wrong byte alone a file in an old encoding; both make a picture or a program.
function isBinary(head: Buffer): boolean {
	if (head.subarray(0, 5).toString('latin1') === '%PDF-') return true
	if (!head.includes(0)) return false
	try {
		// As a stream, since the end of the head may cut a character in two.
		new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
		return false
	} catch {
		return true
	}
}

function isUtf16(head: Buffer): boolean {
	if (head.length >= 2 && (head.readUInt16BE(0) === 0xfeff || head.readUInt16BE(0) === 0xfffe)) return true
	// Without the mark at its start, western text in UTF-16 has a zero in every second byte.
	const pairs = Math.floor(head.length / 2)
	const zeros = [0, 0]
	for (let at = 0; at < pairs * 2; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
	const [even = 0, odd = 0] = zeros
	return pairs >= 2 && Math.max(even, odd) > pairs * 0.6 && Math.min(even, odd) < pairs * 0.1
}
