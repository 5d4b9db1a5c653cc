import Big from 'big.js'

// Blanks that stand between thousands: plain, no-break, narrow no-break, thin; and the apostrophe of the Swiss.
const BLANKS = /[\s\u00a0\u202f\u2009'’]/g

/**
 * A number as offices write it: `1 250`, `1,250.50`, `1 250,5`. Where one sign stands once before three digits, it may be of thousands or the
 * beginning of what is less than one: then it is read only by a rule that says which. Null where it is no number.
 */
export function readWrittenNumber(text: string, decimal: 'point' | 'comma' | undefined): string | null {
	const bare = text.replace(BLANKS, '').replace(/^[−–]/, '-').replace(/^\+/, '')
	if (bare.length > 30 || !/^-?[\d.,]*\d[\d.,]*$/.test(bare)) return null
	const sign = signOf(bare, decimal)
	if (sign === null) return null
	const thousands = sign === '.' ? ',' : '.'
	const [whole = '', part, ...others] = bare.split(sign)
	if (others.length > 0 || part?.includes(thousands)) return null
	if (whole.includes(thousands) && !new RegExp(`^-?\\d{1,3}(\\${thousands}\\d{3})+$`).test(whole)) return null
	const plain = `${whole.replaceAll(thousands, '')}${part === undefined || part === '' ? '' : `.${part}`}`
	return /^-?\d{1,20}(\.\d{1,20})?$/.test(plain) ? Big(plain).toFixed() : null
}

function signOf(bare: string, decimal: 'point' | 'comma' | undefined): '.' | ',' | null {
	if (decimal !== undefined) return decimal === 'point' ? '.' : ','
	const [points, commas] = [bare.split('.').length - 1, bare.split(',').length - 1]
	if (points + commas === 0) return '.'
	if (points > 0 && commas > 0) return bare.lastIndexOf('.') > bare.lastIndexOf(',') ? '.' : ','
	const one = points > 0 ? '.' : ','
	// Several of one sign stand between thousands.
	if (points + commas > 1) return one === '.' ? ',' : '.'
	// A point is what the product itself writes; a comma before three digits may be either.
	if (one === '.') return '.'
	return /,\d{3}$/.test(bare) ? null : ','
}
