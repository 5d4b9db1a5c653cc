import { keepsNothing, openKept } from './kept-drafts.ts'
import { openSession, type Answer, type Sending } from './session.ts'
import { standingOf } from './standing-of.ts'
import { unsentIn } from './unsent.ts'

/**
 * The script of the minutes: each item is a text in which several people type at the same time. The page works without it, with
 * a form for each item.
 */

const EVERY = 2_000
const KEPT_AFTER = 400
// A line that may become an action.
const ACTION_LINES = /^\s*(?:[-*•]\s*)?@\p{L}.*$/gmu

const place = document.getElementById('typing')
const sentences = new Map<string, string>()
const template = document.getElementById('typing-words')
if (template instanceof HTMLTemplateElement)
	for (const one of template.content.querySelectorAll<HTMLElement>('[data-word]'))
		sentences.set(one.dataset['word'] ?? '', one.textContent)
const say = (name: string, reason = '') => (sentences.get(name) ?? '').replaceAll('{reason}', reason)

const toBytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
function toText(bytes: Uint8Array): string {
	let text = ''
	for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
	return btoa(text)
}

type Field = { item: string; area: HTMLTextAreaElement; form: HTMLFormElement }
/** What was entered in the record of an item, when, and how that is said. */
type Entered = { text: string; at: string; said: string }

function fieldsOf(): Field[] {
	return [...document.querySelectorAll<HTMLElement>('[data-typing]')].flatMap((box) => {
		const area = box.querySelector('textarea')
		const form = area?.form
		return area && form ? [{ item: box.dataset['typing'] ?? '', area, form }] : []
	})
}

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const textIn = (value: unknown) => (typeof value === 'string' ? value : '')
const listIn = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isFields) : [])

function readAnswer(answer: unknown): Answer | null {
	if (!isFields(answer) || !Array.isArray(answer['items'])) return null
	return {
		items: listIn(answer['items']).map((one) => ({
			item: textIn(one['item']),
			revision: Number(one['revision']),
			update: toBytes(textIn(one['update']))
		})),
		refused: listIn(answer['refused']).map((one) => ({ item: textIn(one['item']), reason: textIn(one['reason']) })),
		over: typeof answer['over'] === 'string' ? answer['over'] : null
	}
}

const enteredIn = (answer: unknown): [string, Entered][] =>
	isFields(answer)
		? listIn(answer['saved']).map((one) => [
				textIn(one['item']),
				{ text: textIn(one['text']), at: textIn(one['at']), said: textIn(one['said']) }
			])
		: []

const sender =
	(address: string, seat: string, entered: Map<string, Entered>) =>
	async ({ push, leave, revisions }: Sending): Promise<Answer | null> => {
		const answer = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify({
				seat,
				push: push.map(({ item, update, known }) => ({ item, update: toText(update), known: toText(known) })),
				leave,
				revisions,
				saved: Object.fromEntries([...entered].map(([item, { at }]) => [item, at]))
			})
		})
		const read: unknown = await answer.json()
		for (const [item, one] of enteredIn(read)) entered.set(item, one)
		return readAnswer(read)
	}

/** Says of an item whether nothing is written, a draft is kept, or what stands there is entered in the record. */
function tellStanding(item: string, text: string, entered: Entered | undefined) {
	const state = standingOf(text, entered?.text ?? '')
	for (const one of document.querySelectorAll<HTMLElement>(`[data-standing="${CSS.escape(item)}"] [data-state]`)) {
		const name = one.dataset['state']
		one.hidden = name !== state
		if (name === 'entered' && entered && one.textContent !== entered.said) one.textContent = entered.said
	}
}

/** Takes from the page, as it would be loaded now, the parts that follow from what was typed; gives whether it could. */
async function takeAnew(): Promise<boolean> {
	const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => null)
	if (!answer?.ok) return false
	const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
	for (const part of document.querySelectorAll<HTMLElement>('[data-anew]')) {
		const anew = page.querySelector(`[data-anew="${CSS.escape(part.dataset['anew'] ?? '')}"]`)
		// Nobody is taken from a button that they are about to press.
		if (anew && !part.contains(document.activeElement)) part.replaceChildren(...anew.childNodes)
	}
	return true
}

async function start(status: HTMLElement) {
	const { address = '', seat = '' } = status.dataset
	const owner = document.getElementById('kept')?.dataset['owner']
	const fields = fieldsOf()
	const items = fields.map(({ item }) => item)
	const kept = owner === undefined ? null : await openKept(owner, address, items)
	let marks: (() => { start: number; end: number })[] = []
	const entered = new Map<string, Entered>()
	const session = openSession(sender(address, seat, entered), kept ?? keepsNothing, () => {
		marks = fields.map(({ item, area }) => session.mark(item, { start: area.selectionStart, end: area.selectionEnd }))
	})
	let isOver = false

	function tell(text: string, isReloadable = false) {
		status.hidden = false
		if (status.textContent !== text) status.textContent = text
		if (!isReloadable) return
		const again = Object.assign(document.createElement('button'), {
			type: 'button',
			className: 'btn btn-sm',
			textContent: say('live-actions')
		})
		again.addEventListener('click', () => location.reload())
		status.append(' ', again)
	}

	/** Shows what the drafts say now, each with its caret where it was. */
	function show() {
		fields.forEach(({ item, area }, index) => {
			const text = session.text(item)
			if (area.value === text) return
			const isHere = document.activeElement === area
			area.value = text
			const mark = marks[index]
			if (!isHere || !mark) return
			const { start, end } = mark()
			area.setSelectionRange(start, end)
		})
	}

	const actionLines = () =>
		fields.map(({ item }) => session.text(item).match(ACTION_LINES)?.join('\n') ?? '').join('\n\n')
	let [shownLines, lastLines] = ['', '']

	/** Shows the actions that lines propose, once nobody has changed such a line for a while. */
	async function showProposed() {
		const lines = actionLines()
		const isStill = lines === lastLines
		lastLines = lines
		if (!isStill || lines === shownLines || session.hasUnsent()) return true
		const isTaken = await takeAnew()
		if (isTaken) shownLines = lines
		return isTaken
	}

	async function exchange() {
		if (isOver) return
		const answer = await session.exchange()
		if (answer === null) return tell(say(kept ? 'live-offline' : 'live-offline-unkept'))
		show()
		const [refused] = answer.refused
		if (answer.over !== null) {
			isOver = true
			for (const { area } of fields) area.readOnly = true
			// What came too late is still on the page, and in the browser: the page shows it again when it is loaded.
			return tell(`${answer.over} ${say(refused ? 'live-over-unsent' : 'live-over')}`)
		}
		if (refused) return tell(say('live-refused', refused.reason))
		for (const { item } of fields) tellStanding(item, session.text(item), entered.get(item))
		const isShown = await showProposed()
		if (session.hasUnsent()) tell(say('live-sending'))
		else tell(say('live-saved'), !isShown)
	}

	for (const { item, area, form } of fields) {
		const box = area.closest<HTMLElement>('[data-typing]')
		session.open(item, toBytes(box?.dataset['state'] ?? ''), Number(box?.dataset['revision'] ?? 0))
		// What is typed is kept by this script: the form is neither asked about on leaving nor kept as a form.
		form.removeAttribute('data-guard')
		form.removeAttribute('data-keep')
		let soon: ReturnType<typeof setTimeout> | undefined
		area.addEventListener('input', () => {
			session.type(item, area.value)
			tellStanding(item, area.value, entered.get(item))
			tell(say(navigator.onLine ? 'live-sending' : kept ? 'live-offline' : 'live-offline-unkept'))
			clearTimeout(soon)
			soon = setTimeout(() => void session.keep(), KEPT_AFTER)
		})
		area.addEventListener('blur', () => {
			session.leave(item)
			void exchange()
		})
		form.addEventListener('submit', (event) => {
			// The language is chosen by the form; without such a choice the text alone is saved, as on leaving the item.
			const language = form.querySelector('select')
			if (language && language.value !== [...language.options].find(({ defaultSelected }) => defaultSelected)?.value)
				return
			event.preventDefault()
			event.stopImmediatePropagation()
			session.leave(item)
			void exchange()
		})
	}
	// The page was written with what was kept by then.
	shownLines = lastLines = actionLines()
	await session.takeUp()
	show()
	for (const details of document.querySelectorAll<HTMLElement>('[data-typed]')) details.hidden = true
	await exchange()
	setInterval(() => {
		if (document.visibilityState === 'visible' || session.hasUnsent()) void exchange()
	}, EVERY)
	window.addEventListener('online', () => void exchange())
	window.addEventListener('offline', () => tell(say(kept ? 'live-offline' : 'live-offline-unkept')))
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState !== 'hidden') return
		for (const { item } of fields) session.leave(item)
		void session.keep()
		void exchange()
	})
}

/** Shows what was typed here and came too late, where nothing can be typed any more. */
async function showUnsent(box: HTMLElement) {
	const owner = document.getElementById('kept')?.dataset['owner']
	if (owner === undefined) return
	const parts = new Map(
		[...box.querySelectorAll<HTMLElement>('[data-unsent]')].map((part) => [part.dataset['unsent'] ?? '', part])
	)
	const kept = await openKept(owner, box.dataset['address'] ?? '', [...parts.keys()])
	if (kept === null) return
	const entered = new Map([...parts].map(([item, part]) => [item, part.dataset['entered'] ?? '']))
	for (const { item, text, drop } of await unsentIn(kept, entered)) {
		const part = parts.get(item)
		const area = part?.querySelector('textarea')
		if (!part || !area) continue
		area.value = text
		part.hidden = false
		box.hidden = false
		part.querySelector('button')?.addEventListener('click', () => {
			void drop().then(() => {
				part.hidden = true
				box.hidden = [...parts.values()].every(({ hidden }) => hidden)
			})
		})
	}
}

if (place) void start(place)
const late = document.getElementById('unsent')
if (late) void showUnsent(late)
