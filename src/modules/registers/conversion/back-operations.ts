import { z } from 'zod'
import { Key, NewVersion, Reference } from '#platform/operation/fields.ts'
import { command, query, type Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { declareIn } from '../declare-register.server.ts'
import { addDays } from '../formula/days.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { Consents } from './conversion-outputs.ts'
import { REPLACED_DAYS } from './keep-replaced.server.ts'
import { textOfWayBack, waysBack, type WayBack } from './versions.server.ts'

const Back = {
	register: Reference,
	/** The version that is to be brought back. */
	to: z.int().min(1).max(1_000_000)
}

async function wayTo(here: Here, register: Register, to: number): Promise<WayBack> {
	const ways = await waysBack(here, register.id, register.compiled.declaration.version)
	const way = ways.find((one) => one.to.version === to)
	if (!way) throw absent('registers.no-way-back', { register: register.reference, version: to })
	return way
}

/** The versions of a register that can be brought back, each with the declaration that would do it: as it is looked through before it is declared. */
export const listWaysBack = query({
	name: 'register.waysBack',
	input: z.strictObject({ register: Reference }),
	output: z.object({
		ways: z.array(
			z.object({
				to: z.int(),
				declaredAt: z.date(),
				/** Until when the values that were replaced since are kept; later they are converted back as far as that goes. */
				keptUntil: z.string(),
				isKept: z.boolean(),
				declaration: z.string()
			})
		)
	}),
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, _input, register) {
		const { version } = register.compiled.declaration
		const ways = await waysBack(here, register.id, version)
		return {
			ways: ways.map((way) => {
				const keptUntil = addDays(way.undone.declaredAt.toISOString().slice(0, 10), REPLACED_DAYS)
				return {
					to: way.to.version,
					declaredAt: way.to.declaredAt,
					keptUntil,
					isKept: keptUntil >= here.today,
					declaration: textOfWayBack(way, version + 1)
				}
			})
		}
	}
})

/**
 * Brings the version before back, as the next one: what its steps replaced is as it was where it stands as they left it, and what was filled in or
 * changed since is converted back. What that loses is consented to, as for any other version.
 */
export const bringBack = command({
	name: 'register.bringBack',
	input: z.strictObject({
		...Back,
		/** The version that stood when it was looked at: another one since is told. */
		after: z.int().min(1).max(1_000_000).optional(),
		consents: Consents.optional(),
		mayWait: z.boolean().optional()
	}),
	output: z.object({ id: z.string(), register: Key, version: NewVersion, job: z.string().nullable() }),
	about: (here, { register }) => getRegister(here, register),
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { to, after, consents = [], mayWait = false }, register) {
		const text = textOfWayBack(await wayTo(here, register, to), register.compiled.declaration.version + 1)
		return declareIn(here, { text, isShipped: false, after, consents, mayWait })
	}
})
