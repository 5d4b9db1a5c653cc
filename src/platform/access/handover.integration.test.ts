import { expect, test } from 'vitest'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aPerson, hold } from '#tests/fixtures/people.ts'
import { aWorkspace, NOW, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { askEnforcementRemoval, setEnforcement } from '#modules/directory/actor-commands.ts'
import { addNomination } from '#modules/directory/membership-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { changeStructure } from '#modules/directory/structure-commands.ts'
import { addComment } from '#platform/records/discussion.ts'
import { findToken } from './find-seat.server.ts'
import { acceptInvitation } from './invitation.server.ts'
import { sendInvitation } from './invitation-operations.ts'
import { listPeople } from './person-operations.ts'
import { getHandover, handOverSeat } from './seat-handover.ts'
import { addSeatNote, withdrawSeatNote } from './seat-notes.ts'
import { createSeat } from './seat-operations.ts'
import { createToken } from './token-operations.ts'

const DAY = 86_400_000
const ago = (days: number) => new Date(NOW.getTime() - days * DAY)
const because = { day: TODAY, reason: 'the officer retired' }

async function nominated(made: TestWorkspace, structure: string, more: { seat?: string; email?: string }) {
	const administrator = await made.as('administrator')
	const { memberships } = await administrator.ask(getStructure, { structure })
	const membership = memberships.find((one) => one.actor.reference === 'labour')?.id ?? ''
	return administrator.run(addNomination, {
		membership,
		capacity: 'principal',
		office: 'Director of Labour',
		from: '2026-01-01',
		...more
	})
}

test('what is open: nominations the seat holds, memberships of its actor without a principal, invitations, tokens', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await nominated(made, 'committee', { seat: 'member' })
	await administrator.run(createToken, { seat: 'member', name: 'Exchange' })
	await administrator.run(sendInvitation, { seat: 'member', name: 'Anna', email: 'anna@b.test' })
	const { open } = await (await made.as('member')).ask(getHandover, {})
	expect(open.map((item) => [item.code, item.record?.reference ?? null, item.label]).sort()).toEqual([
		['invitation-here', null, 'Office of member'],
		['nomination-principal', 'committee', 'Director of Labour'],
		['token', null, 'Exchange'],
		['vacant-membership', 'closed-group', null]
	])
})

test('what is open of an administrator: invitations sent and marks that wait for a second one', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(sendInvitation, { seat: 'chair', name: 'Anna', email: 'anna@b.test' })
	await administrator.run(setEnforcement, { actor: 'police', version: 1, reason: 'it enforces' })
	await administrator.run(askEnforcementRemoval, { actor: 'police', version: 2, reason: 'by mistake' })
	const codes = async (seat: string) =>
		(await administrator.ask(getHandover, { seat })).open.map((item) => item.code).sort()
	expect(await codes('administrator')).toEqual(['enforcement-removal-asked', 'invitation-sent'])
	expect(await codes('second-administrator')).toEqual(['enforcement-removal-waits'])
	expect(await codes('secretariat')).toEqual([])
})

test('what is recent: done from the seat in the last ninety days, newest first, of others and before nothing', async () => {
	const made = await aWorkspace()
	const say = async (key: 'member' | 'chair', days: number, text: string) =>
		(await made.as(key, ago(days))).run(addComment, { record: 'committee', kind: 'structure', text })
	await say('member', 91, 'long ago')
	await say('member', 89, 'within')
	await say('member', 1, 'yesterday')
	await say('chair', 1, 'by another')
	const { recent, recentDays } = await (await made.as('member')).ask(getHandover, {})
	expect(recentDays).toBe(90)
	expect(recent.map((event) => [event.operation, event.at, event.record?.reference])).toEqual([
		['comment.add', ago(1), 'committee'],
		['comment.add', ago(89), 'committee']
	])
})

test('what comes again: operations of three months or more, and the structures the seat has a part in with their cadence', async () => {
	const made = await aWorkspace()
	await (
		await made.as('administrator')
	).run(changeStructure, {
		structure: 'committee',
		version: (await (await made.as('administrator')).ask(getStructure, { structure: 'committee' })).version,
		cadence: 'each quarter',
		meetingsPerYear: 4
	})
	for (const days of [100, 70, 40, 39])
		await (await made.as('chair', ago(days))).run(addComment, { record: 'committee', kind: 'structure', text: 'again' })
	await (await made.as('chair', ago(5))).run(addSeatNote, { text: 'once' })
	const { recurring } = await (await made.as('chair')).ask(getHandover, {})
	expect(recurring.operations.map(({ operation, times, months }) => [operation, times, months.length])).toEqual([
		['comment.add', 4, 3]
	])
	expect(
		recurring.structures
			.map(({ code, record, label, timesPerYear }) => [code, record.reference, label, timesPerYear])
			.sort()
	).toEqual([
		['chairs', 'closed-group', null, null],
		['chairs', 'committee', 'each quarter', 4]
	])
})

test('a handover page tells nothing of records its reader may not see', async () => {
	const made = await aWorkspace()
	await nominated(made, 'closed-group', { seat: 'outsider' })
	const { open, recurring } = await (await made.as('outsider')).ask(getHandover, {})
	expect(JSON.stringify([open, recurring])).not.toContain('closed-group')
})

test('notes stay with the seat for whoever comes next, and are withdrawn by who keeps the seat', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const first = await member.run(addSeatNote, { text: 'Call the desk before noon.\nAsk for Tariro.', language: 'en' })
	await (
		await made.as('administrator')
	).run(addSeatNote, { seat: 'member', text: 'Les papiers sont là.', language: 'fr' })
	const others = (await made.as('chair')).run(addSeatNote, { seat: 'member', text: 'not mine' })
	expect((await refusalOf(others)).kind).toBe('forbidden')
	const notes = async () => (await member.ask(getHandover, {})).notes.map((note) => [note.language, note.text])
	expect(await notes()).toEqual([
		['fr', 'Les papiers sont là.'],
		['en', 'Call the desk before noon.\nAsk for Tariro.']
	])
	await member.run(withdrawSeatNote, { note: first.id })
	expect(await notes()).toHaveLength(1)
	expect((await refusalOf(member.run(withdrawSeatNote, { note: first.id }))).code).toBe('platform.already-withdrawn')
})

test('handed over by invitation: the holder leaves, tokens and old invitations die, the seat waits for the successor', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await hold(made, 'member', aPerson('Anna'))
	const { token } = await administrator.run(createToken, { seat: 'member', name: 'Script' })
	const { invitation } = await administrator.run(handOverSeat, {
		seat: 'member',
		...because,
		name: 'Ben',
		email: 'ben@b.test'
	})
	expect(await findToken(made.database, made.workspace, token, NOW)).toBeUndefined()
	expect((await administrator.ask(listPeople, {})).items).toEqual([])
	const [left] = (await administrator.ask(listPeople, { filter: { current: false } })).items
	expect(left).toMatchObject({ name: 'Anna', endReason: 'the officer retired' })
	const { opening } = await made.as('public')
	await acceptInvitation(opening, { secret: invitation?.link?.split('/').at(-1) ?? '', person: aPerson('Ben') })
	expect((await administrator.ask(listPeople, {})).items).toMatchObject([{ name: 'Ben', seat: { key: 'member' } }])
})

test('handed over to somebody known here, the seat is theirs at once, with the nominations that name it', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const ben = aPerson('Ben')
	await hold(made, 'member', aPerson('Anna'))
	await hold(made, 'analyst', ben)
	await nominated(made, 'committee', { seat: 'member' })
	await administrator.run(handOverSeat, { seat: 'member', ...because, person: ben.id })
	const { items } = await administrator.ask(listPeople, { filter: { words: 'Ben' }, sort: 'office' })
	expect(items.map((item) => item.seat.key)).toEqual(['analyst', 'member'])
	const { open, seat } = await (await made.as('member')).ask(getHandover, {})
	expect(seat.holder?.name).toBe('Ben')
	expect(open.map((item) => item.code)).toContain('nomination-principal')
	const stranger = administrator.run(handOverSeat, { seat: 'member', ...because, person: aPerson('Nobody').id })
	expect((await refusalOf(stranger)).issues).toMatchObject([{ path: ['person'], code: 'access.no-such-person' }])
})

test('what names the office and an address is offered, and moved as chosen', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await hold(made, 'member', aPerson('Anna'))
	await nominated(made, 'committee', { email: 'director@labour.test' })
	await nominated(made, 'closed-group', { email: 'director@labour.test' })
	const { movable } = await administrator.ask(getHandover, { seat: 'member' })
	expect(movable.map((item) => [item.record?.reference, item.label]).sort()).toEqual([
		['closed-group', 'Director of Labour, director@labour.test'],
		['committee', 'Director of Labour, director@labour.test']
	])
	const chosen = movable.find((item) => item.record?.reference === 'committee')?.id ?? ''
	await administrator.run(handOverSeat, { seat: 'member', ...because, name: 'Ben', email: 'b@b.test', move: [chosen] })
	const after = await administrator.ask(getHandover, { seat: 'member' })
	expect(after.movable.map((item) => item.record?.reference)).toEqual(['closed-group'])
	expect(
		after.open.filter((item) => item.code === 'nomination-principal').map((item) => item.record?.reference)
	).toEqual(['committee'])
})

test('a handover that is refused changes nothing: no successor named, the firewall, the last administrator', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const [anna, ben] = [aPerson('Anna'), aPerson('Ben')]
	await administrator.run(setEnforcement, { actor: 'police', version: 1, reason: 'it enforces' })
	await hold(made, 'administrator', anna)
	await hold(made, 'police', ben)
	await administrator.run(createSeat, { key: 'desk', role: 'caseworker', office: 'Desk', actor: 'labour' })
	const nobody = administrator.run(handOverSeat, { seat: 'member', ...because })
	expect((await refusalOf(nobody)).issues.map((issue) => issue.path)).toEqual([['name'], ['email']])
	const barred = administrator.run(handOverSeat, { seat: 'desk', ...because, person: ben.id })
	expect((await refusalOf(barred)).code).toBe('access.firewall-caseworker')
	const last = administrator.run(handOverSeat, { seat: 'administrator', ...because, name: 'C', email: 'c@c.test' })
	expect((await refusalOf(last)).code).toBe('access.last-administrator')
	const later = administrator.run(handOverSeat, { seat: 'member', reason: 'x', day: '2026-12-31', person: ben.id })
	expect((await refusalOf(later)).issues).toMatchObject([{ path: ['day'] }])
	expect((await administrator.ask(listPeople, {})).items.map((item) => item.name)).toEqual(['Anna', 'Ben'])
	await administrator.run(handOverSeat, { seat: 'administrator', ...because, person: ben.id })
	expect((await administrator.ask(listPeople, { filter: { seat: ['administrator'] } })).items).toMatchObject([
		{ name: 'Ben' }
	])
})
