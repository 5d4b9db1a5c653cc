import { digitsOfCurrency } from '../entry/values.ts'
import type { Declaration } from '../declaration/declaration.ts'
import { labelOf } from '../entry/said/say-value.ts'
import { NUMBER, ORIGIN, ROW, STATE, type FileColumn, type FileSheet } from './file-columns.ts'

/** One list of what cells may hold: codes with what they mean. */
export type FileList = {
	readonly name: string
	readonly label: string
	readonly values: readonly { key: string; label: string }[]
}

/** What a workspace has to choose from beside the codes of the declaration. */
export type Offered = {
	actors: readonly { key: string; label: string }[]
	structures: readonly { key: string; label: string }[]
	areas: ReadonlyMap<string, readonly { key: string; label: string }[]>
	countries: readonly { key: string; label: string }[]
	yes: string
	no: string
	said(key: string): string
}

/** The name of the list that a column takes its values from; undefined where it takes none. */
export function listOf({ field, part }: FileColumn): string | undefined {
	if (!field) return undefined
	if (part === 'country') return 'countries'
	if (part !== null) return undefined
	switch (field.type) {
		case 'one-of':
		case 'many-of':
			return 'list' in field.codes ? `codes.${field.codes.list}` : `areas.${field.codes.framework}`
		case 'yes-no':
			return 'yes_no'
		case 'actor':
			return 'actors'
		case 'structure':
			return 'structures'
		case 'country':
			return 'countries'
		default:
			return undefined
	}
}

/** The lists that the columns of some sheets take their values from, each once. */
export function listsOf(
	sheets: readonly FileSheet[],
	{ lists }: Pick<Declaration, 'lists'>,
	language: string,
	offered: Offered
): FileList[] {
	const names = new Set(sheets.flatMap(({ columns }) => columns.flatMap((column) => listOf(column) ?? [])))
	return [...names].map((name): FileList => {
		const codes = lists.find(({ key }) => `codes.${key}` === name)
		if (codes) {
			const values = codes.codes
				.filter(({ retired }) => !retired)
				.map(({ key, names: said }) => ({ key, label: labelOf(said, language) }))
			return { name, label: labelOf(codes.names, language), values }
		}
		if (name.startsWith('areas.')) return { name, label: name.slice(6), values: offered.areas.get(name.slice(6)) ?? [] }
		const label = offered.said(`registers.sheet.list.${name}`)
		if (name === 'actors') return { name, label, values: offered.actors }
		if (name === 'structures') return { name, label, values: offered.structures }
		if (name === 'countries') return { name, label, values: offered.countries }
		return {
			name,
			label,
			values: [
				{ key: 'yes', label: offered.yes },
				{ key: 'no', label: offered.no }
			]
		}
	})
}

/** How a cell is written, as the key of its sentence with what the sentence names. */
export function formOf({ header, field, part }: Pick<FileColumn, 'header' | 'field' | 'part'>): {
	key: string
	params: Record<string, string | number>
} {
	const say = (key: string, params: Record<string, string | number> = {}) => ({
		key: `registers.sheet.form.${key}`,
		params
	})
	if (!field) return say([NUMBER, STATE, ORIGIN, ROW].includes(header) ? header : 'told')
	if (part === 'from' || part === 'to') return say('date')
	if (part === 'latitude' || part === 'longitude') return say('degrees')
	if (part === 'country') return say('country')
	if (part === 'currency') return say('currency')
	if (part !== null) return say('text', { most: part === 'area' ? 60 : 200 })
	switch (field.type) {
		case 'text':
		case 'long-text':
			return say('text', { most: field.most })
		case 'address':
			return say('text', { most: 1_000 })
		case 'decimal':
			return say('decimal', { digits: field.digits })
		case 'money':
			return say('money', {
				digits: field.currency === undefined ? 2 : digitsOfCurrency(field.currency),
				currency: field.currency ?? ''
			})
		case 'many-of':
			return say('many-of', { most: field.most })
		case 'formula':
		case 'linked-count':
		case 'linked-sum':
			return say('worked-out')
		default:
			return say(field.type)
	}
}
