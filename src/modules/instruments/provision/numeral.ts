/** One reading of a number: what it counts, and what was put behind it when it was inserted later (`12A`, `4 bis`). */
export type Numeral = { family: 'decimal' | 'letter' | 'roman' | 'dotted'; value: number; suffix: string }

const DIGITS = new Map([
	['i', 1],
	['v', 5],
	['x', 10],
	['l', 50],
	['c', 100],
	['d', 500],
	['m', 1_000]
])
const ROMAN = /^m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/u

function romanValue(text: string): number | null {
	if (text === '' || !ROMAN.test(text)) return null
	const values = text.split('').map((digit) => DIGITS.get(digit) ?? 0)
	return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0)
}

const place = (letter: string) => letter.charCodeAt(0) - 96

/** All that a number of letters or digits can be: `i` is the ninth letter and the first Roman number, `ba` is put in behind `b`. */
export function readingsOf(written: string): Numeral[] {
	const decimal = /^(\d{1,4})\s?(\p{L}{0,2}|bis|ter|quater|-\d{1,3})$/u.exec(written)
	if (decimal) return [{ family: 'decimal', value: Number(decimal[1]), suffix: (decimal[2] ?? '').toLowerCase() }]
	// 3.2.1, and L. 511-2 as codes of law count: what counts on is the last.
	const steps = /^(?:[lrd]\.?)?\d{1,4}(?:[.-]\d{1,3})*$/iu.test(written) ? written.match(/\d+/gu) : null
	if (steps) return [{ family: 'dotted', value: Number(steps.at(-1)), suffix: '' }]
	const text = written.toLowerCase()
	const readings: Numeral[] = []
	const [first = '', second] = text
	if (/^[a-z]$/u.test(text)) readings.push({ family: 'letter', value: place(text), suffix: '' })
	else if (/^([a-z])\1$/u.test(text)) readings.push({ family: 'letter', value: 26 + place(text), suffix: '' })
	if (/^[a-z]{2}$/u.test(text)) readings.push({ family: 'letter', value: place(first), suffix: second ?? '' })
	const roman = romanValue(text)
	if (roman !== null) readings.push({ family: 'roman', value: roman, suffix: '' })
	return readings
}

/** True where one number comes next after another: 12 after 11, 11A after 11, 12 after 11A. */
export function follows(number: Numeral, before: Numeral): boolean {
	if (number.family !== before.family) return false
	if (number.value === before.value) return number.suffix > before.suffix
	return number.value === before.value + 1 && (number.suffix === '' || number.suffix === 'a')
}

// Words that stand for a number, in the languages whose laws spell them out.
const WORDS = new Map(
	Object.entries({
		one: 1,
		two: 2,
		three: 3,
		four: 4,
		five: 5,
		six: 6,
		seven: 7,
		eight: 8,
		nine: 9,
		ten: 10,
		first: 1,
		second: 2,
		third: 3,
		fourth: 4,
		fifth: 5,
		sixth: 6,
		seventh: 7,
		eighth: 8,
		ninth: 9,
		tenth: 10,
		premier: 1,
		première: 1,
		deuxième: 2,
		troisième: 3,
		unique: 1,
		primeiro: 1,
		primeira: 1,
		segundo: 2,
		segunda: 2,
		terceiro: 3,
		terceira: 3,
		único: 1,
		única: 1
	})
)

/** The number that a word stands for. */
export const spelledOut = (word: string): Numeral | null => {
	const value = WORDS.get(word.toLowerCase())
	return value === undefined ? null : { family: 'decimal', value, suffix: '' }
}
