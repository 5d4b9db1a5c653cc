import { randomInt } from 'node:crypto'

// Letters and digits that are neither seen nor heard for each other as far as three and twenty go: no O and 0, I and 1, S and 5, Z and 2, B and 8,
// no E that sounds like C and G. Their number is prime, so that the check finds every single mistake and every two that changed places.
const SIGNS = '23456789CDFHJKMPQRTVWXY'
const LENGTH = 15
/** What stands between the groups of a code. */
const GROUPS = /(.{4})(?!$)/g

const valueOf = (sign: string) => SIGNS.indexOf(sign)

function checkOf(signs: string): string {
	const sum = Array.from(signs).reduce((whole, sign, index) => whole + (index + 2) * valueOf(sign), 0)
	return SIGNS[sum % SIGNS.length] ?? ''
}

/** A new receipt code, in four groups of four: fifteen random signs, some 68 bits, and one that checks them. */
export function makeReceiptCode(): string {
	const signs = Array.from({ length: LENGTH }, () => SIGNS[randomInt(SIGNS.length)] ?? '').join('')
	return `${signs}${checkOf(signs)}`.replace(GROUPS, '$1-')
}

// What people write for a sign that no code has.
const MEANT: Readonly<Record<string, string>> = { S: '5', Z: '2', B: '8', G: '6' }

/** A code as it was given, from how somebody typed or heard it; null where it can be none, so that nobody has to look. */
export function readReceiptCode(typed: string): string | null {
	const signs = Array.from(typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
		.map((sign) => MEANT[sign] ?? sign)
		.join('')
	if (signs.length !== LENGTH + 1 || Array.from(signs).some((sign) => valueOf(sign) < 0)) return null
	if (checkOf(signs.slice(0, LENGTH)) !== signs.slice(LENGTH)) return null
	return signs.replace(GROUPS, '$1-')
}
