import type { Writing } from '#platform/operation/operation.server.ts'
import { REPLACED_DAYS } from '../conversion/keep-replaced.server.ts'
import { replacedBy } from '../conversion/step-entry.ts'
import { partNow, sourcesOf, targetsOf } from '../conversion/step-plan.ts'
import type { SteppedEntry, Stepping } from '../conversion/stepping.server.ts'
import type { AskedEntry } from '../entry/entry-access.ts'
import type { KeptEntry, KeptPart } from '../entry/read-entry.server.ts'
import type { EntryValues } from '../entry/values.ts'
import { addDays } from '../formula/days.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import type { EntryInTurn } from './entries-in-turn.server.ts'

/** The versions between which the entries of a register are kept anew. */
export type Rekeeping = { registerId: string; before: CompiledRegister; after: CompiledRegister }

/** The version before is taken by what its things are called in the next; `stood` as it was. */
export type Stepped = Rekeeping & { stood: CompiledRegister; stepping: Stepping }

/** An entry on its way from one declaration to the next: what it will hold, and its parts, new ones among them. */
export type Turned = {
	entry: EntryInTurn
	/** As the steps of the declaration leave it, before results are worked out. */
	stepped: SteppedEntry
	values: EntryValues
	asked: AskedEntry
	kept: KeptEntry
	added: readonly KeptPart[]
}

/** True where a step puts what stood in one part into another. */
export const areMovedBySteps = ({ stood, after, stepping: { plan } }: Stepped) =>
	plan.fields.works.some((work) => {
		const parts = [
			...sourcesOf(work).map((key) => partNow(stood.fields.get(key)?.part ?? '', plan.groups)),
			...targetsOf(work).map((key) => after.fields.get(key)?.part)
		]
		return new Set(parts).size > 1
	})

/** Keeps what steps replaced, each in the part in which it stood or stands, so that the version before can be brought back. */
export async function keepReplaced(here: Writing, { registerId, stood, after }: Stepped, changed: readonly Turned[]) {
	const rows = changed.flatMap(({ entry, stepped, kept }) => {
		const positions = new Map(entry.kept.rows.map(({ id, position }) => [id, position]))
		const idOf = (all: readonly KeptPart[], part: string | undefined) => all.find((one) => one.part === part)?.id
		const replaced = replacedBy(stepped.changes, {
			positions,
			partWas: (key) => idOf(entry.kept.parts, (stood.fields.get(key) ?? stood.tables.get(key))?.part),
			partNow: (key) => idOf(kept.parts, (after.fields.get(key) ?? after.tables.get(key))?.part),
			open: entry.id
		})
		return [...replaced].map(([partId, document]) => ({
			register_id: registerId,
			entry_id: entry.id,
			part_id: partId,
			version: after.declaration.version,
			kept_until: addDays(here.today, REPLACED_DAYS),
			document
		}))
	})
	if (rows.length > 0) await here.write.addAll('entry_replaced', rows)
}

/** Parts of a group that is called otherwise stay the records they are. */
export async function renameParts(here: Writing, changed: readonly Turned[]) {
	const renamed = changed.flatMap(({ entry, kept }) =>
		kept.parts.flatMap(({ id, part }, index) => {
			const was = entry.kept.parts[index]
			return was && was.id === id && was.part !== part ? [{ id, fields: { part } }] : []
		})
	)
	await here.write.changeAll('entry_part', renamed)
}
