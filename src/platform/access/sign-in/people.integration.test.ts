import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { registry } from '#areas'
import { startMailServer, type TestMailServer } from '#tests/fixtures/mail-server.ts'
import { SECRET } from '#tests/fixtures/workspace.ts'
import { catalogue } from '#words'
import { deliverPersonal } from '#platform/mail/deliver-mail.server.ts'
import { aBrowser, aPerson, codeOf, PASSWORD, theEntrance } from '#tests/fixtures/person.ts'
import { leaveMailServer } from '#platform/mail/mail-server.server.ts'
import { forgetOldSessions } from '../sweep.server.ts'
import { askReset } from './ask-reset.server.ts'
import { enterByPassword } from './enter.server.ts'
import { TooManyAttempts } from './limits.server.ts'
import { findReset, listPeople, makeReset, useReset } from './people.server.ts'
import { confirmSecondFactor, findStartedKey, startSecondFactor } from './second-factor.server.ts'

const entrance = await theEntrance()
const NEW = 'baobab shade at noon'
const knock = (email: string, password: string, browser = aBrowser()) =>
	enterByPassword(entrance, browser.visit(), { email, password })

describe('a link that sets a new password', () => {
	const aLink = async (removesSecondFactors = false) => {
		const person = await aPerson()
		const secret = await makeReset(entrance, { person: person.id, removesSecondFactors, hours: 1, now: new Date() })
		return { person, secret }
	}

	test('sets it once, and ends every session', async () => {
		const { person, secret } = await aLink()
		const browser = aBrowser()
		browser.keep(await knock(person.email, PASSWORD, browser))
		await useReset(entrance, { secret, password: NEW, now: new Date() })
		expect(await browser.person()).toBeUndefined()
		expect(await knock(person.email, NEW)).toMatchObject({ next: 'in' })
		await expect(useReset(entrance, { secret, password: PASSWORD, now: new Date() })).rejects.toMatchObject({
			code: 'sign-in.reset-over'
		})
	})

	test('is not used up by being looked at, nor by a password that cannot be one', async () => {
		const { person, secret } = await aLink()
		expect(await findReset(entrance, secret, new Date())).toMatchObject({ email: person.email })
		await expect(useReset(entrance, { secret, password: 'too short', now: new Date() })).rejects.toMatchObject({
			issues: [{ path: ['password'], code: 'sign-in.password-short' }]
		})
		expect(await useReset(entrance, { secret, password: NEW, now: new Date() })).toMatchObject({ id: person.id })
	})

	test('used by two in the same moment sets one password', async () => {
		const { person, secret } = await aLink()
		const both = ['granite and baobab', 'kudu and acacia leaf']
		const answers = await Promise.allSettled(
			both.map((password) => useReset(entrance, { secret, password, now: new Date() }))
		)
		expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
		const opened = await Promise.allSettled(both.map((password) => knock(person.email, password)))
		expect(opened.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
	})

	test('serves for its time, and is stored as a hash', async () => {
		const { secret } = await aLink()
		expect(await findReset(entrance, secret, new Date(Date.now() + 61 * 60_000))).toBeUndefined()
		const rows = await entrance.people.selectFrom('verification').select('identifier').execute()
		expect(rows.map((row) => row.identifier).join(' ')).not.toContain(secret)
		expect(await findReset(entrance, 'made up', new Date())).toBeUndefined()
	})

	test('from the console takes second factors too; one that was mailed does not', async () => {
		for (const removesSecondFactors of [true, false]) {
			const { person, secret } = await aLink(removesSecondFactors)
			const browser = aBrowser()
			browser.keep(await knock(person.email, PASSWORD, browser))
			const signedIn = await browser.signedIn()
			await startSecondFactor(entrance, signedIn)
			const key = (await findStartedKey(entrance, signedIn))?.key ?? ''
			await confirmSecondFactor(entrance, browser.visit(), signedIn, codeOf(key, -1))
			await useReset(entrance, { secret, password: NEW, now: new Date() })
			expect(await knock(person.email, NEW)).toMatchObject({ next: removesSecondFactors ? 'in' : 'second-factor' })
		}
	})

	test('of a closed account sets nothing', async () => {
		const { person, secret } = await aLink()
		await entrance.people.updateTable('person').set({ closed_at: new Date() }).where('id', '=', person.id).execute()
		await expect(useReset(entrance, { secret, password: NEW, now: new Date() })).rejects.toMatchObject({
			kind: 'absent'
		})
	})
})

describe('a forgotten password', () => {
	let server: TestMailServer
	const sealed = async () =>
		(
			await sql<{
				data: unknown
			}>`select data from pgboss.job where name = 'personal-mail' order by created_on`.execute(entrance.database.owner)
		).rows
	const workplace = () => ({
		database: entrance.database,
		registry,
		secret: SECRET,
		dataFolder: '/nowhere',
		filesFolder: '/nowhere',
		catalogue,
		url: 'https://pitso.test',
		now: () => new Date()
	})
	const delivered = async () => {
		for (const { data } of await sealed()) await deliverPersonal(workplace(), data)
		await sql`delete from pgboss.job where name = 'personal-mail'`.execute(entrance.database.owner)
		return server.received
	}

	beforeAll(async () => {
		server = await startMailServer()
		leaveMailServer(server.settings)
		await sql`delete from pgboss.job where name = 'personal-mail'`.execute(entrance.database.owner)
	})
	afterAll(async () => {
		leaveMailServer(undefined)
		await server.stop()
	})
	beforeEach(() => void server.received.splice(0))

	test('brings a link by mail, which sets a new one', async () => {
		const { email } = await aPerson()
		await askReset(entrance, aBrowser().visit(), ` ${email.toUpperCase()}`, 'en')
		const [mail] = await delivered()
		expect(mail?.to).toEqual([email])
		const secret = /https:\/\/pitso\.test\/sign-in\/reset\/(\S+)/.exec(mail?.email.text ?? '')?.[1] ?? ''
		await useReset(entrance, { secret, password: NEW, now: new Date() })
		expect(await knock(email, NEW)).toMatchObject({ next: 'in' })
	})

	test('of nobody, of a closed account and of one asked for again and again is answered alike, and brings nothing', async () => {
		const [{ email }, closed] = [await aPerson(), await aPerson()]
		await entrance.people.updateTable('person').set({ closed_at: new Date() }).where('id', '=', closed.id).execute()
		for (const one of ['nobody@example.test', closed.email])
			expect(await askReset(entrance, aBrowser().visit(), one, 'en')).toBeUndefined()
		expect(await delivered()).toEqual([])
		for (let asked = 0; asked < 6; asked++)
			expect(await askReset(entrance, aBrowser().visit(), email, 'en')).toBeUndefined()
		expect(await delivered()).toHaveLength(3)
	})

	test('of many accounts, asked for from one place, has to wait', async () => {
		const browser = aBrowser()
		const ask = (nth: number) => askReset(entrance, browser.visit(), `number-${String(nth)}@example.test`, 'en')
		for (let nth = 0; nth < 40; nth++) await ask(nth)
		await expect(ask(41)).rejects.toThrow(TooManyAttempts)
	})

	test('a sign-in from a device and an address that were not seen before is told to the person', async () => {
		const { email } = await aPerson()
		const [first, second] = [aBrowser(), aBrowser()]
		first.keep(await knock(email, PASSWORD, first))
		await knock(email, PASSWORD, first)
		expect(await delivered()).toEqual([])
		await knock(email, PASSWORD, second)
		expect(await delivered()).toMatchObject([{ to: [email], email: { subject: 'A new sign-in to your account' } }])
	})
})

test('without a mail server nobody is told that a link is on its way', async () => {
	await expect(askReset(entrance, aBrowser().visit(), 'anybody@example.test', 'en')).rejects.toMatchObject({
		code: 'platform.no-mail'
	})
})

test('the list for whoever keeps the installation tells what guards an account', async () => {
	const { email } = await aPerson({ name: 'Rudo Ncube' })
	const listed = await listPeople(entrance)
	expect(listed.find((one) => one.email === email)).toMatchObject({
		name: 'Rudo Ncube',
		second_factor_enabled: false,
		passkeys: 0
	})
})

test('the sign-in works under the role that knows people, and can read nothing of what they do', async () => {
	const { rows } = await sql<{ role: string }>`select current_user as role`.execute(entrance.people)
	expect(rows).toEqual([{ role: 'pitso_access' }])
	for (const table of ['record', 'event', 'access_log', 'membership', 'token'])
		await expect(sql`select 1 from ${sql.table(table)}`.execute(entrance.people), table).rejects.toMatchObject({
			code: '42501'
		})
	for (const table of ['person_session', 'sign_in_method', 'second_factor', 'passkey', 'verification', 'sign_in_log'])
		await expect(
			entrance.database.owner.transaction().execute(async (tx) => {
				await sql`set local role pitso_app`.execute(tx)
				await sql`select 1 from ${sql.table(table)}`.execute(tx)
			}),
			table
		).rejects.toMatchObject({ code: '42501' })
})

test('housekeeping forgets sessions that are over, links that serve no longer and what was tried 90 days ago', async () => {
	const { id, email } = await aPerson()
	const browser = aBrowser()
	browser.keep(await knock(email, PASSWORD, browser))
	await makeReset(entrance, { person: id, removesSecondFactors: false, hours: 1, now: new Date() })
	const count = async (table: 'person_session' | 'sign_in_log') =>
		(await entrance.people.selectFrom(table).select('id').where('person_id', '=', id).execute()).length
	await forgetOldSessions(entrance.database, new Date())
	expect([await count('person_session'), await count('sign_in_log')]).toEqual([1, 1])
	const day = 86_400_000
	await forgetOldSessions(entrance.database, new Date(Date.now() + day))
	expect([await count('person_session'), await count('sign_in_log')]).toEqual([0, 1])
	await forgetOldSessions(entrance.database, new Date(Date.now() + 91 * day))
	expect(await count('sign_in_log')).toBe(0)
	expect(await entrance.people.selectFrom('verification').select('id').execute()).toEqual([])
})
