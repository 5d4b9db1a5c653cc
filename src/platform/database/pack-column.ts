// The identifiers of types in PostgreSQL, the same in every version: an array in binary form names that of its elements.
const TEXT_OID = 25
const UUID_OID = 2950
// How many dimensions, whether any is null, the type, how many, and the number of the first: four bytes each.
const HEAD_BYTES = 20
const NULL_LENGTH = -1
// So many bytes at most come of one unit of a JavaScript text.
const BYTES_OF_UNIT = 3
const SHORT = 40
const LAST_ASCII = 0x7f
const UUID_BYTES = 16
const UUID_LENGTH = 36
const NO_DIGIT = 16

/** The values of one column as an array in the binary form that PostgreSQL reads: nothing is quoted, and nothing searched for quotes. */
export function packTexts(values: readonly (string | null)[]): Buffer {
	let hasNull = false
	let units = 0
	let longest = 0
	for (const value of values) {
		if (value === null) hasNull = true
		else {
			units += value.length
			longest = Math.max(longest, value.length)
		}
	}
	// Most texts are of one byte a unit; room is made for the others when they come.
	let packed = Buffer.allocUnsafe(HEAD_BYTES + values.length * 4 + units + longest * (BYTES_OF_UNIT - 1))
	let at = writeHead(packed, { count: values.length, hasNull, oid: TEXT_OID })
	for (const value of values) {
		const most = at + 4 + (value?.length ?? 0) * BYTES_OF_UNIT
		if (most > packed.length) packed = Buffer.concat([packed.subarray(0, at)], most + packed.length)
		if (value === null) {
			at = packed.writeInt32BE(NULL_LENGTH, at)
			continue
		}
		const length = writeText(packed, value, at + 4)
		packed.writeInt32BE(length, at)
		at += 4 + length
	}
	return packed.subarray(0, at)
}

/** As `packTexts`, of identifiers; undefined where one of them is none, which PostgreSQL shall refuse by itself. */
export function packIdentifiers(values: readonly (string | null)[]): Buffer | undefined {
	const packed = Buffer.allocUnsafe(HEAD_BYTES + values.length * (4 + UUID_BYTES))
	const hasNull = values.includes(null)
	let at = writeHead(packed, { count: values.length, hasNull, oid: UUID_OID })
	for (const value of values) {
		if (value === null) {
			at = packed.writeInt32BE(NULL_LENGTH, at)
			continue
		}
		at = packed.writeInt32BE(UUID_BYTES, at)
		if (!writeIdentifier(packed, value, at)) return undefined
		at += UUID_BYTES
	}
	return packed.subarray(0, at)
}

function writeHead(packed: Buffer, { count, hasNull, oid }: { count: number; hasNull: boolean; oid: number }): number {
	let at = 0
	for (const field of [1, hasNull ? 1 : 0, oid, count, 1]) at = packed.writeInt32BE(field, at)
	return at
}

// A short text is written here: to hand it over costs more than its letters.
function writeText(packed: Buffer, text: string, start: number): number {
	const { length } = text
	if (length > SHORT) return packed.write(text, start, 'utf8')
	for (let index = 0; index < length; index++) {
		const unit = text.charCodeAt(index)
		if (unit > LAST_ASCII) return packed.write(text, start, 'utf8')
		packed[start + index] = unit
	}
	return length
}

const digits = new Uint8Array(256).fill(NO_DIGIT)
for (let value = 0; value < 16; value++) {
	const digit = value.toString(16)
	digits[digit.charCodeAt(0)] = value
	digits[digit.toUpperCase().charCodeAt(0)] = value
}
const digitAt = (text: string, at: number) => digits[text.charCodeAt(at)] ?? NO_DIGIT
// Where the pairs of digits stand in `01900000-0000-7000-8000-000000000000`.
const PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

function writeIdentifier(packed: Buffer, text: string, start: number): boolean {
	if (text.length !== UUID_LENGTH) return false
	let at = start
	for (const pair of PAIRS) {
		const [high, low] = [digitAt(text, pair), digitAt(text, pair + 1)]
		if (high === NO_DIGIT || low === NO_DIGIT) return false
		packed[at++] = (high << 4) | low
	}
	return true
}
