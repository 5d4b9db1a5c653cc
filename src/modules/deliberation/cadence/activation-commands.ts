import { z } from 'zod'
import { Day, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { keepsStructure } from '#modules/directory/rules.ts'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { statusStoodDown, whyNotActivate, whyNotStandDown } from './activation-rules.ts'
import { rhythmOn } from './rhythm-queries.ts'

const input = z.strictObject({ structure: Reference, version: Version, day: Day, reason: Text(2_000) })
const output = z.object({ id: z.string(), structure: z.string(), version: NewVersion })

async function factsOf(here: Here, structure: Awaited<ReturnType<typeof getStructureRow>>) {
	const [rhythm, open] = await Promise.all([
		rhythmOn(here, structure.id, here.today),
		here.tx
			.selectFrom('structure_activation')
			.select(['id', 'from_day'])
			.where('workspace_id', '=', here.workspace.id)
			.where('structure_id', '=', structure.id)
			.where((where) => where.or([where('to_day', 'is', null), where('to_day', '>', here.today)]))
			.orderBy('from_day', 'desc')
			.limit(1)
			.executeTakeFirst()
	])
	const { status, state } = structure
	return { open, status, rhythm: rhythm.kind, isOpen: open !== undefined, isActive: state === 'active' }
}

/** Calls an ad hoc structure to its work, from a day on and for a reason; its declared status follows in the same step. */
export const activateStructure = command({
	name: 'structure.activate',
	input,
	output,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { version, day, reason }, structure) {
		await here.write.lockRecord(structure.id)
		const why = whyNotActivate(await factsOf(here, structure))
		if (why) throw conflict(why)
		await here.run(setStructureStatus, { structure: structure.id, version, status: 'ad-hoc-activated', day, reason })
		const id = await here.write.add('structure_activation', {
			structure_id: structure.id,
			from_day: day,
			to_day: null,
			reason,
			end_reason: null,
			...ENTERED
		})
		return { id, structure: structure.reference }
	}
})

/** Ends an activation: the structure is idle again until it is next called, where it was declared activated. */
export const standDownStructure = command({
	name: 'structure.standDown',
	input,
	output,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { version, day, reason }, structure) {
		await here.write.lockRecord(structure.id)
		const { open, ...facts } = await factsOf(here, structure)
		const why = whyNotStandDown(facts)
		if (why) throw conflict(why)
		// A structure works on until it stands down: what is to come is recorded when it has come.
		if (day > here.today)
			throw invalid([{ path: ['day'], code: 'directory.day-in-future', params: { today: here.today } }])
		if (open && day < open.from_day)
			throw invalid([
				{ path: ['day'], code: 'deliberation.stood-down-before-activated', params: { from: open.from_day } }
			])
		const status = statusStoodDown(structure.status)
		if (status) await here.run(setStructureStatus, { structure: structure.id, version, status, day, reason })
		if (open) await here.write.change('structure_activation', open.id, { to_day: day, end_reason: reason })
		return { id: structure.id, structure: structure.reference }
	}
})
