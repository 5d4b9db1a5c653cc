import { z } from 'zod'
import { Day, Identifier, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import { getStructureRow, resolveField } from '#modules/directory/find-directory.server.ts'
import { keepsStructure, NON_STATE_KINDS } from '#modules/directory/rules.ts'
import { narrowPapersOf } from '../meeting/spread-audience.ts'
import { whyNotEndGuideline } from './participation-rules.ts'

const Done = z.object({ id: z.string(), structure: z.string(), version: NewVersion })

/** Says that a structure takes in a kind of actor that belongs to no State: on an area or on all items, with what rights. */
export const addParticipation = command({
	name: 'participation.add',
	input: z.strictObject({
		structure: Reference,
		version: Version,
		actorKind: z.enum(NON_STATE_KINDS),
		area: Reference.optional(),
		maySpeak: z.boolean().optional(),
		mayPropose: z.boolean().optional(),
		maySeePapers: z.boolean().optional(),
		basis: Text(1_000),
		from: Day
	}),
	output: Done,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(
		here,
		{ actorKind, area, maySpeak = false, mayPropose = false, maySeePapers = false, basis, from },
		structure
	) {
		if (structure.status === 'dissolved') throw conflict('directory.structure-dissolved')
		if (structure.state !== 'active') throw conflict('directory.structure-withdrawn')
		if (!maySpeak && !mayPropose && !maySeePapers)
			throw invalid([{ path: ['maySpeak'], code: 'deliberation.participation-without-rights' }])
		const areaId = (await resolveField(here, 'area', area, 'area')) ?? null
		await here.write.lockRecord(structure.id)
		if (await isOpen(here, { structureId: structure.id, actorKind, areaId }))
			throw conflict('deliberation.participation-there')
		const id = await here.write.add('structure_participation', {
			structure_id: structure.id,
			actor_kind: actorKind,
			area_id: areaId,
			may_speak: maySpeak,
			may_propose: mayPropose,
			may_see_papers: maySeePapers,
			basis,
			from_day: from,
			to_day: null,
			end_reason: null,
			...ENTERED
		})
		await narrowPapersOf(here, structure.id)
		return { id, structure: structure.reference }
	}
})

async function isOpen(here: Here, asked: { structureId: string; actorKind: string; areaId: string | null }) {
	const row = await here.tx
		.selectFrom('structure_participation')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', '=', asked.structureId)
		.where('actor_kind', '=', asked.actorKind)
		.where('area_id', asked.areaId === null ? 'is' : '=', asked.areaId)
		.where('to_day', 'is', null)
		.executeTakeFirst()
	return row !== undefined
}

async function getStructureOfGuideline(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('structure_participation')
		.select(['structure_id', 'from_day', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const structure = row && (await findRecord(here, 'structure', row.structure_id))
	if (!structure) throw absent('deliberation.no-such-participation')
	return { ...(await getStructureRow(here, structure.id)), guideline: { from: row.from_day, to: row.to_day } }
}

/** Ends a guideline; it stays visible as past. */
export const endParticipation = command({
	name: 'participation.end',
	input: z.strictObject({ participation: Identifier, version: Version.optional(), day: Day, reason: Text(2_000) }),
	output: Done,
	about: (here, { participation }) => getStructureOfGuideline(here, participation),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { participation, day, reason }, structure) {
		const why = whyNotEndGuideline(structure.guideline, day)
		if (why) throw conflict(why)
		await here.write.lockRecord(structure.id)
		await here.write.change('structure_participation', participation, { to_day: day, end_reason: reason })
		await narrowPapersOf(here, structure.id)
		return { id: participation, structure: structure.reference }
	}
})
