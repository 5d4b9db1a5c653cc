// Sends what waits, one after the other, each under the identifier that the device gave it: what arrived twice is taken in once.
import { ask } from './line.js'

// Unattached files are kept by the server for a day: what was taken in long ago is sent anew.
const FILE_FOR = 20 * 3_600_000
const LOG_MOST = 50

const inTurn = (kept, act) => navigator.locks.request(`pitso-capture-${kept.device}`, act)

/** A capture as it waits, held back from now on until its form is closed; undefined where it went meanwhile. */
export const holdBack = (kept, id) =>
	inTurn(kept, async () => {
		const found = await kept.get('capture', id)
		if (found) await kept.put('open', { id, capture: null })
		return found
	})

/**
 * Sends what is ready: `all` also says how it went where nothing did. Gives what became of it; `stopped` says why not all was sent. Of
 * several pages of one browser one sends at a time.
 */
export const sendAll = (kept, { workspace, tell }) =>
	inTurn(kept, async () => {
		// What is open goes on when it is closed: sent as it was before, it would be known there, and what was changed lost.
		const open = new Set((await kept.all('open')).map(({ id }) => id))
		const ready = (await kept.all('capture'))
			.filter(({ id, state }) => state === 'ready' && !open.has(id))
			.sort((one, other) => one.at - other.at)
		const result = { sent: 0, conflicts: 0, refused: 0, stopped: null, clockOff: null }
		for (const [index, capture] of ready.entries()) {
			tell(index + 1, ready.length)
			const answer = await sendOne(kept, workspace, capture)
			if (typeof answer.clockOff === 'number') result.clockOff = answer.clockOff
			if (answer.state === 'refused') result.refused += 1
			else if (answer.state === 'conflict') result.conflicts += 1
			else if (['entered', 'decided', 'dropped'].includes(answer.state)) result.sent += 1
			else {
				result.stopped = answer.state
				break
			}
		}
		return result
	})

async function sendOne(kept, workspace, found) {
	let capture = found
	for (const file of capture.files) {
		if (file.sentId && file.sentAt > Date.now() - FILE_FOR) continue
		const bytes = await kept.bytes('file', file.id)
		if (!bytes) continue
		const form = new FormData()
		form.append('file', new Blob([bytes], { type: file.type }), file.filename)
		const answer = await ask(workspace, 'file', { file: form })
		if (answer.state !== 'taken')
			return answer.state === 'refused' ? refuse(kept, capture, atFile(answer, file)) : answer
		// Kept one by one: a line that breaks costs no file twice.
		const files = capture.files.map((one) =>
			one.id === file.id ? { ...one, sentId: answer.id, sentAt: Date.now() } : one
		)
		capture = { ...capture, files }
		await kept.put('capture', capture)
	}
	const named = capture.files.flatMap(({ name, sentId, filename }) =>
		sentId
			? [
					[name, sentId],
					[`${name}:named`, filename]
				]
			: []
	)
	const { id, register, version, day, capturedAt, entry, fields } = capture
	const answer = await ask(workspace, 'send', {
		body: {
			device: kept.device,
			capture: id,
			register,
			formVersion: version,
			day,
			capturedAt,
			sentAt: new Date().toISOString(),
			fields: [...fields, ...named],
			...(entry ? { entry } : {})
		}
	})
	if (answer.state === 'refused') return refuse(kept, capture, answer)
	if (['entered', 'conflict', 'decided', 'dropped'].includes(answer.state)) await arrived(kept, capture, answer)
	return answer
}

const atFile = (answer, { name }) => ({
	...answer,
	faults: [{ name, message: answer.faults[0]?.message ?? answer.message }]
})

async function refuse(kept, capture, answer) {
	// While it was on its way it may have been opened and changed: what stands there now is what goes on.
	const now = await kept.get('capture', capture.id)
	if (now)
		await kept.put('capture', {
			...now,
			files: capture.files,
			state: 'refused',
			faults: answer.faults,
			message: answer.message
		})
	return answer
}

async function arrived(kept, capture, answer) {
	await kept.put('sent', {
		id: capture.id,
		at: Date.now(),
		capturedAt: capture.capturedAt,
		register: capture.register,
		title: capture.title,
		state: answer.state,
		entry: answer.entry ?? null,
		reason: answer.reason ?? null
	})
	for (const { id } of capture.files) await kept.remove('file', id)
	await kept.remove('capture', capture.id)
	const log = (await kept.all('sent')).sort((one, other) => other.at - one.at)
	for (const old of log.slice(LOG_MOST)) await kept.remove('sent', old.id)
}
