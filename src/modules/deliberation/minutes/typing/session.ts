import { edit, indexOf, knownBy, lackedBy, openDraft, placeIn, receive, textOf, typedEdit, wholeOf } from '../draft.ts'

/** What is sent every few seconds, and what comes back. */
export type Sending = {
	push: { item: string; update: Uint8Array; known: Uint8Array }[]
	leave: string[]
	revisions: Record<string, number>
}
export type Answer = {
	items: { item: string; revision: number; update: Uint8Array }[]
	refused: { item: string; reason: string }[]
	/** Why nothing can be typed any more. */
	over: string | null
}

/** Where what was typed lies in the browser until it is sent. */
export type Kept = {
	put(item: string, update: Uint8Array): Promise<void>
	remove(item: string): Promise<void>
	all(): Promise<{ item: string; update: Uint8Array }[]>
}

type Selection = { start: number; end: number }

type Typed = {
	doc: ReturnType<typeof openDraft>
	revision: number
	/** What the server has of this copy. */
	known: Uint8Array
	/** Counts what was typed: what was typed while something was on its way is still to be sent. */
	typed: number
	sent: number
	isLeft: boolean
	isSaved: boolean
}

export type State = 'saved' | 'sending' | 'away'

/**
 * The items of a page in which several people type. It holds a copy of each, sends what was typed to it and takes in what others
 * typed; what could not be sent is kept until it can, and nothing is thrown away before the server has it.
 */
export function openSession(
	send: (sending: Sending) => Promise<Answer | null>,
	kept: Kept,
	/** Told before what others typed is taken in: whoever shows the texts notes where their carets stand. */
	beforeTaking: () => void = () => undefined
) {
	const items = new Map<string, Typed>()
	let running: Promise<Answer | null> | null = null

	const isUnsent = ({ typed, sent }: Typed) => typed > sent
	const unsent = () => [...items].filter(([, one]) => isUnsent(one))

	async function exchange(): Promise<Answer | null> {
		// An item is left once what was typed in it is on its way too, so that this is what is saved.
		const pushed = unsent().map(([item, one]) => ({ item, one, typed: one.typed, now: knownBy(one.doc) }))
		const left = [...items].filter(([, one]) => one.isLeft)
		for (const [, one] of left) one.isLeft = false
		const answer = await send({
			push: pushed.map(({ item, one, now }) => ({ item, update: lackedBy(one.doc, one.known), known: now })),
			leave: left.map(([item]) => item),
			revisions: Object.fromEntries([...items].map(([item, { revision }]) => [item, revision]))
		}).catch(() => null)
		if (answer === null) {
			for (const [, one] of left) one.isLeft = true
			for (const { item, one } of pushed) await kept.put(item, wholeOf(one.doc))
			return null
		}
		const refused = new Set(answer.refused.map(({ item }) => item))
		for (const { item, one, typed, now } of pushed) {
			if (refused.has(item)) {
				await kept.put(item, wholeOf(one.doc))
				continue
			}
			one.sent = typed
			one.known = now
			if (!isUnsent(one)) await kept.remove(item)
		}
		for (const [item, one] of left) one.isSaved = !refused.has(item)
		beforeTaking()
		for (const { item, revision, update } of answer.items) {
			const one = items.get(item)
			if (!one) continue
			receive(one.doc, update)
			one.revision = revision
		}
		return answer
	}

	return {
		/** Opens an item by what the page holds of it. */
		open(item: string, state: Uint8Array, revision: number) {
			const doc = openDraft(state)
			items.set(item, { doc, revision, known: knownBy(doc), typed: 0, sent: 0, isLeft: false, isSaved: true })
		},
		/** Takes up what an earlier page could not send; gives whether there was any. */
		async takeUp(): Promise<boolean> {
			let isAny = false
			for (const { item, update } of await kept.all()) {
				const one = items.get(item)
				if (!one) continue
				receive(one.doc, update)
				one.typed += 1
				one.isLeft = true
				isAny = true
			}
			return isAny
		},
		text: (item: string) => textOf(items.get(item)?.doc ?? openDraft()),
		/** Makes the text of an item what somebody made of it; nothing where it is that already. */
		type(item: string, text: string) {
			const one = items.get(item)
			const change = one && typedEdit(textOf(one.doc), text)
			if (!one || !change) return
			edit(one.doc, [change])
			one.typed += 1
			one.isSaved = false
		},
		/** Keeps what is typed and not sent yet: the page may be closed at any moment. */
		async keep() {
			for (const [item, one] of unsent()) await kept.put(item, wholeOf(one.doc))
		},
		/** Its typist has gone on: what stands in it is saved with the next exchange. */
		leave(item: string) {
			const one = items.get(item)
			if (one && !one.isSaved) one.isLeft = true
		},
		/** Places of an item's text that stay where they are while others type: told before, found again after. */
		mark(item: string, { start, end }: Selection): () => Selection {
			const doc = items.get(item)?.doc
			if (!doc) return () => ({ start, end })
			const [first, last] = [placeIn(doc, start), placeIn(doc, end)]
			return () => ({ start: indexOf(doc, first), end: indexOf(doc, last) })
		},
		hasUnsent: () => unsent().length > 0 || [...items.values()].some(({ isLeft }) => isLeft),
		/** Sends and takes in, one exchange at a time. */
		exchange(): Promise<Answer | null> {
			running ??= exchange().finally(() => (running = null))
			return running
		}
	}
}
