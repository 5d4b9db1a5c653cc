import { describe, expect, test } from 'vitest'
import { aBrowser, aPerson, PASSWORD, theEntrance } from '#tests/fixtures/person.ts'
import { aWorkspace, markPolice, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { run } from '#platform/operation/perform.server.ts'
import { sendInvitation } from '../invitation-operations.ts'
import { createSeat } from '../seat-operations.ts'
import { findSeatsOfPerson, listSeatsOfPerson } from '../person-seats.server.ts'
import { publicSeat } from '../seat.ts'
import { enterByInvitation, takeInvitation } from './enter-by-invitation.server.ts'
import { enterByPassword } from './enter.server.ts'
import { consoleSeat, inviteFromConsole } from './invite-from-console.server.ts'
import { findPersonByEmail } from './people.server.ts'

const entrance = await theEntrance()

type Office = { role?: 'member' | 'administrator' | 'caseworker'; actor?: string }

/** An invitation to a seat made for it, and how somebody stands before it. */
async function anInvitation(made: TestWorkspace, email: string, { role = 'member', actor = 'labour' }: Office = {}) {
	const administrator = await made.as('administrator', new Date())
	const { key } = await administrator.run(createSeat, { role, actor, office: 'Focal Point' })
	const { link } = await administrator.run(sendInvitation, { seat: key, name: 'Thandi Moyo', email })
	const opening = { ...administrator.opening, seat: publicSeat, via: 'page' as const, now: new Date() }
	return { seat: key, secret: link?.split('/').at(-1) ?? '', opening }
}

const anAddress = (() => {
	let counted = 0
	return () => `invited-${String(process.pid)}-${String((counted += 1))}@example.test`
})()

const newcomer = { name: 'Thandi Moyo', password: PASSWORD, language: 'en' }

test('somebody new takes a seat with a name and a password of their own choice, and is signed in', async () => {
	const made = await aWorkspace()
	const email = anAddress()
	const { opening, secret, seat } = await anInvitation(made, email)
	const browser = aBrowser()
	const entered = browser.keep(await enterByInvitation(entrance, browser.visit(), { ...newcomer, opening, secret }))
	expect(entered.seat).toBe(seat)
	const { person } = await browser.signedIn()
	expect(person).toMatchObject({ name: 'Thandi Moyo', email })
	const found = await findSeatsOfPerson(made.database, made.workspace, {
		person: person.id,
		wished: undefined,
		now: new Date()
	})
	expect(found.seat).toMatchObject({ key: seat, role: 'member' })
	const again = aBrowser()
	again.keep(await enterByPassword(entrance, again.visit(), { email, password: PASSWORD }))
	expect(await again.person()).toBeDefined()
})

test('an invitation serves once', async () => {
	const made = await aWorkspace()
	const { opening, secret } = await anInvitation(made, anAddress())
	await enterByInvitation(entrance, aBrowser().visit(), { ...newcomer, opening, secret })
	await expect(enterByInvitation(entrance, aBrowser().visit(), { ...newcomer, opening, secret })).rejects.toMatchObject(
		{
			code: 'access.invitation-used'
		}
	)
})

test('two who open it in the same moment become one person with one seat', async () => {
	const made = await aWorkspace()
	const email = anAddress()
	const { opening, secret } = await anInvitation(made, email)
	const answers = await Promise.allSettled(
		[1, 2, 3].map(() => enterByInvitation(entrance, aBrowser().visit(), { ...newcomer, opening, secret }))
	)
	expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
	const person = await findPersonByEmail(entrance, email)
	const held = await listSeatsOfPerson(made.database, person?.id ?? '', new Date())
	expect(held.flatMap((one) => one.held)).toHaveLength(1)
})

test('a password that cannot be one is refused, and the invitation stays open', async () => {
	const made = await aWorkspace()
	const email = anAddress()
	const { opening, secret } = await anInvitation(made, email)
	const given = { ...newcomer, opening, secret, password: 'thandi moyo!' }
	await expect(enterByInvitation(entrance, aBrowser().visit(), given)).rejects.toMatchObject({
		issues: [{ path: ['password'], code: 'sign-in.password-personal' }]
	})
	expect(await findPersonByEmail(entrance, email)).toBeUndefined()
	expect(await enterByInvitation(entrance, aBrowser().visit(), { ...given, password: PASSWORD })).toBeDefined()
})

describe('an address that has an account', () => {
	test('is never given a password by an invitation', async () => {
		const made = await aWorkspace()
		const { email } = await aPerson()
		const { opening, secret } = await anInvitation(made, email)
		const given = { ...newcomer, opening, secret, password: 'baobab shade at noon' }
		await expect(enterByInvitation(entrance, aBrowser().visit(), given)).rejects.toMatchObject({
			code: 'sign-in.address-known'
		})
		const browser = aBrowser()
		expect(await enterByPassword(entrance, browser.visit(), { email, password: PASSWORD })).toMatchObject({
			next: 'in'
		})
	})

	test('takes the seat signed in, with what they sign in with already', async () => {
		const made = await aWorkspace()
		const { id, email } = await aPerson()
		const { opening, secret, seat } = await anInvitation(made, email)
		const browser = aBrowser()
		browser.keep(await enterByPassword(entrance, browser.visit(), { email, password: PASSWORD }))
		expect(await takeInvitation(opening, await browser.signedIn(), secret)).toEqual({ seat })
		expect(await listSeatsOfPerson(made.database, id, new Date())).toMatchObject([{ held: [{ key: seat }] }])
	})
})

test('the firewall refuses a seat that would break it', async () => {
	const made = await aWorkspace()
	await markPolice(made)
	const { id, email } = await aPerson()
	const [police, caseworker] = [
		await anInvitation(made, email, { actor: 'police' }),
		await anInvitation(made, email, { role: 'caseworker', actor: 'health' })
	]
	const browser = aBrowser()
	browser.keep(await enterByPassword(entrance, browser.visit(), { email, password: PASSWORD }))
	const signedIn = await browser.signedIn()
	await takeInvitation(police.opening, signedIn, police.secret)
	await expect(takeInvitation(caseworker.opening, signedIn, caseworker.secret)).rejects.toMatchObject({
		code: 'access.firewall-caseworker'
	})
	expect(await listSeatsOfPerson(made.database, id, new Date())).toMatchObject([{ held: [{ key: police.seat }] }])
})

describe('the seat that acts', () => {
	const withTwo = async () => {
		const made = await aWorkspace()
		const { id, email } = await aPerson()
		const browser = aBrowser()
		browser.keep(await enterByPassword(entrance, browser.visit(), { email, password: PASSWORD }))
		const signedIn = await browser.signedIn()
		const [first, second] = [await anInvitation(made, email), await anInvitation(made, email, { actor: 'health' })]
		await takeInvitation(first.opening, signedIn, first.secret)
		await takeInvitation(second.opening, signedIn, second.secret)
		const actingFrom = async (wished?: string, workspace = made.workspace) =>
			(await findSeatsOfPerson(made.database, workspace, { person: id, wished, now: new Date() })).seat?.key
		return { made, first: first.seat, second: second.seat, actingFrom }
	}

	test('is the first until another is wished for, and only one that the person holds', async () => {
		const { first, second, actingFrom } = await withTwo()
		expect(await actingFrom()).toBe(first)
		expect(await actingFrom(second)).toBe(second)
		expect(await actingFrom('administrator')).toBe(first)
	})

	test('is none in a workspace where the person holds none', async () => {
		const { actingFrom, second } = await withTwo()
		const other = await aWorkspace()
		expect(await actingFrom(second, other.workspace)).toBeUndefined()
	})

	test('is lost in the moment it is taken away', async () => {
		const { made, first, second, actingFrom } = await withTwo()
		await entrance.database.owner
			.updateTable('person_seat')
			.set({ ended_at: new Date(), end_reason: 'left the office' })
			.where('workspace_id', '=', made.workspace.id)
			.where('seat_id', 'in', (select) => select.selectFrom('seat').select('id').where('key', '=', first))
			.execute()
		expect(await actingFrom(first)).toBe(second)
	})
})

test('the console makes the first administrator’s seat with a link, and nobody else can', async () => {
	const made = await aWorkspace()
	const { opening } = await made.as('administrator', new Date())
	const given = { role: 'administrator' as const, office: 'Registrar', name: 'Rudo Ncube', email: anAddress() }

	await expect(run(opening, inviteFromConsole, given)).rejects.toMatchObject({ kind: 'forbidden' })
	const invited = await run({ ...opening, seat: consoleSeat, via: 'console' }, inviteFromConsole, given)
	const secret = invited.link.split('/').at(-1) ?? ''
	const browser = aBrowser()
	browser.keep(
		await enterByInvitation(entrance, browser.visit(), {
			...newcomer,
			name: 'Rudo Ncube',
			opening: { ...opening, seat: publicSeat },
			secret
		})
	)
	expect(await browser.person()).toMatchObject({ session: { isStrong: false } })
})
