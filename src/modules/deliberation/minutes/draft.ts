import * as Y from 'yjs'

/**
 * What several people type in one item at the same time: a text whose changes merge in any order without losing a letter of
 * anybody's. The same code runs in the browser and on the server.
 */

const BODY = 'text'

/** Letters that are in the way of nobody: some are taken out at a place, others put there. */
export type Edit = { at: number; remove: number; insert: string }

const body = (doc: Y.Doc) => doc.getText(BODY)

// FNV-1a over the text's units, never 0: everybody who begins from one saved text begins with the same letters under the same
// names, so that what they add merges; those who begin from different texts keep both.
function nameOfSeed(text: string): number {
	let hash = 0x811c9dc5
	for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
	return hash === 0 ? 1 : hash
}

/** The draft of a text that nobody has typed in yet: the same for everybody. */
export function seedOf(text: string): Uint8Array {
	const doc = new Y.Doc()
	doc.clientID = nameOfSeed(text)
	if (text !== '') body(doc).insert(0, text)
	return Y.encodeStateAsUpdate(doc)
}

/** A draft that can be typed in, from what is known of it. */
export function openDraft(...updates: readonly Uint8Array[]): Y.Doc {
	const doc = new Y.Doc()
	for (const update of updates) Y.applyUpdate(doc, update)
	return doc
}

export const textOf = (doc: Y.Doc): string => body(doc).toJSON()

/** Everything that a draft holds. */
export const wholeOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc)
/** What a draft knows, so that others can tell it only what it lacks. */
export const knownBy = (doc: Y.Doc): Uint8Array => Y.encodeStateVector(doc)
/** What a draft holds that is not known there; all of it where nothing is known. */
export const lackedBy = (doc: Y.Doc, known?: Uint8Array): Uint8Array => Y.encodeStateAsUpdate(doc, known)
export const receive = (doc: Y.Doc, update: Uint8Array): void => Y.applyUpdate(doc, update, 'received')

/** Puts edits into a draft; each is told by places of the text before all of them, the first one first. */
export function edit(doc: Y.Doc, edits: readonly Edit[]): void {
	doc.transact(() => {
		for (const { at, remove, insert } of edits.toReversed()) {
			if (remove > 0) body(doc).delete(at, remove)
			if (insert !== '') body(doc).insert(at, insert)
		}
	})
}

/** The places of a draft's text that stay where they are whatever others put before them. */
export const placeIn = (doc: Y.Doc, index: number): Y.RelativePosition =>
	Y.createRelativePositionFromTypeIndex(body(doc), index)
export const indexOf = (doc: Y.Doc, place: Y.RelativePosition): number =>
	Y.createAbsolutePositionFromRelativePosition(place, doc)?.index ?? 0

const isHalf = (text: string, index: number) => {
	const unit = text.charCodeAt(index)
	return unit >= 0xdc00 && unit <= 0xdfff
}

/** The one edit between two texts, as a keystroke or a paste makes it; it never takes a letter of two units apart. */
export function typedEdit(before: string, after: string): Edit | null {
	if (before === after) return null
	const most = Math.min(before.length, after.length)
	let start = 0
	while (start < most && before[start] === after[start]) start++
	if (isHalf(before, start) || isHalf(after, start)) start--
	let end = 0
	while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
	if (end > 0 && (isHalf(before, before.length - end) || isHalf(after, after.length - end))) end--
	return { at: start, remove: before.length - start - end, insert: after.slice(start, after.length - end) }
}

// Two thousand words on either side are compared word by word; beyond that the differing middle is taken as one edit.
const COMPARED_MOST = 4_000_000
const wordsOf = (text: string) => text.match(/\s+|\S+/g) ?? []

/** The edits that make one text of another, word by word, so that what two people changed in different places stays apart. */
export function editsBetween(before: string, after: string): Edit[] {
	const whole = typedEdit(before, after)
	if (!whole) return []
	const [from, to] = [wordsOf(before), wordsOf(after)]
	let start = 0
	while (start < Math.min(from.length, to.length) && from[start] === to[start]) start++
	let end = 0
	while (end < Math.min(from.length, to.length) - start && from.at(-1 - end) === to.at(-1 - end)) end++
	const [left, right] = [from.slice(start, from.length - end), to.slice(start, to.length - end)]
	if (left.length * right.length > COMPARED_MOST) return [whole]
	return editsOfWords(left, right, from.slice(0, start).join('').length)
}

function editsOfWords(left: readonly string[], right: readonly string[], offset: number): Edit[] {
	const width = right.length + 1
	const common = new Uint32Array((left.length + 1) * width)
	for (let row = left.length - 1; row >= 0; row--)
		for (let column = right.length - 1; column >= 0; column--)
			common[row * width + column] =
				left[row] === right[column]
					? (common[(row + 1) * width + column + 1] ?? 0) + 1
					: Math.max(common[(row + 1) * width + column] ?? 0, common[row * width + column + 1] ?? 0)
	const edits: Edit[] = []
	let [row, column, at] = [0, 0, offset]
	let open: Edit | null = null
	while (row < left.length || column < right.length) {
		const [word, other] = [left[row], right[column]]
		if (word !== undefined && word === other) {
			if (open) edits.push(open)
			open = null
			at += word.length
			row++
			column++
			continue
		}
		open ??= { at, remove: 0, insert: '' }
		const isTaken =
			word !== undefined &&
			(other === undefined || (common[(row + 1) * width + column] ?? 0) >= (common[row * width + column + 1] ?? 0))
		if (isTaken) {
			open.remove += word.length
			at += word.length
			row++
		} else {
			open.insert += other ?? ''
			column++
		}
	}
	if (open) edits.push(open)
	return edits
}

/** One text of two that were both made of a third: what either put in is in it, and what either took out is not. */
export function merged(before: string, one: string, other: string): string {
	const [left, right] = [openDraft(seedOf(before)), openDraft(seedOf(before))]
	edit(left, editsBetween(before, one))
	edit(right, editsBetween(before, other))
	receive(left, wholeOf(right))
	return textOf(left)
}
