import { beforeAll, describe, expect, test } from 'vitest'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { mergeRecords, setRecordAudience } from '#platform/records/record-operations.ts'
import { anEmptyWorkspace, brought, exported } from '#tests/fixtures/exchange.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aMeeting } from '#tests/fixtures/sat.ts'
import { aStage, ASKS, everySeat } from '#tests/fixtures/recommendation-stage.ts'
import { aWorkspace, type Acting, type SeatKey } from '#tests/fixtures/workspace.ts'
import { answerWrittenProcedure, closeWrittenProcedure, openWrittenProcedure } from '../decision/procedure-commands.ts'
import { getWrittenProcedure } from '../decision/procedure-queries.ts'
import { answerRecommendation } from './answer-commands.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import { lapseRecommendation, receiveRecommendation, submitRecommendation } from './chain-commands.ts'
import { changeRecommendation, proposeRecommendation } from './recommendation-commands.ts'
import { getRecommendation } from './recommendation-page.ts'

let set: Awaited<ReturnType<typeof aStage>>
beforeAll(async () => {
	set = await aStage()
})

const opens = (acting: Acting, recommendation: string) =>
	acting.ask(getRecommendation, { recommendation }).then(
		() => true,
		() => false
	)
const seen = async (reference: string, ...keys: SeatKey[]) => {
	const seats = await everySeat(set.stage)
	return Promise.all(keys.map((key) => opens(seats[key], reference)))
}
const narrowed = async (recommendation: string, audience: 'secretariat' | 'members' | 'full-members') =>
	set.stage.seats.secretariat.run(setRecordAudience, {
		record: recommendation,
		kind: 'recommendation',
		version: (await set.at(recommendation)).version,
		audience,
		reason: 'for this test'
	})

describe('a recommendation kept to a circle by choice', () => {
	test('is seen by that circle and the levels it is submitted to, and by whom it asks once it is accepted', async () => {
		const { member, outsider } = set.stage.seats
		const { reference } = await set.propose({ audience: 'full-members' })
		expect(await seen(reference, 'member', 'statistician', 'police', 'outsider')).toEqual([true, false, false, false])
		await member.run(changeRecommendation, { ...(await set.at(reference)), addresseeActor: 'police' })
		const { version } = await set.at(reference)
		await member.run(changeManyRecommendations, { items: [{ id: reference, version }], addresseeActor: 'statistics' })
		expect(await seen(reference, 'statistician', 'police')).toEqual([false, false])
		await narrowed(reference, 'secretariat')
		await narrowed(reference, 'members')
		expect(await seen(reference, 'statistician', 'police', 'outsider')).toEqual([false, false, false])
		await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
		expect(await seen(reference, 'statistician', 'outsider')).toEqual([false, true])
		await outsider.run(receiveRecommendation, await set.at(reference))
		await outsider.run(answerRecommendation, {
			...(await set.at(reference)),
			...(await set.answer('accepted', 'It is needed.'))
		})
		expect(await seen(reference, 'statistician', 'police')).toEqual([true, false])
		await narrowed(reference, 'secretariat')
		expect(await seen(reference, 'statistician', 'outsider', 'member')).toEqual([true, true, false])
	})

	test('that comes back with questions is shown to no more of the structure that made it', async () => {
		const { secretariat, outsider } = set.stage.seats
		const { reference } = await set.propose({ audience: 'secretariat' })
		await secretariat.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
		await outsider.run(receiveRecommendation, await set.at(reference))
		const answer = await set.answer('returned', 'How many?')
		await outsider.run(answerRecommendation, { ...(await set.at(reference)), ...answer })
		expect(await seen(reference, 'member', 'outsider', 'statistician')).toEqual([false, true, false])
	})

	test('where nobody chose, whom it asks is told at once; one who takes their place is told instead of them', async () => {
		const { member } = set.stage.seats
		const { reference: meeting } = await aMeeting(set.stage, { structure: 'forum', audience: 'members' })
		const { reference } = await set.propose({ meeting })
		expect(await seen(reference, 'member', 'statistician', 'police')).toEqual([true, true, false])
		await member.run(changeRecommendation, { ...(await set.at(reference)), addresseeActor: 'police' })
		expect(await seen(reference, 'statistician', 'police')).toEqual([false, true])
		const { version } = await set.at(reference)
		await member.run(changeManyRecommendations, { items: [{ id: reference, version }], addresseeActor: 'statistics' })
		expect(await seen(reference, 'statistician', 'police')).toEqual([true, false])
		// A level goes on seeing what it was asked for and is asked no longer.
		await member.run(changeRecommendation, { ...(await set.at(reference)), addresseeStructure: 'middle' })
		await member.run(submitRecommendation, { ...(await set.at(reference)), to: 'middle' })
		await set.stage.seats.outsider.run(changeRecommendation, { ...(await set.at(reference)), addresseeStructure: null })
		expect(await seen(reference, 'outsider', 'statistician')).toEqual([true, true])
		await narrowed(reference, 'secretariat')
		expect(await seen(reference, 'outsider', 'statistician')).toEqual([true, false])
	})

	test('is kept to it where a written procedure is closed for it, and told where it is closed without a choice', async () => {
		const { member, secretariat } = set.stage.seats
		await set.stage.seats.administrator.run(addMembership, {
			structure: 'forum',
			actor: 'labour',
			kind: 'member',
			from: '2020-01-01',
			reason: 'founding member'
		})
		const closed = async (audience?: 'full-members') => {
			const { reference } = await secretariat.run(openWrittenProcedure, {
				structure: 'forum',
				subject: 'recommendation',
				title: 'In writing',
				text: 'That it be done.',
				deadline: '2026-03-31',
				audience: 'members',
				addresseeActor: 'statistics',
				areas: ['labour-migration']
			})
			await member.run(answerWrittenProcedure, { writtenProcedure: reference, answer: 'agrees' })
			const { version } = await secretariat.ask(getWrittenProcedure, { writtenProcedure: reference })
			const later = await set.stage.as('secretariat', new Date('2026-04-01T09:00:00Z'))
			const { result } = await later.run(closeWrittenProcedure, {
				writtenProcedure: reference,
				version,
				...(audience ? { audience } : {})
			})
			return result?.reference ?? ''
		}
		expect(await seen(await closed('full-members'), 'secretariat', 'statistician')).toEqual([true, false])
		expect(await seen(await closed(), 'secretariat', 'statistician')).toEqual([true, true])
	})

	test('goes out in a file and comes in as it was: who was told is told, and who was not is not', async () => {
		const own = await aStage()
		const { secretariat, administrator } = own.stage.seats
		const { reference: meeting } = await aMeeting(own.stage, { structure: 'forum', audience: 'members' })
		const told = (await own.propose({ meeting })).reference
		const kept = (await own.propose({ audience: 'full-members' })).reference
		await secretariat.run(submitRecommendation, { ...(await own.at(kept)), to: 'middle' })
		const file = await exported(administrator, 'json')
		const empty = await anEmptyWorkspace()
		await brought(empty, 'json', file)
		for (const reference of [told, kept]) {
			const named = async (acting: Acting) => {
				const { audience } = await acting.ask(getRecommendation, { recommendation: reference })
				return audience.map((token) => token.split(':')[0]).sort()
			}
			expect(await named(empty)).toEqual(await named(administrator))
		}
		const again = await brought(empty, 'json', file)
		expect(again).toMatchObject({ added: 0, changed: 0 })
	})
})

test('what is kept to full members is shown to the full members of the level above, and to no co-opted', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(createStructure, {
		key: 'forum',
		name: 'Forum',
		level: 'technical',
		kind: 'task-team',
		status: 'active',
		parent: 'committee',
		chair: 'labour'
	})
	await administrator.run(addMembership, {
		structure: 'committee',
		actor: 'health',
		kind: 'co-opted',
		from: '2026-01-01',
		reason: 'As the guidelines say.'
	})
	const submitted = async (audience: 'members' | 'full-members' | 'secretariat') => {
		const { reference } = await administrator.run(proposeRecommendation, {
			title: 'Kept',
			text: 'That it be done.',
			structure: 'forum',
			audience,
			...ASKS
		})
		await administrator.run(submitRecommendation, { recommendation: reference, version: 1, to: 'committee' })
		return Promise.all((['chair', 'outsider'] as const).map(async (key) => opens(await made.as(key), reference)))
	}
	expect(await submitted('members')).toEqual([true, true])
	expect(await submitted('full-members')).toEqual([true, false])
	expect(await submitted('secretariat')).toEqual([true, false])
})

test('what is open merges into nothing that is closed, and a level that had it sees the one that remains', async () => {
	const { administrator, member } = set.stage.seats
	const from = (await set.propose({ audience: 'members' })).reference
	await member.run(submitRecommendation, { ...(await set.at(from)), to: 'middle' })
	const closed = (await set.propose()).reference
	await member.run(lapseRecommendation, { ...(await set.at(closed)), reason: 'overtaken' })
	const into = (await set.propose({ audience: 'secretariat' })).reference
	const merge = async (target: string) =>
		administrator.run(mergeRecords, {
			record: from,
			kind: 'recommendation',
			version: (await set.at(from)).version,
			into: target,
			reason: 'the same'
		})
	expect(await refusalOf(merge(closed))).toMatchObject({
		kind: 'conflict',
		code: 'deliberation.recommendation-merge-into-closed'
	})
	expect(await seen(into, 'outsider')).toEqual([false])
	await merge(into)
	expect(await seen(into, 'outsider', 'statistician', 'member')).toEqual([true, false, false])
	const page = await administrator.ask(getRecommendation, { recommendation: into })
	expect(page.merged[0]?.hops[0]?.answer).toBe('ended')
})
