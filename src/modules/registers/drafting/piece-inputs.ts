import type { Shape } from './loose-declaration.ts'

/** What an input is chosen from. */
export type Source =
	| 'groups'
	| 'movers'
	| 'roles'
	| 'states'
	| 'fields'
	| 'fields-and-tables'
	| 'days'
	| 'plain-days'
	| 'actors'
	| 'structures'
	| 'numbers'
	| 'groupable'
	| 'places'
	| 'kinds'
	| 'registers'
	| 'shows'
	| 'spans'
	| 'retains'
	| 'themes'

/** One thing that a form asks of a piece: the key it stands under, and how it is asked. */
export type Input = { name: string } & (
	| {
			as:
				| 'register-key'
				| 'field-key'
				| 'code-key'
				| 'number-code'
				| 'one-many'
				| 'texts'
				| 'long-texts'
				| 'line'
				| 'keys'
				| 'title'
				| 'formula'
				| 'flag'
				| 'flag-yes'
				| 'whole'
				| 'number'
				| 'codes-of'
				| 'codes'
				| 'retired'
				| 'in-states'
				| 'pairs'
				| 'sort'
				| 'default'
			isNeeded?: boolean
	  }
	| { as: 'condition'; may: 'always' | 'never' | 'none' }
	| { as: 'choice' | 'choices' | 'ordered'; from: Source; isNeeded?: boolean; everyone?: true }
)

/** The types of a field, in the order in which a person looks for them. */
export const FIELD_TYPES = [
	'text',
	'long-text',
	'whole-number',
	'decimal',
	'money',
	'date',
	'partial-date',
	'period',
	'yes-no',
	'one-of',
	'many-of',
	'actor',
	'structure',
	'seat',
	'country',
	'place',
	'file',
	'address',
	'email',
	'telephone',
	'record',
	'entry',
	'formula',
	'linked-count',
	'linked-sum'
] as const
export type FieldType = (typeof FIELD_TYPES)[number]

/** What a row of a table may hold: nothing that is counted over other entries. */
export const ROW_TYPES = FIELD_TYPES.filter((type) => type !== 'linked-count' && type !== 'linked-sum')

/** What a move may do besides. */
export const EFFECT_TYPES = ['notify', 'action', 'set'] as const

const names: Input = { name: 'names', as: 'texts', isNeeded: true }
const needed = true

/** What each type of field says beside what every field says. */
const OF_TYPE: Readonly<Record<FieldType, readonly Input[]>> = {
	text: [{ name: 'most', as: 'whole' }],
	'long-text': [{ name: 'most', as: 'whole' }],
	'whole-number': [
		{ name: 'least', as: 'whole' },
		{ name: 'most', as: 'whole' }
	],
	decimal: [
		{ name: 'unit', as: 'texts' },
		{ name: 'digits', as: 'whole' },
		{ name: 'least', as: 'number' },
		{ name: 'most', as: 'number' }
	],
	money: [{ name: 'currency', as: 'line' }],
	date: [],
	'partial-date': [],
	period: [],
	'yes-no': [],
	'one-of': [{ name: 'codes', as: 'codes-of', isNeeded: needed }],
	'many-of': [
		{ name: 'codes', as: 'codes-of', isNeeded: needed },
		{ name: 'most', as: 'whole' }
	],
	actor: [],
	structure: [],
	seat: [],
	country: [],
	place: [],
	file: [],
	address: [],
	email: [],
	telephone: [],
	record: [{ name: 'kinds', as: 'choices', from: 'kinds' }],
	entry: [{ name: 'register', as: 'choice', from: 'registers', isNeeded: needed }],
	formula: [
		{ name: 'formula', as: 'formula', isNeeded: needed },
		{ name: 'digits', as: 'whole' },
		{ name: 'tells', as: 'choices', from: 'fields-and-tables' }
	],
	'linked-count': [
		{ name: 'register', as: 'choice', from: 'registers', isNeeded: needed },
		{ name: 'by', as: 'line', isNeeded: needed },
		{ name: 'states', as: 'keys' }
	],
	'linked-sum': [
		{ name: 'register', as: 'choice', from: 'registers', isNeeded: needed },
		{ name: 'by', as: 'line', isNeeded: needed },
		{ name: 'field', as: 'line', isNeeded: needed },
		{ name: 'states', as: 'keys' }
	]
}

export const isFieldType = (type: string): type is FieldType => FIELD_TYPES.some((one) => one === type)

const WORKED_OUT = new Set<string>(['formula', 'linked-count', 'linked-sum'])
/** What no list narrows by, and what begins empty. */
const NEVER_FILTERED = new Set<string>(['long-text', 'file', 'address', 'telephone', 'linked-count', 'linked-sum'])
const NO_DEFAULT = new Set<string>([...WORKED_OUT, 'structure', 'seat', 'record', 'entry', 'place', 'file', 'period'])

function ofField(type: string, isInRow: boolean): readonly Input[] {
	const isWorkedOut = WORKED_OUT.has(type)
	const own = isFieldType(type) ? OF_TYPE[type] : []
	const isAsked: readonly Input[] = isWorkedOut
		? []
		: [
				{ name: 'required', as: 'condition', may: 'always' },
				{ name: 'asked', as: 'condition', may: 'never' }
			]
	const who: readonly Input[] = isInRow
		? []
		: [
				{ name: 'seen', as: 'choice', from: 'groups' },
				...(isWorkedOut
					? []
					: [
							{ name: 'changed', as: 'choice', from: 'groups' } as const,
							{ name: 'changed_in', as: 'in-states' } as const
						])
			]
	return [
		names,
		{ name: 'key', as: 'field-key' },
		...own.filter(({ name }) => !(isInRow && name === 'tells')),
		{ name: 'hint', as: 'long-texts' },
		...isAsked,
		...(isInRow || NO_DEFAULT.has(type) ? [] : [{ name: 'default', as: 'default' } as const]),
		...(isInRow || NEVER_FILTERED.has(type) ? [] : [{ name: 'filtered', as: 'flag' } as const]),
		...who,
		...(isInRow ? [] : [{ name: 'public', as: 'flag' } as const]),
		{ name: 'personal', as: 'flag' },
		...(isInRow || isWorkedOut ? [] : [{ name: 'retired', as: 'flag' } as const])
	]
}

const OF_EFFECT: Readonly<Record<(typeof EFFECT_TYPES)[number], readonly Input[]>> = {
	notify: [
		{ name: 'notify', as: 'choice', from: 'groups', isNeeded: needed },
		{ name: 'text', as: 'long-texts', isNeeded: needed }
	],
	action: [
		{ name: 'action', as: 'texts', isNeeded: needed },
		{ name: 'responsible', as: 'choice', from: 'actors', isNeeded: needed },
		{ name: 'days', as: 'whole', isNeeded: needed },
		{ name: 'watched_by', as: 'choice', from: 'structures' }
	],
	set: [
		{ name: 'set', as: 'choice', from: 'fields', isNeeded: needed },
		{ name: 'to', as: 'formula', isNeeded: needed }
	]
}

const isEffectType = (type: string): type is (typeof EFFECT_TYPES)[number] => EFFECT_TYPES.some((one) => one === type)

const figure: readonly Input[] = [
	names,
	{ name: 'key', as: 'code-key' },
	{ name: 'where', as: 'pairs' },
	{ name: 'sum', as: 'choice', from: 'numbers' }
]

const OF_SHAPE: Readonly<Record<Exclude<Shape, 'field' | 'row-field' | 'effect'>, readonly Input[]>> = {
	head: [
		{ name: 'names', as: 'one-many', isNeeded: needed },
		{ name: 'about', as: 'long-texts', isNeeded: needed },
		{ name: 'register', as: 'register-key' },
		{ name: 'code', as: 'number-code' },
		{ name: 'theme', as: 'choice', from: 'themes' },
		{ name: 'title', as: 'title', isNeeded: needed },
		{ name: 'seen', as: 'choices', from: 'groups', everyone: true },
		{ name: 'added', as: 'choices', from: 'groups', isNeeded: needed },
		{ name: 'changed', as: 'choices', from: 'groups', isNeeded: needed },
		{ name: 'changed_in', as: 'in-states' }
	],
	retention: [
		{ name: 'from', as: 'choice', from: 'plain-days' },
		{ name: 'years', as: 'whole' },
		{ name: 'does', as: 'choice', from: 'retains' }
	],
	'public-form': [
		{ name: 'title', as: 'texts' },
		{ name: 'introduction', as: 'long-texts' },
		{ name: 'thanks', as: 'long-texts' },
		{ name: 'asks', as: 'choices', from: 'fields' },
		{ name: 'reviewed_by', as: 'choices', from: 'groups' },
		{ name: 'begins_in', as: 'choice', from: 'states' },
		{ name: 'kept_months', as: 'whole' },
		{ name: 'contact', as: 'flag-yes' },
		{ name: 'open', as: 'flag' },
		{ name: 'an_hour', as: 'whole' },
		{ name: 'most_waiting', as: 'whole' },
		{ name: 'file_megabytes', as: 'whole' }
	],
	list: [
		names,
		{ name: 'key', as: 'code-key' },
		{ name: 'codes', as: 'codes', isNeeded: needed },
		{ name: 'retired', as: 'retired' }
	],
	table: [
		names,
		{ name: 'row', as: 'texts', isNeeded: needed },
		{ name: 'key', as: 'field-key' },
		{ name: 'seen', as: 'choice', from: 'groups' },
		{ name: 'changed', as: 'choice', from: 'groups' },
		{ name: 'changed_in', as: 'in-states' },
		{ name: 'most', as: 'whole' },
		{ name: 'public', as: 'flag' },
		{ name: 'retired', as: 'flag' }
	],
	group: [
		names,
		{ name: 'key', as: 'field-key' },
		{ name: 'roles', as: 'choices', from: 'roles' },
		{ name: 'actor_in', as: 'choices', from: 'actors' },
		{ name: 'members_in', as: 'choices', from: 'structures' },
		{ name: 'entering_actor', as: 'flag' }
	],
	state: [names, { name: 'key', as: 'field-key' }, { name: 'end', as: 'flag' }, { name: 'public', as: 'flag' }],
	move: [
		names,
		{ name: 'key', as: 'field-key' },
		{ name: 'from', as: 'choices', from: 'states', isNeeded: needed },
		{ name: 'to', as: 'choice', from: 'states', isNeeded: needed },
		{ name: 'by', as: 'choices', from: 'movers', isNeeded: needed },
		{ name: 'on', as: 'choice', from: 'days' },
		{ name: 'needs', as: 'choices', from: 'fields-and-tables' },
		{ name: 'when', as: 'condition', may: 'never' },
		{ name: 'reason', as: 'flag' }
	],
	check: [
		{ name: 'message', as: 'long-texts', isNeeded: needed },
		{ name: 'key', as: 'field-key' },
		{ name: 'must', as: 'condition', may: 'none' },
		{ name: 'at', as: 'choice', from: 'fields-and-tables', isNeeded: needed },
		{ name: 'in', as: 'choices', from: 'states' }
	],
	view: [
		names,
		{ name: 'key', as: 'code-key' },
		{ name: 'shows', as: 'choice', from: 'shows' },
		{ name: 'columns', as: 'ordered', from: 'fields' },
		{ name: 'where', as: 'pairs' },
		{ name: 'sort', as: 'sort' },
		{ name: 'group', as: 'choice', from: 'groupable' },
		{ name: 'day', as: 'choice', from: 'days' },
		{ name: 'until', as: 'choice', from: 'days' },
		{ name: 'place', as: 'choice', from: 'places' },
		{ name: 'across', as: 'choice', from: 'groupable' }
	],
	headline: [...figure, { name: 'of', as: 'choice', from: 'numbers' }],
	chart: [
		...figure,
		{ name: 'by', as: 'choice', from: 'groupable', isNeeded: needed },
		{ name: 'span', as: 'choice', from: 'spans' }
	],
	due: [
		names,
		{ name: 'key', as: 'code-key' },
		{ name: 'day', as: 'choice', from: 'days', isNeeded: needed },
		{ name: 'states', as: 'choices', from: 'states', isNeeded: needed },
		{ name: 'group', as: 'choice', from: 'groups' }
	],
	waiting: [
		names,
		{ name: 'key', as: 'code-key' },
		{ name: 'states', as: 'choices', from: 'states', isNeeded: needed },
		{ name: 'for', as: 'choice', from: 'groups', isNeeded: needed }
	]
}

/** What the form of a piece asks for: of a field, and of what a move does, exactly what its type has. */
export function inputsOf(shape: Shape, type: string): readonly Input[] {
	if (shape === 'field' || shape === 'row-field') return ofField(type, shape === 'row-field')
	if (shape === 'effect') return isEffectType(type) ? OF_EFFECT[type] : []
	return OF_SHAPE[shape]
}

/** The type of a piece that has types, read from what stands there; empty for the others. */
export function typeOf(shape: Shape, value: Readonly<Record<string, unknown>>): string {
	if (shape === 'effect') return EFFECT_TYPES.find((type) => type in value) ?? ''
	return (shape === 'field' || shape === 'row-field') && typeof value['type'] === 'string' ? value['type'] : ''
}

/** Every key that some type of field has of its own: what is left of another type is taken away with it. */
export const OWN_OF_TYPES: ReadonlySet<string> = new Set(
	FIELD_TYPES.flatMap((type) => OF_TYPE[type].map(({ name }) => name))
)
