import { z } from 'zod'
import { Key, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command } from '#platform/operation/operation.server.ts'
import { getRegister } from '../registers.server.ts'
import { getWaiting } from './offer-upgrade.server.ts'

/** Leaves a later version of a shipped register out, with a reason: it is asked again when the next one is shipped. */
export const declineUpgrade = command({
	name: 'register.declineUpgrade',
	input: z.strictObject({
		register: Reference,
		version: Version,
		upgrade: z.int().min(1).max(1_000_000),
		reason: Text(2_000)
	}),
	output: z.object({ id: z.string(), register: Key, version: NewVersion }),
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { upgrade, reason }, register) {
		const { id } = await getWaiting(here, { register, upgrade })
		await here.write.change('register_upgrade', id, { state: 'declined', reason, decided_at: here.now })
		return { id: register.id, register: register.reference }
	}
})
