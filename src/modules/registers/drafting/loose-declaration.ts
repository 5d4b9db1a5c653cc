import type { Place } from './draft-document.ts'

type Texts = Readonly<Record<string, string>>

/** A thing of a declaration in the making: what it is called, as far as that is said. */
export type LooseThing = { key: string; names: Texts }
export type LooseField = LooseThing & {
	type: string
	list: string | null
	framework: string | null
	filtered: boolean
	required: boolean
	/** Whether it is asked for no longer. */
	retired: boolean
}
export type LooseList = LooseThing & { codes: (LooseThing & { retired: boolean })[] }
export type LooseTable = LooseThing & { fields: LooseField[] }
export type LooseMove = LooseThing & { from: string[]; to: string; by: string[] }

/** A declaration in the making, faults and all: whatever of it can be read, with empty words where nothing is said. */
export type LooseDeclaration = {
	register: string
	version: number | null
	code: string
	names: { one: Texts; many: Texts }
	about: Texts
	title: string
	changed: string[]
	fields: LooseField[]
	lists: LooseList[]
	tables: LooseTable[]
	groups: LooseThing[]
	states: (LooseThing & { end: boolean; public: boolean })[]
	moves: LooseMove[]
	sections: Readonly<Record<string, readonly LooseThing[]>>
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string =>
	typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

/** The texts by language among whatever stands there. */
export const textsOf = (value: unknown): Texts =>
	isObject(value)
		? Object.fromEntries(
				Object.entries(value).flatMap(([language, text]) => (typeof text === 'string' ? [[language, text]] : []))
			)
		: {}

/** The texts of a list, where there is one. */
export const wordsOf = (value: unknown): string[] =>
	Array.isArray(value) ? value.map(textOf).filter((text) => text !== '') : []

const itemsOf = (plain: unknown, name: string): Record<string, unknown>[] => {
	const held = isObject(plain) ? plain[name] : undefined
	// What is no map keeps its place, so that positions stand for the same things here and in the text.
	return Array.isArray(held) ? held.map((one: unknown) => (isObject(one) ? one : {})) : []
}

// A check has no name: people know it by what it tells.
const thingOf = (value: Record<string, unknown>): LooseThing => ({
	key: textOf(value['key']),
	names: textsOf(value['names'] ?? value['message'])
})

function fieldOf(value: Record<string, unknown>): LooseField {
	const { codes } = value
	const word = (name: string) => (isObject(codes) && typeof codes[name] === 'string' ? codes[name] : null)
	return {
		...thingOf(value),
		type: textOf(value['type']),
		list: word('list'),
		framework: word('framework'),
		filtered: value['filtered'] === true,
		required: value['required'] === true,
		retired: value['retired'] === true
	}
}

/** The lists of things that a declaration has, in the order in which a person thinks of them. */
export const SECTIONS = [
	'fields',
	'lists',
	'tables',
	'groups',
	'states',
	'moves',
	'checks',
	'views',
	'headlines',
	'charts',
	'dues',
	'waiting'
] as const
export type Section = (typeof SECTIONS)[number]

export const isSection = (name: string): name is Section => SECTIONS.some((one) => one === name)

const effectThing = (effect: Record<string, unknown>, index: number): LooseThing => ({
	key: `~${String(index)}`,
	names: textsOf(effect['action'] ?? effect['text'])
})

/** What can be read of a declaration in the making. */
export function looseOf(plain: unknown): LooseDeclaration {
	const root = isObject(plain) ? plain : {}
	const names = isObject(root['names']) ? root['names'] : {}
	const pick = (which: 'one' | 'many') =>
		textsOf(
			Object.fromEntries(
				Object.entries(names).map(([language, both]) => [language, isObject(both) ? both[which] : undefined])
			)
		)
	return {
		register: textOf(root['register']),
		version: typeof root['version'] === 'number' ? root['version'] : null,
		code: textOf(root['code']),
		names: { one: pick('one'), many: pick('many') },
		about: textsOf(root['about']),
		title: textOf(root['title']),
		changed: wordsOf(root['changed']),
		fields: itemsOf(root, 'fields').map(fieldOf),
		lists: itemsOf(root, 'lists').map((list) => ({
			...thingOf(list),
			codes: itemsOf(list, 'codes').map((code) => ({ ...thingOf(code), retired: code['retired'] === true }))
		})),
		tables: itemsOf(root, 'tables').map((table) => ({
			...thingOf(table),
			fields: itemsOf(table, 'fields').map(fieldOf)
		})),
		groups: itemsOf(root, 'groups').map(thingOf),
		states: itemsOf(root, 'states').map((state) => ({
			...thingOf(state),
			end: state['end'] === true,
			public: state['public'] === true
		})),
		moves: itemsOf(root, 'moves').map((move) => ({
			...thingOf(move),
			from: wordsOf(move['from']),
			to: textOf(move['to']),
			by: wordsOf(move['by'])
		})),
		sections: Object.fromEntries(SECTIONS.map((section) => [section, itemsOf(root, section).map(thingOf)]))
	}
}

/** What stands in a piece of a declaration: one thing of one shape. */
export type Shape =
	| 'head'
	| 'retention'
	| 'public-form'
	| 'field'
	| 'row-field'
	| 'list'
	| 'table'
	| 'group'
	| 'state'
	| 'move'
	| 'effect'
	| 'check'
	| 'view'
	| 'headline'
	| 'chart'
	| 'due'
	| 'waiting'

const SHAPES: Readonly<Record<Section, Shape>> = {
	fields: 'field',
	lists: 'list',
	tables: 'table',
	groups: 'group',
	states: 'state',
	moves: 'move',
	checks: 'check',
	views: 'view',
	headlines: 'headline',
	charts: 'chart',
	dues: 'due',
	waiting: 'waiting'
}

/** A piece of a declaration: where it stands, and in which list of what else. */
export type Piece = {
	/** How its address names it. */
	piece: string
	shape: Shape
	/** The list it stands in; null for the head and the retention. */
	list: Place | null
	/** Its place in that list; null where it is to be added. */
	index: number | null
	place: Place
	value: Record<string, unknown>
	/** The things that stand beside it. */
	beside: readonly LooseThing[]
}

/** Stands in an address for what is to be added. */
export const NEW = '+'

/** What an address calls a thing of a list: its key, or its position where no other way tells it from the rest. */
export function nameAmong(things: readonly LooseThing[], index: number): string {
	const key = things[index]?.key ?? ''
	const isPlain = /^[a-z0-9][a-z0-9_-]*$/.test(key)
	return isPlain && things.findIndex((one) => one.key === key) === index ? key : `~${String(index)}`
}

function indexOf(things: readonly LooseThing[], name: string): number | null | undefined {
	if (name === NEW) return null
	const index = name.startsWith('~') ? Number(name.slice(1)) : things.findIndex(({ key }) => key === name)
	return Number.isInteger(index) && index >= 0 && index < things.length ? index : undefined
}

const valueIn = (plain: unknown, place: Place): Record<string, unknown> => {
	const held = place.reduce<unknown>(
		(one, part) => (typeof one === 'object' && one !== null ? Reflect.get(one, part) : undefined),
		plain
	)
	return isObject(held) ? held : {}
}

const pieceIn = (
	plain: unknown,
	{
		piece,
		shape,
		list,
		things,
		name
	}: { piece: string; shape: Shape; list: Place; things: readonly LooseThing[]; name: string }
): Piece | null => {
	const index = indexOf(things, name)
	if (index === undefined) return null
	const place = [...list, index ?? things.length]
	return { piece, shape, list, index, place, value: index === null ? {} : valueIn(plain, place), beside: things }
}

/** The piece that an address names: `head`, `retention`, `fields/purpose`, `tables/visitors/person`, `moves/report/~0`; null where there is none. */
export function findPiece(plain: unknown, piece: string): Piece | null {
	const [section = '', name, inner, ...more] = piece.split('/')
	if (more.length > 0) return null
	if (section === 'head' && name === undefined)
		return { piece, shape: 'head', list: null, index: 0, place: [], value: valueIn(plain, []), beside: [] }
	if (name === undefined && (section === 'retention' || section === 'public-form')) {
		const place = [section === 'retention' ? section : 'public_form']
		return { piece, shape: section, list: null, index: 0, place, value: valueIn(plain, place), beside: [] }
	}
	if (!isSection(section) || name === undefined) return null
	const loose = looseOf(plain)
	const things = loose.sections[section] ?? []
	if (inner === undefined) return pieceIn(plain, { piece, shape: SHAPES[section], list: [section], things, name })
	const outer = indexOf(things, name)
	if (outer === undefined || outer === null) return null
	if (section === 'tables')
		return pieceIn(plain, {
			piece,
			shape: 'row-field',
			list: [section, outer, 'fields'],
			things: loose.tables[outer]?.fields ?? [],
			name: inner
		})
	if (section !== 'moves') return null
	const effects = itemsOf(valueIn(plain, [section, outer]), 'does').map(effectThing)
	return pieceIn(plain, { piece, shape: 'effect', list: [section, outer, 'does'], things: effects, name: inner })
}

/** The effects of a move, as its page lists them. */
export const effectsOf = (plain: unknown, move: number): Record<string, unknown>[] =>
	itemsOf(valueIn(plain, ['moves', move]), 'does')

/** The piece in whose form a fault is mended, by the fault's place; null where only the text is left to look at. */
export function pieceOfPlace(plain: unknown, place: readonly (string | number)[]): string {
	const [section = 'head', index, part, inner] = place
	if (section === 'retention') return 'retention'
	if (section === 'public_form') return 'public-form'
	if (typeof section !== 'string' || !isSection(section)) return 'head'
	const loose = looseOf(plain)
	const things = loose.sections[section] ?? []
	if (typeof index !== 'number') return section
	if (index >= things.length) return section
	const piece = `${section}/${nameAmong(things, index)}`
	if (typeof inner !== 'number') return piece
	if (section === 'tables' && part === 'fields') {
		const fields = loose.tables[index]?.fields ?? []
		return inner < fields.length ? `${piece}/${nameAmong(fields, inner)}` : piece
	}
	return section === 'moves' && part === 'does' ? `${piece}/~${String(inner)}` : piece
}
