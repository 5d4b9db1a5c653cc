import { locales } from './locale.ts'

// Kept for all requests: making a format takes a hundred times as long as using it.
const formats = new Map<string, Intl.NumberFormat>()

function formatOf(language: string, options: Intl.NumberFormatOptions) {
	const key = `${language} ${JSON.stringify(options)}`
	const known = formats.get(key) ?? new Intl.NumberFormat(locales(language), options)
	formats.set(key, known)
	return known
}

// The text of a decimal number is formatted digit by digit; through a number of the machine long amounts would be rounded.
const isDecimal = (text: string): text is `${number}` => /^-?\d+(\.\d+)?$/.test(text)

const digitsIn = (text: string) => text.split('.')[1]?.length ?? 0

/** Decimal text as a language writes it, with all its digits and at least as many after the point as are asked for. */
export function sayDecimal(language: string, text: string, least = 0): string {
	if (!isDecimal(text)) return text
	const digits = Math.max(least, digitsIn(text))
	return formatOf(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(text)
}

/**
 * An amount as a language writes it, exact, with the code of its currency: signs like `$` stand for several. It has at least
 * as many digits after the point as are asked for.
 */
export function sayAmount(
	language: string,
	{ amount, currency }: { amount: string; currency: string },
	least: number
): string {
	if (!isDecimal(amount)) return `${amount} ${currency}`
	const digits = Math.max(least, digitsIn(amount))
	return formatOf(language, {
		style: 'currency',
		currency,
		currencyDisplay: 'code',
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(amount)
}
