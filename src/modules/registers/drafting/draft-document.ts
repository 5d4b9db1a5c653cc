import {
	isCollection,
	isMap,
	isScalar,
	isSeq,
	Lexer,
	parseDocument,
	Scalar,
	type Document,
	type YAMLMap,
	type YAMLSeq
} from 'yaml'

/** The text of a draft as it is edited: comments, order and the shape of what nobody touches stay as they are. */
export type DraftDocument = Document

/** Where something stands in a declaration: keys and positions from its root. */
export type Place = readonly (string | number)[]

const WIDTH = 120

/** Reads the text of a draft; null where it is no YAML that could be edited piece by piece, or has aliases. */
export function openDraft(text: string): { document: DraftDocument; plain: unknown } | null {
	const document = parseDocument(text, { uniqueKeys: true, version: '1.2', customTags: [] })
	if (document.errors.length > 0) return null
	try {
		const plain: unknown = document.toJS({ maxAliasCount: 0 })
		return document.contents === null || isMap(document.contents) ? { document, plain: plain ?? {} } : null
	} catch (error) {
		if (error instanceof ReferenceError) return null
		throw error
	}
}

/** The text of an edited draft; what was not touched stands as it was written in the text before. */
export function writeDraft(document: DraftDocument, before: string): string {
	const edited = written(document)
	const restored = restore(edited, before)
	const read = openDraft(restored)
	// A text whose lines are set in otherwise than ours may not be mixed with them.
	return read && isSame(read.plain, openDraft(edited)?.plain) ? restored : edited
}

const written = (document: DraftDocument) =>
	withoutPadding(document.toString({ lineWidth: WIDTH, flowCollectionPadding: true }))

// A thing of a list, or a key of the whole, with the lines that follow it up to the next.
const CHUNK = /^(?=[^\s#]|\s*- )/m
const chunksOf = (text: string) => text.split(CHUNK)

/** Puts back, for every chunk of a text that is just what the library makes of one of the text before, how it was written there. */
function restore(edited: string, before: string): string {
	const opened = openDraft(before)
	if (!opened) return edited
	const originals = chunksOf(before)
	const made = chunksOf(written(opened.document))
	if (originals.length !== made.length) return edited
	const known = new Map<string, string[]>()
	for (const [index, chunk] of made.entries())
		known.set(chunk, [...(known.get(chunk) ?? []), originals[index] ?? chunk])
	return chunksOf(edited)
		.map((chunk) => known.get(chunk)?.shift() ?? chunk)
		.join('')
}

// As declarations are written: blanks within braces, and none within brackets. The library knows both or neither.
function withoutPadding(text: string): string {
	const tokens = [...new Lexer().lex(text)]
	const isBlank = (token: string | undefined) => token === ' '
	return tokens
		.filter((token, at) => !(isBlank(token) && (tokens[at - 1] === '[' || tokens[at + 1] === ']')))
		.filter((token) => !MARKS.test(token))
		.join('')
}

// What the lexer adds to tell documents and plain words apart stands in no text.
// eslint-disable-next-line no-control-regex -- these marks are just what is taken out
const MARKS = /^[\u0002\u0018\u001f]$/

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

/** True where two values say the same. */
export function isSame(one: unknown, other: unknown): boolean {
	if (Array.isArray(one) && Array.isArray(other))
		return one.length === other.length && one.every((value, index) => isSame(value, other[index]))
	if (isPlainObject(one) && isPlainObject(other)) {
		const keys = new Set([...Object.keys(one), ...Object.keys(other)])
		return [...keys].every((key) => isSame(one[key], other[key]))
	}
	return one === other
}

/** What stands at a place of a declaration; undefined where nothing does. */
export const valueAt = (plain: unknown, place: Place): unknown =>
	place.reduce<unknown>(
		(held, part) => (typeof held === 'object' && held !== null ? Reflect.get(held, part) : undefined),
		plain
	)

// The order in which a declaration is read: what is added finds its place among what is there.
const ORDER = [
	'register',
	'version',
	'code',
	'theme',
	'names',
	'about',
	'title',
	'seen',
	'added',
	'changed',
	'changed_in',
	'lists',
	'groups',
	'fields',
	'tables',
	'states',
	'moves',
	'checks',
	'views',
	'headlines',
	'charts',
	'dues',
	'waiting',
	'public_form',
	'reports',
	'retention',
	'steps',
	'undoes'
]

function rootOf(document: DraftDocument): YAMLMap {
	if (isMap(document.contents)) return document.contents
	const made = document.createNode({})
	document.contents = made
	if (isMap(made)) return made
	throw new Error('a new map is a map')
}

function addAtRoot(document: DraftDocument, key: string, node: unknown) {
	const root = rootOf(document)
	const rank = ORDER.indexOf(key)
	const keyOf = (one: unknown) => (isScalar(one) ? String(one.value) : '')
	const before = root.items.findIndex((pair) => ORDER.indexOf(keyOf(pair.key)) > rank)
	const pair = document.createPair(key, node)
	if (before < 0 || rank < 0) root.items.push(pair)
	else root.items.splice(before, 0, pair)
}

// What holds nothing but words and short lists stands in one line, as people write it.
const isShort = (value: unknown) => JSON.stringify(value).length <= 100

const node = (document: DraftDocument, value: unknown) => document.createNode(value, { flow: isShort(value) })

/** Says something at a place, or takes away what is said there; what is said there already is left as it is written. */
export function say(document: DraftDocument, place: Place, value: unknown): void {
	const held: unknown = document.getIn(place, true)
	if (value === undefined) {
		if (held !== undefined) document.deleteIn(place)
		return
	}
	const plain: unknown = isCollection(held) ? held.toJS(document) : isScalar(held) ? held.value : held
	if (held !== undefined && isSame(plain, value)) return
	if (isScalar(held) && !isPlainObject(value) && !Array.isArray(value)) {
		held.value = value
		// A text that was quoted or folded for what stood there before is written as it needs to be.
		delete held.type
		delete held.source
		return
	}
	const made = node(document, value)
	if (isCollection(held) && isCollection(made)) {
		if (held.comment) made.comment = held.comment
		if (held.commentBefore) made.commentBefore = held.commentBefore
		// A list that stood one item a line is written so again.
		if (!held.flow) made.flow = false
	}
	const [first] = place
	if (place.length === 1 && typeof first === 'string' && held === undefined) addAtRoot(document, first, made)
	else document.setIn(place, made)
}

/** The list at a place, made where there is none. */
export function listAt(document: DraftDocument, place: Place): YAMLSeq {
	const held: unknown = document.getIn(place, true)
	if (isSeq(held)) return held
	const made = document.createNode([])
	if (!isSeq(made)) throw new Error('a new list is a list')
	const [first] = place
	if (place.length === 1 && typeof first === 'string' && held === undefined) addAtRoot(document, first, made)
	else document.setIn(place, made)
	return made
}

/** Adds something to the end of a list. */
export function addTo(document: DraftDocument, place: Place, value: unknown): void {
	const list = listAt(document, place)
	if (list.items.length === 0) list.flow = false
	list.add(document.createNode(value, { flow: isShort(value) }))
}

/** Moves an item of a list by one place up or down; at either end it stays. */
export function moveIn(document: DraftDocument, place: Place, index: number, by: 'up' | 'down'): void {
	const { items } = listAt(document, place)
	const other = by === 'up' ? index - 1 : index + 1
	const [one, next] = [items[index], items[other]]
	if (one === undefined || next === undefined) return
	items[index] = next
	items[other] = one
}

/** Takes an item out of a list; a list of nothing is not said at all. */
export function takeOut(document: DraftDocument, place: Place, index: number): void {
	const list = listAt(document, place)
	list.items.splice(index, 1)
	if (list.items.length === 0 && place[0] !== 'fields') document.deleteIn(place)
}

/** Calls a key of a map otherwise, where it stands. */
export function renameKeyIn(document: DraftDocument, place: Place, from: string, to: string): void {
	const map: unknown = document.getIn(place, true)
	if (!isMap(map)) return
	for (const pair of map.items) if (isScalar(pair.key) && pair.key.value === from) pair.key = new Scalar(to)
}
