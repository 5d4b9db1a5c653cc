import { COUNTRIES } from '#platform/languages/countries.ts'
import type { ReadForm, ReadFormRow, Tell } from './read-form.ts'

/** What a list of choices is in a register: its own codes, or what every register has already. */
export type ChoiceList =
	| { is: 'codes'; key: string; codes: readonly { name: string; key: string; row: ReadFormRow }[] }
	| { is: 'yes-no' | 'country' | 'actor' | 'structure' }

/** What is there already by its key, so that a list of it becomes no list of codes. */
export type Known = { actors: ReadonlySet<string>; structures: ReadonlySet<string> }

const countries = new Set(COUNTRIES)
const YES_NO = new Set(['yes', 'no'])

/** A code as registers spell it: the same for the form that is read and for the answers that come back by it. */
export const codeFor = (name: string): string => {
	const plain = name
		.normalize('NFD')
		.replaceAll(/\p{Mn}/gu, '')
		.toLowerCase()
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 60)
	return plain === '' ? 'code' : plain
}

/** Reads the lists of choices of a form: each code under a key of its own, and told where that is another. */
export function takeChoices({ choices }: ReadForm, known: Known, tell: Tell): ReadonlyMap<string, ChoiceList> {
	const lists = new Map<string, ChoiceList>()
	const keys = new Set<string>()
	for (const [name, rows] of choices) {
		const names = rows.map((row) => row.cell('name'))
		const are = (of: ReadonlySet<string>) => names.length > 0 && names.every((one) => of.has(one))
		if (are(YES_NO) && names.length === 2) lists.set(name, { is: 'yes-no' })
		else if (are(countries) && (names.length > 20 || name === 'countries')) lists.set(name, { is: 'country' })
		else if (name === 'actors' && are(known.actors)) lists.set(name, { is: 'actor' })
		else if (name === 'structures' && are(known.structures)) lists.set(name, { is: 'structure' })
		else {
			let key = codeFor(name.replace(/^codes_/, ''))
			while (keys.has(key)) key = `${key}-2`
			keys.add(key)
			lists.set(name, { is: 'codes', key, codes: codesOf(rows, tell) })
		}
	}
	return lists
}

function codesOf(rows: readonly ReadFormRow[], tell: Tell) {
	const taken = new Map<string, string>()
	return rows.flatMap((row) => {
		const name = row.cell('name')
		const tellAt = (code: string, params: Record<string, string | number> = {}) =>
			tell({ code, sheet: 'choices', row: row.row, column: 'name', params })
		if (name === '') {
			tellAt('choice-without-name')
			return []
		}
		const key = codeFor(name)
		if (taken.has(key)) {
			tellAt('choice-twice', { found: name, other: taken.get(key) ?? '' })
			return []
		}
		taken.set(key, name)
		if (key !== name) tellAt('choice-renamed', { found: name, key })
		return [{ name, key, row }]
	})
}
