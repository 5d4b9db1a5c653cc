import { invalid } from '#platform/operation/refusal.ts'
import { edit, editsBetween, knownBy, lackedBy, merged, openDraft, receive, seedOf, textOf, wholeOf } from './draft.ts'

const read = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
const write = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** The longest text of one item, in characters; half as much again may be typed, so that nobody is stopped in mid-sentence. */
export const MINUTE_MOST = 100_000

/** The draft of an item, from what is stored of it, or begun from its saved text. */
export const draftFrom = (state: string, saved: string) => openDraft(state === '' ? seedOf(saved) : read(state))

export const storedDraft = (doc: ReturnType<typeof openDraft>): string => write(wholeOf(doc))

/** What a draft knows. */
export const knownHere = (doc: ReturnType<typeof openDraft>): string => write(knownBy(doc))

/** Puts what somebody typed to a draft; refuses what is no such update, or makes the text too long to be kept. */
export function takeIn(doc: ReturnType<typeof openDraft>, update: string): void {
	try {
		receive(doc, read(update))
	} catch {
		throw invalid([{ path: ['update'], code: 'platform.field.format', params: { format: 'update' } }])
	}
	const { length } = textOf(doc)
	if (length > MINUTE_MOST * 1.5)
		throw invalid([{ path: ['update'], code: 'platform.field.too-long', params: { most: MINUTE_MOST } }])
}

/**
 * A text saved by a form, put to what others are typing at the moment: they keep what they have typed, and the form's own
 * changes stand in it too.
 */
export function bringIn(doc: ReturnType<typeof openDraft>, { before, after }: { before: string; after: string }): void {
	const typed = textOf(doc)
	edit(doc, editsBetween(typed, merged(before, typed, after)))
}

/** What another copy of a draft lacks, by what it says it knows; all of it where it says nothing. */
export function lackedThere(doc: ReturnType<typeof openDraft>, known: string | undefined): string {
	try {
		return write(lackedBy(doc, known === undefined ? undefined : read(known)))
	} catch {
		throw invalid([{ path: ['known'], code: 'platform.field.format', params: { format: 'known' } }])
	}
}
