import { z } from 'zod'
import { keepCapture } from '#modules/registers/capture/keep-capture.ts'
import { receiveCapture, type Received } from '#modules/registers/capture/receive-capture.ts'
import type { ConflictReason } from '#modules/registers/capture/rules.ts'
import { readRegister } from '#modules/registers/register-queries.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import { invalid, isRefusal, type Refusal } from '#platform/operation/refusal.ts'
import { answered, sentJson, toldRefusal } from '../answering.server.ts'
import type { RequestHandler } from './$types'

const Sent = z.looseObject({ register: z.string().catch(''), formVersion: z.number().catch(0) })
type Sent = z.output<typeof Sent>

// The device mends what it sent under the form it has; of all else a person decides.
const ITS_OWN = new Set(['captures.device-revoked', 'captures.no-such-device', 'captures.of-other-device'])

/** Why a person has to look at what was refused; null where the device itself is told what is wrong. */
async function reasonFor(locals: App.Locals, sent: Sent, refusal: Refusal): Promise<ConflictReason | null> {
	if (ITS_OWN.has(refusal.code)) return null
	switch (refusal.kind) {
		case 'forbidden':
			return 'no-right'
		case 'absent':
			return 'gone'
		case 'conflict':
			if (refusal.code === 'captures.form-changed') return 'form-changed'
			if (refusal.code === 'captures.likely-duplicate') return 'likely-duplicate'
			return refusal.code === 'platform.changed-meanwhile' ? 'changed-meanwhile' : 'not-open'
		case 'invalid':
			// What an old form lacks cannot be mended in it.
			return (await isOutdated(locals, sent)) ? 'form-changed' : null
		default:
			return refusal.kind satisfies never
	}
}

async function isOutdated(locals: App.Locals, { register, formVersion }: Sent): Promise<boolean> {
	try {
		const { declaration } = await locals.attempt(readRegister, { register })
		return readyRegister(declaration).declaration.version > formVersion
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return false
	}
}

const done = ({ words }: App.Locals, { state, entry, clockOff }: Received, reason: ConflictReason | null = null) => ({
	state,
	entry,
	clockOff,
	reason: reason === null ? null : words.t(`captures.reason.${reason}`)
})

/**
 * Takes in what was captured on a device and answers for it: an entry was made or corrected; it was refused with its faults, to be mended on
 * the device; or it is kept here until a person has decided about it.
 */
export const POST: RequestHandler = ({ locals, request }) =>
	answered(locals, async () => {
		const read = Sent.safeParse(await sentJson(request))
		if (!read.success) throw invalid([{ path: [], code: 'platform.field.format', params: { format: 'json' } }])
		const sent = read.data
		try {
			return done(locals, await locals.run(receiveCapture, sent))
		} catch (refusal) {
			if (!isRefusal(refusal)) throw refusal
			const reason = await reasonFor(locals, sent, refusal)
			if (reason === null) throw refusal
			const { isKnown: _known, ...kept } = sent
			const faults = toldRefusal(locals, refusal)
				.faults.slice(0, 100)
				.flatMap(({ name }, index) => {
					const issue = refusal.issues[index]
					return issue ? [{ name: name.slice(0, 160), code: issue.code, params: { ...issue.params } }] : []
				})
			const { entries } = refusal.params
			const alike = reason === 'likely-duplicate' && typeof entries === 'string' ? entries.split(', ') : []
			return done(locals, await locals.run(keepCapture, { ...kept, reason, faults, alike }), reason)
		}
	})
