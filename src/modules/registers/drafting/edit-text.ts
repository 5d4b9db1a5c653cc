import { conflict, invalid, absent } from '#platform/operation/refusal.ts'
import {
	addTo,
	moveIn,
	openDraft,
	renameKeyIn,
	say,
	takeOut,
	valueAt,
	writeDraft,
	type DraftDocument,
	type Place
} from './draft-document.ts'
import { findPiece, isObject, looseOf, nameAmong, NEW, type Piece } from './loose-declaration.ts'
import { typeOf } from './piece-inputs.ts'
import { readPiece, type Sent } from './read-piece.ts'
import { followOwnKey } from './own-name.ts'
import { followersOf, type Renaming } from './rename-key.ts'
import { noteRenaming } from './rename-step.ts'

/** A text that was edited, and the piece that was, as its address names it now. */
export type Edited = { text: string; piece: string }

function opened(text: string) {
	const read = openDraft(text)
	if (!read) throw conflict('registers.draft.not-readable')
	return read
}

function pieceIn(plain: unknown, name: string): Piece {
	const piece = findPiece(plain, name)
	if (!piece) throw absent('registers.draft.no-such-piece', { piece: name.slice(0, 120) })
	return piece
}

function follow(document: DraftDocument, plain: unknown, renaming: Renaming) {
	for (const followed of followersOf(plain, renaming)) {
		if ('key' in followed) renameKeyIn(document, followed.place, renaming.from, renaming.to)
		else say(document, followed.place, followed.value)
	}
}

/** What is called otherwise when the key of a piece changes; null where nothing else calls it by that key. */
function renamingOf(plain: unknown, { shape, place }: Piece, from: string, to: string): Renaming | null {
	switch (shape) {
		case 'field':
		case 'table':
		case 'state':
		case 'group':
		case 'list':
			return { of: shape, from, to }
		case 'row-field': {
			const table = valueAt(plain, [...place.slice(0, 2), 'key'])
			return typeof table === 'string' ? { of: 'row-field', table, from, to } : null
		}
		default:
			return null
	}
}

/** Sets what the form of a piece sent: all else of the text stays as it is written, and what calls the piece by its key follows it. */
export function editPiece(
	text: string,
	{
		piece: name,
		type,
		sent,
		languages,
		standing = null
	}: {
		piece: string
		type: string
		sent: Sent
		languages: readonly string[]
		/** The declaration that stands, of which this text is to be the next version. */
		standing?: unknown
	}
): Edited {
	const { document, plain } = opened(text)
	const piece = pieceIn(plain, name)
	const isTyped = type !== '' ? type : typeOf(piece.shape, piece.value)
	const { patch, issues, renamedCodes } = readPiece(sent, { plain, piece, type: isTyped, languages })
	if (issues.length > 0) throw invalid(issues)
	if (piece.list !== null && piece.index === null) {
		const value = Object.fromEntries(inFileOrder(patch))
		addTo(document, piece.list, value)
		const added = [...piece.beside, { key: textOf(patch['key']), names: {} }]
		return { text: writeDraft(document, text), piece: name.slice(0, -NEW.length) + nameAmong(added, added.length - 1) }
	}
	if (piece.shape === 'retention' || piece.shape === 'public-form') {
		const isSaid = Object.keys(patch).length > 0
		if (!isSaid || Object.keys(piece.value).length === 0)
			say(document, piece.place, isSaid ? Object.fromEntries(inFileOrder(patch)) : undefined)
		else
			for (const [key, value] of Object.entries(patch))
				sayTexts(document, { place: [...piece.place, key], value, held: piece.value[key] })
		return { text: writeDraft(document, text), piece: name }
	}
	const from = piece.value['key']
	const to = patch['key']
	const renaming =
		typeof from === 'string' && typeof to === 'string' && from !== to ? renamingOf(plain, piece, from, to) : null
	const codes = renamedCodes.map((code): Renaming => ({ of: 'code', list: textOf(from), ...code }))
	for (const code of codes) follow(document, plain, code)
	// What follows a new key is written first: the form may say the same places itself.
	if (renaming) follow(document, plain, renaming)
	const [own, ownNow] = [piece.value['register'], patch['register']]
	if (piece.shape === 'head' && typeof own === 'string' && typeof ownNow === 'string')
		followOwnKey(document, plain, { from: own, to: ownNow })
	const followed = renaming || renamedCodes.length > 0 ? reread(document) : plain
	for (const [key, value] of Object.entries(patch)) {
		const place = [...piece.place, key]
		// What the form shows as it stood and the new key has changed meanwhile stays as it followed.
		const isAsItStood = sameAs(piece.value[key], value)
		if (isAsItStood && renaming) continue
		sayTexts(document, { place, value, held: valueAt(followed, place) })
	}
	if (standing !== null)
		for (const one of [...codes, ...(renaming ? [renaming] : [])]) noteRenaming(document, standing, one)
	const things = piece.beside.map((thing, index) =>
		index === piece.index && typeof to === 'string' ? { ...thing, key: to } : thing
	)
	const at = name.lastIndexOf('/')
	return {
		text: writeDraft(document, text),
		piece: piece.index === null || at < 0 ? name : `${name.slice(0, at + 1)}${nameAmong(things, piece.index)}`
	}
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const sameAs = (one: unknown, other: unknown) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null)

const reread = (document: DraftDocument): unknown => document.toJS({ maxAliasCount: 0 })

/** Says a value; of names each language by itself, and of codes each code, so that what is written beside the others stays. */
function sayTexts(
	document: DraftDocument,
	{ place, value, held }: { place: Place; value: unknown; held: unknown }
): void {
	if (isObject(value) && isObject(held)) {
		for (const key of new Set([...Object.keys(held), ...Object.keys(value)]))
			sayTexts(document, { place: [...place, key], value: value[key], held: held[key] })
		return
	}
	if (
		isCodes(value) &&
		isCodes(held) &&
		value.length === held.length &&
		value.every(({ key }, index) => key === held[index]?.['key'])
	) {
		for (const [index, code] of value.entries())
			sayTexts(document, {
				place: [...place, index],
				value: { ...held[index], retired: undefined, ...code },
				held: held[index]
			})
		return
	}
	say(document, place, value)
}

const isCodes = (value: unknown): value is Record<string, unknown>[] =>
	Array.isArray(value) && value.length > 0 && value.every(isObject)

// As people write things down: what it is, what it takes, what it is called.
const FIRST = ['key', 'type', 'register', 'by', 'field', 'codes', 'formula', 'currency', 'names', 'row']

function inFileOrder(patch: Readonly<Record<string, unknown>>): [string, unknown][] {
	const rank = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length)
	return Object.entries(patch)
		.filter(([, value]) => value !== undefined)
		.sort(([one], [other]) => rank(one) - rank(other))
}

/** Moves a piece by one place among those beside it. */
export function movePiece(text: string, { piece: name, by }: { piece: string; by: 'up' | 'down' }): Edited {
	const { document, plain } = opened(text)
	const piece = pieceIn(plain, name)
	if (piece.list === null || piece.index === null)
		throw absent('registers.draft.no-such-piece', { piece: name.slice(0, 120) })
	moveIn(document, piece.list, piece.index, by)
	return { text: writeDraft(document, text), piece: name }
}

/** Takes a piece out. What calls it by its key stays as it is, and is told as a fault where it stands. */
export function takeOutPiece(text: string, name: string): Edited {
	const { document, plain } = opened(text)
	const piece = pieceIn(plain, name)
	if (piece.list === null || piece.index === null)
		throw absent('registers.draft.no-such-piece', { piece: name.slice(0, 120) })
	takeOut(document, piece.list, piece.index)
	return { text: writeDraft(document, text), piece: name.slice(0, Math.max(0, name.lastIndexOf('/'))) }
}

/** The key of the register that a text declares, as far as it says one. */
export function keyInText(text: string): string | null {
	const read = openDraft(text)
	const key = read ? looseOf(read.plain).register : ''
	return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(key) && key.length <= 60 ? key : null
}

/** True of a text that means to declare a register, whatever faults it has: any other file was taken by mistake. */
export const declaresSomething = (text: string): boolean =>
	keyInText(text) !== null || /^\s*["']?register["']?\s*:/m.test(text)
