import { beforeAll, expect, test } from 'vitest'
import { listOptions } from '#modules/directory/options-queries.ts'
import { setStructureAreas } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { createTheme } from '#modules/directory/theme-commands.ts'
import { mergeRecords, withdrawRecord } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { TODAY } from '#tests/fixtures/workspace.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import { answerTogether } from './answer-commands.ts'
import { receiveRecommendation, submitRecommendation } from './chain-commands.ts'
import { proposeRecommendation, rewordRecommendation } from './recommendation-commands.ts'
import { listRecommendations } from './recommendation-queries.ts'
import { ASKS, aStage } from '#tests/fixtures/recommendation-stage.ts'

let set: Awaited<ReturnType<typeof aStage>>
beforeAll(async () => {
	set = await aStage()
})

test('many are changed together or not at all', async () => {
	const { member } = set.stage.seats
	const one = await set.propose()
	const other = await set.propose()
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
		expect(await set.now(reference)).toMatchObject({
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
	expect((await set.now(one.reference)).deadlineClass).toBe('immediate')
	const again = [one, other].map(({ reference }) => ({ id: reference, version: 2 }))
	expect(
		(await refusalOf(member.run(changeManyRecommendations, { items: again, lapse: true }))).issues[0]
	).toMatchObject({ path: ['reason'] })
	await member.run(changeManyRecommendations, { items: again, lapse: true, reason: 'overtaken' })
	expect([(await set.now(one.reference)).status, (await set.now(other.reference)).status]).toEqual(['lapsed', 'lapsed'])
})

test('one seat that may not change one of many changes none', async () => {
	const mine = await set.propose()
	const theirs = await set.stage.seats.chair.run(proposeRecommendation, {
		title: 'Of others',
		text: 'That it stays.',
		structure: 'senior',
		...ASKS
	})
	const items = [mine, theirs].map(({ reference }) => ({ id: reference, version: 1 }))
	const refused = await refusalOf(
		set.stage.seats.member.run(changeManyRecommendations, { items, deadlineClass: 'immediate' })
	)
	expect(refused.kind).toBe('forbidden')
	expect((await set.now(mine.reference)).deadlineClass).toBe('none')
})

test('several are answered together, and each says with how many', async () => {
	const { member, outsider } = set.stage.seats
	const made = [await set.propose(), await set.propose()]
	const before = []
	for (const { reference } of made) {
		await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
		before.push({ id: reference, version: (await set.at(reference)).version })
	}
	const declining = await set.answer('declined', 'There is no money this year.')
	await outsider.run(receiveRecommendation, await set.at(made[0]?.reference ?? ''))
	const half = []
	for (const { reference } of made) half.push({ id: reference, version: (await set.at(reference)).version })
	// The second was not received: neither is answered.
	expect((await refusalOf(outsider.run(answerTogether, { items: half, ...declining }))).code).toBe(
		'deliberation.recommendation-not-received'
	)
	expect((await set.now(made[0]?.reference ?? '')).status).toBe('received')
	await outsider.run(receiveRecommendation, await set.at(made[1]?.reference ?? ''))
	const items = []
	for (const { reference } of made) items.push({ id: reference, version: (await set.at(reference)).version })
	await outsider.run(answerTogether, { items, ...declining })
	for (const { reference } of made) {
		const page = await set.now(reference)
		expect(page).toMatchObject({ status: 'declined', holder: null })
		expect(page.hops[0]).toMatchObject({ answeredWith: 2, reasons: 'There is no money this year.' })
	}
})

test('of two that ask the same one remains; both numbers lead to it, and the way of the other stays readable', async () => {
	const { member, secretariat } = set.stage.seats
	const one = await set.propose()
	const other = await set.propose()
	await member.run(submitRecommendation, { ...(await set.at(one.reference)), to: 'middle', day: TODAY })
	await secretariat.run(mergeRecords, {
		record: one.reference,
		kind: 'recommendation',
		version: (await set.at(one.reference)).version,
		into: other.reference,
		reason: 'the same in other words'
	})
	const page = await set.now(one.reference)
	expect(page.reference).toBe(other.reference)
	expect(page.hops).toEqual([])
	expect(page.merged).toMatchObject([
		{ record: { reference: one.reference }, hops: [{ to: { reference: 'middle' }, isOpen: false }] }
	])
	const { items } = await member.ask(listRecommendations, { filter: { reference: [one.reference, other.reference] } })
	expect(items.map(({ reference }) => reference)).toEqual([other.reference])
})

test('the register is narrowed by where a recommendation lies, whom it asks, when it is due and what waits for the seat', async () => {
	const { member, outsider } = set.stage.seats
	const { reference } = await set.propose({
		title: 'Lynx crossing',
		addresseeActor: 'health',
		dueDay: '2026-02-20',
		areas: ['border-management'],
		deadlineClass: 'short-term'
	})
	await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
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

test('the register can be narrowed to the themes of recommendations that the reader sees, and to no others', async () => {
	const own = await aStage()
	const { administrator, secretariat, member, outsider } = own.stage.seats
	const themes = async (acting = member) =>
		(await acting.ask(listOptions, { kind: 'area', usedOn: 'recommendation' })).items
			.map(({ reference }) => reference)
			.sort()
	await administrator.run(createTheme, { framework: 'themes', key: 'return', name: 'Return' })
	await administrator.run(setStructureAreas, {
		structure: 'forum',
		version: (await administrator.ask(getStructure, { structure: 'forum' })).version,
		areas: ['return']
	})
	expect(await themes(secretariat)).toEqual([])
	await own.propose({ areas: ['labour-migration'] })
	const kept = await secretariat.run(proposeRecommendation, {
		title: 'A desk that is not spoken of',
		text: 'That one desk be kept.',
		structure: 'forum',
		...ASKS,
		areas: ['border-management'],
		audience: 'secretariat'
	})
	expect(await themes(secretariat)).toEqual(['border-management', 'labour-migration'])
	expect(await themes(outsider)).toEqual(['labour-migration'])
	expect(await themes(own.stage.seats.public)).toEqual([])
	await secretariat.run(withdrawRecord, {
		record: kept.reference,
		kind: 'recommendation',
		version: (await own.now(kept.reference)).version,
		reason: 'entered twice'
	})
	expect(await themes(secretariat)).toEqual(['labour-migration'])
})

test('a record is found by its number, whole or begun, in any letters', async () => {
	const { member } = set.stage.seats
	const { reference } = await set.propose({})
	for (const words of [
		reference,
		reference.toLowerCase(),
		reference.slice(reference.indexOf('-') + 1),
		reference.replaceAll('-', ' ')
	]) {
		const { items } = await member.ask(searchRecords, { words, limit: 100 })
		expect(items.map((item) => item.reference)).toContain(reference)
	}
	expect((await member.ask(searchRecords, { words: `${reference}9` })).total).toBe(0)
})

test('a wording is found by its words, and one that is the same is no new version', async () => {
	const { member } = set.stage.seats
	const { reference } = await set.propose({ text: 'That pangolins be counted.' })
	const found = await member.ask(searchRecords, { words: 'pangolins' })
	expect(found.items.map((item) => item.reference)).toContain(reference)
	const same = await refusalOf(
		member.run(rewordRecommendation, {
			...(await set.at(reference)),
			text: 'That pangolins be counted.',
			reason: 'again'
		})
	)
	expect(same).toMatchObject({ kind: 'conflict', code: 'deliberation.recommendation-wording-same' })
})
