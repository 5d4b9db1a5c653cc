import { z } from 'zod'
import { Text } from '#platform/operation/fields.ts'
import { command, type Writing } from '#platform/operation/operation.server.ts'
import { anyOf, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { planAll, RefusedEntries, theEntries } from '../entry/bulk-commands.ts'
import { mayChangeSome, mayMoveSome } from '../entry/entry-access.ts'
import { KeptValue } from '../entry/entry-outputs.ts'
import { FieldKey, GivenOne } from '../entry/given.server.ts'
import {
	mayChangeFound,
	mayMoveFound,
	moveOf,
	planChange,
	planMove,
	refuseUnless,
	type Planned,
	type Together
} from '../entry/plan-entry.server.ts'
import { reachOf } from '../entry/reach.server.ts'
import { askingOf, type FoundEntry } from '../entry/read-entry.server.ts'
import { RECORD_TYPES, referencesIn } from '../entry/resolve.server.ts'
import type { Value, Values } from '../entry/values.ts'
import { getRegister } from '../registers.server.ts'

const Changed = z.object({ field: z.string(), before: KeptValue.nullable(), after: KeptValue.nullable() })

const textOf = (value: Value | undefined) => JSON.stringify(value ?? null)

/** What would be different in the parts of an entry that the seat sees: what was given, and what is worked out from it. */
function changesOf({ found, values }: Planned) {
	const { compiled, kept } = found
	const parts = new Set(kept.parts.map(({ part }) => part))
	return [...compiled.fields].flatMap(([field, { part }]) => {
		const [before, after] = [kept.values.fields[field], values.fields[field]]
		if (!parts.has(part) || textOf(before) === textOf(after)) return []
		return [{ field, before: before ?? null, after: after ?? null }]
	})
}

async function namesIn(here: Writing, planned: readonly Planned[]) {
	const among = (types: Parameters<typeof referencesIn>[2]) =>
		planned.flatMap((one) => {
			const values = changesOf(one).flatMap(({ field, before, after }) =>
				[before, after].flatMap((value): Values[] => (value === null ? [] : [{ [field]: value }]))
			)
			return values.flatMap((some) => referencesIn(one.found.compiled.fields, some, types))
		})
	const seatIds = among(['seat'])
	const records = await referencesOf(here, among(RECORD_TYPES))
	const seats =
		seatIds.length === 0
			? []
			: await here.tx
					.selectFrom('seat')
					.select(['id', 'key', 'office'])
					.where('workspace_id', '=', here.workspace.id)
					.where('id', '=', anyOf(seatIds))
					.execute()
	return { names: [...records.values()], seats }
}

/**
 * What a change or a move of several entries would do, entry by entry, and which of them it would leave as they are and why.
 * It plans as the commands do, in sight of all that their rules read, and writes nothing.
 */
export const previewEntries = command({
	name: 'entry.bulkPreview',
	input: z
		.strictObject({
			register: theEntries.register,
			entries: theEntries.entries,
			values: z.record(FieldKey, GivenOne).optional(),
			move: FieldKey.optional(),
			reason: Text(2_000).optional()
		})
		.refine(({ values, move }) => (values === undefined) !== (move === undefined), { params: { code: 'missing' } }),
	output: z.object({
		planned: z.array(
			z.object({
				reference: z.string(),
				version: z.int(),
				title: z.record(z.string(), z.string()),
				from: z.string(),
				to: z.string(),
				changes: z.array(Changed)
			})
		),
		refused: RefusedEntries,
		/** How many letters a move would write, and the actors among those it writes to that no seat acts for. */
		told: z.int(),
		cannotReach: z.array(RecordReference),
		names: z.array(RecordReference),
		seats: z.array(z.object({ id: z.string(), key: z.string(), office: z.string() }))
	}),
	about: (here, { register }) => getRegister(here, register),
	allow(here, { compiled }, { move: key }) {
		const move = compiled.declaration.moves.find((one) => one.key === key)
		return move ? mayMoveSome(compiled, move, askingOf(here)) : mayChangeSome(compiled, askingOf(here))
	},
	async run(here, { entries, values = {}, move: key, reason }, register) {
		const move = key === undefined ? null : moveOf(register.compiled, key)
		const given = { values, tables: {} }
		const plan = (found: FoundEntry, together: Together) => {
			refuseUnless(
				move ? mayMoveFound(here, found, move) : mayChangeFound(here, found),
				move ? 'entry.move' : 'entry.change'
			)
			return move ? planMove(here, found, { move, reason }, together) : planChange(here, found, given, together)
		}
		const { planned, refused } = await planAll(here, { register, entries, which: 'those-that-can', given }, plan)
		return {
			planned: planned.map((one) => ({
				reference: one.found.reference,
				version: one.found.version,
				title: one.found.title,
				from: one.found.row.state,
				to: one.entry.state,
				changes: changesOf(one)
			})),
			refused,
			...(move ? await reachOf(here, move, planned) : { told: 0, cannotReach: [] }),
			...(await namesIn(here, planned))
		}
	}
})
