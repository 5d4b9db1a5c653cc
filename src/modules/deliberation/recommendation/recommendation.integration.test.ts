import { beforeAll, expect, test } from 'vitest'
import { getHistory } from '#platform/records/record-history.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { type Acting } from '#tests/fixtures/workspace.ts'
import { answerRecommendation } from './answer-commands.ts'
import {
	completeRecommendation,
	implementRecommendation,
	lapseRecommendation,
	receiveRecommendation,
	reviewRecommendation,
	submitRecommendation
} from './chain-commands.ts'
import { changeRecommendation, proposeRecommendation, rewordRecommendation } from './recommendation-commands.ts'
import { listRecommendations } from './recommendation-queries.ts'
import { getRecommendation } from './recommendation-page.ts'
import { ASKS, aStage, everySeat } from '#tests/fixtures/recommendation-stage.ts'

let set: Awaited<ReturnType<typeof aStage>>
beforeAll(async () => {
	set = await aStage()
})

test('a recommendation climbs from a forum to Cabinet, each level keeping its own clock, and is implemented', async () => {
	const { member, outsider, chair, administrator } = set.stage.seats
	const { reference } = await set.propose({ day: '2026-01-05' })
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle', day: '2026-01-10' })
	await outsider.run(receiveRecommendation, { ...(await set.at(reference)), day: '2026-01-12' })
	await outsider.run(submitRecommendation, { ...(await set.at(reference)), to: 'senior', day: '2026-01-20' })
	await chair.run(receiveRecommendation, { ...(await set.at(reference)), day: '2026-01-21' })
	await chair.run(reviewRecommendation, { ...(await set.at(reference)), day: '2026-01-25' })
	await chair.run(answerRecommendation, {
		...(await set.at(reference)),
		answer: 'accepted',
		reasons: 'It saves those who return three journeys.',
		meeting: await set.met('senior'),
		day: '2026-02-01'
	})
	await chair.run(submitRecommendation, { ...(await set.at(reference)), toActor: 'cabinet', day: '2026-02-02' })
	await administrator.run(receiveRecommendation, await set.at(reference))
	await administrator.run(answerRecommendation, {
		...(await set.at(reference)),
		answer: 'accepted-in-part',
		reasons: 'One desk a province.',
		basis: 'Cabinet minute 4 of 2026'
	})
	await administrator.run(implementRecommendation, await set.at(reference))
	await administrator.run(completeRecommendation, { ...(await set.at(reference)), reason: 'The desks are open.' })

	const page = await set.now(reference)
	expect(page).toMatchObject({ status: 'implemented', holder: null, heldSince: null, next: [] })
	expect(page.hops.map(({ from, to, days, answer }) => [from?.reference, to?.reference, days, answer])).toEqual([
		['forum', 'middle', 10, 'passed-on'],
		['middle', 'senior', 12, 'accepted'],
		['senior', 'cabinet', 28, 'accepted-in-part']
	])
	expect(page.daysInAll).toBe(50)
	const { items } = await administrator.ask(getHistory, { record: reference, kind: 'recommendation', limit: 1 })
	expect(items[0]).toMatchObject({ operation: 'recommendation.complete', reason: 'The desks are open.' })
})

test('what is returned with questions lies with those who sent it, and can be submitted again', async () => {
	const { member, outsider } = set.stage.seats
	const { reference } = await set.propose()
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
	await outsider.run(receiveRecommendation, await set.at(reference))
	await outsider.run(answerRecommendation, {
		...(await set.at(reference)),
		...(await set.answer('returned', 'Who pays?'))
	})
	expect(await set.now(reference)).toMatchObject({ status: 'returned', holder: { reference: 'forum' } })
	await member.run(rewordRecommendation, {
		...(await set.at(reference)),
		text: 'That the ministry pays for one desk that receives those who return.',
		reason: 'to say who pays'
	})
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
	const page = await set.now(reference)
	expect(page.status).toBe('submitted')
	expect(page.hops.map(({ position, answer, isOpen }) => [position, answer, isOpen])).toEqual([
		[1, 'returned', false],
		[2, null, true]
	])
	expect(page.wordings.map(({ number, reason }) => [number, reason])).toEqual([
		[1, null],
		[2, 'to say who pays']
	])
})

test.each([
	['a structure beside or below', { to: 'committee' }, 'deliberation.recommendation-not-above'],
	['itself', { to: 'forum' }, 'deliberation.recommendation-not-above'],
	['Cabinet past the levels between', { toActor: 'cabinet' }, 'deliberation.recommendation-level-skipped']
] as const)('a forum does not submit to %s', async (_what, target, code) => {
	const { reference } = await set.propose()
	const refused = await refusalOf(
		set.stage.seats.member.run(submitRecommendation, { ...(await set.at(reference)), ...target })
	)
	expect(refused).toMatchObject({ kind: 'conflict', code })
	expect((await set.now(reference)).status).toBe('proposed')
})

test('the last structure submits to no other, and to no actor that is not above it', async () => {
	const { reference } = await set.stage.seats.chair.run(proposeRecommendation, {
		title: 'From the top',
		text: 'That Cabinet hears it.',
		structure: 'senior',
		...ASKS
	})
	const toward = async (target: object) =>
		(await refusalOf(set.stage.seats.chair.run(submitRecommendation, { ...(await set.at(reference)), ...target }))).code
	expect(await toward({ to: 'middle' })).toBe('deliberation.recommendation-nothing-above')
	expect(await toward({ toActor: 'union' })).toBe('deliberation.recommendation-actor-not-above')
	await set.stage.seats.chair.run(changeRecommendation, { ...(await set.at(reference)), addresseeActor: 'union' })
	await set.stage.seats.chair.run(submitRecommendation, { ...(await set.at(reference)), toActor: 'union' })
	expect((await set.now(reference)).holder?.reference).toBe('union')
})

test('a level is named once: a structure or an actor', async () => {
	const { reference } = await set.propose()
	for (const target of [{}, { to: 'middle', toActor: 'cabinet' }]) {
		const refused = await refusalOf(
			set.stage.seats.member.run(submitRecommendation, { ...(await set.at(reference)), ...target })
		)
		expect(refused.issues[0]).toMatchObject({ path: ['to'], code: 'deliberation.recommendation-one-level' })
	}
})

test('only the level where it lies answers it; who made it may only give it up', async () => {
	const { member, outsider } = set.stage.seats
	const { reference } = await set.propose()
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
	const early = await refusalOf(
		outsider.run(answerRecommendation, { ...(await set.at(reference)), answer: 'declined', reasons: 'no' })
	)
	expect(early).toMatchObject({ kind: 'conflict', code: 'deliberation.recommendation-not-received' })
	const own = await refusalOf(member.run(receiveRecommendation, await set.at(reference)))
	expect(own).toMatchObject({ kind: 'forbidden', params: { operation: 'recommendation.receive' } })
	await member.run(lapseRecommendation, { ...(await set.at(reference)), reason: 'overtaken by the new law' })
	const page = await set.now(reference)
	expect(page).toMatchObject({ status: 'lapsed', holder: null })
	expect(page.hops[0]?.isOpen).toBe(false)
	const late = await refusalOf(
		member.run(changeRecommendation, { ...(await set.at(reference)), deadlineClass: 'immediate' })
	)
	expect(late).toMatchObject({ kind: 'conflict', code: 'deliberation.recommendation-closed' })
})

test('nothing on its way happens in the future, or before what happened last', async () => {
	const { member } = set.stage.seats
	const { reference } = await set.propose({ day: '2026-02-10' })
	const on = async (day: string) =>
		(await refusalOf(member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle', day }))).issues[0]
	expect(await on('2026-02-09')).toMatchObject({
		path: ['day'],
		code: 'deliberation.recommendation-day-before',
		params: { day: '2026-02-10' }
	})
	expect(await on('2026-03-03')).toMatchObject({ path: ['day'], code: 'directory.day-in-future' })
})

test('a recommendation shown to few is seen by each level it is submitted to, and by no other', async () => {
	const { member, outsider, chair, police } = set.stage.seats
	const { reference } = await set.propose({ title: 'A quiet matter of okapis', audience: 'members' })
	const isSeen = async (acting: Acting) => {
		const { items, total } = await acting.ask(listRecommendations, { filter: { words: 'okapis' } })
		const found = await acting.ask(searchRecords, { words: 'okapis' })
		expect(total).toBe(items.length)
		expect(found.items.length).toBe(items.length)
		return items.length === 1
	}
	expect([await isSeen(member), await isSeen(outsider), await isSeen(chair), await isSeen(police)]).toEqual([
		true,
		false,
		false,
		false
	])
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
	const later = await everySeat(set.stage)
	expect([await isSeen(later.outsider), await isSeen(later.chair), await isSeen(later.police)]).toEqual([
		true,
		false,
		false
	])
	await outsider.run(receiveRecommendation, await set.at(reference))
	await outsider.run(submitRecommendation, { ...(await set.at(reference)), to: 'senior' })
	expect([await isSeen(chair), await isSeen(police)]).toEqual([true, false])
	const refused = await refusalOf(police.ask(getRecommendation, { recommendation: reference }))
	expect(refused.kind).toBe('absent')
})

test('a level that a seat may not see is not named to it', async () => {
	const { member, administrator, police } = set.stage.seats
	const { reference } = await set.propose()
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
	const version = (
		await set.stage.database.owner
			.selectFrom('record')
			.select('version')
			.where('workspace_id', '=', set.stage.workspace.id)
			.where('kind', '=', 'structure')
			.where('key', '=', 'middle')
			.executeTakeFirstOrThrow()
	).version
	const shown = { record: 'middle', kind: 'structure', reason: 'for this test' }
	await administrator.run(setRecordAudience, { ...shown, version, audience: 'secretariat' })
	const page = await police.ask(getRecommendation, { recommendation: reference })
	expect(page.holder).toBeNull()
	expect(page.hops[0]?.to).toBeNull()
	await administrator.run(setRecordAudience, { ...shown, version: version + 1, audience: 'public' })
})

test('nobody but those who run a structure makes a recommendation in its name', async () => {
	const refused = await refusalOf(
		set.stage.seats.outsider.run(proposeRecommendation, { title: 'x', text: 'y', structure: 'forum', ...ASKS })
	)
	expect(refused).toMatchObject({ kind: 'forbidden', params: { operation: 'recommendation.propose' } })
	const nobody = await set.stage.seats.secretariat.run(proposeRecommendation, {
		title: 'From a report',
		text: 'That somebody acts.',
		addressee: 'Whoever it concerns',
		areas: ['labour-migration']
	})
	expect(await set.now(nobody.reference)).toMatchObject({ structure: null, holder: null, status: 'proposed' })
	await set.stage.seats.secretariat.run(submitRecommendation, { ...(await set.at(nobody.reference)), to: 'senior' })
	expect((await set.now(nobody.reference)).holder?.reference).toBe('senior')
})

test('what a chair writes for the secretariat alone is the secretariat’s to change, with its history', async () => {
	const { secretariat } = set.stage.seats
	const { reference } = await set.propose({ audience: 'secretariat', title: 'Kept to the secretariat' })
	expect(await set.at(reference)).toMatchObject({ version: 1 })
	await secretariat.run(changeRecommendation, { ...(await set.at(reference)), title: 'Kept to them still' })
	const { items } = await secretariat.ask(getHistory, { record: reference, kind: 'recommendation' })
	expect(items.map(({ operation, changes }) => [operation, changes.length > 0])).toEqual([
		['recommendation.change', true],
		['recommendation.propose', true]
	])
})
