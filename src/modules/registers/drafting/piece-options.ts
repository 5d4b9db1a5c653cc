import type { Words } from '#platform/languages/words.ts'
import type { Option } from '#ui/types.ts'
import { REGISTER_THEMES } from '../declaration/declaration.ts'
import type { LooseDeclaration, LooseField, LooseThing, Piece } from './loose-declaration.ts'
import type { Source } from './piece-inputs.ts'

type Speaking = Pick<Words, 't' | 'has' | 'name'>

/** What stands outside a declaration and is named in it. */
export type Outside = {
	registers: readonly Option[]
	frameworks: readonly Option[]
	kinds: readonly Option[]
}

const ROLES = ['administrator', 'secretariat', 'member', 'analyst', 'statistician', 'caseworker', 'observer']
const SHOWS = ['list', 'board', 'calendar', 'map', 'pivot']
const DAYS = new Set(['date', 'partial-date', 'period', 'formula'])
const NUMBERS = new Set(['whole-number', 'decimal', 'money', 'formula'])
const NEVER_GROUPED = new Set([
	'long-text',
	'file',
	'address',
	'telephone',
	'whole-number',
	'decimal',
	'money',
	'linked-count',
	'linked-sum'
])
const CLOSED = new Set(['one-of', 'yes-no'])
const PAIRS_MOST = 200

/** What a thing is called, with its key behind it where its name alone could mean another. */
const called = ({ name }: Pick<Words, 'name'>, { key, names }: LooseThing) =>
	(Object.keys(names).length > 0 ? name(names) : '') || key

export const optionsOfThings = (words: Pick<Words, 'name'>, things: readonly LooseThing[]): Option[] =>
	things.filter(({ key }) => key !== '').map((thing) => ({ value: thing.key, label: called(words, thing) }))

/** The fields that stand beside a piece: those of the entry, or of the rows of its table. */
export const fieldsAround = (loose: LooseDeclaration, { shape, place }: Piece): readonly LooseField[] =>
	shape === 'row-field' ? (loose.tables[Number(place[1])]?.fields ?? []) : loose.fields

/** What an input is chosen from. */
export function optionsFrom(words: Speaking, source: Source, loose: LooseDeclaration, outside: Outside): Option[] {
	const { t } = words
	const things = (some: readonly LooseThing[]) => optionsOfThings(words, some)
	const fields = (isWanted: (field: LooseField) => boolean) => things(loose.fields.filter(isWanted))
	const said = (start: string, values: readonly string[]) =>
		values.map((value) => ({ value, label: t(`${start}.${value}`) }))
	switch (source) {
		case 'groups':
			return things(loose.groups)
		case 'movers':
			return [...things(loose.groups), { value: 'clock', label: t('registers.draft.mover.clock') }]
		case 'roles':
			return said('role', ROLES)
		case 'states':
			return things(loose.states)
		case 'fields':
			return things(loose.fields)
		case 'fields-and-tables':
			return things([...loose.fields, ...loose.tables])
		case 'days':
			return fields(({ type }) => DAYS.has(type))
		case 'plain-days':
			return [{ value: 'end', label: t('registers.draft.retention.end') }, ...fields(({ type }) => type === 'date')]
		case 'actors':
			return fields(({ type }) => type === 'actor')
		case 'structures':
			return fields(({ type }) => type === 'structure')
		case 'numbers':
			return fields(({ type }) => NUMBERS.has(type))
		case 'groupable':
			return [{ value: 'state', label: t('registers.list.state') }, ...fields(({ type }) => !NEVER_GROUPED.has(type))]
		case 'places':
			return fields(({ type }) => type === 'place' || type === 'country')
		case 'kinds':
			return [...outside.kinds]
		case 'registers':
			return [...outside.registers]
		case 'shows':
			return said('registers.draft.shows', SHOWS)
		case 'spans':
			return said('registers.draft.span', ['year', 'month'])
		case 'themes':
			return said('registers.theme', REGISTER_THEMES)
		case 'retains':
			return said('registers.draft.retains', ['withdraw', 'erase-personal'])
		default:
			return source satisfies never
	}
}

/** The codes a field takes of a list of the register, or yes and no. */
function valuesOf(words: Speaking, { type, list }: LooseField, loose: LooseDeclaration): Option[] {
	if (type === 'yes-no')
		return [
			{ value: 'yes', label: words.t('registers.said.yes') },
			{ value: 'no', label: words.t('registers.said.no') }
		]
	return optionsOfThings(words, loose.lists.find(({ key }) => key === list)?.codes ?? [])
}

/** Simple conditions to choose from: “Form is Visit”, “Agreed is yes”, “Ended is filled in”, each with the formula it stands for. */
export function simpleConditions(words: Speaking, loose: LooseDeclaration, piece: Piece): Option[] {
	const { t } = words
	const own = piece.value['key']
	const fields = fieldsAround(loose, piece).filter(
		({ key }) => key !== '' && !((piece.shape === 'field' || piece.shape === 'row-field') && key === own)
	)
	const is = (field: LooseField, value: Option) => ({
		value:
			field.type === 'yes-no'
				? `${field.key} = ${value.value === 'yes' ? 'true' : 'false'}`
				: `${field.key} = "${value.value}"`,
		label: t('registers.draft.when', { field: called(words, field), value: value.label })
	})
	const closed = fields
		.filter(({ type }) => CLOSED.has(type))
		.flatMap((field) => valuesOf(words, field, loose).map((value) => is(field, value)))
	const filled = fields.map((field) => ({
		value: `${field.key} != empty`,
		label: t('registers.draft.when-filled', { field: called(words, field) })
	}))
	return [...closed, ...filled].slice(0, PAIRS_MOST)
}

/** What a view or a figure is narrowed to, as pairs of a field and one of its values. */
export function wherePairs(words: Speaking, loose: LooseDeclaration, held: unknown): Option[] {
	const { t } = words
	const pair = (key: string, field: string, { value, label }: Option) => ({
		value: `${key}=${value}`,
		label: t('registers.draft.when', { field, value: label })
	})
	const known = [
		...optionsOfThings(words, loose.states).map((state) => pair('state', t('registers.list.state'), state)),
		...loose.fields
			.filter(({ type, filtered }) => CLOSED.has(type) && filtered)
			.flatMap((field) => valuesOf(words, field, loose).map((value) => pair(field.key, called(words, field), value)))
	]
	const others = pairsOf(held).filter((value) => !known.some((option) => option.value === value))
	return [...known, ...others.map((value) => ({ value, label: value }))]
}

/** A filter as pairs `form=visit`. */
export const pairsOf = (held: unknown): string[] =>
	typeof held === 'object' && held !== null
		? Object.entries(held).flatMap(([key, values]) =>
				Array.isArray(values) ? values.map((value: unknown) => `${key}=${String(value)}`) : []
			)
		: []

/** The states in which something is changed, for all groups and for those that change the entry. */
export function stateOptions(words: Speaking, loose: LooseDeclaration): Option[] {
	const states = optionsOfThings(words, loose.states)
	const groups = optionsOfThings(
		words,
		loose.groups.filter(({ key }) => loose.changed.includes(key))
	)
	return [
		...states.map(({ value, label }) => ({ value: `*:${value}`, label })),
		...(groups.length > 1
			? groups.flatMap((group) =>
					states.map((state) => ({
						value: `${group.value}:${state.value}`,
						label: words.t('registers.draft.only-for', { state: state.label, group: group.label })
					}))
				)
			: [])
	]
}

/** The states in which something is changed, as the form marks them. */
export function statesHeld(held: unknown): string[] {
	if (Array.isArray(held)) return held.map((state: unknown) => `*:${String(state)}`)
	if (typeof held !== 'object' || held === null) return []
	return Object.entries(held).flatMap(([group, states]) =>
		Array.isArray(states) ? states.map((state: unknown) => `${group}:${String(state)}`) : []
	)
}
