const ONES = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX']
const TENS = ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC']
const HUNDREDS = ['', 'C', 'CC', 'CCC', 'CD', 'D', 'DC', 'DCC', 'DCCC', 'CM']

const roman = (value: number): string =>
	value < 1 || value > 3_999
		? String(value)
		: 'M'.repeat(Math.floor(value / 1_000)) +
			(HUNDREDS[Math.floor(value / 100) % 10] ?? '') +
			(TENS[Math.floor(value / 10) % 10] ?? '') +
			(ONES[value % 10] ?? '')

// a … z, then aa, bb … as word processors count; a list of thousands shows numbers instead of a line of one letter.
const letter = (value: number): string =>
	value < 1 || value > 780
		? String(value)
		: String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.floor((value - 1) / 26) + 1)

const ORDINALS = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth', 'Tenth']
const CARDINALS = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten']
const ending = (value: number) =>
	value % 100 > 10 && value % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')

/** A number as a list of that format shows it (ST_NumberFormat, ECMA-376 part 1, 17.18.59); formats of other scripts are shown as plain numbers. */
export function formatted(value: number, format: string): string {
	switch (format) {
		case 'lowerLetter':
			return letter(value).toLowerCase()
		case 'upperLetter':
			return letter(value)
		case 'lowerRoman':
			return roman(value).toLowerCase()
		case 'upperRoman':
			return roman(value)
		case 'decimalZero':
			return String(value).padStart(2, '0')
		case 'ordinal':
			return `${String(value)}${ending(value)}`
		case 'ordinalText':
			return ORDINALS[value - 1] ?? String(value)
		case 'cardinalText':
			return CARDINALS[value - 1] ?? String(value)
		case 'none':
			return ''
		default:
			return String(value)
	}
}
