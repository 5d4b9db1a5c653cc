// Field capture on a device: what stands on the page that works without a network.
import { openCapture, recoverOpen } from './fill.js'
import { ask, keepPages, takeAlong, tellGivenUp } from './line.js'
import { holdBack, sendAll } from './send.js'
import { newest, registerList, sentList, stateLines, waitingList } from './shown.js'
import { countOf, erase, isAble, unlock, vaults } from './store.js'
import { button, goTo, make, say, sayNumber } from './words.js'

// Long enough to walk from one lorry to the next, short enough for a phone that was left on a table.
const IDLE_MINUTES = 10
const AGAIN_AFTER = 60_000

const root = document.querySelector('[data-capture]')
const part = (name) => root.querySelector(`[data-${name}]`)
const app = part('capture-app')

let device = null
let kept = null
let filling = null
let idle
let isSending = false
let behind = []

const tell = (...texts) =>
	part('told').replaceChildren(
		...texts.map((text) => (typeof text === 'string' ? make('p', { textContent: text }) : text))
	)

/* Locked. */

async function showLocked() {
	part('unlocked').hidden = true
	for (const name of ['form', 'registers', 'waiting', 'sent']) part(name).replaceChildren()
	const all = await vaults()
	if (all.length === 0)
		return part('state').replaceChildren(
			make('p', { textContent: say('none-ready') }),
			make('p', {}, make('a', { href: '/', textContent: say('none-ready-link') }))
		)
	const forms = await Promise.all(all.map(unlockForm))
	part('state').replaceChildren(lineLine(), ...forms)
}

const lineLine = () => make('p', {}, make('strong', { textContent: say(navigator.onLine ? 'online' : 'offline') }))

async function unlockForm(vault) {
	const waiting = sayNumber(await countOf(vault.id, 'capture'))
	const id = `passphrase-${vault.id}`
	const input = make('input', {
		id,
		className: 'input',
		type: 'password',
		autocomplete: 'current-password',
		required: true
	})
	const told = make('p', { className: 'hint' })
	told.setAttribute('role', 'status')
	const form = make(
		'form',
		{ className: 'form' },
		make('p', { textContent: say('locked', { count: waiting }) }),
		make(
			'div',
			{ className: 'field' },
			make('label', { htmlFor: id, textContent: say('passphrase', { name: vault.name }) }),
			input,
			told
		),
		make(
			'div',
			{ className: 'foot' },
			make('button', { className: 'btn btn-primary', textContent: say('unlock') }),
			button(say('forgotten'), () => empty(vault, waiting))
		)
	)
	form.addEventListener('submit', (event) => {
		event.preventDefault()
		const passphrase = input.value
		input.value = ''
		told.textContent = say('unlocking')
		void unlock(vault.id, passphrase).then(async (found) => {
			if (found.kept) return enter(vault, found.kept)
			told.textContent = say(found.isEarly ? 'wait' : 'wrong', { seconds: sayNumber(found.wait) })
			input.focus()
		})
	})
	return form
}

async function empty(vault, count) {
	if (!confirm(say('empty-sure', { name: vault.name, count }))) return
	await leaveForm()
	await erase(vault.id)
	await lock()
}

/** Locks the device; what is being filled in is kept as a draft first. */
async function lock(text) {
	clearTimeout(idle)
	// Where nothing more can be kept, what was written down last stays.
	await filling?.keepDraft().catch(() => filling.end())
	filling = null
	kept = null
	device = null
	if (text) tell(text)
	await showLocked()
}

function stayAwake() {
	clearTimeout(idle)
	if (kept) idle = setTimeout(() => void lock(say('locked-idle', { minutes: IDLE_MINUTES })), IDLE_MINUTES * 60_000)
}

/* Revoked: erased, open or locked. */

async function askStanding() {
	if (!navigator.onLine) return
	void tellGivenUp()
	for (const vault of await vaults()) {
		const { state } = await ask(vault.workspace, 'contact', { body: { device: vault.id } })
		if (state === 'revoked') await revoked(vault)
	}
}

async function leaveForm() {
	await filling?.leave()
	filling = null
}

async function revoked(vault) {
	await leaveForm()
	await erase(vault.id)
	await ask(vault.workspace, 'contact', { body: { device: vault.id, erased: true } })
	kept = null
	device = null
	clearTimeout(idle)
	tell(say('revoked', { name: vault.name }))
	await showLocked()
}

/* Unlocked. */

async function enter(vault, opened) {
	device = vault
	kept = opened
	tell(...((await recoverOpen(opened)) > 0 ? [say('recovered')] : []))
	stayAwake()
	part('unlocked').hidden = false
	await show()
	// The button that was pressed is gone: whoever works by the keyboard goes on at what can be done now.
	goTo(root.querySelector('#registers h2'))
	if (navigator.onLine) {
		await send()
		await lookBehind()
	}
}

/** Says which forms were changed since they were taken along: what goes on by the old one waits for somebody. */
async function lookBehind() {
	const packs = kept ? newest(await kept.all('pack')) : []
	if (packs.length === 0) return
	const of = packs.map(({ register }) => register).join(',')
	const { registers = [] } = await ask(device.workspace, 'registers', { params: { of } })
	behind = packs.filter(({ register, version }) =>
		registers.some((one) => one.key === register && one.version > version)
	)
	if (kept) await show()
}

async function show() {
	if (!kept) return showLocked()
	const [captures, packs, log, setting] = await Promise.all([
		kept.all('capture'),
		kept.all('pack'),
		kept.all('sent'),
		kept.get('setting', 'setting')
	])
	captures.sort((one, other) => one.at - other.at)
	log.sort((one, other) => other.at - one.at)
	showState(captures, packs, log, setting)
	part('registers').replaceChildren(registerList(packs, openFor))
	const wanted = document.getElementById('capture-search').value.trim().toLowerCase()
	part('waiting').replaceChildren(waitingList(captures, packs, { wanted, open: openAgain, drop }))
	part('sent').replaceChildren(sentList(log, device.workspace))
}

function showState(captures, packs, log, setting) {
	const row = make('div', { className: 'row' })
	if (navigator.onLine) {
		if (captures.some(({ state }) => state === 'ready'))
			row.append(button(say('send'), () => send({ isAsked: true }), { look: 'btn btn-sm btn-primary' }))
		row.append(button(say('refresh'), refresh), button(say('add-register'), addRegister))
	}
	row.append(
		button(say('lock'), () => lock().then(() => part('state').querySelector('input')?.focus())),
		button(say('empty'), () => empty(device, sayNumber(captures.length)))
	)
	part('state').replaceChildren(lineLine(), ...stateLines({ captures, packs, log, setting, behind }), row)
}

async function drop(capture, title) {
	if (!confirm(say('delete-sure', { title }))) return
	for (const { id } of capture.files) await kept.remove('file', id)
	await kept.remove('capture', capture.id)
	await show()
	goTo(root.querySelector('#waiting h2'))
}

/* Filling in. */

async function open(pack, given) {
	await filling?.keepDraft()
	const packs = await kept.all('pack')
	filling = await openCapture(part('form'), {
		kept,
		pack,
		present: newest(packs).find(({ register }) => register === pack.register)?.version ?? pack.version,
		bounds: { bytes: Number(root.dataset.fileBytes), files: Number(root.dataset.files) },
		...given,
		async closed(text) {
			filling = null
			tell(...(text ? [text] : []))
			await show()
			goTo(text ? part('told') : root.querySelector('#registers h2'))
			if (navigator.onLine) await send()
		}
	})
}
const openFor = (pack, entry) => open(pack, { entry, capture: null })
async function openAgain(pack, { id }) {
	await filling?.keepDraft()
	filling = null
	const capture = await holdBack(kept, id)
	if (!capture) return show()
	await open(pack, { entry: capture.entry ? { ...capture.taken, ...capture.entry } : null, capture })
}

/* Sending and fetching. */

const STOPPED = { away: 'away', 'other-seat': 'other-seat', unknown: 'unknown' }

async function stopped(state) {
	if (state === 'revoked') return revoked(device)
	if (state === 'sign-in')
		return tell(
			say('sign-in'),
			make('p', {}, make('a', { href: `/${device.workspace}/sign-in?back=/capture`, textContent: say('sign-in-link') }))
		)
	tell(say(STOPPED[state] ?? 'away'))
}

async function send({ isAsked = false } = {}) {
	if (!kept || isSending) return
	isSending = true
	try {
		const result = await sendAll(kept, {
			workspace: device.workspace,
			tell: (at, count) => tell(say('sending', { at: sayNumber(at), count: sayNumber(count) }))
		})
		if (result.stopped) return await stopped(result.stopped)
		const count = result.sent + result.conflicts + result.refused
		if (count === 0 && !isAsked) return
		const texts = [
			say('done', {
				count: sayNumber(result.sent),
				conflicts: sayNumber(result.conflicts),
				refused: sayNumber(result.refused)
			})
		]
		if (result.clockOff !== null)
			texts.push(say('clock', { minutes: sayNumber(Math.round(Math.abs(result.clockOff) / 60)) }))
		tell(...texts)
		if (result.conflicts > 0) await lookBehind()
	} finally {
		isSending = false
		if (kept) await show()
	}
}

async function fetchForms(wanted) {
	const refused = []
	for (const { register, take } of wanted)
		refused.push(
			...(await takeAlong(kept, {
				workspace: device.workspace,
				device: device.id,
				registers: [register],
				take,
				tell: (one) => tell(say('refreshing', { register: one }))
			}))
		)
	const state = refused.find(({ answer }) => answer.state !== 'refused')?.answer.state
	if (state) return stopped(state)
	const promised = (await navigator.storage?.persist?.()) ?? null
	await kept.put('setting', { id: 'setting', promised })
	behind = []
	tell(
		...(refused.length === 0 ? [say('refreshed')] : []),
		...refused.map(({ register, answer }) => say('refresh-refused', { register, message: answer.message }))
	)
	await show()
}

const refresh = async () => fetchForms(newest(await kept.all('pack')).map(({ register, take }) => ({ register, take })))

async function addRegister() {
	const answer = await ask(device.workspace, 'registers')
	if (!answer.registers) return stopped(answer.state)
	const have = new Set((await kept.all('pack')).map(({ register }) => register))
	const select = make('select', { className: 'select select-sm' })
	select.setAttribute('aria-label', say('add-register'))
	select.append(
		new Option(say('add-register'), ''),
		...answer.registers.filter(({ key }) => !have.has(key)).map(({ key, name }) => new Option(name, key))
	)
	select.addEventListener('change', () => {
		if (select.value !== '') void fetchForms([{ register: select.value, take: 0 }])
	})
	tell(select)
	select.focus()
}

/* The page. */

async function begin() {
	const none = part('capture-none')
	if (!isAble()) {
		none.textContent = root.dataset.unable
		return
	}
	none.hidden = true
	app.hidden = false
	document.getElementById('capture-search').addEventListener('input', () => void show())
	for (const name of ['pointerdown', 'keydown']) document.addEventListener(name, stayAwake, true)
	window.addEventListener('offline', () => void show())
	window.addEventListener(
		'online',
		() =>
			void askStanding()
				.then(show)
				.then(() => send())
	)
	setInterval(() => {
		if (kept && !filling && navigator.onLine) void send()
	}, AGAIN_AFTER)
	// Whoever signs out in another page has left this one too.
	if ('BroadcastChannel' in globalThis) new BroadcastChannel('pitso-capture').onmessage = () => void lock()
	await showLocked()
	await askStanding()
	if (navigator.onLine) await keepPages().catch(() => undefined)
}

void begin()
