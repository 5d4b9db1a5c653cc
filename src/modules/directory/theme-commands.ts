import { z } from 'zod'
import { AUDIENCES, AUDIENCES_OF_STRUCTURE } from '#platform/access/seat.ts'
import { Clearable, Day, Identifier, Key, Name, Reference, Text, Version, Year } from '#platform/operation/fields.ts'
import { command, nothing, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict } from '#platform/operation/refusal.ts'
import { addKeyedRecord, namesOf } from '#platform/records/add-record.server.ts'
import { audienceChoice } from '#platform/access/seat.ts'
import { ENTERED } from '#platform/records/entered.ts'
import { getRecord } from '#platform/records/find-record.server.ts'
import { Done } from './actor-commands.ts'
import { resolveActorInUse, resolveField } from './find-directory.server.ts'
import { keepsDirectory, whyNotEnd } from './rules.ts'

export const createFramework = command({
	name: 'framework.create',
	input: z.strictObject({
		key: Key.optional(),
		name: Name(300),
		acronym: Text(40).optional(),
		kind: Text(120),
		issuer: Reference.optional(),
		year: Year.optional(),
		audience: z.enum(AUDIENCES).exclude(AUDIENCES_OF_STRUCTURE).optional()
	}),
	output: Done,
	about: nothing,
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, { key, name, acronym, kind, issuer, year, audience = 'public' }) {
		const issuerId = await resolveField(here, 'actor', issuer, 'issuer')
		const record = await addKeyedRecord(here, 'framework', { key, name, acronym, audience })
		await here.write.add('framework', {
			id: record.id,
			kind,
			issuer_actor_id: issuerId ?? null,
			year: year ?? null,
			area_count: null
		})
		return record
	}
})

/** Corrects what is said of a framework; its areas have a form of their own. */
export const changeFramework = command({
	name: 'framework.change',
	input: z.strictObject({
		framework: Reference,
		version: Version,
		name: Name(300).optional(),
		acronym: Clearable(Text(40)),
		kind: Text(120).optional(),
		issuer: Clearable(Reference),
		year: Clearable(Year),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { framework }) => getRecord(here, 'framework', framework),
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, { name, acronym, kind, issuer, year }, framework) {
		const issuerId = await resolveField(here, 'actor', issuer, 'issuer')
		await here.write.changeRecord(framework.id, {
			...(name ? { title: namesOf(here, name) } : {}),
			...(acronym === undefined ? {} : { acronym })
		})
		await here.write.change('framework', framework.id, { kind, issuer_actor_id: issuerId, year })
		return { id: framework.id, reference: framework.reference }
	}
})

/** Corrects the name of an area and its place in its framework. */
export const changeTheme = command({
	name: 'theme.change',
	input: z.strictObject({
		area: Reference,
		version: Version,
		name: Name(300).optional(),
		position: z.int().min(1).max(10_000).optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { area }) => getRecord(here, 'area', area),
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, { name, position }, area) {
		await here.write.changeRecord(area.id, name ? { title: namesOf(here, name) } : {})
		await here.write.change('theme_area', area.id, { position })
		return { id: area.id, reference: area.reference }
	}
})

/** Adds an area to a framework; it is seen by whoever sees the framework. */
export const createTheme = command({
	name: 'theme.create',
	input: z.strictObject({
		framework: Reference,
		key: Key.optional(),
		name: Name(300),
		position: z.int().min(1).max(10_000).optional()
	}),
	output: Done,
	about: (here, { framework }) => getRecord(here, 'framework', framework),
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, { key, name, position }, framework) {
		await here.write.lockRecord(framework.id)
		const last = await here.tx
			.selectFrom('theme_area')
			.select((select) => select.fn.max('position').as('position'))
			.where('workspace_id', '=', here.workspace.id)
			.where('framework_id', '=', framework.id)
			.executeTakeFirst()
		const record = await addKeyedRecord(here, 'area', { key, name, audience: audienceChoice(framework.audience) })
		await here.write.add('theme_area', {
			id: record.id,
			framework_id: framework.id,
			position: position ?? (last?.position ?? 0) + 1
		})
		return record
	}
})

/** Says that an actor leads an area from a day on. */
export const assignLead = command({
	name: 'theme.assignLead',
	input: z.strictObject({ area: Reference, actor: Reference, from: Day, reason: Text(2_000) }),
	output: Done.extend({ lead: z.string() }),
	about: (here, { area }) => getRecord(here, 'area', area),
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, { actor, from, reason }, area) {
		const actorId = await resolveActorInUse(here, actor, 'actor')
		await here.write.lockRecord(area.id)
		const open = await here.tx
			.selectFrom('area_lead')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('area_id', '=', area.id)
			.where('actor_id', '=', actorId)
			.where('to_day', 'is', null)
			.executeTakeFirst()
		if (open) throw conflict('directory.already-leads')
		const lead = await here.write.add('area_lead', {
			area_id: area.id,
			actor_id: actorId,
			from_day: from,
			to_day: null,
			reason,
			end_reason: null,
			...ENTERED
		})
		return { id: area.id, reference: area.reference, lead }
	}
})

async function areaOfLead(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('area_lead')
		.select(['id', 'area_id', 'from_day', 'to_day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row) throw absent('directory.no-such-lead')
	return { ...(await getRecord(here, 'area', row.area_id)), lead: row }
}

export const endLead = command({
	name: 'theme.endLead',
	input: z.strictObject({ lead: Identifier, day: Day, reason: Text(2_000) }),
	output: Done,
	about: (here, { lead }) => areaOfLead(here, lead),
	allow: ({ seat }) => keepsDirectory(seat),
	async run(here, { lead, day, reason }, area) {
		await here.write.lockRecord(area.id)
		const row = await here.tx
			.selectFrom('area_lead')
			.select(['from_day as from', 'to_day as to'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', lead)
			.executeTakeFirstOrThrow()
		const why = whyNotEnd(row, day)
		if (why) throw conflict(why)
		await here.write.change('area_lead', lead, { to_day: day, end_reason: reason })
		return { id: area.id, reference: area.reference }
	}
})
