import { z } from 'zod'
import { Key, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { Consents } from './conversion/conversion-outputs.ts'
import { DECLARE, declareIn, faultsOfOthers } from './declare-register.server.ts'
import { checkTogether } from './declaration/check-together.ts'
import { getRegister, listCompiled, type Register } from './registers.server.ts'
import { closeFormOf } from './submission/form-commands.ts'

const Declared = z.object({ id: z.string(), register: Key, version: NewVersion })

/** Declares a register, or the next version of one that is there. */
export const declareRegister = command({
	name: DECLARE,
	/**
	 * `after` is the version that stood when the text was looked at, nought where there was none: another one since is told. With `mayWait` a
	 * job does it where very many entries are concerned.
	 */
	input: z.strictObject({
		declaration: z.string().min(1).max(400_000),
		after: z.int().min(0).max(1_000_000).optional(),
		/** The version of the register's record when the text was looked at: whatever became of it since is told. */
		seen: z.int().min(1).optional(),
		/** The later version of what was shipped that the text takes in: it no longer waits then. */
		upgrade: z.int().min(1).max(1_000_000).optional(),
		/** What its steps lose, as the preview told it: just these values, and as many more out of the seat's sight. */
		consents: Consents.optional(),
		mayWait: z.boolean().optional()
	}),
	output: Declared.extend({
		/** The job that does it, where it has become one: then nothing is done yet. */
		job: z.string().nullable()
	}),
	about: nothing,
	allow: ({ seat }) => seat.role === 'administrator',
	run: (here, { declaration: text, after, seen, upgrade, consents = [], mayWait = false }) =>
		declareIn(here, { text, isShipped: false, after, seen, upgrade, consents, mayWait })
})

/** Refuses to end a register that another one names. */
export async function refuseWhileNamed(here: Writing, { compiled }: Register): Promise<void> {
	const { register: key } = compiled.declaration
	const naming = faultsOfOthers(await listCompiled(here, ['active']), key, null).map(({ register }) => register)
	if (naming.length > 0)
		throw conflict('registers.named-by', { register: key, others: [...new Set(naming)].join(', ') })
}

/** Refuses to take a register up again that names what is no longer there. */
export async function refuseUnlessWhole(here: Writing, { compiled }: Register): Promise<void> {
	const { register: key } = compiled.declaration
	const others = (await listCompiled(here, ['active'])).map((one) => one.compiled)
	const [fault] = checkTogether([...others, compiled], new Set()).get(key) ?? []
	if (fault) throw conflict('registers.names-missing', { register: key, found: fault.found })
}

/** Ends a register, with a reason: it takes no more entries, and those it holds stay to be read and brought to their end. */
export const retireRegister = command({
	name: 'register.retire',
	input: z.strictObject({ register: Reference, version: Version, reason: Text(2_000) }),
	output: Declared,
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { reason }, register) {
		if (register.state !== 'active') throw conflict('platform.already-withdrawn')
		await refuseWhileNamed(here, register)
		await here.write.changeRecord(register.id, { state: 'withdrawn', state_reason: reason })
		await closeFormOf(here, register.id)
		return { id: register.id, register: register.reference }
	}
})

/** Takes a register up again that was ended. */
export const restoreRegister = command({
	name: 'register.restore',
	input: z.strictObject({ register: Reference, version: Version, reason: Text(2_000) }),
	output: Declared,
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, _input, register) {
		if (register.state !== 'withdrawn') throw conflict('platform.not-withdrawn')
		await refuseUnlessWhole(here, register)
		await here.write.changeRecord(register.id, { state: 'active', state_reason: null })
		return { id: register.id, register: register.reference }
	}
})
