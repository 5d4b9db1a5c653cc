import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { areaIds, putAreas } from '#modules/directory/find-areas.server.ts'
import { resolveActorInUse } from '#modules/directory/find-directory.server.ts'
import { AUDIENCES, AUDIENCES_OF_STRUCTURE } from '#platform/access/seat.ts'
import { Clearable, Key, Name, Reference, Text, Version, Year } from '#platform/operation/fields.ts'
import { command, nothing, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { addKeyedRecord, namesOf } from '#platform/records/add-record.server.ts'
import { KnownCountry } from '../known-country.ts'
import { keepsInstruments } from '../rules.ts'
import { getPolicyRow } from './find-policy.server.ts'
import { lifeOf } from './life.server.ts'
import { BEFORE_YEAR, beforeYear, FORMS, isBeforeYear, NOT_KNOWN, STAGES, whyNotEnter } from './policy-rules.ts'
import { daysOf, PartialDay, spanOfRow } from './stage-fields.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
// Its provisions are named after it, and those names are no longer than others.
const POLICY_KEY_MOST = 100
const CONTRIBUTORS_MOST = 60

const Facts = {
	acronym: Clearable(Text(40)),
	country: Clearable(KnownCountry),
	/** The region it holds in, where that is no country: `SADC`. */
	region: Clearable(Text(120)),
	citation: Clearable(Text(300)),
	year: Clearable(Year),
	/** The years it is made for: `2011-2015`. */
	period: Clearable(Text(60)),
	summary: Clearable(Text(20_000)),
	language: Language.optional(),
	lead: Clearable(Reference),
	contributors: z.array(Reference).max(CONTRIBUTORS_MOST).optional(),
	areas: z.array(Reference).max(60).optional()
}

/** The actors that contribute to a law, none twice and never the one that leads it. */
async function contributorIds(here: Here, references: readonly string[], leadId: string | null): Promise<string[]> {
	const ids = new Set<string>()
	for (const [index, reference] of references.entries()) {
		const field = `contributors.${String(index)}`
		const id = await resolveActorInUse(here, reference, field)
		if (id === leadId) throw invalid([{ path: ['contributors', index], code: 'instruments.lead-contributes' }])
		ids.add(id)
	}
	return [...ids]
}

async function putContributors(here: Writing, policyId: string, wanted: readonly string[]): Promise<void> {
	const rows = await here.tx
		.selectFrom('policy_actor')
		.select(['id', 'actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', '=', policyId)
		.orderBy('id')
		.execute()
	const held = new Set(rows.map((row) => row.actor_id))
	for (const row of rows) if (!wanted.includes(row.actor_id)) await here.write.remove('policy_actor', row.id)
	await here.write.addAll(
		'policy_actor',
		wanted.filter((id) => !held.has(id)).map((actor_id) => ({ policy_id: policyId, actor_id }))
	)
}

/** Adds a law or policy, with the stage it has come to where that is known. */
export const addPolicy = command({
	name: 'policy.add',
	input: z.strictObject({
		key: Key.max(POLICY_KEY_MOST).optional(),
		name: Name(300),
		form: z.enum(FORMS),
		...Facts,
		stage: z.enum(STAGES).optional(),
		/** Since when it stands there: a year, a month or a day. */
		on: PartialDay.optional(),
		reason: Text(2_000).optional(),
		audience: z.enum(AUDIENCES).exclude(AUDIENCES_OF_STRUCTURE).optional()
	}),
	output: Done,
	about: nothing,
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, input) {
		const { stage, on } = input
		const days = on === undefined ? null : daysOf(on)
		if (stage === undefined && on !== undefined) throw invalid([{ path: ['on'], code: 'instruments.day-of-no-stage' }])
		const told = { days, reason: input.reason ?? null, year: input.year ?? null, today: here.today }
		const why = stage && whyNotEnter({ stage, ...told })
		if (why) throw invalid([why])
		const leadId = (await resolveActorInUse(here, input.lead, 'lead')) ?? null
		const contributors = await contributorIds(here, input.contributors ?? [], leadId)
		const areas = await areaIds(here, input.areas ?? [])
		const record = await addKeyedRecord(here, 'policy', {
			key: input.key,
			name: input.name,
			acronym: input.acronym ?? undefined,
			audience: input.audience ?? 'workspace'
		})
		await here.write.add('policy', {
			id: record.id,
			form: input.form,
			stage: stage ?? NOT_KNOWN,
			country: input.country ?? null,
			region: input.region ?? null,
			citation: input.citation ?? null,
			year: input.year ?? null,
			period: input.period ?? null,
			summary: input.summary ?? null,
			language: input.language ?? here.workspace.language,
			lead_actor_id: leadId,
			provisions: 0,
			current_version_id: null
		})
		if (stage)
			await here.write.add('policy_stage', {
				policy_id: record.id,
				stage,
				day_first: days?.first ?? null,
				day_last: days?.last ?? null,
				planned_day: null,
				first_planned_day: null,
				position: 1,
				note: null
			})
		await putContributors(here, record.id, contributors)
		await putAreas(here, record.id, areas)
		return record
	}
})

/** Corrects what is said of a law or policy: its facts, who leads it and who contributes, its themes. */
export const changePolicy = command({
	name: 'policy.change',
	input: z.strictObject({
		policy: Reference,
		version: Version,
		name: Name(300).optional(),
		form: z.enum(FORMS).optional(),
		...Facts,
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, input, policy) {
		refuseWithdrawn(policy)
		const { lead, contributors, areas, name, acronym } = input
		const leadId = await resolveActorInUse(here, lead, 'lead')
		const ledBy = leadId === undefined ? policy.row.lead_actor_id : leadId
		const named = contributors && (await contributorIds(here, contributors, ledBy))
		if (input.year !== undefined && input.year !== policy.row.year) await refuseLaterYear(here, policy.id, input.year)
		await here.write.changeRecord(policy.id, {
			...(name ? { title: namesOf(here, name) } : {}),
			...(acronym === undefined ? {} : { acronym })
		})
		await here.write.change('policy', policy.id, {
			form: input.form,
			country: input.country,
			region: input.region,
			citation: input.citation,
			year: input.year,
			period: input.period,
			summary: input.summary,
			language: input.language,
			lead_actor_id: leadId
		})
		if (named) await putContributors(here, policy.id, named)
		if (areas) await putAreas(here, policy.id, await areaIds(here, areas))
		return { id: policy.id, reference: policy.reference }
	}
})

/** Refuses a year that lies after a stage which the law entered as one. */
async function refuseLaterYear(here: Here, policyId: string, year: number | null): Promise<void> {
	for (const row of (await lifeOf(here, policyId)).entered) {
		const days = spanOfRow(row)
		if (days && isBeforeYear({ stage: row.stage, days }, year))
			throw invalid([{ path: ['year'], code: BEFORE_YEAR, params: beforeYear(days, year) }])
	}
}

/** Refuses what is to be done to a record that was taken out of the lists. */
export function refuseWithdrawn({ state }: { state: string }): void {
	if (state !== 'active') throw conflict('instruments.policy-withdrawn')
}
