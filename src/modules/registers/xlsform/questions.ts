import type { AnyField } from '../declaration/declaration.ts'
import { labelOf } from '../entry/said/say-value.ts'
import { listNameOf, type FormLists } from './form-lists.ts'
import { partName, type FormRow } from './form-model.ts'
import { languageName } from './languages.ts'

export type Questions = {
	languages: readonly string[]
	lists: FormLists
	/** A sentence of the product in each language. */
	say(key: string): ReadonlyMap<string, string>
}

/** The questions of one field, and those of them that are required where the field is; or why there is none. */
type Asked = { rows: FormRow[]; asks: ReadonlySet<number> } | { code: string; found: string }

const EMAIL = "regex(., '^[^@ ]+@[^@ ]+$')"
const PARTIAL = "regex(., '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$')"
const CURRENCY = "regex(., '^[A-Z]{3}$')"

/** The questions by which a form asks for a field: one, or one for each part of its value. */
export function questionsOf(asking: Questions, field: AnyField, name: string): Asked {
	const { languages, lists } = asking
	const texts = (head: string, of: (language: string) => string) =>
		Object.fromEntries(
			languages.flatMap((one) => {
				const text = of(one)
				return text === '' ? [] : [[`${head}::${languageName(one)}`, text]]
			})
		)
	const preset = 'default' in field && field.type !== 'actor' ? defaultOf(field.default) : undefined
	const own = (type: string, more: FormRow = {}): FormRow => ({
		type,
		name,
		...texts('label', (one) => labelOf(field.names, one)),
		...texts('hint', (one) => (field.hint ? labelOf(field.hint, one) : '')),
		...(preset === undefined ? {} : { default: preset }),
		...more
	})
	const part = (type: string, key: string, more: FormRow = {}): FormRow => {
		const said = asking.say(`registers.sheet.part.${key}`)
		return {
			type,
			name: partName(name, key),
			...texts('label', (one) => `${labelOf(field.names, one)} (${said.get(one) ?? key})`),
			...more
		}
	}
	// Forms have no place for what a number counts but the hint below its question.
	const hinted = (counted: Readonly<Record<string, string>> | undefined): FormRow =>
		counted === undefined
			? {}
			: texts('hint', (language) =>
					[field.hint && labelOf(field.hint, language), labelOf(counted, language)].filter(Boolean).join(' · ')
				)
	const one = (row: FormRow): Asked => ({ rows: [row], asks: new Set([0]) })
	const select = (type: string, more: FormRow = {}): Asked => {
		const list = listNameOf(field) ?? ''
		if ((lists.get(list) ?? []).length === 0) return { code: 'no-choices', found: list }
		const isLong = (lists.get(list) ?? []).length > MINIMAL_FROM
		return one(own(`${type} ${list}`, { ...(isLong ? { appearance: 'minimal autocomplete' } : {}), ...more }))
	}
	switch (field.type) {
		case 'text':
		case 'telephone':
			return one(own('text', field.type === 'text' ? shorter(field.most) : { appearance: 'numbers' }))
		case 'long-text':
			return one(own('text', { appearance: 'multiline', ...shorter(field.most) }))
		case 'address':
			return one(own('text', { appearance: 'multiline' }))
		case 'email':
			return one(own('text', { constraint: EMAIL }))
		case 'whole-number':
		case 'decimal':
			return one(
				field.type === 'decimal'
					? own('decimal', { ...between(field), ...hinted(field.unit) })
					: own('integer', between(field))
			)
		case 'money':
			return field.currency === undefined
				? { rows: [own('decimal'), part('text', 'currency', { constraint: CURRENCY })], asks: new Set([0, 1]) }
				: one(own('decimal', hinted({ en: field.currency })))
		case 'date':
			return one(own('date'))
		case 'partial-date':
			return one(own('text', { constraint: PARTIAL }))
		case 'period':
			return {
				rows: [part('date', 'from'), part('date', 'to', { constraint: `. >= \${${partName(name, 'from')}}` })],
				asks: new Set([0])
			}
		case 'yes-no':
		case 'one-of':
		case 'actor':
		case 'structure':
		case 'country':
			return select('select_one')
		case 'many-of':
			return select('select_multiple', { constraint: `count-selected(.) <= ${String(field.most)}` })
		case 'place':
			return {
				rows: [
					part('select_one countries', 'country', { appearance: 'minimal autocomplete' }),
					part('text', 'area'),
					part('text', 'locality'),
					// What a device tells of where it is.
					{
						...part('geopoint', 'latitude'),
						name: partName(name, 'point'),
						...texts('label', (language) => labelOf(field.names, language))
					}
				],
				asks: new Set([0])
			}
		case 'record':
		case 'entry':
			return one(own('text'))
		case 'file':
		case 'seat':
		case 'formula':
		case 'linked-count':
		case 'linked-sum':
			return { code: field.type === 'file' || field.type === 'seat' ? field.type : 'worked-out', found: '' }
		default:
			return field satisfies never
	}
}

// More of them than a small screen shows.
const MINIMAL_FROM = 12

const shorter = (most: number): FormRow => ({ constraint: `string-length(.) <= ${String(most)}` })

function between({ least, most }: { least?: number | undefined; most?: number | undefined }): FormRow {
	const bounds = [
		...(least === undefined ? [] : [`. >= ${String(least)}`]),
		...(most === undefined ? [] : [`. <= ${String(most)}`])
	]
	return bounds.length === 0 ? {} : { constraint: bounds.join(' and ') }
}

/** What stands in an answer from the first; undefined where a form knows no such thing. */
function defaultOf(value: unknown): string | undefined {
	if (value === 'today') return 'today()'
	if (value === true || value === false) return value ? 'yes' : 'no'
	if (typeof value === 'string' || typeof value === 'number') return String(value)
	if (Array.isArray(value)) return value.map(String).join(' ')
	return undefined
}
