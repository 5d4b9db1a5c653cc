import { v4 as randomId } from 'uuid'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { aDevice, CROSSINGS, fieldsOf, sentBy } from '../../fixtures/captured.ts'
import { sendFile } from '../../fixtures/register-files.ts'
import { perform } from '../by-name.ts'
import { PARTAKERS } from '../expecting.ts'
import { GUARDED_REGISTER, OPEN_REGISTER } from '../prepared-register.ts'

/** Which register a seat captured something for that waits. */
const OF_SEAT: ReadonlyMap<string, 'open' | 'closed'> = new Map([
	['member', 'open'],
	['chair', 'closed']
])

/**
 * A device of every seat that may have one, of the member and the chair a capture each that waits for a decision, and of the member one more
 * with a photograph.
 */
export async function prepareCaptures(made: TestWorkspace, put: (name: string, id: string) => void): Promise<void> {
	for (const seat of PARTAKERS) {
		const acting = await made.as(seat)
		const device = await perform(acting, 'captureDevice.add', { name: `Phone of ${seat}` })
		put(`device of ${seat}`, device)
		await perform(acting, 'captureDevice.takeAlong', { device, register: OPEN_REGISTER })
		const which = OF_SEAT.get(seat)
		if (which === undefined) continue
		const register = which === 'open' ? OPEN_REGISTER : GUARDED_REGISTER
		if (which === 'closed') await perform(acting, 'captureDevice.takeAlong', { device, register })
		const capture = randomId()
		await perform(acting, 'capture.keep', {
			device,
			capture,
			register,
			formVersion: 1,
			day: '2026-02-27',
			capturedAt: '2026-02-27T08:00:00.000Z',
			sentAt: '2026-03-02T09:00:00.000Z',
			fields: [['values:name', which === 'open' ? 'Met on the road' : 'Shadow capture']],
			reason: 'likely-duplicate'
		})
		put(`${which} capture`, capture)
	}
	// One with a photograph, for a register that asks for one.
	await perform(await made.as('administrator'), 'register.declare', { declaration: CROSSINGS })
	const member = await made.as('member')
	const photo = await sendFile(member, { name: 'lorry.txt', bytes: new TextEncoder().encode('A picture of the road') })
	const device = await aDevice(made)
	const sent = sentBy({ device, fields: fieldsOf({ name: 'Met with a picture', photo }) })
	await perform(member, 'capture.keep', { ...sent, reason: 'likely-duplicate' })
	put('capture with a file', sent.capture)
	put('file of a capture', photo)
}
