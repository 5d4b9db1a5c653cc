import { z } from 'zod'
import { endProtection } from '#platform/access/end-protection.server.ts'
import { AUDIENCES, AUDIENCES_OF_STRUCTURE } from '#platform/access/seat.ts'
import { Clearable, Country, Key, Name, NewVersion, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { addKeyedRecord, namesOf } from '#platform/records/add-record.server.ts'
import { getActorRow, refuseParentCircle, resolveField } from './find-directory.server.ts'
import { ACTOR_KINDS, keepsContact, keepsDirectory, keepsEnforcementMark } from './rules.ts'

export const Done = z.object({ id: z.string(), reference: z.string(), version: NewVersion })

const Aliases = z.array(Text(300)).max(50)
const Audience = z.enum(AUDIENCES).exclude(AUDIENCES_OF_STRUCTURE)

export const createActor = command({
	name: 'actor.create',
	input: z.strictObject({
		key: Key.optional(),
		name: Name(300),
		acronym: Text(40).optional(),
		kind: z.enum(ACTOR_KINDS),
		parent: Reference.optional(),
		country: Country.optional(),
		hostCountry: Country.optional(),
		status: z.enum(['proposed', 'active']).optional(),
		aliases: Aliases.optional(),
		audience: Audience.optional()
	}),
	output: Done,
	about: nothing,
	allow: ({ seat }) => keepsDirectory(seat),
	async run(
		here,
		{ key, name, acronym, kind, parent, country, hostCountry, status = 'active', aliases = [], audience = 'public' }
	) {
		const parentId = await resolveField(here, 'actor', parent, 'parent')
		const record = await addKeyedRecord(here, 'actor', { key, name, acronym, audience })
		await here.write.add('actor', {
			id: record.id,
			kind,
			status,
			parent_id: parentId ?? null,
			country: country ?? null,
			host_country: hostCountry ?? null,
			aliases,
			is_enforcement: false,
			contact_office: null,
			contact_email: null,
			contact_telephone: null,
			contact_address: null
		})
		return record
	}
})

export const changeActor = command({
	name: 'actor.change',
	input: z.strictObject({
		actor: Reference,
		version: Version,
		name: Name(300).optional(),
		acronym: Clearable(Text(40)),
		kind: z.enum(ACTOR_KINDS).optional(),
		parent: Clearable(Reference),
		country: Clearable(Country),
		hostCountry: Clearable(Country),
		status: z.enum(['proposed', 'active']).optional(),
		aliases: Aliases.optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { actor }) => getActorRow(here, actor),
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, { name, acronym, kind, parent, country, hostCountry, status, aliases }, actor) {
		if (status && (actor.row.status === 'abolished' || actor.row.status === 'merged'))
			throw conflict('directory.actor-already-ended')
		const parentId = await resolveField(here, 'actor', parent, 'parent')
		if (parentId) await refuseParentCircle(here, 'actor', actor.id, parentId)
		await here.write.changeRecord(actor.id, {
			...(name ? { title: namesOf(here, name) } : {}),
			...(acronym === undefined ? {} : { acronym })
		})
		await here.write.change('actor', actor.id, {
			kind,
			parent_id: parentId,
			country,
			host_country: hostCountry,
			status,
			aliases
		})
		return { id: actor.id, reference: actor.reference }
	}
})

export const setActorContact = command({
	name: 'actor.setContact',
	input: z.strictObject({
		actor: Reference,
		version: Version,
		office: Clearable(Text(200)),
		email: Clearable(z.email().max(200)),
		telephone: Clearable(Text(60)),
		address: Clearable(Text(500))
	}),
	output: Done,
	about: (here, { actor }) => getActorRow(here, actor),
	allow: ({ seat }, actor) => keepsContact(seat, actor.id),
	async run(here, { office, email, telephone, address }, actor) {
		await here.write.change('actor', actor.id, {
			contact_office: office,
			contact_email: email,
			contact_telephone: telephone,
			contact_address: address
		})
		return { id: actor.id, reference: actor.reference }
	}
})

const Marking = z.strictObject({ actor: Reference, version: Version, reason: Text(2_000) })

/** Sets the mark: from this moment nobody of the actor can hold access to protection data. */
export const setEnforcement = command({
	name: 'actor.setEnforcement',
	input: Marking,
	output: Done,
	about: (here, { actor }) => getActorRow(here, actor),
	allow: ({ seat }) => keepsEnforcementMark(seat),
	async run(here, _input, actor) {
		if (actor.row.is_enforcement) throw conflict('directory.already-marked')
		await here.write.change('actor', actor.id, { is_enforcement: true })
		await endProtection(here)
		return { id: actor.id, reference: actor.reference }
	}
})

const openRemoval = (here: Parameters<typeof getActorRow>[0], actorId: string) =>
	here.tx
		.selectFrom('enforcement_removal')
		.select(['id', 'asked_by_seat_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('actor_id', '=', actorId)
		.where('confirmed_at', 'is', null)
		.executeTakeFirst()

/** The first of two administrators asks for the mark to be taken off; it stays until the second confirms. */
export const askEnforcementRemoval = command({
	name: 'actor.askEnforcementRemoval',
	input: Marking,
	output: Done,
	about: (here, { actor }) => getActorRow(here, actor),
	allow: ({ seat }) => keepsEnforcementMark(seat),
	async run(here, { reason }, actor) {
		if (!actor.row.is_enforcement) throw conflict('directory.not-marked')
		if (await openRemoval(here, actor.id)) throw conflict('directory.removal-already-asked')
		await here.write.add('enforcement_removal', {
			actor_id: actor.id,
			asked_by_seat_id: here.seat.id ?? '',
			reason,
			asked_at: here.now,
			confirmed_by_seat_id: null,
			confirmed_at: null
		})
		return { id: actor.id, reference: actor.reference }
	}
})

export const confirmEnforcementRemoval = command({
	name: 'actor.confirmEnforcementRemoval',
	input: z.strictObject({ actor: Reference, version: Version }),
	output: Done,
	about: (here, { actor }) => getActorRow(here, actor),
	allow: ({ seat }) => keepsEnforcementMark(seat),
	async run(here, _input, actor) {
		const removal = await openRemoval(here, actor.id)
		if (!removal) throw conflict('directory.removal-not-asked')
		if (removal.asked_by_seat_id === here.seat.id) throw conflict('directory.removal-needs-another')
		await here.write.change('enforcement_removal', removal.id, {
			confirmed_by_seat_id: here.seat.id,
			confirmed_at: here.now
		})
		await here.write.change('actor', actor.id, { is_enforcement: false })
		return { id: actor.id, reference: actor.reference }
	}
})
