import { beforeEach, expect, test } from 'vitest'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { aMeeting, rulesOf } from '../../../../tests/fixtures/sat.ts'
import { aWorkspace, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { acceptAgendaItem, declineAgendaItem, proposeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { addDecision } from './decision-commands.ts'
import { answerWrittenProcedure, openWrittenProcedure } from './procedure-commands.ts'
import { getWrittenProcedure, listWrittenProcedures } from './procedure-queries.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

const decision = { title: 'Share the register', text: 'It is shared.' } as const
const fault = (field: string, code: string) => ({ kind: 'invalid', issues: [{ path: [field], code }] })
const seat = async (actor: string, more: { kind: 'member' | 'co-opted'; role?: 'observer' | 'expert' }) =>
	(await made.as('administrator')).run(addMembership, {
		structure: 'committee',
		actor,
		from: '2025-01-01',
		reason: 'test',
		...more
	})

test('the co-opted who are marked present make no quorum of a meeting that runs', async () => {
	await seat('union', { kind: 'co-opted' })
	await seat('health', { kind: 'co-opted' })
	await rulesOf(made, 'committee', { quorum_kind: 'majority', forbids_without_quorum: true })
	const meeting = await aMeeting(made, {
		state: 'called',
		isQuorate: null,
		present: [
			['labour', 'member'],
			['union', 'member'],
			['health', 'alternate']
		]
	})
	const secretary = await made.as('secretariat')
	const taken = { ...decision, manner: 'consensus' as const, meeting: meeting.id }
	await expect(secretary.run(addDecision, taken)).rejects.toMatchObject({
		code: 'deliberation.decision-without-quorum'
	})
})

test('an observer of the structure neither votes nor objects in a meeting, and is noted with a reservation', async () => {
	await seat('health', { kind: 'member', role: 'observer' })
	const meeting = await aMeeting(made)
	const secretary = await made.as('secretariat')
	const vote = { ...decision, manner: 'vote' as const, meeting: meeting.id }
	await expect(secretary.run(addDecision, { ...vote, votesFor: 3 })).rejects.toMatchObject({
		issues: [{ code: 'deliberation.more-votes-than-members', params: { members: 2 } }]
	})
	await expect(secretary.run(addDecision, { ...vote, votedFor: ['health', 'labour'] })).rejects.toMatchObject(
		fault('votedFor', 'deliberation.position-without-vote')
	)
	const noted = { ...vote, votesFor: 2, positions: [{ actor: 'health', stance: 'reservation' as const }] }
	await secretary.run(addDecision, noted)
})

test('an expert of the structure is not asked in writing', async () => {
	await seat('health', { kind: 'member', role: 'expert' })
	const secretary = await made.as('secretariat')
	const procedure = await secretary.run(openWrittenProcedure, {
		structure: 'committee',
		subject: 'decision',
		title: 'Adopt the protocol',
		text: 'It is adopted.',
		deadline: '2026-03-16'
	})
	const page = await secretary.ask(getWrittenProcedure, { writtenProcedure: procedure.id })
	expect(page.ballot).toMatchObject({ entitled: 2 })
	const expert = await made.as('outsider')
	const answer = { writtenProcedure: procedure.id, answer: 'agrees' as const }
	await expect(expert.run(answerWrittenProcedure, answer)).rejects.toMatchObject({ kind: 'forbidden' })
	for (const key of ['member', 'chair'] as const) await (await made.as(key)).run(answerWrittenProcedure, { ...answer })
	const { items } = await (await made.as('chair')).ask(listWrittenProcedures, { filter: { waiting: 'closing' } })
	expect(items.map(({ id }) => id)).toEqual([procedure.id])
})

test('the vote of a member who was not there is refused where it is named', async () => {
	const meeting = await aMeeting(made, { present: [['labour', 'member']] })
	const secretary = await made.as('secretariat')
	const vote = { ...decision, manner: 'vote' as const, meeting: meeting.id }
	await expect(secretary.run(addDecision, { ...vote, votedFor: ['home-affairs'] })).rejects.toMatchObject(
		fault('votedFor', 'deliberation.voted-while-absent')
	)
	await secretary.run(addDecision, { ...vote, votedFor: ['labour'] })
})

test('nothing is decided in an item that was only proposed, or declined, until it is accepted', async () => {
	const meeting = await aMeeting(made, { state: 'called', isQuorate: null })
	const chair = await made.as('chair')
	const proposal = { meeting: meeting.id, title: 'Share the register' }
	const { reference: agendaItem } = await (await made.as('member')).run(proposeAgendaItem, proposal)
	const version = async () => (await chair.ask(getAgendaItem, { agendaItem })).version
	const decide = () => chair.run(addDecision, { ...decision, manner: 'consensus', agendaItem })
	const refused = { kind: 'conflict', code: 'deliberation.decision-item-not-on-agenda' }
	await expect(decide()).rejects.toMatchObject(refused)
	await chair.run(declineAgendaItem, { agendaItem, version: await version(), reason: 'Not now.' })
	await expect(decide()).rejects.toMatchObject(refused)
	await chair.run(acceptAgendaItem, { agendaItem, version: await version() })
	await decide()
})
