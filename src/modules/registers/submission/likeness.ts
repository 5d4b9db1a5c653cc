import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import type { Value, Values } from '../entry/values.ts'

/** A text as it is compared: letters and digits alone, without accents, in small letters. */
export const plain = (text: string): string =>
	text
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()

const SHINGLE = 3

/** The runs of three words of a text, or of three letters where it is short: what texts that are nearly the same share. */
export function shingles(text: string): Set<string> {
	const words = plain(text).split(' ').filter(Boolean)
	const [parts, joint] = words.length >= 8 ? [words, ' '] : [Array.from(words.join(' ')), '']
	const found = new Set<string>()
	for (let at = 0; at + SHINGLE <= parts.length; at++) found.add(parts.slice(at, at + SHINGLE).join(joint))
	return found.size > 0 || parts.length === 0 ? found : new Set([parts.join(joint)])
}

/** How much two texts share, from nought to one: the shingles of both among those of either. */
export function likeness(one: string, other: string): number {
	const [first, second] = [shingles(one), shingles(other)]
	if (first.size === 0 || second.size === 0) return 0
	const both = [...first].filter((part) => second.has(part)).length
	return both / (first.size + second.size - both)
}

/** From here on two texts are nearly the same. */
export const ALIKE = 0.6

const TEXTS = new Set<AnyField['type']>(['text', 'long-text', 'address'])
const CONTACTS = new Set<AnyField['type']>(['email', 'telephone'])
// Shorter ones are the same by chance.
const TELLING = 6

const texts = (value: Value | undefined) => (typeof value === 'string' ? [value] : [])

type Fields = Pick<CompiledRegister, 'fields'>

const ofTypes = ({ fields }: Fields, values: Values, types: ReadonlySet<AnyField['type']>) =>
	[...fields].flatMap(([key, { field }]) => (types.has(field.type) ? texts(values[key]) : []))

// Shorter texts are nearly the same by chance.
const LONG = 20

/** The longer texts of a submission, by field: each may be nearly the same as that of another. */
export const longTextsIn = ({ fields }: Fields, values: Values): ReadonlyMap<string, string> =>
	new Map(
		[...fields].flatMap(([key, { field }]) =>
			TEXTS.has(field.type)
				? texts(values[key]).flatMap((text) => (text.length >= LONG ? [[key, text] as const] : []))
				: []
		)
	)

/** How much two submissions share in the text that they share most of. */
export function nearest(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): number {
	return Math.max(0, ...[...one].map(([key, text]) => likeness(text, other.get(key) ?? '')))
}

/** A telephone by its last nine digits: with and without the country it is the same. */
const contact = (text: string) =>
	text.includes('@') ? text.trim().toLowerCase() : text.replaceAll(/\D/g, '').slice(-9)

/** The ways in which a submission can be the same as another: each text, and each way to reach somebody. */
export function samenesses(
	register: Fields,
	values: Values,
	email: string | null
): { kind: 'text' | 'contact'; of: string }[] {
	const said = ofTypes(register, values, TEXTS)
		.map(plain)
		.filter((text) => text.length >= TELLING)
	const reached = [...ofTypes(register, values, CONTACTS), ...(email === null ? [] : [email])].map(contact)
	return [
		...[...new Set(said)].map((of) => ({ kind: 'text' as const, of })),
		...[...new Set(reached)].filter((one) => one.length >= TELLING).map((of) => ({ kind: 'contact' as const, of }))
	]
}

const BANDS = 8
const ROWS = 2

/**
 * Marks that texts which are nearly the same share by some: the least digests of their shingles (minhash), two by two. Of texts
 * that share six parts of ten nineteen of twenty share a mark; `digest` is keyed, so that the marks tell nobody the text.
 */
export function nearMarks(text: string, digest: (text: string) => string): string[] {
	const parts = [...shingles(text)].slice(0, 400)
	if (parts.length === 0) return []
	const hashed = parts.map((part) => digest(part))
	return Array.from({ length: BANDS }, (_band, band) => {
		const least = Array.from({ length: ROWS }, (_row, row) => {
			// Another part of one digest is another digest of the part.
			const from = (band * ROWS + row) * 2
			return hashed.reduce((found, one) => {
				const turned = one.slice(from) + one.slice(0, from)
				return found === '' || turned < found ? turned : found
			}, '')
		})
		return digest(`${String(band)} ${least.join(' ')}`).slice(0, 12)
	})
}

const LINK = /\b(?:https?:\/\/|www\.)\S+|\b[a-z0-9-]+\.(?:com|net|org|info|biz|ru|xyz|top|click|shop|online|site)\b/gi

/** How many links are written in a submission. */
export const linksIn = (register: Fields, values: Values): number =>
	ofTypes(register, values, TEXTS).flatMap((text) => [...text.matchAll(LINK)]).length

/** From here on so many links are a reason to look twice. */
export const MANY_LINKS = 4
