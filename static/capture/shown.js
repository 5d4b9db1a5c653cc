// What the page of field capture shows of what a device holds: its state, its registers, what waits and what was sent.
import { button, make, say, sayAt, sayNumber, saySize } from './words.js'

const sizeOf = (capture) =>
	JSON.stringify(capture.fields).length + capture.files.reduce((sum, { size }) => sum + size, 0)

/** The form of each register that is the newest on the device, by name. */
export const newest = (packs) =>
	[
		...new Map(
			[...packs].sort((one, other) => one.version - other.version).map((pack) => [pack.register, pack])
		).values()
	].sort((one, other) => one.many.localeCompare(other.many))

/** How much waits, since when, and how long it is kept: a paragraph each. */
export function stateLines({ captures, packs, log, setting, behind }) {
	const count = (state) => sayNumber(captures.filter((one) => one.state === state).length)
	const size = saySize(captures.reduce((sum, one) => sum + sizeOf(one), 0))
	const promised = setting?.promised ?? null
	const lines = [
		say('waiting', { ready: count('ready'), drafts: count('draft'), refused: count('refused'), size }),
		...(captures.length > 0 ? [say('oldest', { at: sayAt(captures[0].at) })] : []),
		...(log.length > 0 ? [say('last-sent', { at: sayAt(log[0].at) })] : []),
		...(packs.length > 0 ? [say('up-to-date', { at: sayAt(Math.min(...packs.map(({ at }) => at))) })] : []),
		...(behind.length > 0 ? [say('behind', { thing: behind.map(({ many }) => many).join(', ') })] : []),
		say(promised === null ? 'persist-unknown' : promised ? 'persisted' : 'not-persisted')
	]
	return lines.map((text) => make('p', { textContent: text }))
}

/** The registers whose forms are here, each with what is filled in anew or corrected. */
export function registerList(packs, openFor) {
	const items = newest(packs).map((pack) => {
		const row = make('div', { className: 'row' })
		row.append(button(say('new', { thing: pack.one }), () => openFor(pack, null), { look: 'btn btn-sm btn-primary' }))
		if (pack.entries.length > 0) row.append(chooseEntry(pack, openFor))
		return make(
			'li',
			{},
			make('strong', { textContent: pack.many }),
			make('div', { className: 'quiet', textContent: say('version', { version: pack.version }) }),
			row
		)
	})
	return make('ul', { className: 'kept-list' }, ...items)
}

function chooseEntry(pack, openFor) {
	const select = make('select', { className: 'select select-sm' })
	select.setAttribute('aria-label', say('choose-entry'))
	select.append(
		new Option(say('correct', { count: sayNumber(pack.entries.length) }), ''),
		...pack.entries.map(({ reference, title }) => new Option(`${reference} ${title}`, reference))
	)
	select.addEventListener('change', () => {
		const entry = pack.entries.find(({ reference }) => reference === select.value)
		if (entry) void openFor(pack, entry)
	})
	return select
}

const saysIn = ({ title, fields }, wanted) =>
	wanted === '' || [title, ...fields.map(([, text]) => text)].some((text) => text.toLowerCase().includes(wanted))

/** What waits and says what is wanted, each to be opened or dropped. */
export function waitingList(captures, packs, { wanted, open, drop }) {
	const found = captures.filter((one) => saysIn(one, wanted))
	if (found.length === 0)
		return make('p', { className: 'quiet', textContent: say(captures.length === 0 ? 'none' : 'none-found') })
	return make('ul', { className: 'kept-list' }, ...found.map((capture) => waitingItem(capture, packs, { open, drop })))
}

function waitingItem(capture, packs, { open, drop }) {
	const pack = packs.find(({ register, version }) => register === capture.register && version === capture.version)
	const title = capture.title || say('untitled')
	const row = make('div', { className: 'row' })
	if (pack) row.append(button(say('open'), () => open(pack, capture), { about: title }))
	row.append(button(say('delete'), () => drop(capture, title), { about: title }))
	return make(
		'li',
		{},
		make('strong', {
			textContent: say('titled', {
				thing: capture.entry
					? say('correct-title', { reference: capture.entry.reference })
					: (pack?.one ?? capture.register),
				title
			})
		}),
		make('div', {
			className: 'quiet',
			textContent: `${say(`state-${capture.state}`)}. ${say('captured', { at: sayAt(capture.capturedAt), size: saySize(sizeOf(capture)) })}`
		}),
		row
	)
}

/** What was sent last, each with what became of it. */
export function sentList(log, workspace) {
	if (log.length === 0) return make('p', { className: 'quiet', textContent: say('never-sent') })
	const items = log.map((one) => {
		const home = `/${workspace}/register/${one.register}`
		const [text, href] =
			one.state === 'conflict'
				? [say('sent-conflict', { reason: one.reason ?? '' }), `${home}/capture/${one.id}`]
				: one.state === 'dropped'
					? [say('sent-dropped'), null]
					: [say('sent', { reference: one.entry ?? '' }), one.entry ? `${home}/${one.entry}` : null]
		return make(
			'li',
			{},
			make('strong', { textContent: one.title || say('untitled') }),
			make('div', {}, href ? make('a', { href, textContent: text }) : text),
			make('div', {
				className: 'quiet',
				textContent: say('sent-at', { captured: sayAt(one.capturedAt), at: sayAt(one.at) })
			})
		)
	})
	return make('ul', { className: 'kept-list' }, ...items)
}
