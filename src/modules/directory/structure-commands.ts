import { z } from 'zod'
import { AUDIENCES } from '#platform/access/seat.ts'
import { Clearable, Country, Day, Key, Name, Reference, Text, Version, Year } from '#platform/operation/fields.ts'
import { command, nothing, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { addKeyedRecord, namesOf } from '#platform/records/add-record.server.ts'
import { refuseWhileOpen } from '#platform/records/endings.ts'
import { Done } from './actor-commands.ts'
import { areaIds, putAreas } from './find-areas.server.ts'
import { getStructureRow, refuseParentCircle, resolveActorInUse, resolveField } from './find-directory.server.ts'
import { DECLARED_STATUSES, keepsDirectory, keepsStructure, LEVELS, STRUCTURE_KINDS, whyNotSetStatus } from './rules.ts'

const Meetings = z.int().min(1).max(366)

type Places = {
	parent?: string | null | undefined
	host?: string | null | undefined
	secretariat?: string | null | undefined
	secretariatActor?: string | null | undefined
	asActor?: string | null | undefined
}

const resolvePlaces = async (here: Writing, input: Places) => ({
	parent_id: await resolveField(here, 'structure', input.parent, 'parent'),
	host_actor_id: await resolveActorInUse(here, input.host, 'host'),
	secretariat_structure_id: await resolveField(here, 'structure', input.secretariat, 'secretariat'),
	secretariat_actor_id: await resolveActorInUse(here, input.secretariatActor, 'secretariatActor'),
	as_actor_id: await resolveActorInUse(here, input.asActor, 'asActor')
})

export const createStructure = command({
	name: 'structure.create',
	input: z.strictObject({
		key: Key.optional(),
		name: Name(300),
		acronym: Text(40).optional(),
		level: z.enum(LEVELS),
		kind: z.enum(STRUCTURE_KINDS),
		status: z.enum(DECLARED_STATUSES).optional(),
		parent: Reference.optional(),
		chair: Reference.optional(),
		host: Reference.optional(),
		secretariat: Reference.optional(),
		secretariatActor: Reference.optional(),
		asActor: Reference.optional(),
		meetingsPerYear: Meetings.optional(),
		cadence: Text(300).optional(),
		quorum: Text(300).optional(),
		legalBasis: Text(1_000).optional(),
		yearEstablished: Year.optional(),
		partnerCountry: Country.optional(),
		location: Text(300).optional(),
		purpose: Text(4_000).optional(),
		areas: z.array(Reference).max(60).optional(),
		audience: z.enum(AUDIENCES).optional()
	}),
	output: Done,
	about: nothing,
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, input) {
		const places = await resolvePlaces(here, input)
		const chairId = await resolveActorInUse(here, input.chair, 'chair')
		const { key, name, acronym, audience = 'public', status = 'proposed' } = input
		const record = await addKeyedRecord(here, 'structure', { key, name, acronym, audience })
		await here.write.add('structure', {
			id: record.id,
			level: input.level,
			kind: input.kind,
			declared_status: status,
			status_detail: null,
			status_day: here.today,
			parent_id: places.parent_id ?? null,
			chair_actor_id: chairId ?? null,
			host_actor_id: places.host_actor_id ?? null,
			secretariat_structure_id: places.secretariat_structure_id ?? null,
			secretariat_actor_id: places.secretariat_actor_id ?? null,
			as_actor_id: places.as_actor_id ?? null,
			meetings_per_year: input.meetingsPerYear ?? null,
			cadence: input.cadence ?? null,
			quorum: input.quorum ?? null,
			legal_basis: input.legalBasis ?? null,
			year_established: input.yearEstablished ?? null,
			partner_country: input.partnerCountry ?? null,
			location: input.location ?? null,
			purpose: input.purpose ?? null
		})
		await addStatus(here, record.id, { status, detail: null, day: here.today, reason: null })
		await putAreas(here, record.id, await areaIds(here, input.areas ?? []))
		return record
	}
})

const addStatus = (
	here: Writing,
	structureId: string,
	entry: { status: string; detail: string | null; day: string; reason: string | null }
) =>
	here.write.add('structure_status', {
		structure_id: structureId,
		...entry,
		origin: 'entered',
		origin_source: null,
		origin_year: null,
		created_at: here.now
	})

export const changeStructure = command({
	name: 'structure.change',
	input: z.strictObject({
		structure: Reference,
		version: Version,
		name: Name(300).optional(),
		acronym: Clearable(Text(40)),
		level: z.enum(LEVELS).optional(),
		kind: z.enum(STRUCTURE_KINDS).optional(),
		parent: Clearable(Reference),
		host: Clearable(Reference),
		secretariat: Clearable(Reference),
		secretariatActor: Clearable(Reference),
		asActor: Clearable(Reference),
		meetingsPerYear: Clearable(Meetings),
		cadence: Clearable(Text(300)),
		quorum: Clearable(Text(300)),
		legalBasis: Clearable(Text(1_000)),
		yearEstablished: Clearable(Year),
		partnerCountry: Clearable(Country),
		location: Clearable(Text(300)),
		purpose: Clearable(Text(4_000)),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, input, structure) {
		const places = await resolvePlaces(here, input)
		if (places.parent_id) await refuseParentCircle(here, 'structure', structure.id, places.parent_id)
		if (places.secretariat_structure_id === structure.id)
			throw invalid([{ path: ['secretariat'], code: 'directory.own-secretariat' }])
		await here.write.changeRecord(structure.id, {
			...(input.name ? { title: namesOf(here, input.name) } : {}),
			...(input.acronym === undefined ? {} : { acronym: input.acronym })
		})
		await here.write.change('structure', structure.id, {
			...places,
			level: input.level,
			kind: input.kind,
			meetings_per_year: input.meetingsPerYear,
			cadence: input.cadence,
			quorum: input.quorum,
			legal_basis: input.legalBasis,
			year_established: input.yearEstablished,
			partner_country: input.partnerCountry,
			location: input.location,
			purpose: input.purpose
		})
		return { id: structure.id, reference: structure.reference }
	}
})

/** Declares a status: activation, standing down, need of reactivation and dissolution, each with its day and reason. */
export const setStructureStatus = command({
	name: 'structure.setStatus',
	input: z.strictObject({
		structure: Reference,
		version: Version,
		status: z.enum(DECLARED_STATUSES),
		day: Day,
		reason: Text(2_000),
		detail: Text(300).optional()
	}),
	output: Done,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { status, day, reason, detail }, structure) {
		const why = whyNotSetStatus(structure.status, status)
		if (why) throw conflict(why, { from: structure.status, to: status })
		if (structure.row.status_day !== null && day < structure.row.status_day)
			throw invalid([
				{ path: ['day'], code: 'directory.status-before-last', params: { day: structure.row.status_day } }
			])
		if (day > here.today)
			throw invalid([{ path: ['day'], code: 'directory.day-in-future', params: { today: here.today } }])
		if (status === 'dissolved') await refuseWhileOpen(here, { kind: 'structure', id: structure.id })
		await here.write.change('structure', structure.id, {
			declared_status: status,
			status_detail: detail ?? null,
			status_day: day
		})
		await addStatus(here, structure.id, { status, detail: detail ?? null, day, reason })
		return { id: structure.id, reference: structure.reference }
	}
})

/** Gives the chair to another actor, or leaves it vacant; both actors' histories show it. */
export const setStructureChair = command({
	name: 'structure.setChair',
	input: z.strictObject({
		structure: Reference,
		version: Version,
		chair: Reference.nullable(),
		day: Day,
		reason: Text(2_000)
	}),
	output: Done,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { chair }, structure) {
		const chairId = await resolveActorInUse(here, chair, 'chair')
		if (chairId === structure.chairActorId) throw conflict('directory.chair-same')
		await here.write.change('structure', structure.id, { chair_actor_id: chairId })
		return { id: structure.id, reference: structure.reference }
	}
})

/** Says which areas a structure deals with: those named, and no others. */
export const setStructureAreas = command({
	name: 'structure.setAreas',
	input: z.strictObject({ structure: Reference, version: Version, areas: z.array(Reference).max(60) }),
	output: Done,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { areas }, structure) {
		await putAreas(here, structure.id, await areaIds(here, areas))
		return { id: structure.id, reference: structure.reference }
	}
})
