import { beforeEach, describe, expect, test } from 'vitest'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { asRows, recommendationCells } from '#tests/fixtures/deliberation-cells.ts'
import { written } from '#tests/fixtures/deliberated.ts'
import { importRows } from '#tests/fixtures/directory.ts'
import { aMeeting, rulesOf } from '#tests/fixtures/sat.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { answerWrittenProcedure, closeWrittenProcedure, openWrittenProcedure } from '../decision/procedure-commands.ts'
import { getWrittenProcedure } from '../decision/procedure-queries.ts'
import { getMinutes } from '../minutes/minute-queries.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import { lapseRecommendation } from './chain-commands.ts'
import { changeRecommendation, proposeRecommendation, rewordRecommendation } from './recommendation-commands.ts'
import { getRecommendation } from './recommendation-page.ts'
import { noteOnRecommendation, retakeRecommendation } from './taken-commands.ts'

const SAID = {
	title: 'One desk',
	text: 'That one desk be opened.',
	addresseeActor: 'statistics',
	areas: ['labour-migration']
}
const NOTED = { actor: 'home-affairs', stance: 'reservation' as const, text: 'For a year.' }
const fault = (field: string, code: string) => ({ kind: 'invalid', issues: [{ path: field.split('.'), code }] })
const conflict = (code: string) => ({ kind: 'conflict', code })

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
})

/** A meeting of the committee, in which its secretary recommends. */
async function sat(wanted: Parameters<typeof aMeeting>[1] = {}) {
	const meeting = await aMeeting(made, wanted)
	const secretary = await made.as('secretariat')
	return {
		meeting,
		secretary,
		recommend: (how: object) => secretary.run(proposeRecommendation, { ...SAID, meeting: meeting.id, ...how }),
		read: (recommendation: string) => secretary.ask(getRecommendation, { recommendation })
	}
}

describe('a recommendation of a meeting', () => {
	test('by consensus keeps its manner and a member’s reservation', async () => {
		const { recommend, read } = await sat()
		const { id } = await recommend({ manner: 'consensus', positions: [NOTED] })
		expect(await read(id)).toMatchObject({
			manner: 'consensus',
			votes: null,
			positions: [{ actor: { reference: 'home-affairs' }, vote: null, stance: 'reservation', text: 'For a year.' }],
			retaking: { may: true, whyNot: null }
		})
	})

	test('by vote keeps its counts, who voted how, and an objection', async () => {
		const { recommend, read } = await sat()
		const { id } = await recommend({
			manner: 'vote',
			votedFor: ['labour'],
			votedAbstaining: ['home-affairs'],
			positions: [{ actor: 'home-affairs', stance: 'objection' }]
		})
		const page = await read(id)
		expect(page).toMatchObject({ manner: 'vote', votes: { for: 1, against: 0, abstaining: 1 } })
		expect(page.positions.map(({ actor, vote, stance }) => [actor.reference, vote, stance])).toEqual([
			['labour', 'for', null],
			['home-affairs', 'abstaining', 'objection']
		])
		const counted = await recommend({ manner: 'vote', votesFor: 2 })
		expect(await read(counted.id)).toMatchObject({ votes: { for: 2, against: 0, abstaining: 0 }, positions: [] })
	})

	test('need not say how it was taken', async () => {
		const { recommend, read } = await sat()
		const { id } = await recommend({})
		expect(await read(id)).toMatchObject({ manner: null, votes: null, positions: [], retaking: { may: true } })
	})

	test('is taken by the rules of a decision', async () => {
		await (
			await made.as('administrator')
		).run(addMembership, {
			structure: 'committee',
			actor: 'health',
			kind: 'member',
			role: 'observer',
			from: '2025-01-01',
			reason: 'test'
		})
		const { recommend } = await sat({ present: [['labour', 'member']] })
		const refused = (how: object, answer: object) => expect(recommend(how)).rejects.toMatchObject(answer)
		await refused({ votesFor: 1 }, fault('manner', 'deliberation.votes-without-vote'))
		await refused({ manner: 'consensus', votesFor: 1 }, fault('manner', 'deliberation.votes-without-vote'))
		await refused({ manner: 'vote' }, fault('votesFor', 'deliberation.votes-missing'))
		await refused(
			{ manner: 'vote', votesFor: 1, votesAgainst: 0, votesAbstaining: 1 },
			fault('votesFor', 'deliberation.more-votes-than-present')
		)
		await refused({ manner: 'vote', votesAgainst: 1 }, fault('votesFor', 'deliberation.vote-not-carried'))
		await refused({ manner: 'vote', votedFor: ['home-affairs'] }, fault('votedFor', 'deliberation.voted-while-absent'))
		const noted = (actor: string, stance: string) => ({ manner: 'consensus', positions: [{ actor, stance }] })
		await refused(noted('union', 'reservation'), fault('positions.0.actor', 'deliberation.position-of-no-member'))
		await refused(noted('health', 'objection'), fault('positions.0.actor', 'deliberation.position-without-vote'))
		await refused(noted('labour', 'objection'), fault('positions.0.actor', 'deliberation.objection-breaks-consensus'))
	})

	test('is not taken without a quorum where its rules forbid it', async () => {
		await rulesOf(made, 'committee', { quorum_kind: 'majority', forbids_without_quorum: true })
		const { recommend } = await sat({ isQuorate: false })
		await expect(recommend({ manner: 'vote', votesFor: 1 })).rejects.toMatchObject(
			conflict('deliberation.recommendation-meeting-without-quorum')
		)
	})

	test('stands in the minutes with how it was taken', async () => {
		const { recommend, meeting, secretary } = await sat()
		await recommend({ manner: 'vote', votedFor: ['labour', 'home-affairs'], positions: [NOTED] })
		const { beside } = await secretary.ask(getMinutes, { meeting: meeting.id })
		const positions = [
			{ actor: { reference: 'labour' }, vote: 'for', stance: null, text: null },
			{
				actor: { reference: 'home-affairs' },
				vote: 'for',
				stance: 'reservation',
				text: 'For a year.'
			}
		]
		expect(beside.recommendations).toMatchObject([
			{ manner: 'vote', votes: { for: 2, against: 0, abstaining: 0 }, positions }
		])
	})
})

test('of what no meeting made it is not told how it was taken', async () => {
	const secretary = await made.as('secretariat')
	const propose = (how: object) => secretary.run(proposeRecommendation, { ...SAID, structure: 'committee', ...how })
	for (const how of [{ manner: 'consensus' }, { votesFor: 2 }, { votedFor: ['labour'] }])
		await expect(propose(how)).rejects.toMatchObject(fault('manner', 'deliberation.taken-outside-meeting'))
	await expect(propose({ positions: [NOTED] })).rejects.toMatchObject(
		fault('positions', 'deliberation.taken-outside-meeting')
	)
	const { id, version = 0 } = await propose({})
	const page = await secretary.ask(getRecommendation, { recommendation: id })
	expect(page.retaking).toEqual({ may: false, whyNot: 'deliberation.taken-outside-meeting' })
	await expect(
		secretary.run(retakeRecommendation, { recommendation: id, version, manner: 'consensus' })
	).rejects.toMatchObject(conflict('deliberation.taken-outside-meeting'))
})

test('what was agreed in writing says so, keeps the reservations of its answers, and stands', async () => {
	const secretary = await made.as('secretariat')
	const procedure = await secretary.run(openWrittenProcedure, {
		structure: 'committee',
		subject: 'recommendation',
		title: SAID.title,
		text: SAID.text,
		addresseeActor: 'statistics',
		areas: ['labour-migration'],
		deadline: '2026-03-16'
	})
	const answer = { writtenProcedure: procedure.id, answer: 'agrees' as const }
	await (await made.as('member')).run(answerWrittenProcedure, { ...answer, stance: 'reservation', text: 'For a year.' })
	await (await made.as('chair')).run(answerWrittenProcedure, answer)
	const later = await made.as('secretariat', new Date('2026-03-17T09:00:00Z'))
	const { version } = await later.ask(getWrittenProcedure, { writtenProcedure: procedure.id })
	const { result } = await later.run(closeWrittenProcedure, {
		writtenProcedure: procedure.id,
		version
	})
	const page = await later.ask(getRecommendation, { recommendation: result?.id ?? '' })
	expect(page).toMatchObject({
		manner: 'written-procedure',
		votes: null,
		positions: [{ actor: { reference: 'labour' }, vote: null, stance: 'reservation', text: 'For a year.' }],
		retaking: { may: false, whyNot: 'deliberation.recommendation-agreed-in-writing' }
	})
})

describe('how it was taken is put right', () => {
	test('the manner, the counts and the votes by name, and reservations stay', async () => {
		const { recommend, read, secretary } = await sat()
		const { id, version = 0 } = await recommend({
			manner: 'vote',
			votedFor: ['labour', 'home-affairs'],
			positions: [NOTED]
		})
		const first = await secretary.run(retakeRecommendation, { recommendation: id, version, votedFor: ['labour'] })
		expect(await read(id)).toMatchObject({ manner: 'vote', votes: { for: 1, against: 0, abstaining: 0 } })
		await secretary.run(retakeRecommendation, { recommendation: id, version: first.version ?? 0, manner: 'consensus' })
		const page = await read(id)
		expect(page).toMatchObject({ manner: 'consensus', votes: null })
		expect(page.positions).toMatchObject([{ actor: { reference: 'home-affairs' }, vote: null, stance: 'reservation' }])
	})

	test('by a form that still holds the counts it was opened with', async () => {
		const { recommend, read, secretary } = await sat()
		const { id, version = 0 } = await recommend({ manner: 'vote', votedFor: ['labour', 'home-affairs'] })
		const counts = { votesFor: 2, votesAgainst: 0, votesAbstaining: 0 }
		const first = await secretary.run(retakeRecommendation, {
			...{ recommendation: id, version, manner: 'vote' as const, ...counts },
			votedFor: ['labour'],
			votedAgainst: [],
			votedAbstaining: ['home-affairs']
		})
		expect(await read(id)).toMatchObject({ votes: { for: 1, against: 0, abstaining: 1 } })
		const second = await secretary.run(retakeRecommendation, {
			...{ recommendation: id, version: first.version ?? 0, manner: 'vote' as const },
			...{ votesFor: 1, votesAgainst: 0, votesAbstaining: 1 },
			...{ votedFor: [], votedAgainst: [], votedAbstaining: [] }
		})
		expect(await read(id)).toMatchObject({ votes: { for: 1, against: 0, abstaining: 1 }, positions: [] })
		const third = await secretary.run(retakeRecommendation, {
			...{ recommendation: id, version: second.version ?? 0, manner: 'vote' as const },
			...{ votesFor: 1, votesAgainst: 0, votesAbstaining: 1 },
			votedFor: ['labour'],
			votedAbstaining: ['home-affairs']
		})
		const consensus = {
			...{ recommendation: id, version: third.version ?? 0, manner: 'consensus' as const },
			...{ votedFor: ['labour'], votedAbstaining: ['home-affairs'] }
		}
		for (const anew of [{ votesFor: 2 }, { votedFor: ['home-affairs'] }])
			await expect(secretary.run(retakeRecommendation, { ...consensus, ...anew })).rejects.toMatchObject(
				fault('manner', 'deliberation.votes-without-vote')
			)
		await secretary.run(retakeRecommendation, { ...consensus, votesFor: 1, votesAgainst: 0, votesAbstaining: 1 })
		expect(await read(id)).toMatchObject({ manner: 'consensus', votes: null, positions: [] })
	})

	test('a reservation is noted later and taken back', async () => {
		const { recommend, read, secretary } = await sat()
		const { id, version = 0 } = await recommend({ manner: 'consensus' })
		const note = { recommendation: id, actor: 'labour' }
		await expect(secretary.run(noteOnRecommendation, { ...note, version, stance: 'objection' })).rejects.toMatchObject(
			fault('actor', 'deliberation.objection-breaks-consensus')
		)
		const noted = await secretary.run(noteOnRecommendation, { ...note, version, stance: 'reservation' })
		expect((await read(id)).positions).toHaveLength(1)
		await secretary.run(noteOnRecommendation, { ...note, version: noted.version ?? 0, stance: null })
		expect((await read(id)).positions).toEqual([])
	})

	test('by whoever runs the structure that made it, and by no other', async () => {
		const { recommend, read } = await sat()
		const { id, version = 0 } = await recommend({ manner: 'consensus' })
		const member = await made.as('member')
		await expect(
			member.run(retakeRecommendation, { recommendation: id, version, manner: 'vote', votesFor: 2 })
		).rejects.toMatchObject({ kind: 'forbidden' })
		expect(await read(id)).toMatchObject({ manner: 'consensus' })
		expect(await member.ask(getRecommendation, { recommendation: id })).toMatchObject({
			retaking: { may: false, whyNot: null }
		})
	})
})

test('how it was taken stands once the minutes are adopted, and of what was withdrawn', async () => {
	const { meeting, recommend, read, secretary } = await sat()
	const [kept, withdrawn] = [await recommend({ manner: 'consensus' }), await recommend({ manner: 'consensus' })]
	await secretary.run(withdrawRecord, { record: withdrawn.id, version: withdrawn.version ?? 0, reason: 'test' })
	const refused = async (id: string, code: string) => {
		const { version, retaking } = await read(id)
		expect(retaking).toEqual({ may: false, whyNot: code })
		const of = { recommendation: id, version }
		await expect(secretary.run(retakeRecommendation, { ...of, manner: 'vote', votesFor: 1 })).rejects.toMatchObject(
			conflict(code)
		)
		await expect(
			secretary.run(noteOnRecommendation, { ...of, actor: 'labour', stance: 'reservation' })
		).rejects.toMatchObject(conflict(code))
	}
	await refused(withdrawn.id, 'deliberation.recommendation-withdrawn')
	const adopted = { state: 'adopted', adopted_day: '2026-03-10', adopted_how: 'meeting' } as const
	await written(secretary, async ({ write }) => write.change('meeting', meeting.id, adopted))
	await refused(kept.id, 'deliberation.retake-minutes-adopted')
})

test('nothing is done to a recommendation that was withdrawn', async () => {
	const { recommend, read, secretary } = await sat()
	const { id, version = 0 } = await recommend({})
	await secretary.run(withdrawRecord, { record: id, version, reason: 'test' })
	const of = { recommendation: id, version: (await read(id)).version }
	const withdrawn = conflict('deliberation.recommendation-withdrawn')
	await expect(secretary.run(changeRecommendation, { ...of, title: 'Two desks' })).rejects.toMatchObject(withdrawn)
	await expect(
		secretary.run(rewordRecommendation, { ...of, text: 'That two be opened.', reason: 'test' })
	).rejects.toMatchObject(withdrawn)
	await expect(secretary.run(lapseRecommendation, { ...of, reason: 'test' })).rejects.toMatchObject(withdrawn)
	await expect(
		secretary.run(changeManyRecommendations, {
			items: [{ id, version: of.version }],
			deadlineClass: 'immediate'
		})
	).rejects.toMatchObject(withdrawn)
})

test('a workbook brings how it was taken, and what it says of a written procedure needs no manner', async () => {
	const administrator = await made.as('administrator')
	const { reference: meeting } = await aMeeting(made)
	const ours = { structure: 'committee', state: 'proposed' }
	await importRows(
		administrator,
		asRows({
			written_procedure: [
				{
					number: 'T-WPR-2026-001',
					name: 'In writing',
					structure: 'committee',
					about: 'recommendation',
					text: 'Agree?',
					opened: '2026-02-01',
					deadline: '2026-02-15'
				}
			],
			recommendation: [
				recommendationCells({
					...ours,
					meeting,
					manner: 'vote',
					votes_for: '2',
					votes_against: '0',
					votes_abstaining: '0'
				}),
				recommendationCells({ ...ours, number: 'T-REC-2026-002', procedure: 'T-WPR-2026-001' }),
				recommendationCells({ ...ours, number: 'T-REC-2026-003', meeting })
			],
			recommendation_position: [
				{ recommendation: 'T-REC-2026-001', actor: 'labour', vote: 'for', stance: 'reservation', text: 'For a year.' }
			]
		})
	)
	const read = (recommendation: string) => administrator.ask(getRecommendation, { recommendation })
	expect(await read('T-REC-2026-001')).toMatchObject({
		manner: 'vote',
		votes: { for: 2, against: 0, abstaining: 0 },
		positions: [{ actor: { reference: 'labour' }, vote: 'for', stance: 'reservation', text: 'For a year.' }]
	})
	expect(await read('T-REC-2026-002')).toMatchObject({ manner: 'written-procedure', positions: [] })
	expect(await read('T-REC-2026-003')).toMatchObject({ manner: null, votes: null })
})
