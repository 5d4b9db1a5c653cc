import { z } from 'zod'
import { Day, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { keepsStructure } from '#modules/directory/rules.ts'
import { RHYTHM_KINDS } from './cadence.ts'
import { HELD } from './held-meetings.server.ts'
import { QUORUM_KINDS } from './quorum.ts'
import { SILENCES } from './rhythm-rows.server.ts'
import { endBefore, faultsOf, whyNotFrom } from './rhythm-rules.ts'

/** Sets a structure's rules of procedure from a day on; the version before ends on the day before. */
export const setRhythm = command({
	name: 'rhythm.set',
	input: z.strictObject({
		structure: Reference,
		version: Version,
		from: Day,
		kind: z.enum(RHYTHM_KINDS),
		/** How many times a year, for that kind alone. */
		times: z.int().min(1).max(12).optional(),
		noticeDays: z.int().min(0).max(180),
		quorum: z.enum(QUORUM_KINDS),
		quorumNumber: z.int().min(1).max(1_000).optional(),
		forbidsWithoutQuorum: z.boolean().optional(),
		silence: z.enum(SILENCES),
		writtenDays: z.int().min(1).max(180),
		basis: Text(1_000).optional(),
		reason: Text(2_000)
	}),
	output: z.object({ id: z.string(), structure: z.string(), version: NewVersion }),
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { from, ...input }, structure) {
		if (structure.status === 'dissolved') throw conflict('directory.structure-dissolved')
		if (structure.state !== 'active') throw conflict('directory.structure-withdrawn')
		const rules = {
			kind: input.kind,
			times: input.kind === 'times-a-year' ? (input.times ?? null) : null,
			quorum: input.quorum,
			quorumNumber: input.quorum === 'number' ? (input.quorumNumber ?? null) : null,
			forbidsWithoutQuorum: input.forbidsWithoutQuorum ?? false
		}
		const faults = faultsOf(rules)
		if (faults.length > 0) throw invalid(faults.map(({ field, code }) => ({ path: [field], code })))
		await here.write.lockRecord(structure.id)
		const [last, wasHeldSince] = await Promise.all([
			lastRhythm(here, structure.id),
			isHeldSince(here, structure.id, from)
		])
		const why = whyNotFrom(from, { last: last && { from: last.from_day, to: last.to_day }, wasHeldSince })
		if (why) throw conflict(why, { from, last: last?.from_day ?? '' })
		const fields = {
			kind: rules.kind,
			times: rules.times,
			notice_days: input.noticeDays,
			quorum_kind: rules.quorum,
			quorum_number: rules.quorumNumber,
			forbids_without_quorum: rules.forbidsWithoutQuorum,
			silence: input.silence,
			written_days: input.writtenDays,
			basis: input.basis ?? null
		}
		if (
			last &&
			Object.entries(fields).every(([name, value]) =>
				Object.entries(last).some(([key, was]) => key === name && was === value)
			)
		)
			throw conflict('deliberation.rhythm-same')
		if (last && (last.to_day === null || last.to_day >= from))
			await here.write.change('structure_rhythm', last.id, { to_day: endBefore(from) })
		const id = await here.write.add('structure_rhythm', {
			structure_id: structure.id,
			from_day: from,
			to_day: null,
			...fields,
			...ENTERED
		})
		return { id, structure: structure.reference }
	}
})

const lastRhythm = (here: Here, structureId: string) =>
	here.tx
		.selectFrom('structure_rhythm')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.orderBy('from_day', (order) => order.desc().nullsLast())
		.limit(1)
		.executeTakeFirst()

const isHeldSince = async (here: Here, structureId: string, day: string) =>
	(await here.tx
		.selectFrom('meeting')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', structureId)
		.where('day', '>=', day)
		.where('state', 'in', [...HELD])
		.limit(1)
		.executeTakeFirst()) !== undefined
