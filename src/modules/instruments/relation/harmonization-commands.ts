import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Done } from '#modules/directory/actor-commands.ts'
import { resolveActorInUse, resolveField } from '#modules/directory/find-directory.server.ts'
import { AUDIENCES, AUDIENCES_OF_STRUCTURE, audienceTokens } from '#platform/access/seat.ts'
import { Clearable, Day, Identifier, Name, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, nothing, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { namesOf } from '#platform/records/add-record.server.ts'
import { moveLink } from '#platform/records/record-operations.ts'
import type { LinkState } from '#platform/records/link-states.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { keepsInstruments, leads } from '../rules.ts'
import { agreersOf, getHarmonizationRow, groupedBy, type FoundHarmonization } from './find-harmonization.server.ts'
import { relationColumns, relationRows, relationsInField } from './find-relation.server.ts'
import { ANSWERS, isAgreed, stateAfterAnswer, stateReopened, waitsFor, whyNotHarmonize } from './relation-rules.ts'

/** The code in the number of an item, `ZWE-HAR-2026-003`. */
export const HARMONIZATION_CODE = 'HAR'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
const Relations = z.array(Identifier).max(200)
const Actors = z.array(Reference).max(60)
const Changing = { harmonization: Reference, version: Version.optional() }

const done = ({ id, reference }: { id: string; reference: string }) => ({ id, reference })

/** Refuses what an item does not take as it stands, or once it was withdrawn. */
function refuseMove({ state, row }: FoundHarmonization, move: Parameters<typeof whyNotHarmonize>[1]) {
	const why = state === 'active' ? whyNotHarmonize(row.state, move) : 'instruments.harmonization-withdrawn'
	if (why) throw conflict(why)
}

/** Refuses a day to settle something by that is gone: what was to be done by then is not entered now. A day that stands may pass. */
function refuseGoneBy(here: Here, due: string | null | undefined, before: string | null = null) {
	if (due && due !== before && due < here.today)
		throw invalid([{ path: ['due'], code: 'instruments.harmonization-due-past', params: { today: here.today } }])
}

async function actorsInField(here: Here, references: readonly string[], field: string) {
	const ids: string[] = []
	for (const [index, reference] of references.entries())
		ids.push(await resolveActorInUse(here, reference, `${field}.${String(index)}`))
	return [...new Set(ids)]
}

const addAgreers = (here: Writing, id: string, actorIds: readonly string[]) =>
	here.write.addAll(
		'harmonization_actor',
		actorIds.map((actor_id) => ({ harmonization_id: id, actor_id, answer: null, answered_day: null, note: null }))
	)

const addRelations = (here: Writing, id: string, linkIds: readonly string[]) =>
	here.write.addAll(
		'harmonization_relation',
		linkIds.map((link_id) => ({ harmonization_id: id, link_id }))
	)

/**
 * Puts relations on the board that are resolved together. Who must agree are those who are named, else the leaders of the laws on
 * both sides.
 */
export const addHarmonization = command({
	name: 'harmonization.add',
	input: z.strictObject({
		title: Name(300),
		text: Text(20_000),
		language: Language.optional(),
		structure: Reference.optional(),
		due: Day.optional(),
		relations: Relations.optional(),
		actors: Actors.optional(),
		audience: z.enum(AUDIENCES).optional()
	}),
	output: Done,
	about: nothing,
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, input) {
		refuseGoneBy(here, input.due)
		const structureId = (await resolveField(here, 'structure', input.structure, 'structure')) ?? null
		const ofMembers: readonly string[] = AUDIENCES_OF_STRUCTURE
		if (structureId === null && ofMembers.includes(input.audience ?? ''))
			throw invalid([{ path: ['audience'], code: 'platform.audience-of-structure' }])
		const found = await relationsInField(here, [...new Set(input.relations ?? [])], 'relations')
		const actorIds = input.actors ? await actorsInField(here, input.actors, 'actors') : found.leadActorIds
		const number = await here.write.nextNumber('harmonization', HARMONIZATION_CODE)
		const id = await here.write.addRecord({
			id: uuid(),
			kind: 'harmonization',
			key: null,
			number,
			title: namesOf(here, input.title, 'title'),
			audience: audienceTokens(input.audience ?? 'workspace', structureId)
		})
		await here.write.add('harmonization', {
			id,
			structure_id: structureId,
			text: input.text,
			language: input.language ?? here.workspace.language,
			state: 'open',
			due_day: input.due ?? null,
			resolution: null,
			resolved_day: null
		})
		await addRelations(
			here,
			id,
			found.rows.map((row) => row.id)
		)
		await addAgreers(here, id, actorIds)
		return { id, reference: number }
	}
})

/** Changes what an item says, who is in charge, by when, and who must agree. An answer that was given stays. */
export const changeHarmonization = command({
	name: 'harmonization.change',
	input: z.strictObject({
		...Changing,
		version: Version,
		title: Name(300).optional(),
		text: Text(20_000).optional(),
		language: Language.optional(),
		structure: Clearable(Reference),
		due: Clearable(Day),
		actors: Actors.optional(),
		reason: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { harmonization }) => getHarmonizationRow(here, harmonization),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, input, item) {
		refuseMove(item, 'change')
		refuseGoneBy(here, input.due, item.row.due_day)
		if (input.title !== undefined)
			await here.write.changeRecord(item.id, { title: namesOf(here, input.title, 'title') })
		await here.write.change('harmonization', item.id, {
			text: input.text,
			language: input.language,
			structure_id: await resolveField(here, 'structure', input.structure, 'structure'),
			due_day: input.due
		})
		if (input.actors) await putAgreers(here, item, await actorsInField(here, input.actors, 'actors'))
		return done(item)
	}
})

async function putAgreers(here: Writing, item: FoundHarmonization, wanted: readonly string[]) {
	const gone = item.agreers.filter(({ actor_id }) => !wanted.includes(actor_id))
	if (gone.some(({ answer }) => answer !== null))
		throw invalid([{ path: ['actors'], code: 'instruments.agreer-has-answered' }])
	for (const { id } of gone) await here.write.remove('harmonization_actor', id)
	const held = new Set(item.agreers.map(({ actor_id }) => actor_id))
	await addAgreers(
		here,
		item.id,
		wanted.filter((id) => !held.has(id))
	)
}

/** Adds relations to an item; the leaders of the laws that they join must agree from now on. */
export const relateHarmonization = command({
	name: 'harmonization.relate',
	input: z.strictObject({ ...Changing, relations: Relations.min(1) }),
	output: Done,
	about: (here, { harmonization }) => getHarmonizationRow(here, harmonization),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { relations }, item) {
		await here.write.lockRecord(item.id)
		refuseMove(item, 'change')
		const found = await relationsInField(here, [...new Set(relations)], 'relations')
		const there = new Set((await groupedBy(here, item.id)).map(({ link_id }) => link_id))
		const fresh = found.rows.filter(({ id }) => !there.has(id))
		if (fresh.length === 0) throw conflict('instruments.relation-grouped-already')
		await addRelations(
			here,
			item.id,
			fresh.map(({ id }) => id)
		)
		const agree = new Set((await agreersOf(here, [item.id])).map(({ actor_id }) => actor_id))
		await addAgreers(
			here,
			item.id,
			found.leadActorIds.filter((id) => !agree.has(id))
		)
		if (item.row.state !== 'open') await moveAll(here, item, 'being-resolved', ['open'])
		return done(item)
	}
})

/** Takes a relation out of an item: it is dealt with elsewhere. */
export const unrelateHarmonization = command({
	name: 'harmonization.unrelate',
	input: z.strictObject({ ...Changing, relation: Identifier, reason: Text(2_000) }),
	output: Done,
	about: (here, { harmonization }) => getHarmonizationRow(here, harmonization),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { relation }, item) {
		await here.write.lockRecord(item.id)
		refuseMove(item, 'change')
		const row = (await groupedBy(here, item.id)).find(({ link_id }) => link_id === relation)
		const [seen] = row ? await relationRows(here).where('link.id', '=', relation).select('link.id').execute() : []
		if (!row || !seen) throw conflict('instruments.relation-not-grouped')
		await here.write.remove('harmonization_relation', row.id)
		return done(item)
	}
})

// The relations of an item that the seat sees and that stand in one of some states.
async function moveAll(here: Writing, { id }: { id: string }, to: LinkState, from: readonly LinkState[]) {
	const grouped = (await groupedBy(here, id)).map(({ link_id }) => link_id)
	const rows = await relationRows(here).where('link.id', '=', anyOf(grouped)).select(relationColumns).execute()
	for (const row of rows) if (from.some((state) => state === row.state)) await here.run(moveLink, { link: row.id, to })
}

/** Whether the seat may answer for an actor: it acts for it, or keeps the records of the workspace. */
export const answersFor = ({ seat }: Here, actorId: string) =>
	seat.role === 'secretariat' || seat.role === 'administrator' || leads(seat, actorId)

/**
 * Says for an actor that must agree whether it does. Its own seats answer for it, or the secretariat, which was told. The first
 * answer begins the work on the item and on its relations.
 */
export const answerHarmonization = command({
	name: 'harmonization.answer',
	input: z.strictObject({
		...Changing,
		/** The actor that answers; left out, the one that the seat acts for. */
		actor: Reference.optional(),
		answer: z.enum(ANSWERS),
		note: Text(10_000).optional()
	}),
	output: Done,
	async about(here, { harmonization, actor }) {
		const item = await getHarmonizationRow(here, harmonization)
		const actorId = (await resolveField(here, 'actor', actor, 'actor')) ?? here.seat.actorId
		return { ...item, agreer: item.agreers.find(({ actor_id }) => actor_id === actorId) }
	},
	allow: (here, { agreer }) => agreer !== undefined && answersFor(here, agreer.actor_id),
	async run(here, { answer, note }, { agreer, ...item }) {
		if (!agreer) throw conflict('instruments.harmonization-not-agreed', { count: 0 })
		refuseMove(item, 'answer')
		if (answer !== 'agrees' && note === undefined)
			throw invalid([{ path: ['note'], code: 'instruments.answer-without-reasons' }])
		await here.write.change('harmonization_actor', agreer.id, { answer, answered_day: here.today, note: note ?? null })
		await here.write.change('harmonization', item.id, { state: stateAfterAnswer(item.row.state) })
		await moveAll(here, item, 'being-resolved', ['open'])
		return done(item)
	}
})

/**
 * Says how it was brought into line; its relations are resolved with it. While somebody who must agree has not, it takes a reason
 * why it is resolved nevertheless.
 */
export const resolveHarmonization = command({
	name: 'harmonization.resolve',
	input: z.strictObject({
		...Changing,
		version: Version,
		resolution: Text(10_000),
		day: Day.optional(),
		/** Why it counts as resolved although not all who must agree did. */
		despite: Text(2_000).optional()
	}),
	output: Done,
	about: (here, { harmonization }) => getHarmonizationRow(here, harmonization),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, { resolution, day, despite }, item) {
		refuseMove(item, 'resolve')
		const resolved = day ?? here.today
		if (resolved > here.today) throw invalid([{ path: ['day'], code: 'instruments.resolved-ahead' }])
		if (!isAgreed(item.agreers) && despite === undefined)
			throw invalid([
				{
					path: ['despite'],
					code: 'instruments.harmonization-not-agreed',
					params: {
						count: waitsFor(item.agreers).length + item.agreers.filter((one) => one.answer === 'disagrees').length
					}
				}
			])
		await here.write.change('harmonization', item.id, {
			state: 'resolved',
			resolution: despite === undefined ? resolution : `${resolution}\n\n${despite}`,
			resolved_day: resolved
		})
		await moveAll(here, item, 'resolved', ['open', 'being-resolved'])
		return done(item)
	}
})

/** Takes up again what was resolved, with its relations. Answers that were given stay until they are given anew. */
export const reopenHarmonization = command({
	name: 'harmonization.reopen',
	input: z.strictObject({ ...Changing, version: Version, reason: Text(2_000) }),
	output: Done,
	about: (here, { harmonization }) => getHarmonizationRow(here, harmonization),
	allow: ({ seat }) => keepsInstruments(seat),
	async run(here, _input, item) {
		refuseMove(item, 'reopen')
		const state = stateReopened(item.agreers)
		await here.write.change('harmonization', item.id, { state, resolution: null, resolved_day: null })
		await moveAll(here, item, state === 'open' ? 'open' : 'being-resolved', ['resolved'])
		return done(item)
	}
})
