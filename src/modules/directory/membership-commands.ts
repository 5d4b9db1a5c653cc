import { z } from 'zod'
import { Day, Identifier, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { getStructureOfPart, getStructureRow, resolveActorInUse, resolveField } from './find-directory.server.ts'
import { CAPACITIES, keepsStructure, MEMBERSHIP_KINDS, MEMBERSHIP_ROLES, whyNotEnd, whyNotSitFrom } from './rules.ts'

/** What a change to a part of a structure gives: the part, and the structure it belongs to. */
export const PartDone = z.object({ id: z.string(), structure: z.string(), version: NewVersion })

const datesOf = (here: Here, id: string) =>
	here.tx
		.selectFrom('membership')
		.select(['id', 'from_day', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()

/** Gives an actor a seat at a structure's table from a day on: as member, co-opted, invited or recommended. */
export const addMembership = command({
	name: 'membership.add',
	input: z.strictObject({
		structure: Reference,
		version: Version.optional(),
		actor: Reference,
		kind: z.enum(MEMBERSHIP_KINDS),
		role: z.enum(MEMBERSHIP_ROLES).optional(),
		from: Day,
		reason: Text(2_000)
	}),
	output: PartDone,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { actor, kind, role = 'member', from, reason }, structure) {
		if (structure.status === 'dissolved') throw conflict('directory.structure-dissolved')
		if (structure.state !== 'active') throw conflict('directory.structure-withdrawn')
		const actorId = await resolveActorInUse(here, actor, 'actor')
		await here.write.lockRecord(structure.id)
		const before = await here.tx
			.selectFrom('membership')
			.select(['from_day as from', 'to_day as to'])
			.where('workspace_id', '=', here.workspace.id)
			.where('structure_id', '=', structure.id)
			.where('actor_id', '=', actorId)
			.execute()
		const why = whyNotSitFrom(from, before)
		if (why) throw conflict(why)
		const id = await here.write.add('membership', {
			structure_id: structure.id,
			actor_id: actorId,
			kind,
			role,
			from_day: from,
			to_day: null,
			reason,
			end_reason: null,
			...ENTERED
		})
		return { id, structure: structure.reference }
	}
})

/** Ends a membership, and with it the nominations to it; it stays visible as past. */
export const endMembership = command({
	name: 'membership.end',
	input: z.strictObject({ membership: Identifier, version: Version.optional(), day: Day, reason: Text(2_000) }),
	output: PartDone,
	about: (here, { membership }) => getStructureOfPart(here, 'membership', membership),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { membership, day, reason }, structure) {
		await here.write.lockRecord(structure.id)
		const row = await datesOf(here, membership)
		const why = whyNotEnd({ from: row.from_day, to: row.to_day }, day)
		if (why) throw conflict(why)
		await here.write.change('membership', membership, { to_day: day, end_reason: reason })
		const nominations = await here.tx
			.selectFrom('nomination')
			.select(['id', 'from_day'])
			.where('workspace_id', '=', here.workspace.id)
			.where('membership_id', '=', membership)
			.where('to_day', 'is', null)
			.orderBy('id')
			.execute()
		for (const nomination of nominations) {
			const last = nomination.from_day !== null && nomination.from_day > day ? nomination.from_day : day
			await here.write.change('nomination', nomination.id, { to_day: last, end_reason: reason })
		}
		return { id: membership, structure: structure.reference }
	}
})

/** Names who sits for a member: an office, with the seat or address notices go to, and the letter that says so. */
export const addNomination = command({
	name: 'nomination.add',
	input: z.strictObject({
		membership: Identifier,
		capacity: z.enum(CAPACITIES),
		office: Text(200),
		seat: Reference.optional(),
		email: z.email().max(200).optional(),
		from: Day,
		letter: Identifier.optional(),
		note: Text(1_000).optional()
	}),
	output: PartDone,
	about: (here, { membership }) => getStructureOfPart(here, 'membership', membership),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { membership, capacity, office, seat, email, from, letter, note }, structure) {
		await here.write.lockRecord(structure.id)
		const row = await datesOf(here, membership)
		if (row.to_day !== null) throw conflict('directory.already-ended')
		const seatId = seat === undefined ? null : await seatIdOf(here, seat)
		if (letter !== undefined) await refuseForeignLetter(here, letter, structure.id)
		if (capacity === 'principal' && (await hasPrincipal(here, membership))) throw conflict('directory.principal-there')
		const id = await here.write.add('nomination', {
			membership_id: membership,
			structure_id: structure.id,
			capacity,
			seat_id: seatId,
			office,
			email: email ?? null,
			letter_document_id: letter ?? null,
			from_day: from,
			to_day: null,
			end_reason: null,
			note: note ?? null
		})
		return { id, structure: structure.reference }
	}
})

async function seatIdOf(here: Here, key: string) {
	const row = await here.tx
		.selectFrom('seat')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('key', '=', key)
		.executeTakeFirst()
	if (!row) throw invalid([{ path: ['seat'], code: 'platform.field.no-such-record', params: { reference: key } }])
	return row.id
}

async function refuseForeignLetter(here: Here, document: string, structureId: string) {
	const row = await here.tx
		.selectFrom('document')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', document)
		.where('record_id', '=', structureId)
		.executeTakeFirst()
	if (!row)
		throw invalid([{ path: ['letter'], code: 'platform.field.no-such-record', params: { reference: document } }])
}

const hasPrincipal = async (here: Here, membership: string) =>
	(await here.tx
		.selectFrom('nomination')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('membership_id', '=', membership)
		.where('capacity', '=', 'principal')
		.where('to_day', 'is', null)
		.executeTakeFirst()) !== undefined

export const endNomination = command({
	name: 'nomination.end',
	input: z.strictObject({ nomination: Identifier, day: Day, reason: Text(2_000) }),
	output: PartDone,
	about: (here, { nomination }) => getStructureOfPart(here, 'nomination', nomination),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { nomination, day, reason }, structure) {
		await here.write.lockRecord(structure.id)
		const row = await here.tx
			.selectFrom('nomination')
			.select(['from_day', 'to_day'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', nomination)
			.executeTakeFirstOrThrow()
		const why = whyNotEnd({ from: row.from_day, to: row.to_day }, day)
		if (why) throw conflict(why)
		await here.write.change('nomination', nomination, { to_day: day, end_reason: reason })
		return { id: nomination, structure: structure.reference }
	}
})

/** Adds one function to a structure's terms of reference, behind those it has. */
export const addMandate = command({
	name: 'mandate.add',
	input: z.strictObject({
		structure: Reference,
		version: Version.optional(),
		text: Text(2_000),
		category: Text(120).optional(),
		function: Reference.optional(),
		area: Reference.optional()
	}),
	output: PartDone,
	about: (here, { structure }) => getStructureRow(here, structure),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, input, structure) {
		const functionId = await resolveField(here, 'area', input.function, 'function')
		const areaId = await resolveField(here, 'area', input.area, 'area')
		await here.write.lockRecord(structure.id)
		const last = await here.tx
			.selectFrom('mandate')
			.select((select) => select.fn.max('position').as('position'))
			.where('workspace_id', '=', here.workspace.id)
			.where('structure_id', '=', structure.id)
			.executeTakeFirst()
		const id = await here.write.add('mandate', {
			structure_id: structure.id,
			position: (last?.position ?? 0) + 1,
			category: input.category ?? 'other',
			function_area_id: functionId ?? null,
			area_id: areaId ?? null,
			text: input.text,
			state: 'active',
			state_reason: null,
			origin: 'entered',
			origin_source: null,
			origin_year: null
		})
		return { id, structure: structure.reference }
	}
})

export const withdrawMandate = command({
	name: 'mandate.withdraw',
	input: z.strictObject({ mandate: Identifier, reason: Text(2_000) }),
	output: PartDone,
	about: (here, { mandate }) => getStructureOfPart(here, 'mandate', mandate),
	allow: ({ seat }, structure) => keepsStructure(seat, structure),
	async run(here, { mandate, reason }, structure) {
		await here.write.lockRecord(structure.id)
		const row = await here.tx
			.selectFrom('mandate')
			.select('state')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', mandate)
			.executeTakeFirstOrThrow()
		if (row.state === 'withdrawn') throw conflict('directory.already-withdrawn')
		await here.write.change('mandate', mandate, { state: 'withdrawn', state_reason: reason })
		return { id: mandate, structure: structure.reference }
	}
})
