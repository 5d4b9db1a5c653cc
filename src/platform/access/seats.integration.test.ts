import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { refusalOf, ownerRows } from '#tests/fixtures/directory.ts'
import { aPerson, hold } from '#tests/fixtures/people.ts'
import { aWorkspace, NOW, TODAY } from '#tests/fixtures/workspace.ts'
import { findSeat, findSeatOfToken } from './find-seat.server.ts'
import { listAudit } from '#platform/events/audit.ts'
import { acceptInvitation, findInvitation } from './invitation.server.ts'
import { listInvitations, resendInvitation, revokeInvitation, sendInvitation } from './invitation-operations.ts'
import { listPeople } from './person-operations.ts'
import { changeSeat, createSeat, endSeat, getSeat, listSeats, vacateSeat } from './seat-operations.ts'
import { createToken } from './token-operations.ts'

const DAY = 86_400_000
const later = (days: number) => new Date(NOW.getTime() + days * DAY)
const secretOf = (link: string | null) => link?.split('/').at(-1) ?? ''

test('a seat is made with its role, office and actor, under a key made from its office', async () => {
	const { as } = await aWorkspace()
	const administrator = await as('administrator')
	const made = { role: 'member', office: 'Director of Décent Work', actor: 'labour' } as const
	expect((await administrator.run(createSeat, made)).key).toBe('director-of-decent-work')
	expect((await administrator.run(createSeat, made)).key).toBe('director-of-decent-work-2')
	const seat = await administrator.ask(getSeat, { seat: 'director-of-decent-work' })
	expect(seat).toMatchObject({ role: 'member', isHeld: false, isOpen: true, version: 1 })
	expect(seat.actor?.reference).toBe('labour')
})

test('a member’s seat needs an actor, one that is still there, and a key is taken once', async () => {
	const { as } = await aWorkspace()
	const administrator = await as('administrator')
	const without = administrator.run(createSeat, { role: 'member', office: 'Nobody’s' })
	expect((await refusalOf(without)).issues).toMatchObject([{ path: ['actor'], code: 'access.member-needs-actor' }])
	const unknown = administrator.run(createSeat, { role: 'member', office: 'Nobody’s', actor: 'nowhere' })
	expect((await refusalOf(unknown)).issues).toMatchObject([{ path: ['actor'] }])
	const taken = administrator.run(createSeat, { key: 'member', role: 'observer', office: 'Another' })
	expect(await refusalOf(taken)).toMatchObject({ kind: 'conflict', code: 'access.seat-key-taken' })
})

test('office and actor of a seat change from the version that stands, key and role never', async () => {
	const { as } = await aWorkspace()
	const administrator = await as('administrator')
	await administrator.run(changeSeat, { seat: 'member', version: 1, office: 'Chief Officer', actor: 'health' })
	const seat = await administrator.ask(getSeat, { seat: 'member' })
	expect(seat).toMatchObject({ office: 'Chief Officer', version: 2, role: 'member', key: 'member' })
	expect(seat.actor?.reference).toBe('health')
	const stale = administrator.run(changeSeat, { seat: 'member', version: 1, office: 'Another' })
	expect(await refusalOf(stale)).toMatchObject({
		code: 'platform.changed-meanwhile',
		params: { version: 1, current: 2 }
	})
})

test('of two changes made from one version in the same moment, one is done', async () => {
	const { as } = await aWorkspace()
	const administrator = await as('administrator')
	const change = (office: string) => administrator.run(changeSeat, { seat: 'member', version: 1, office })
	const done = await Promise.allSettled([change('One'), change('Two'), change('Three')])
	expect(done.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
})

test('the list of seats filters by role, actor, holder, state and words, and counts', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await hold(made, 'member', aPerson('Anna'))
	await administrator.run(endSeat, { seat: 'observer', day: TODAY, reason: 'no longer needed' })
	const keys = async (filter: Parameters<typeof administrator.ask<object, unknown>>[1]) =>
		(await administrator.ask(listSeats, { filter, limit: 100 })).items.map((item) => item.key)
	expect(await keys({ role: ['administrator'] })).toEqual(['administrator', 'second-administrator'])
	expect(await keys({ actor: 'labour' })).toEqual(['analyst', 'member'])
	expect(await keys({ held: true })).toEqual(['member'])
	expect(await keys({ held: false })).not.toContain('member')
	expect(await keys({ words: 'Office of cas' })).toEqual(['caseworker'])
	const page = await administrator.ask(listSeats, { limit: 3, sort: '-key' })
	expect(page.items.map((item) => item.key)).toEqual(['statistician', 'secretariat', 'second-administrator'])
	expect(page.total).toBe(11)
	const next = await administrator.ask(listSeats, { limit: 3, sort: '-key', after: page.next ?? '' })
	expect(next.items.map((item) => item.key)).toEqual(['police', 'outsider', 'observer'])
	const tomorrow = await made.as('administrator', later(1))
	const open = async (isOpen: boolean) =>
		(await tomorrow.ask(listSeats, { filter: { open: isOpen }, limit: 100 })).items.map((item) => item.key)
	expect(await open(false)).toEqual(['observer'])
	expect(await open(true)).not.toContain('observer')
})

test('who holds a seat is told to administrators and to the holder, and each reading is logged', async () => {
	const made = await aWorkspace()
	await hold(made, 'member', aPerson('Anna'))
	const holders = async (key: 'administrator' | 'member' | 'chair') =>
		(await (await made.as(key)).ask(getSeat, { seat: 'member' })).holders.map((one) => one.name)
	expect(await holders('administrator')).toEqual(['Anna'])
	expect(await holders('member')).toEqual(['Anna'])
	expect(await holders('chair')).toEqual([])
	const lines = await ownerRows(
		made,
		`select role from access_log where workspace_id = :workspace and operation = 'seat.get'`
	)
	expect(lines).toHaveLength(3)
})

test('a seat that ends lets its holder go at once, with its tokens and invitations, and says why', async () => {
	const made = await aWorkspace()
	const { database, workspace } = made
	const administrator = await made.as('administrator')
	await hold(made, 'member', aPerson('Anna'))
	const { token } = await administrator.run(createToken, { seat: 'member', name: 'Script' })
	await administrator.run(endSeat, { seat: 'member', day: TODAY, reason: 'the office was closed' })
	expect(await findSeatOfToken(database, workspace, token, NOW)).toBeUndefined()
	expect((await administrator.ask(listPeople, {})).items).toEqual([])
	const seat = await administrator.ask(getSeat, { seat: 'member' })
	expect(seat).toMatchObject({ to: TODAY, endReason: 'the office was closed', isHeld: false })
	expect(await findSeat(database, workspace, 'member', later(1))).toBeUndefined()
	const again = administrator.run(endSeat, { seat: 'member', day: TODAY, reason: 'again' })
	expect((await refusalOf(again)).code).toBe('access.seat-ended')
	const future = administrator.run(endSeat, { seat: 'chair', day: '2026-12-31', reason: 'then' })
	expect((await refusalOf(future)).code).toBe('access.day-in-future')
})

test('the last administrator stays: held seats count before open ones', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await hold(made, 'administrator', aPerson('Anna'))
	const leaving = administrator.run(vacateSeat, { seat: 'administrator', reason: 'retired' })
	expect((await refusalOf(leaving)).code).toBe('access.last-administrator')
	const ending = administrator.run(endSeat, { seat: 'administrator', day: TODAY, reason: 'retired' })
	expect((await refusalOf(ending)).code).toBe('access.last-administrator')
	await hold(made, 'second-administrator', aPerson('Ben'))
	await administrator.run(vacateSeat, { seat: 'administrator', reason: 'retired' })
	const second = await made.as('second-administrator')
	await second.run(endSeat, { seat: 'administrator', day: TODAY, reason: 'closed' })
	const last = second.run(endSeat, { seat: 'second-administrator', day: TODAY, reason: 'closed' })
	expect((await refusalOf(last)).code).toBe('access.last-administrator')
})

test('of two administrators who leave in the same moment, one stays', async () => {
	const made = await aWorkspace()
	await hold(made, 'administrator', aPerson('Anna'))
	await hold(made, 'second-administrator', aPerson('Ben'))
	const [first, second] = [await made.as('administrator'), await made.as('second-administrator')]
	const left = await Promise.allSettled([
		first.run(vacateSeat, { seat: 'administrator', reason: 'left' }),
		second.run(vacateSeat, { seat: 'second-administrator', reason: 'left' })
	])
	expect(left.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
	expect((await first.ask(listPeople, {})).items).toHaveLength(1)
})

test('somebody leaves their own seat, nobody else’s; the seat waits for the next', async () => {
	const made = await aWorkspace()
	await hold(made, 'member', aPerson('Anna'))
	const member = await made.as('member')
	const others = member.run(vacateSeat, { seat: 'chair', reason: 'not mine' })
	expect((await refusalOf(others)).kind).toBe('forbidden')
	await member.run(vacateSeat, { seat: 'member', reason: 'moved on' })
	const again = member.run(vacateSeat, { seat: 'member', reason: 'moved on' })
	expect((await refusalOf(again)).code).toBe('access.seat-vacant')
	await hold(made, 'member', aPerson('Ben'))
	const { holders } = await member.ask(getSeat, { seat: 'member' })
	expect(holders.map((one) => [one.name, one.endReason])).toEqual([
		['Ben', null],
		['Anna', 'moved on']
	])
})

test('a seat is one person’s at a time', async () => {
	const made = await aWorkspace()
	const anna = aPerson('Anna')
	await hold(made, 'member', anna)
	expect((await refusalOf(hold(made, 'member', aPerson('Ben')))).code).toBe('access.seat-taken')
	await hold(made, 'member', anna)
	expect((await (await made.as('administrator')).ask(listPeople, {})).items).toHaveLength(1)
})

test('people are listed by seat, role, actor, words, and those who left beside those who are here', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await hold(made, 'member', aPerson('Anna'))
	await hold(made, 'police', aPerson('Ben'))
	const names = async (filter: Parameters<typeof administrator.ask<object, unknown>>[1]) =>
		(await administrator.ask(listPeople, { filter })).items.map((item) => item.name)
	expect(await names({})).toEqual(['Anna', 'Ben'])
	expect(await names({ seat: ['police'] })).toEqual(['Ben'])
	expect(await names({ actor: 'labour' })).toEqual(['Anna'])
	expect(await names({ words: 'ANN' })).toEqual(['Anna'])
	expect(await names({ role: ['observer'] })).toEqual([])
	await administrator.run(vacateSeat, { seat: 'member', reason: 'left' })
	expect(await names({})).toEqual(['Ben'])
	expect(await names({ current: false })).toEqual(['Anna'])
	const lines = await ownerRows(
		made,
		`select id from access_log where workspace_id = :workspace and operation = 'person.list'`
	)
	expect(lines.length).toBeGreaterThan(5)
})

test('an invitation leads one person to its seat, once', async () => {
	const made = await aWorkspace()
	const { database, workspace } = made
	const administrator = await made.as('administrator')
	const invited = { seat: 'member', name: 'Anna', email: 'Anna@Ministry.test', language: 'fr' }
	const sent = await administrator.run(sendInvitation, invited)
	expect(sent).toMatchObject({ isMailed: false, expiresAt: later(7) })
	expect(sent.link).toMatch(new RegExp(`^/${workspace.key}/invitation/[\\w-]{43}$`))
	const secret = secretOf(sent.link)
	expect(await findInvitation(database, workspace, secret, NOW)).toMatchObject({
		state: 'open',
		name: 'Anna',
		email: 'anna@ministry.test',
		language: 'fr',
		seat: { key: 'member', role: 'member' }
	})
	const twice = administrator.run(sendInvitation, invited)
	expect((await refusalOf(twice)).code).toBe('access.already-invited')
	const { opening } = await made.as('public')
	const anna = aPerson('Anna')
	expect(await acceptInvitation(opening, { secret, person: anna })).toEqual({ seat: 'member' })
	expect((await refusalOf(acceptInvitation(opening, { secret, person: aPerson('Ben') }))).code).toBe(
		'access.invitation-used'
	)
	const { items: audited } = await administrator.ask(listAudit, {
		filter: { operation: ['invitation.accept'], outcome: ['done'] }
	})
	expect(audited.map(({ subject }) => subject)).toEqual(['seat=member'])
	expect((await administrator.ask(listPeople, {})).items).toMatchObject([
		{ name: 'Anna', person: anna.id, source: 'invitation' }
	])
	const full = administrator.run(sendInvitation, { ...invited, email: 'ben@ministry.test' })
	expect((await refusalOf(full)).code).toBe('access.seat-taken')
})

test('of two who take an invitation in the same moment, one holds the seat', async () => {
	const made = await aWorkspace()
	const { link } = await (
		await made.as('administrator')
	).run(sendInvitation, { seat: 'member', name: 'A', email: 'a@b.test' })
	const { opening } = await made.as('public')
	const taken = await Promise.allSettled(
		[1, 2, 3].map((one) => acceptInvitation(opening, { secret: secretOf(link), person: aPerson(`P${String(one)}`) }))
	)
	expect(taken.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
})

test('an invitation is good for seven days, and dead once revoked or sent again', async () => {
	const made = await aWorkspace()
	const { database, workspace } = made
	const administrator = await made.as('administrator')
	const state = async (link: string | null, now = NOW) =>
		(await findInvitation(database, workspace, secretOf(link), now))?.state
	const first = await administrator.run(sendInvitation, { seat: 'member', name: 'Anna', email: 'a@b.test' })
	expect(await state(first.link, new Date(later(7).getTime() - 1))).toBe('open')
	expect(await state(first.link, later(7))).toBe('expired')
	const second = await administrator.run(resendInvitation, { invitation: first.id })
	expect(await state(first.link)).toBe('revoked')
	expect(await state(second.link)).toBe('open')
	await administrator.run(revokeInvitation, { invitation: second.id })
	expect(await state(second.link)).toBe('revoked')
	const { opening } = await made.as('public')
	for (const link of [first.link, second.link])
		expect((await refusalOf(acceptInvitation(opening, { secret: secretOf(link), person: aPerson('B') }))).code).toBe(
			'access.invitation-revoked'
		)
	expect((await refusalOf(administrator.run(resendInvitation, { invitation: second.id }))).code).toBe(
		'access.invitation-revoked'
	)
	expect(await findInvitation(database, workspace, 'made-up', NOW)).toBeUndefined()
	const states = (await administrator.ask(listInvitations, {})).items.map((item) => item.state)
	expect(states).toEqual(['revoked', 'revoked'])
	expect((await administrator.ask(listInvitations, { filter: { state: ['open'] } })).total).toBe(0)
})

test('an invitation that is past its end can be sent again, and taken late it is refused', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const { id, link } = await administrator.run(sendInvitation, { seat: 'member', name: 'Anna', email: 'a@b.test' })
	const late = await made.as('public', later(8))
	const person = aPerson('Anna')
	expect((await refusalOf(acceptInvitation(late.opening, { secret: secretOf(link), person }))).code).toBe(
		'access.invitation-expired'
	)
	const again = await (await made.as('administrator', later(8))).run(resendInvitation, { invitation: id })
	expect(await acceptInvitation(late.opening, { secret: secretOf(again.link), person })).toEqual({ seat: 'member' })
})

test('the secret of an invitation is stored nowhere: not in its row, the history, the log or an answer that is kept', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const { link } = await administrator.run(
		sendInvitation,
		{ seat: 'member', name: 'Anna Unseen', email: 'unseen@b.test' },
		{ key: 'form' }
	)
	const { rows } = await sql<{ text: string }>`
		select to_jsonb(t)::text as text from invitation t where workspace_id = ${made.workspace.id}
		union all select payload from event_payload where workspace_id = ${made.workspace.id}
		union all select answer from once_key where workspace_id = ${made.workspace.id}
		union all select coalesce(subject, '') from access_log where workspace_id = ${made.workspace.id}`.execute(
		made.database.owner
	)
	const [invitation, ...others] = rows.map((row) => row.text)
	expect(rows.map((row) => row.text).join()).not.toContain(secretOf(link))
	expect(invitation).toContain('unseen@b.test')
	expect(others.join()).not.toContain('unseen@b.test')
	const again = administrator.run(
		sendInvitation,
		{ seat: 'member', name: 'Anna Unseen', email: 'unseen@b.test' },
		{ key: 'form' }
	)
	expect((await refusalOf(again)).code).toBe('platform.shown-once')
})

test('what is done to seats and people stands in the history, for administrators', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(createSeat, { key: 'new-seat', role: 'observer', office: 'Observer', reason: 'asked for' })
	const rows = await ownerRows(
		made,
		`select e.operation, p.payload, p.audience from event e join event_payload p using (workspace_id, sequence)
		where e.workspace_id = :workspace and e.operation = 'seat.create'`
	)
	expect(rows).toMatchObject([{ operation: 'seat.create', audience: ['role:administrator'] }])
	expect(String(rows[0]?.['payload'])).toContain('asked for')
})
