import { beforeEach, describe, expect, test } from 'vitest'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { aWorkspace, TODAY, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { changeDecision, noteOnDecision, replaceDecision, revokeDecision } from './decision-change-commands.ts'
import { addDecision } from './decision-commands.ts'
import { getDecision, listDecisions } from './decision-queries.ts'
import { aMeeting, letSpeak, rulesOf } from '../../../../tests/fixtures/sat.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const asSecretary = () => made.as('secretariat')
const whole = {
	title: 'Share the border register',
	text: 'The register is shared each month.',
	manner: 'consensus'
} as const
const conflict = (code: string) => ({ kind: 'conflict', code })
const fault = (code: string) => ({ kind: 'invalid', issues: [expect.objectContaining({ code })] })

async function decided(more: object = {}) {
	const meeting = await aMeeting(made)
	const secretary = await asSecretary()
	const decision = await secretary.run(addDecision, { ...whole, meeting: meeting.id, ...more })
	return { meeting, decision, secretary, read: () => secretary.ask(getDecision, { decision: decision.id }) }
}

describe('a decision of a meeting', () => {
	test('has a number, its text, its basis and its day, and stands in the list', async () => {
		const { decision, meeting, read, secretary } = await decided({ basis: 'Act 4, section 2', effect: '2026-04-01' })
		expect(decision.reference).toMatch(/-DEC-2026-001$/)
		expect(await read()).toMatchObject({
			text: whole.text,
			basis: 'Act 4, section 2',
			decidedDay: TODAY,
			effectDay: '2026-04-01',
			standing: 'in-force',
			votes: null,
			meeting: { reference: meeting.reference }
		})
		const { items } = await secretary.ask(listDecisions, { filter: { meeting: meeting.id, words: 'register' } })
		expect(items.map((one) => one.reference)).toEqual([decision.reference])
	})

	test('is refused while the meeting cannot decide, with the rule named', async () => {
		const secretary = await asSecretary()
		for (const [state, day, code] of [
			['planned', TODAY, 'deliberation.decision-meeting-not-called'],
			['called', '2026-03-05', 'deliberation.decision-meeting-not-begun'],
			['called', '2026-02-20', 'deliberation.decision-meeting-not-held'],
			['cancelled', TODAY, 'deliberation.decision-meeting-cancelled'],
			['circulated', TODAY, 'deliberation.decision-minutes-circulated'],
			['adopted', TODAY, 'deliberation.decision-minutes-adopted']
		] as const) {
			const meeting = await aMeeting(made, { state, day })
			await expect(secretary.run(addDecision, { ...whole, meeting: meeting.id })).rejects.toMatchObject(conflict(code))
		}
	})

	test('is refused without a quorum where the rules forbid it, and taken where they do not', async () => {
		const secretary = await asSecretary()
		const meeting = await aMeeting(made, { isQuorate: false })
		await secretary.run(addDecision, { ...whole, meeting: meeting.id })
		await rulesOf(made, 'committee', { quorum_kind: 'majority', forbids_without_quorum: true })
		await expect(secretary.run(addDecision, { ...whole, meeting: meeting.id })).rejects.toMatchObject(
			conflict('deliberation.decision-without-quorum')
		)
	})

	test('is judged by who is marked present while the meeting runs', async () => {
		await rulesOf(made, 'committee', { quorum_kind: 'majority', forbids_without_quorum: true })
		const secretary = await asSecretary()
		const alone = await aMeeting(made, { state: 'called', isQuorate: null, present: [['labour', 'member']] })
		await expect(secretary.run(addDecision, { ...whole, meeting: alone.id })).rejects.toMatchObject(
			conflict('deliberation.decision-without-quorum')
		)
		const both = await aMeeting(made, {
			state: 'called',
			isQuorate: null,
			present: [
				['labour', 'member'],
				['home-affairs', 'alternate']
			]
		})
		await secretary.run(addDecision, { ...whole, meeting: both.id })
	})

	test('is recorded by who runs the meeting and by nobody else', async () => {
		const meeting = await aMeeting(made)
		const member = await made.as('member')
		await expect(member.run(addDecision, { ...whole, meeting: meeting.id })).rejects.toMatchObject({
			kind: 'forbidden'
		})
		const chair = await made.as('chair')
		await chair.run(addDecision, { ...whole, meeting: meeting.id })
	})

	test('is seen by who sees the item it was taken in', async () => {
		const meeting = await aMeeting(made, { items: [['Restricted', 'full-members']] })
		const secretary = await asSecretary()
		const decision = await secretary.run(addDecision, { ...whole, agendaItem: meeting.items[0] ?? '' })
		const member = await made.as('member')
		expect((await member.ask(getDecision, { decision: decision.id })).agendaItem?.title).toEqual({ en: 'Restricted' })
		for (const key of ['outsider', 'observer', 'public'] as const) {
			const reader = await made.as(key)
			await expect(reader.ask(getDecision, { decision: decision.id })).rejects.toMatchObject({ kind: 'absent' })
			expect((await reader.ask(listDecisions, {})).items).toEqual([])
		}
	})
})

describe('a recorded vote', () => {
	test('takes its counts from the members named, and tells who voted how', async () => {
		const { read } = await decided({ manner: 'vote', votedFor: ['labour'], votedAbstaining: ['home-affairs'] })
		const page = await read()
		expect(page.votes).toEqual({ for: 1, against: 0, abstaining: 1 })
		expect(page.positions.map(({ actor, vote }) => [actor.reference, vote])).toEqual([
			['labour', 'for'],
			['home-affairs', 'abstaining']
		])
	})

	test.for([
		[{ manner: 'consensus', votesFor: 1 }, 'deliberation.votes-without-vote'],
		[{ manner: 'vote' }, 'deliberation.votes-missing'],
		[{ manner: 'vote', votedFor: ['labour'], votesFor: 2 }, 'deliberation.votes-do-not-add-up'],
		[{ manner: 'vote', votesFor: 3 }, 'deliberation.more-votes-than-members'],
		[{ manner: 'vote', votesFor: 1, votesAgainst: 1 }, 'deliberation.vote-not-carried'],
		[{ manner: 'vote', votedFor: ['labour', 'labour'] }, 'deliberation.voted-twice'],
		[{ manner: 'vote', votedFor: ['health'] }, 'deliberation.position-of-no-member'],
		[{ manner: 'consensus', effect: '2026-01-01' }, 'deliberation.effect-before-decision'],
		[
			{ manner: 'consensus', positions: [{ actor: 'labour', stance: 'objection' }] },
			'deliberation.objection-breaks-consensus'
		]
	] as const)('%o is refused as %s', async ([more, code]) => {
		await expect(decided(more)).rejects.toMatchObject(fault(code))
	})

	test('has no more votes than full members who are marked present, alternates included', async () => {
		const secretary = await asSecretary()
		await (
			await made.as('administrator')
		).run(addMembership, {
			structure: 'committee',
			actor: 'union',
			kind: 'co-opted',
			from: '2025-01-01',
			reason: 'test'
		})
		const meeting = await aMeeting(made, {
			present: [
				['labour', 'alternate'],
				['union', 'member'],
				['home-affairs', 'observer']
			]
		})
		const vote = { ...whole, meeting: meeting.id, manner: 'vote' as const }
		await expect(secretary.run(addDecision, { ...vote, votesFor: 2 })).rejects.toMatchObject({
			kind: 'invalid',
			issues: [{ path: ['votesFor'], code: 'deliberation.more-votes-than-present', params: { present: 1, members: 2 } }]
		})
		const decision = await secretary.run(addDecision, { ...vote, votesFor: 1 })
		const { version } = await secretary.ask(getDecision, { decision: decision.id })
		await expect(secretary.run(changeDecision, { decision: decision.id, version, votesFor: 2 })).rejects.toMatchObject(
			fault('deliberation.more-votes-than-present')
		)
	})

	test('is put right with the votes by name, and the reservations stay', async () => {
		const { decision, read, secretary } = await decided({
			manner: 'vote',
			votedFor: ['labour'],
			votedAbstaining: ['home-affairs'],
			positions: [{ actor: 'home-affairs', stance: 'reservation', text: 'Subject to funds' }]
		})
		const { version } = await read()
		await secretary.run(changeDecision, {
			decision: decision.id,
			version,
			votedFor: ['labour', 'home-affairs'],
			reason: 'Counted wrongly'
		})
		expect(await read()).toMatchObject({
			votes: { for: 2, against: 0, abstaining: 0 },
			positions: [
				{ actor: { reference: 'labour' }, vote: 'for', stance: null },
				{ actor: { reference: 'home-affairs' }, vote: 'for', stance: 'reservation', text: 'Subject to funds' }
			]
		})
		await secretary.run(changeDecision, { decision: decision.id, version: (await read()).version, manner: 'consensus' })
		expect(await read()).toMatchObject({
			votes: null,
			positions: [{ actor: { reference: 'home-affairs' }, vote: null, stance: 'reservation' }]
		})
	})
})

test('a co-opted member is noted with a reservation only where the guidelines let it speak; whoever is invited never is', async () => {
	const administrator = await made.as('administrator')
	for (const [actor, kind] of [
		['union', 'co-opted'],
		['health', 'invited']
	] as const)
		await administrator.run(addMembership, { structure: 'committee', actor, kind, from: '2025-01-01', reason: 'test' })
	const { decision, read, secretary } = await decided()
	const note = async (actor: string, stance: 'reservation' | 'objection' | null = 'reservation') =>
		secretary.run(noteOnDecision, { decision: decision.id, version: (await read()).version, actor, stance })
	await expect(note('union')).rejects.toMatchObject(fault('deliberation.co-opted-may-not-speak'))
	await letSpeak(made, 'committee', 'trade-union')
	await note('union')
	await expect(note('union', 'objection')).rejects.toMatchObject(fault('deliberation.position-of-co-opted'))
	await expect(note('health')).rejects.toMatchObject(fault('deliberation.position-of-no-member'))
	expect((await read()).positions.map((one) => one.actor.reference)).toEqual(['union'])
	await note('union', null)
	expect((await read()).positions).toEqual([])
	await expect(note('union', null)).rejects.toMatchObject(conflict('deliberation.nothing-noted'))
})

describe('the life of a decision', () => {
	test('a later one takes its place, and both tell the chain', async () => {
		const first = await decided()
		const meeting = await aMeeting(made)
		const second = await first.secretary.run(addDecision, {
			...whole,
			title: 'Share it weekly',
			meeting: meeting.id,
			replaces: [first.decision.reference]
		})
		expect(await first.read()).toMatchObject({
			standing: 'replaced',
			replacedBy: { reference: second.reference },
			later: [{ reference: second.reference, distance: 1 }]
		})
		const third = await first.secretary.run(addDecision, { ...whole, title: 'Never mind', meeting: meeting.id })
		const page = await first.secretary.ask(getDecision, { decision: second.id })
		expect(page.earlier.map((one) => one.reference)).toEqual([first.decision.reference])
		await first.secretary.run(replaceDecision, { decision: second.id, version: page.version, by: third.id })
		expect((await first.read()).later.map((one) => [one.reference, one.distance])).toEqual([
			[second.reference, 1],
			[third.reference, 2]
		])
		await expect(
			first.secretary.run(revokeDecision, {
				decision: first.decision.id,
				version: (await first.read()).version,
				reason: 'late'
			})
		).rejects.toMatchObject(conflict('deliberation.decision-replaced'))
	})

	test('it is replaced by one of its own structure or of one above, and of no other', async () => {
		const { decision, secretary, read } = await decided()
		const below = await aMeeting(made, { structure: 'closed-group' })
		const other = await secretary.run(addDecision, { ...whole, meeting: below.id })
		const choices = async (replacing: string) =>
			(await secretary.ask(listDecisions, { filter: { replacing } })).items.map(({ id }) => id)
		expect(await choices(decision.id)).toEqual([])
		expect(await choices(other.id)).toEqual([decision.id])
		await expect(
			secretary.run(replaceDecision, { decision: decision.id, version: (await read()).version, by: other.id })
		).rejects.toMatchObject(conflict('deliberation.replacement-of-other-structure'))
		const { version } = await secretary.ask(getDecision, { decision: other.id })
		await secretary.run(replaceDecision, { decision: other.id, version, by: decision.id })
	})

	test('revoked, it stays to be read with the reason, and takes no more changes', async () => {
		const { decision, secretary, read } = await decided()
		await secretary.run(revokeDecision, {
			decision: decision.id,
			version: (await read()).version,
			reason: 'Ultra vires'
		})
		const page = await read()
		expect(page).toMatchObject({
			standing: 'revoked',
			standingReason: 'Ultra vires',
			may: { change: false, note: false, replace: false, revoke: false }
		})
		await expect(
			secretary.run(changeDecision, { decision: decision.id, version: page.version, text: 'Anew' })
		).rejects.toMatchObject(conflict('deliberation.decision-revoked'))
	})
})
