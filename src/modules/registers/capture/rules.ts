import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { mayAdd, mayFill, type AskingSeat } from '../entry/entry-access.ts'

/** So many devices a seat has ready at most: more, and nobody would know which of them is lost. */
export const DEVICES_MOST = 10

/** So many registers are on one device at most. */
export const REGISTERS_MOST = 20

/** So many entries are taken along to be corrected at most, of one register. */
export const TAKEN_MOST = 200

// A quarter of an hour is more than a clock loses that is set from time to time, and less than what would put a capture on another day.
const CLOCK_OFF_FROM = 15 * 60

/** By how many seconds a device's clock is ahead of ours (behind, where negative); null where that is not worth telling. */
export function clockOff(sentAt: Date, now: Date): number | null {
	const seconds = Math.round((sentAt.getTime() - now.getTime()) / 1_000)
	return Math.abs(seconds) >= CLOCK_OFF_FROM ? Math.max(-2_000_000_000, Math.min(seconds, 2_000_000_000)) : null
}

/** Why something that was captured waits for a person. */
export const CONFLICT_REASONS = [
	'form-changed',
	'no-right',
	'gone',
	'changed-meanwhile',
	'likely-duplicate',
	'not-open'
] as const
export type ConflictReason = (typeof CONFLICT_REASONS)[number]

/**
 * True for those who decide what others captured for a register: whoever adds entries to it whatever stands in them, and fills in all of its
 * form. They see nothing there that they could not see in an entry.
 */
export function decidesForOthers(compiled: CompiledRegister, seat: AskingSeat): boolean {
	const entry = { enteringActorId: null, state: compiled.declaration.states[0]?.key ?? '', values: {} }
	if (!mayAdd(compiled, { ...seat, actorId: null }, {})) return false
	const keys = [
		...[...compiled.fields].flatMap(([key, { field }]) => (isWorkedOut(field) ? [] : [key])),
		...compiled.tables.keys()
	]
	return keys.every((key) => mayFill(compiled, key, seat, entry))
}
