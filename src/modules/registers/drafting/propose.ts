import { keyFromName } from '#platform/records/names.ts'
import { SYSTEM_FIELDS } from '../declaration/check-declaration.ts'
import { isWordOfFormulas } from '../formula/syntax.ts'

const MOST_FIELD = 40
const MOST_CODE = 60
const MOST_NUMBER_CODE = 5
const LEAST_NUMBER_CODE = 3

const LETTERS = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + ((index + 23) % 26)))

// What no office wants to stand in the numbers of its papers, in any of the languages they are read in.
const UNSEEMLY = new Set(['ASS', 'CON', 'CUL', 'CUM', 'CUS', 'FAG', 'KKK', 'NIG', 'PIS', 'PUT', 'SEX', 'TIT'])

const reserved = new Set<string>(SYSTEM_FIELDS)

/** The first of `wished`, `wished2`, `wished3` … that is free, no longer than `most`. */
function firstFree(
	wished: string,
	{ most, between, isTaken }: { most: number; between: string; isTaken: (key: string) => boolean }
): string {
	for (let count = 1; ; count += 1) {
		const behind = count === 1 ? '' : `${between}${String(count)}`
		const key = `${wished.slice(0, most - behind.length)}${behind}`
		if (!isTaken(key)) return key
	}
}

/** The key of a field, table, state, group or move, made from its name: a word that formulas can call it by. */
export function fieldKeyFrom(name: string, taken: ReadonlySet<string>): string {
	const words = keyFromName(name).replaceAll('-', '_')
	const begun = /^[a-z]/.test(words) ? words : `of_${words}`
	return firstFree(begun, {
		most: MOST_FIELD,
		between: '_',
		isTaken: (key) => taken.has(key) || reserved.has(key) || isWordOfFormulas(key)
	})
}

/** The key of a register, a code list, a code or a view, made from its name. */
export const codeKeyFrom = (name: string, taken: ReadonlySet<string>): string =>
	firstFree(keyFromName(name).slice(0, MOST_CODE).replace(/-+$/, ''), {
		most: MOST_CODE,
		between: '-',
		isTaken: (key) => taken.has(key)
	})

/**
 * The letters in the middle of a register's numbers, made from its name: the initials of three words or more, else the first
 * letter and the consonants behind it, as offices shorten names. Another that is free where that one is taken.
 */
export function numberCodeFrom(name: string, taken: ReadonlySet<string>): string {
	const words = keyFromName(name).toUpperCase().replaceAll(/[0-9]/g, '').split('-').filter(Boolean)
	const whole = words.join('')
	const initials = words.map((word) => word.charAt(0)).join('')
	const consonants = words.map((word) => word.charAt(0) + word.slice(1).replaceAll(/[AEIOUY]/g, '')).join('')
	const wishes = [
		...(words.length >= LEAST_NUMBER_CODE ? [initials] : []),
		consonants,
		...Array.from(
			{ length: Math.max(0, consonants.length - 2) },
			(_, at) => consonants.slice(0, 2) + consonants.charAt(at + 2)
		),
		whole
	].flatMap((letters) => [letters.slice(0, LEAST_NUMBER_CODE), letters.slice(0, 4), letters.slice(0, MOST_NUMBER_CODE)])
	const found = wishes.find(
		(letters) => letters.length >= LEAST_NUMBER_CODE && !taken.has(letters) && !UNSEEMLY.has(letters)
	)
	if (found !== undefined) return found
	const begin = `${consonants || whole || 'R'}XX`.slice(0, 2)
	for (const one of LETTERS)
		for (const other of ['', ...LETTERS]) if (!taken.has(begin + one + other)) return begin + one + other
	return `${begin}XXX`
}
