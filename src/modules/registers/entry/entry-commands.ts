import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { refuseUnlessAllowed } from '#platform/operation/steps.server.ts'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { doEffects } from './effects.server.ts'
import { mayAdd, mayAddSome, type AskedEntry } from './entry-access.ts'
import { FieldKey, Given, withGiven, type GivenFields } from './given.server.ts'
import { keepEntry } from './keep-entries.server.ts'
import { beginEntry, refuseFaults, titleOf } from './keep-entry.server.ts'
import {
	filling,
	judging,
	keepPlanned,
	mayChangeFound,
	mayMoveFound,
	moveOf,
	planChange,
	planMove,
	titled
} from './plan-entry.server.ts'
import { askingOf, getEntryRow, nothingKept } from './read-entry.server.ts'
import { refuseClosedFields } from './refuse-closed.server.ts'
import type { EntryValues } from './values.ts'

const Done = z.object({ id: z.string(), reference: z.string(), version: NewVersion })

/**
 * The register as it stands until the command is done: whoever declares it anew or retires it waits for those who add to it, and
 * these for them. Those who add do not wait for each other.
 */
async function heldRegister(here: Writing, register: Register): Promise<Register> {
	const version = await here.write.holdRecord(register.id)
	return version === register.version ? register : getRegister(here, register.id)
}

/**
 * Adds an entry as `entry.add` does, by the rights of the seat. It may begin in a later state of its register, and tell that it
 * came by the public form: what it holds is filled in where entries begin, and judged by what holds where it comes to.
 */
export async function addEntryAs(
	here: Writing,
	given: GivenFields,
	found: Register,
	{ beginsIn, submittedDay = null }: { beginsIn?: string | undefined; submittedDay?: string | null } = {}
): Promise<{ id: string; reference: string }> {
	const { id: registerId, compiled, state: standing } = await heldRegister(here, found)
	if (standing !== 'active') throw conflict('registers.not-active')
	const seat = askingOf(here)
	const { declaration } = compiled
	const first = declaration.states[0]?.key ?? ''
	const state = declaration.states.find(({ key }) => key === (beginsIn ?? first))
	const asked = (values: EntryValues): AskedEntry => ({
		enteringActorId: seat.actorId,
		state: first,
		values: values.fields
	})
	// Which groups a seat is in may hang on the actors it names: they are read first, and every right is asked of the whole.
	const read = await withGiven(here, compiled, { given, mayFillIn: () => 'yes' })
	const values = beginEntry(compiled, read.values, {
		today: here.today,
		actorId: seat.actorId,
		isSaid: (key) => Object.hasOwn(given.values, key),
		mayFill: (key, begun) => filling(here, compiled, asked(begun))(key) === 'yes'
	})
	const entry = asked(values)
	refuseUnlessAllowed(mayAdd(compiled, seat, values.fields), 'entry.add')
	refuseClosedFields(here, compiled, entry, given)
	await withGiven(here, compiled, { given, mayFillIn: filling(here, compiled, entry) })
	refuseFaults(compiled, values, { ...judging(here, entry), comesTo: state?.key ?? first })
	const number = await here.write.nextNumber(`entry-${declaration.register}`, declaration.code)
	const id = uuid()
	await keepEntry(here, {
		id,
		registerId,
		compiled,
		kept: nothingKept,
		values,
		entry: { ...entry, state: state?.key ?? first },
		title: titled(here, titleOf(compiled, values, here.today, number)),
		number,
		addEntry: () =>
			here.write.add('entry', {
				id,
				register_id: registerId,
				register_version: declaration.version,
				state: state?.key ?? first,
				state_day: here.today,
				ended_day: state?.end === true ? here.today : null,
				entering_actor_id: seat.actorId,
				...(submittedDay === null ? {} : { submitted_day: submittedDay }),
				revision: 1
			})
	})
	return { id, reference: number }
}

/** Adds an entry to a register, in its first state. */
export const addEntry = command({
	name: 'entry.add',
	input: z.strictObject({ register: Reference, ...Given }),
	output: Done,
	about: (here, { register }) => getRegister(here, register),
	allow: (here, { compiled }) => mayAddSome(compiled, askingOf(here)),
	run: (here, given, found) => addEntryAs(here, given, found)
})

const theEntry = { register: Reference.optional(), entry: Reference, version: Version }

/** Changes the fields and tables that are given; all others stay. */
export const changeEntry = command({
	name: 'entry.change',
	input: z.strictObject({ ...theEntry, ...Given }),
	output: Done,
	about: (here, { entry, register }) => getEntryRow(here, entry, register),
	allow: (here, found) => mayChangeFound(here, found),
	async run(here, given, found) {
		await keepPlanned(here, await planChange(here, found, given))
		return { id: found.id, reference: found.reference }
	}
})

/** Moves an entry from one state to the next, and does what the move declares. */
export const moveEntry = command({
	name: 'entry.move',
	/** Fields and tables may be filled on the way, by whoever may change the entry too. */
	input: z.strictObject({ ...theEntry, move: FieldKey, reason: Text(2_000).optional(), ...Given }),
	/** `told` says how many seats were written to; `cannotReach` names actors that no seat acts for. */
	output: Done.extend({ told: z.int(), cannotReach: z.array(RecordReference) }),
	about: (here, { entry, register }) => getEntryRow(here, entry, register),
	allow(here, found, { move: key }) {
		const move = found.compiled.declaration.moves.find((one) => one.key === key)
		// That there is no such move is told by the command itself.
		return !move || mayMoveFound(here, found, move)
	},
	async run(here, { move: key, reason, values, tables }, found) {
		const move = moveOf(found.compiled, key)
		const planned = await planMove(here, found, { move, reason, given: { values, tables } })
		await keepPlanned(here, planned)
		const { told, cannotReach } = await doEffects(here, move, planned)
		return { id: found.id, reference: found.reference, told, cannotReach }
	}
})
