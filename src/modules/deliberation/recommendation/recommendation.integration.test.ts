import { beforeAll, expect, test } from 'vitest'
import { createActor } from '#modules/directory/actor-commands.ts'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { mergeRecords, setRecordAudience } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type Acting, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import {
	answerRecommendation,
	answerTogether,
	completeRecommendation,
	implementRecommendation,
	lapseRecommendation,
	receiveRecommendation,
	reviewRecommendation,
	submitRecommendation
} from './chain-commands.ts'
import { changeRecommendation, proposeRecommendation, rewordRecommendation } from './recommendation-commands.ts'
import { getRecommendation } from './recommendation-page.ts'
import { listRecommendations } from './recommendation-queries.ts'

type Stage = TestWorkspace & { seats: Readonly<Record<SeatKey, Acting>> }

let stage: Stage

/**
 * A forum below a committee of health below a senior committee, above which stands Cabinet. The member's ministry (labour) runs
 * the forum, the outsider's (health) the one above it, the chair's (home affairs) the last.
 */
async function aStage(): Promise<Stage> {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(createActor, { key: 'cabinet', name: 'Cabinet', kind: 'government' })
	const structure = (key: string, host: string, parent?: string) =>
		administrator.run(createStructure, {
			key,
			name: key,
			level: 'technical',
			kind: 'interministerial-committee',
			status: 'active',
			chair: host,
			host,
			...(parent ? { parent } : {})
		})
	await structure('senior', 'home-affairs')
	await structure('middle', 'health', 'senior')
	await structure('forum', 'labour', 'middle')
	return { ...made, seats: await everySeat(made) }
}

const everySeat = async (made: TestWorkspace) => ({
	administrator: await made.as('administrator'),
	'second-administrator': await made.as('second-administrator'),
	secretariat: await made.as('secretariat'),
	chair: await made.as('chair'),
	member: await made.as('member'),
	outsider: await made.as('outsider'),
	police: await made.as('police'),
	analyst: await made.as('analyst'),
	statistician: await made.as('statistician'),
	caseworker: await made.as('caseworker'),
	observer: await made.as('observer'),
	public: await made.as('public')
})

beforeAll(async () => {
	stage = await aStage()
})

const propose = (more: object = {}) =>
	stage.seats.member.run(proposeRecommendation, {
		title: 'One desk for return',
		text: 'That one desk receives those who return.',
		structure: 'forum',
		...more
	})

/** The recommendation as a keeper of records sees it now. */
const now = (recommendation: string) => stage.seats.administrator.ask(getRecommendation, { recommendation })
const at = async (recommendation: string) => ({ recommendation, version: (await now(recommendation)).version })

test('a recommendation climbs from a forum to Cabinet, each level keeping its own clock, and is implemented', async () => {
	const { member, outsider, chair, administrator } = stage.seats
	const { reference } = await propose({ day: '2026-01-05' })
	await member.run(submitRecommendation, { ...(await at(reference)), to: 'middle', day: '2026-01-10' })
	await outsider.run(receiveRecommendation, { ...(await at(reference)), day: '2026-01-12' })
	await outsider.run(submitRecommendation, { ...(await at(reference)), to: 'senior', day: '2026-01-20' })
	await chair.run(receiveRecommendation, { ...(await at(reference)), day: '2026-01-21' })
	await chair.run(reviewRecommendation, { ...(await at(reference)), day: '2026-01-25' })
	await chair.run(answerRecommendation, {
		...(await at(reference)),
		answer: 'accepted',
		reasons: 'It saves those who return three journeys.',
		day: '2026-02-01'
	})
	await chair.run(submitRecommendation, { ...(await at(reference)), toActor: 'cabinet', day: '2026-02-02' })
	await administrator.run(receiveRecommendation, await at(reference))
	await administrator.run(answerRecommendation, {
		...(await at(reference)),
		answer: 'accepted-in-part',
		reasons: 'One desk a province.'
	})
	await administrator.run(implementRecommendation, await at(reference))
	await administrator.run(completeRecommendation, { ...(await at(reference)), reason: 'The desks are open.' })

	const page = await now(reference)
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
	const { member, outsider } = stage.seats
	const { reference } = await propose()
	await member.run(submitRecommendation, { ...(await at(reference)), to: 'middle' })
	await outsider.run(receiveRecommendation, await at(reference))
	await outsider.run(answerRecommendation, { ...(await at(reference)), answer: 'returned', reasons: 'Who pays?' })
	expect(await now(reference)).toMatchObject({ status: 'returned', holder: { reference: 'forum' } })
	await member.run(rewordRecommendation, {
		...(await at(reference)),
		text: 'That the ministry pays for one desk that receives those who return.',
		reason: 'to say who pays'
	})
	await member.run(submitRecommendation, { ...(await at(reference)), to: 'middle' })
	const page = await now(reference)
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
	const { reference } = await propose()
	const refused = await refusalOf(stage.seats.member.run(submitRecommendation, { ...(await at(reference)), ...target }))
	expect(refused).toMatchObject({ kind: 'conflict', code })
	expect((await now(reference)).status).toBe('proposed')
})

test('the last structure submits to no other, and to no actor that is not above it', async () => {
	const { reference } = await stage.seats.chair.run(proposeRecommendation, {
		title: 'From the top',
		text: 'That Cabinet hears it.',
		structure: 'senior'
	})
	const toward = async (target: object) =>
		(await refusalOf(stage.seats.chair.run(submitRecommendation, { ...(await at(reference)), ...target }))).code
	expect(await toward({ to: 'middle' })).toBe('deliberation.recommendation-nothing-above')
	expect(await toward({ toActor: 'union' })).toBe('deliberation.recommendation-actor-not-above')
	await stage.seats.chair.run(changeRecommendation, { ...(await at(reference)), addresseeActor: 'union' })
	await stage.seats.chair.run(submitRecommendation, { ...(await at(reference)), toActor: 'union' })
	expect((await now(reference)).holder?.reference).toBe('union')
})

test('a level is named once: a structure or an actor', async () => {
	const { reference } = await propose()
	for (const target of [{}, { to: 'middle', toActor: 'cabinet' }]) {
		const refused = await refusalOf(
			stage.seats.member.run(submitRecommendation, { ...(await at(reference)), ...target })
		)
		expect(refused.issues[0]).toMatchObject({ path: ['to'], code: 'deliberation.recommendation-one-level' })
	}
})

test('only the level where it lies answers it; who made it may only give it up', async () => {
	const { member, outsider } = stage.seats
	const { reference } = await propose()
	await member.run(submitRecommendation, { ...(await at(reference)), to: 'middle' })
	const early = await refusalOf(
		outsider.run(answerRecommendation, { ...(await at(reference)), answer: 'declined', reasons: 'no' })
	)
	expect(early).toMatchObject({ kind: 'conflict', code: 'deliberation.recommendation-not-received' })
	const own = await refusalOf(member.run(receiveRecommendation, await at(reference)))
	expect(own).toMatchObject({ kind: 'forbidden', params: { operation: 'recommendation.receive' } })
	await member.run(lapseRecommendation, { ...(await at(reference)), reason: 'overtaken by the new law' })
	const page = await now(reference)
	expect(page).toMatchObject({ status: 'lapsed', holder: null })
	expect(page.hops[0]?.isOpen).toBe(false)
	const late = await refusalOf(
		member.run(changeRecommendation, { ...(await at(reference)), deadlineClass: 'immediate' })
	)
	expect(late).toMatchObject({ kind: 'conflict', code: 'deliberation.recommendation-closed' })
})

test('nothing on its way happens in the future, or before what happened last', async () => {
	const { member } = stage.seats
	const { reference } = await propose({ day: '2026-02-10' })
	const on = async (day: string) =>
		(await refusalOf(member.run(submitRecommendation, { ...(await at(reference)), to: 'middle', day }))).issues[0]
	expect(await on('2026-02-09')).toMatchObject({
		path: ['day'],
		code: 'deliberation.recommendation-day-before',
		params: { day: '2026-02-10' }
	})
	expect(await on('2026-03-03')).toMatchObject({ path: ['day'], code: 'directory.day-in-future' })
})

test('a recommendation shown to few is seen by each level it is submitted to, and by no other', async () => {
	const { member, outsider, chair, police } = stage.seats
	const { reference } = await propose({ title: 'A quiet matter of okapis', audience: 'members' })
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
	await member.run(submitRecommendation, { ...(await at(reference)), to: 'middle' })
	const later = await everySeat(stage)
	expect([await isSeen(later.outsider), await isSeen(later.chair), await isSeen(later.police)]).toEqual([
		true,
		false,
		false
	])
	await outsider.run(receiveRecommendation, await at(reference))
	await outsider.run(submitRecommendation, { ...(await at(reference)), to: 'senior' })
	expect([await isSeen(chair), await isSeen(police)]).toEqual([true, false])
	const refused = await refusalOf(police.ask(getRecommendation, { recommendation: reference }))
	expect(refused.kind).toBe('absent')
})

test('whom a recommendation asks sees it, also when it is named later', async () => {
	const { member, police, statistician } = stage.seats
	const { reference } = await propose({ audience: 'members', addresseeActor: 'police' })
	expect((await police.ask(getRecommendation, { recommendation: reference })).addresseeActor?.reference).toBe('police')
	expect((await refusalOf(statistician.ask(getRecommendation, { recommendation: reference }))).kind).toBe('absent')
	await member.run(changeRecommendation, { ...(await at(reference)), addresseeActor: 'statistics' })
	expect((await statistician.ask(getRecommendation, { recommendation: reference })).reference).toBe(reference)
})

test('a level that a seat may not see is not named to it', async () => {
	const { member, administrator, police } = stage.seats
	const { reference } = await propose()
	await member.run(submitRecommendation, { ...(await at(reference)), to: 'middle' })
	const version = (
		await stage.database.owner
			.selectFrom('record')
			.select('version')
			.where('workspace_id', '=', stage.workspace.id)
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

test('many are changed together or not at all', async () => {
	const { member } = stage.seats
	const one = await propose()
	const other = await propose()
	const items = [
		{ id: one.reference, version: 1 },
		{ id: other.reference, version: 1 }
	]
	await member.run(changeManyRecommendations, {
		items,
		deadlineClass: 'immediate',
		dueDay: '2026-06-30',
		areas: ['labour-migration'],
		addressee: 'Whom it concerns'
	})
	for (const { reference } of [one, other])
		expect(await now(reference)).toMatchObject({
			deadlineClass: 'immediate',
			dueDay: '2026-06-30',
			addressee: 'Whom it concerns',
			areas: [{ reference: 'labour-migration' }]
		})
	const stale = await refusalOf(
		member.run(changeManyRecommendations, {
			items: [{ id: one.reference, version: 2 }, items[1] ?? items[0]].flatMap((item) => item ?? []),
			deadlineClass: 'none'
		})
	)
	expect(stale).toMatchObject({
		kind: 'conflict',
		code: 'deliberation.recommendation-changed-meanwhile',
		params: { reference: other.reference }
	})
	expect((await now(one.reference)).deadlineClass).toBe('immediate')
	const again = [one, other].map(({ reference }) => ({ id: reference, version: 2 }))
	expect(
		(await refusalOf(member.run(changeManyRecommendations, { items: again, lapse: true }))).issues[0]
	).toMatchObject({ path: ['reason'] })
	await member.run(changeManyRecommendations, { items: again, lapse: true, reason: 'overtaken' })
	expect([(await now(one.reference)).status, (await now(other.reference)).status]).toEqual(['lapsed', 'lapsed'])
})

test('one seat that may not change one of many changes none', async () => {
	const mine = await propose()
	const theirs = await stage.seats.chair.run(proposeRecommendation, {
		title: 'Of others',
		text: 'That it stays.',
		structure: 'senior'
	})
	const items = [mine, theirs].map(({ reference }) => ({ id: reference, version: 1 }))
	const refused = await refusalOf(
		stage.seats.member.run(changeManyRecommendations, { items, deadlineClass: 'immediate' })
	)
	expect(refused.kind).toBe('forbidden')
	expect((await now(mine.reference)).deadlineClass).toBe('none')
})

test('several are answered together, and each says with how many', async () => {
	const { member, outsider } = stage.seats
	const made = [await propose(), await propose()]
	const before = []
	for (const { reference } of made) {
		await member.run(submitRecommendation, { ...(await at(reference)), to: 'middle' })
		before.push({ id: reference, version: (await at(reference)).version })
	}
	const answer = { answer: 'declined', reasons: 'There is no money this year.' } as const
	await outsider.run(receiveRecommendation, await at(made[0]?.reference ?? ''))
	const half = []
	for (const { reference } of made) half.push({ id: reference, version: (await at(reference)).version })
	// The second was not received: neither is answered.
	expect((await refusalOf(outsider.run(answerTogether, { items: half, ...answer }))).code).toBe(
		'deliberation.recommendation-not-received'
	)
	expect((await now(made[0]?.reference ?? '')).status).toBe('received')
	await outsider.run(receiveRecommendation, await at(made[1]?.reference ?? ''))
	const items = []
	for (const { reference } of made) items.push({ id: reference, version: (await at(reference)).version })
	await outsider.run(answerTogether, { items, ...answer })
	for (const { reference } of made) {
		const page = await now(reference)
		expect(page).toMatchObject({ status: 'declined', holder: null })
		expect(page.hops[0]).toMatchObject({ answeredWith: 2, reasons: 'There is no money this year.' })
	}
})

test('of two that ask the same one remains; both numbers lead to it, and the way of the other stays readable', async () => {
	const { member, secretariat } = stage.seats
	const one = await propose()
	const other = await propose()
	await member.run(submitRecommendation, { ...(await at(one.reference)), to: 'middle', day: TODAY })
	await secretariat.run(mergeRecords, {
		record: one.reference,
		kind: 'recommendation',
		version: (await at(one.reference)).version,
		into: other.reference,
		reason: 'the same in other words'
	})
	const page = await now(one.reference)
	expect(page.reference).toBe(other.reference)
	expect(page.hops).toEqual([])
	expect(page.merged).toMatchObject([
		{ record: { reference: one.reference }, hops: [{ to: { reference: 'middle' }, isOpen: false }] }
	])
	const { items } = await member.ask(listRecommendations, { filter: { reference: [one.reference, other.reference] } })
	expect(items.map(({ reference }) => reference)).toEqual([other.reference])
})

test('the register is narrowed by where a recommendation lies, whom it asks, when it is due and what waits for the seat', async () => {
	const { member, outsider } = stage.seats
	const { reference } = await propose({
		title: 'Lynx crossing',
		addresseeActor: 'health',
		dueDay: '2026-02-20',
		areas: ['border-management'],
		deadlineClass: 'short-term'
	})
	await member.run(submitRecommendation, { ...(await at(reference)), to: 'middle' })
	const found = async (filter: object, acting = outsider) =>
		(await acting.ask(listRecommendations, { filter: { ...filter, words: 'lynx' } })).items.length
	expect(await found({ status: ['submitted'] })).toBe(1)
	expect(await found({ status: ['proposed'] })).toBe(0)
	expect(await found({ structure: 'forum' })).toBe(1)
	expect(await found({ holder: 'middle' })).toBe(1)
	expect(await found({ holder: 'forum' })).toBe(0)
	expect(await found({ addressee: 'health' })).toBe(1)
	expect(await found({ area: 'border-management' })).toBe(1)
	expect(await found({ area: 'labour-migration' })).toBe(0)
	expect(await found({ deadline: ['short-term'] })).toBe(1)
	expect(await found({ dueFrom: '2026-02-20', dueUntil: '2026-02-20' })).toBe(1)
	expect(await found({ dueFrom: '2026-02-21' })).toBe(0)
	expect(await found({ overdue: true })).toBe(1)
	expect(await found({ overdue: false })).toBe(0)
	expect(await found({ mine: 'waiting' })).toBe(1)
	expect(await found({ mine: 'waiting' }, member)).toBe(0)
	expect(await found({ mine: 'overdue' })).toBe(1)
	const { items } = await outsider.ask(listRecommendations, { filter: { reference: [reference] }, sort: '-due' })
	expect(items[0]).toMatchObject({ isOverdue: true, daysHeld: 0, holder: { reference: 'middle' } })
})

test('a wording is found by its words, and one that is the same is no new version', async () => {
	const { member } = stage.seats
	const { reference } = await propose({ text: 'That pangolins be counted.' })
	const found = await member.ask(searchRecords, { words: 'pangolins' })
	expect(found.items.map((item) => item.reference)).toContain(reference)
	const same = await refusalOf(
		member.run(rewordRecommendation, {
			...(await at(reference)),
			text: 'That pangolins be counted.',
			reason: 'again'
		})
	)
	expect(same).toMatchObject({ kind: 'conflict', code: 'deliberation.recommendation-wording-same' })
})

test('nobody but those who run a structure makes a recommendation in its name', async () => {
	const refused = await refusalOf(
		stage.seats.outsider.run(proposeRecommendation, { title: 'x', text: 'y', structure: 'forum' })
	)
	expect(refused).toMatchObject({ kind: 'forbidden', params: { operation: 'recommendation.propose' } })
	const nobody = await stage.seats.secretariat.run(proposeRecommendation, {
		title: 'From a report',
		text: 'That somebody acts.',
		addressee: 'Whoever it concerns'
	})
	expect(await now(nobody.reference)).toMatchObject({ structure: null, holder: null, status: 'proposed' })
	await stage.seats.secretariat.run(submitRecommendation, { ...(await at(nobody.reference)), to: 'senior' })
	expect((await now(nobody.reference)).holder?.reference).toBe('senior')
})
