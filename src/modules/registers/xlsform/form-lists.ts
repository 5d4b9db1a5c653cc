import type { AnyField, Declaration } from '../declaration/declaration.ts'
import { labelOf } from '../entry/said/say-value.ts'
import type { Offered } from '../exchange/sheet-lists.ts'

/** The lists of choices of a form: by the name of the list, each choice with its label in each language. */
export type FormLists = ReadonlyMap<string, readonly { name: string; labels: ReadonlyMap<string, string> }[]>

/** What can be chosen, said in each of the languages of a form. */
export type OfferedIn = ReadonlyMap<string, Offered>

const listNamed = (kind: string, key: string) => `${kind}_${key.replaceAll('-', '_')}`

/** The name of the list that a field takes its answer from; undefined where it takes none. */
export function listNameOf(field: AnyField): string | undefined {
	switch (field.type) {
		case 'one-of':
		case 'many-of':
			return 'list' in field.codes ? listNamed('codes', field.codes.list) : listNamed('areas', field.codes.framework)
		case 'yes-no':
			return 'yes_no'
		case 'actor':
			return 'actors'
		case 'structure':
			return 'structures'
		case 'country':
		case 'place':
			return 'countries'
		default:
			return undefined
	}
}

/** The choices of all lists that the fields of a form take their answers from. */
export function formLists(fields: readonly AnyField[], { lists }: Declaration, offered: OfferedIn): FormLists {
	const made = new Map<string, { name: string; labels: ReadonlyMap<string, string> }[]>()
	const said = (list: (one: Offered) => readonly { key: string; label: string }[]) => {
		const byKey = new Map<string, Map<string, string>>()
		for (const [language, one] of offered)
			for (const { key, label } of list(one)) {
				const labels = byKey.get(key) ?? new Map<string, string>()
				byKey.set(key, labels.set(language, label))
			}
		return [...byKey].map(([name, labels]) => ({ name, labels }))
	}
	for (const field of fields) {
		const name = listNameOf(field)
		if (name === undefined || made.has(name)) continue
		if (field.type === 'one-of' || field.type === 'many-of') {
			const { codes } = field
			if ('framework' in codes)
				made.set(
					name,
					said(({ areas }) => areas.get(codes.framework) ?? [])
				)
			else {
				const list = lists.find(({ key }) => key === codes.list)
				const open = list?.codes.filter(({ retired }) => !retired) ?? []
				made.set(
					name,
					open.map(({ key, names }) => ({
						name: key,
						labels: new Map([...offered.keys()].map((language) => [language, labelOf(names, language)]))
					}))
				)
			}
		} else if (name === 'actors')
			made.set(
				name,
				said(({ actors }) => actors)
			)
		else if (name === 'structures')
			made.set(
				name,
				said(({ structures }) => structures)
			)
		else if (name === 'countries')
			made.set(
				name,
				said(({ countries }) => countries)
			)
		else
			made.set(
				name,
				said(({ yes, no }) => [
					{ key: 'yes', label: yes },
					{ key: 'no', label: no }
				])
			)
	}
	return made
}
