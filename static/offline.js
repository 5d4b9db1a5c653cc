// Keeps forms in this browser while they cannot be sent, and offers back what was left half-typed. Loaded for whoever acts
// from a seat, and by the page that is shown while the network is away; every page works without it.
//
// Kept is what a form would send, never a password or a file, encrypted with a key that no script can read out. Each form
// is kept under the person and seat that typed it, and sent for nobody else. It carries its once-only key, so that sending
// it twice does it once.

const DAY = 86_400_000
const DRAFT_FOR = 7 * DAY
// The server remembers once-only keys for a day: what may have arrived is sent again by itself only well within it.
const SURE_FOR = DAY - 4 * 3_600_000
// A form on its way is left alone so long before it is held to be lost.
const GOING_FOR = 60_000
const RETRY_AFTER = 30_000
const FOR_EVER = 8.64e15

const place = document.getElementById('kept')
const list = document.querySelector('[data-kept-list]')
const isOfflinePage = document.querySelector('[data-offline-page]') !== null

/* Words: they stand in the page, in its language, since no script of ours holds any. */

const sentences = new Map(
	[...(document.getElementById('kept-words')?.content.querySelectorAll('[data-word]') ?? [])].map((one) => [
		one.dataset.word,
		one.textContent ?? ''
	])
)
const say = (name, params = {}) =>
	Object.entries(params).reduce(
		(text, [param, value]) => text.replaceAll(`{${param}}`, String(value)),
		sentences.get(name) ?? ''
	)
const saySome = (name, count) => say(count === 1 ? `${name}-one` : name, { count: number.format(count) })
const locales = (place?.dataset.locales ?? 'en-GB').split(' ')
const number = new Intl.NumberFormat(locales)
const instant = new Intl.DateTimeFormat(locales, { dateStyle: 'long', timeStyle: 'short' })

/* The store. */

const done = (asked) =>
	new Promise((resolve, reject) => {
		asked.onsuccess = () => resolve(asked.result)
		asked.onerror = () => reject(asked.error)
	})

let opened
const database = () =>
	(opened ??= (() => {
		const asked = indexedDB.open('pitso', 1)
		asked.onupgradeneeded = () => {
			asked.result.createObjectStore('key')
			asked.result.createObjectStore('form', { keyPath: 'id' })
		}
		return done(asked)
	})())

const store = async (name, mode) => (await database()).transaction(name, mode).objectStore(name)

async function theKey() {
	const known = await done((await store('key', 'readonly')).get('key'))
	if (known) return known
	const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
	try {
		await done((await store('key', 'readwrite')).add(made, 'key'))
		return made
	} catch {
		// Another page of ours was quicker.
		return done((await store('key', 'readonly')).get('key'))
	}
}

const bytesOf = (text) => new TextEncoder().encode(text)

async function put(entry) {
	const iv = crypto.getRandomValues(new Uint8Array(12))
	const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await theKey(), bytesOf(JSON.stringify(entry)))
	const until = entry.state === 'draft' ? entry.at + DRAFT_FOR : FOR_EVER
	await done((await store('form', 'readwrite')).put({ id: entry.id, owner: entry.owner, until, iv, data }))
}

const remove = async (id) => done((await store('form', 'readwrite')).delete(id))

async function read({ id, iv, data }) {
	try {
		const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await theKey(), data)
		return [JSON.parse(new TextDecoder().decode(text))]
	} catch {
		// Its key is gone, and with it what it says.
		await remove(id)
		return []
	}
}

/** What is kept for whoever acts here, oldest first; drafts past their time are taken away. */
async function entries() {
	const rows = await done((await store('form', 'readonly')).getAll())
	const now = Date.now()
	const mine = []
	for (const row of rows) {
		if (row.until < now) await remove(row.id)
		else if (row.owner === owner) mine.push(...(await read(row)))
	}
	return mine.sort((one, other) => one.at - other.at)
}

async function clear() {
	// What was typed in minutes and not sent lies in a store of its own.
	indexedDB.deleteDatabase('pitso-minutes')
	await done((await store('form', 'readwrite')).clear())
	await done((await store('key', 'readwrite')).clear())
}

/* Whose forms these are. The page for when the network is away is nobody's: it shows those of whoever was here last. */

// Without a secure connection a browser offers no encryption: then nothing is kept.
const isAble = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB && navigator.locks)
let owner = isAble ? place?.dataset.owner : undefined
async function settleOwner() {
	if (owner) await done((await store('key', 'readwrite')).put(owner, 'owner'))
	else if (isOfflinePage) owner = await done((await store('key', 'readonly')).get('owner'))
}

/* What stands at the head of the page. */

const make = (name, fields = {}, ...children) => {
	const made = Object.assign(document.createElement(name), fields)
	made.append(...children)
	return made
}
const button = (text, act, look = 'btn btn-sm') => {
	const made = make('button', { type: 'button', className: look, textContent: text })
	made.addEventListener('click', act)
	return made
}

let told = null

/** Says something at the head of the page until the next is said. */
async function tell(text) {
	told = text
	await show()
	place?.scrollIntoView({ block: 'nearest' })
}

async function show() {
	if (!place || !owner) return
	const kept = (await entries()).filter(({ state }) => state !== 'draft' && state !== 'going')
	const refused = kept.filter(({ state }) => state === 'refused')
	const waiting = kept.length - refused.length
	const lines = []
	if (told !== null) lines.push(make('p', { textContent: told }))
	if (!navigator.onLine) lines.push(make('p', {}, make('strong', { textContent: say('offline') }), ' ', say('cannot')))
	if (kept.length > 0) {
		const line = make('p', { className: 'row' })
		if (waiting > 0) line.append(make('strong', { textContent: saySome('waiting', waiting) }))
		if (refused.length > 0) line.append(make('strong', { textContent: saySome('refused', refused.length) }))
		if (!list) line.append(make('a', { href: place.dataset.list, textContent: say('see') }))
		if (waiting > 0 && navigator.onLine) line.append(button(say('send'), () => void sendAll({ all: true })))
		lines.push(line)
	}
	place.replaceChildren(...lines)
	place.hidden = lines.length === 0
	await showList()
}

async function showList() {
	if (!list) return
	const kept = await entries()
	if (kept.length === 0) {
		list.replaceChildren(make('p', { className: 'quiet', textContent: say('none') }))
		return
	}
	list.replaceChildren(make('ul', { className: 'kept-list' }, ...kept.map(toItem)))
}

function toItem(entry) {
	const item = make('li', {}, make('strong', { textContent: entry.title }))
	item.append(
		make('div', { className: 'quiet', textContent: say(`state-${entry.state}`, { at: instant.format(entry.at) }) })
	)
	const row = make('div', { className: 'row' })
	const named = (name) => {
		const made = button(say(name), () => void act(name, entry))
		made.setAttribute('aria-label', `${say(name)}: ${entry.title}`)
		return made
	}
	if (navigator.onLine && !isOfflinePage) {
		if (entry.state === 'draft') row.append(make('a', { href: entry.page, textContent: say('go-on') }))
		else if (entry.state === 'refused') row.append(named('open'))
		else row.append(named('send-one'))
	}
	row.append(named('delete'))
	item.append(row)
	return item
}

async function act(name, entry) {
	if (name === 'delete') {
		if (!confirm(say('delete-sure', { title: entry.title }))) return
		await remove(entry.id)
		await show()
	} else if (name === 'open') await openRefused(entry)
	else await sendAll({ only: entry.id, all: true })
}

/** Sends a form that was refused as its page would, so that the answer is shown with what was typed. */
async function openRefused(entry) {
	await put({ ...entry, state: 'going', at: Date.now() })
	const form = make('form', { method: 'post', action: entry.action, hidden: true })
	for (const [name, value] of entry.fields) form.append(make('textarea', { name, value }))
	document.body.append(form)
	form.submit()
}

/* Keeping. */

const isSecret = (element) => element instanceof HTMLInputElement && /^(password|file)$/.test(element.type)

const fieldsOf = (form) => {
	const secret = new Set([...form.elements].filter(isSecret).map(({ name }) => name))
	return [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !secret.has(name))
}

const actionOf = (form) => new URL(form.getAttribute('action') || '', location.href).href
const titleOf = () => document.title.replace(/ · Pitso$/, '')
const isKept = (form) => form instanceof HTMLFormElement && form.matches('form[data-keep]')

const ids = new WeakMap()

/** What is kept of a form on this page: the entry there was for it, or a new one, as the form stands now. */
async function entryOf(form, state) {
	const action = actionOf(form)
	let id = ids.get(form)
	if (!id) {
		id = (await entries()).find((one) => one.action === action && one.state === 'draft')?.id ?? crypto.randomUUID()
		ids.set(form, id)
	}
	const fields = fieldsOf(form)
	const once = fields.find(([name]) => name === 'once')?.[1] ?? ''
	const page = location.pathname + location.search
	return { id, owner, state, action, page, title: titleOf(), fields, once, at: Date.now(), tried: null }
}

const drafts = new Map()
// Sent while the network was away: sent once more, a form takes the place of what waits, and typing in it makes no draft.
const sentAway = new WeakSet()

function keepDraft(form) {
	if (sentAway.has(form)) return
	clearTimeout(drafts.get(form))
	drafts.set(
		form,
		setTimeout(() => void writeDraft(form), 500)
	)
}

async function writeDraft(form) {
	if (!drafts.delete(form)) return
	try {
		await put(await entryOf(form, 'draft'))
	} catch {
		// No room, or no store: then there is no draft, and the form goes on as it is.
	}
}

const forget = (form) => {
	clearTimeout(drafts.get(form))
	drafts.delete(form)
}

const holdsFile = (form) =>
	[...form.elements].some((one) => one instanceof HTMLInputElement && one.type === 'file' && one.files.length > 0)

/** A form with a file that was chosen: all else of it is kept as a draft, and it is not sent without its file. */
async function submittedWithFile(form) {
	forget(form)
	try {
		await put(await entryOf(form, 'draft'))
	} catch {
		if (!navigator.onLine) return tell(say('not-kept'))
	}
	if (navigator.onLine) return HTMLFormElement.prototype.submit.call(form)
	await tell(say('file-chosen'))
}

async function submitted(form) {
	if (holdsFile(form)) return submittedWithFile(form)
	forget(form)
	const isAway = !navigator.onLine
	try {
		await put(await entryOf(form, isAway ? 'waiting' : 'going'))
	} catch {
		if (isAway) return tell(say('not-kept'))
	}
	// What the browser sends now is kept until the server says that it arrived.
	if (!isAway) return HTMLFormElement.prototype.submit.call(form)
	sentAway.add(form)
	await tell(say('kept', { title: titleOf() }))
}

const rowsIn = (fields) =>
	fields
		.filter(([name]) => /^rows:[^:]+$/.test(name))
		.map(([name, value]) => `${name} ${value}`)
		.join('\n')

/** A draft whose form has other rows than this page is drawn by the server, as one with a row more is. */
function redraw(form, entry) {
	const own = new FormData(form)
	const sent = make('form', { method: 'post', action: entry.action, hidden: true })
	const fields = entry.fields.filter(([name]) => name !== 'once' && name !== 'acting')
	for (const name of ['once', 'acting']) for (const value of own.getAll(name)) fields.push([name, value])
	for (const [name, value] of [...fields, ['row', 'again']]) sent.append(make('textarea', { name, value }))
	document.body.append(sent)
	sent.submit()
}

/** Puts a draft back into its form, with the version it was made from: what others changed since is met when it is sent. */
function putBack(form, entry) {
	if (rowsIn(entry.fields) !== rowsIn(fieldsOf(form))) return redraw(form, entry)
	const typed = Map.groupBy(entry.fields, ([name]) => name)
	const places = new Map()
	for (const element of form.elements) {
		if (!element.name || element.name === 'once' || element.name === 'acting' || isSecret(element)) continue
		const values = (typed.get(element.name) ?? []).map(([, value]) => value)
		if (element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type))
			element.checked = values.includes(element.value)
		else if (element instanceof HTMLSelectElement && element.multiple)
			for (const option of element.options) option.selected = values.includes(option.value)
		else if ('value' in element && element.type !== 'submit') {
			// Of several of one name each is put back into its place.
			const place = places.get(element.name) ?? 0
			places.set(element.name, place + 1)
			element.value = values[place] ?? ''
		}
	}
	for (const fold of form.querySelectorAll('details')) fold.open = true
	ids.set(form, entry.id)
}

function offer(form, entry) {
	const box = make('div', { className: 'draft' })
	box.setAttribute('role', 'status')
	box.append(
		make('p', { textContent: say('draft', { at: instant.format(entry.at) }) }),
		make(
			'div',
			{ className: 'row' },
			button(
				say('put-back'),
				() => {
					putBack(form, entry)
					box.remove()
					form.querySelector('input:not([type=hidden]), textarea, select')?.focus()
					form.dispatchEvent(new Event('input', { bubbles: true }))
				},
				'btn btn-sm btn-primary'
			),
			button(say('throw-away'), () => {
				box.remove()
				void remove(entry.id)
			})
		)
	)
	form.before(box)
}

/* What became of forms that were on their way when this page came. */

/** The key of a form that arrived, told once; asked for one form, what is told of another is left to its own page. */
function arrived(only) {
	const told = /(?:^|; )pitso_sent=([^;]+)/.exec(document.cookie)?.[1]
	const once = told && decodeURIComponent(told)
	if (!once || (only !== undefined && once !== only)) return
	document.cookie = `pitso_sent=; path=/; max-age=0; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`
	return once
}

async function settle() {
	const once = arrived()
	const forms = [...document.querySelectorAll('form[data-keep]')]
	for (const entry of await entries()) {
		if (once && entry.once === once) {
			await remove(entry.id)
			continue
		}
		const form = forms.find((one) => actionOf(one) === entry.action)
		// The server drew it once more, as with one more row or with what was looked for: what is kept of it goes on.
		const isRedrawn = form?.matches('[data-redrawn], :has([data-redrawn])') ?? false
		const isBack = isRedrawn || form?.hasAttribute('data-refused')
		if (entry.state === 'draft' && isRedrawn) ids.set(form, entry.id)
		if (entry.state === 'going' && isBack) {
			// It came back with what was typed: from here on it is what this page holds.
			await put({ ...entry, state: 'draft', at: Date.now() })
			ids.set(form, entry.id)
		} else if (entry.state === 'going' && (isOfflinePage || entry.at < Date.now() - GOING_FOR))
			await put({ ...entry, state: 'waiting', tried: entry.tried ?? entry.at })
		else if (entry.state === 'draft' && form && !isBack && !ids.has(form)) offer(form, entry)
	}
}

/* Sending. */

let again

/** Sends what waits, one after the other, from one page of this browser at a time. */
const sendAll = (which = {}) =>
	navigator.locks.request('pitso-send', async () => {
		clearTimeout(again)
		if (!owner || isOfflinePage) return
		const sent = []
		let isMore = false
		for (const entry of await entries()) {
			if (entry.state !== 'waiting' || (which.only && entry.id !== which.only)) continue
			const isSure = entry.tried === null || entry.tried > Date.now() - SURE_FOR
			if (!isSure && !which.all) continue
			const became = await send(entry)
			if (became === 'sent') sent.push(entry.title)
			if (became === 'away' || became === 'failed') isMore = true
			if (became === 'away') break
		}
		if (isMore) again = setTimeout(() => void sendAll(), RETRY_AFTER)
		if (sent.length > 0) await tell(say('sent', { titles: sent.join(', ') }))
		else if (isMore && which.all) await tell(say('not-sent'))
		else await show()
	})

async function send(entry) {
	await put({ ...entry, tried: entry.tried ?? Date.now() })
	let answer
	try {
		answer = await fetch(entry.action, {
			method: 'POST',
			// Where it leads on to is nobody's page now; whether it was done is told by its key.
			redirect: 'manual',
			headers: { accept: 'text/html' },
			body: new URLSearchParams(entry.fields)
		})
	} catch {
		return 'away'
	}
	if (arrived(entry.once)) {
		await remove(entry.id)
		return 'sent'
	}
	const isRefused = answer.status >= 400 && answer.status < 500 && answer.status !== 429
	if (isRefused || (await isDrawnAgain(answer))) {
		await put({ ...entry, state: 'refused' })
		return 'refused'
	}
	// What the server cannot do with one form keeps no other waiting.
	return answer.status >= 500 ? 'failed' : 'away'
}

/** Whether the server answered with the form itself: it asks for something first, and sending it again asks the same. */
const isDrawnAgain = async (answer) => {
	try {
		return answer.ok && / data-keep(?:[=\s>])/.test(await answer.text())
	} catch {
		return false
	}
}

/* The page. */

async function start() {
	// The page for when the network is away stands in for any other: once more means that one.
	for (const link of document.querySelectorAll('a[data-again]')) link.href = location.href
	await settleOwner()
	if (!owner) return showList()
	await settle()
	await show()
	if (navigator.onLine) await sendAll()
}

document.addEventListener('input', (event) => {
	const form = event.target instanceof Element ? event.target.closest('form') : null
	if (owner && isKept(form)) keepDraft(form)
})

document.addEventListener('submit', (event) => {
	const form = event.target
	if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !isAble) return
	if (form.getAttribute('action')?.endsWith('/sign-out')) {
		event.preventDefault()
		void signOut(form)
	} else if (!owner) return
	else if (isKept(form)) {
		// A round that draws the form once more is not yet its sending; away from the network there is none. Nor is a form kept
		// whose button sends it elsewhere: sent by its own address, it would do something else than it was asked for.
		if (event.submitter?.matches('[data-round], [formaction]')) {
			if (navigator.onLine) return forget(form)
			event.preventDefault()
			return void tell(say('cannot'))
		}
		event.preventDefault()
		void submitted(form)
	} else if (!navigator.onLine && form.matches('form[data-guard]')) {
		event.preventDefault()
		void tell(say('never-kept'))
	}
})

async function signOut(form) {
	try {
		// Everything goes, whoever typed it, so everything that was not sent is asked about.
		const rows = await done((await store('form', 'readonly')).getAll())
		const waiting = rows.filter(({ until }) => until === FOR_EVER).length
		if (waiting > 0 && !confirm(saySome('sign-out', waiting))) return
		await clear()
	} catch {
		// Without a store nothing is kept.
	}
	// What was captured in the field stays, sealed under its passphrase; a page that has it open locks it.
	if ('BroadcastChannel' in globalThis) new BroadcastChannel('pitso-capture').postMessage('lock')
	HTMLFormElement.prototype.submit.call(form)
}

document.addEventListener('visibilitychange', () => {
	if (document.visibilityState === 'hidden') for (const form of drafts.keys()) void writeDraft(form)
})
window.addEventListener('offline', () => void show())
window.addEventListener('online', () => void show().then(() => sendAll()))

if (isAble) void start()
