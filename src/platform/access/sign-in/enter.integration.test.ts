import { symmetricEncrypt } from 'better-auth/crypto'
import { describe, expect, test } from 'vitest'
import {
	aBrowser,
	aPerson,
	codeOf,
	PASSWORD,
	theEntrance,
	theSlowEntrance,
	type Browser
} from '#tests/fixtures/person.ts'
import { enterByPassword, enterBySecondFactor } from './enter.server.ts'
import { confirmSecondFactor, countRecoveryCodes, findStartedKey, startSecondFactor } from './second-factor.server.ts'
import { countAttempt, TooManyAttempts } from './limits.server.ts'
import { storePassword } from './people.server.ts'
import { endSessions, changePassword, leave, listSessions } from './account.server.ts'

const entrance = await theEntrance()

const knock = async (browser: Browser, email: string, password: string, later = 0) =>
	browser.keep(await enterByPassword(entrance, browser.visit(later), { email, password }))

/** Turns the second factor on for whoever is signed in in a browser. */
async function withSecondFactor(browser: Browser) {
	const signedIn = await browser.signedIn()
	await startSecondFactor(entrance, signedIn)
	const started = await findStartedKey(entrance, signedIn)
	if (!started) throw new Error('no key was made')
	// The code before the present one: so that the present one is still unused afterwards.
	const done = browser.keep(await confirmSecondFactor(entrance, browser.visit(), signedIn, codeOf(started.key, -1)))
	return { key: started.key, recoveryCodes: done.recoveryCodes }
}

async function aPersonWithSecondFactor() {
	const person = await aPerson()
	const browser = aBrowser()
	await knock(browser, person.email, PASSWORD)
	return { ...person, ...(await withSecondFactor(browser)) }
}

test('a person enters with address and password, in whatever letters the address is typed', async () => {
	const { email, name } = await aPerson()
	const browser = aBrowser()
	expect(await knock(browser, ` ${email.toUpperCase()} `, PASSWORD)).toMatchObject({ next: 'in' })
	expect(await browser.person()).toMatchObject({
		person: { name, email, hasSecondFactor: false },
		session: { method: 'password', isStrong: false, isRecent: true }
	})
})

test('the cookie of a session is bound to this host, and to nothing a page could read', async () => {
	const { email } = await aPerson()
	const { cookies } = await knock(aBrowser(), email, PASSWORD)
	for (const cookie of cookies)
		expect(cookie).toMatch(/^__Host-pitso\.[a-z_]+=.*Path=\/.*HttpOnly.*(SameSite=Lax.*Secure|Secure.*SameSite=Lax)/)
	expect(cookies.some((cookie) => cookie.includes('Domain='))).toBe(false)
})

test('a wrong password and an unknown address are answered alike', async () => {
	const { email } = await aPerson()
	const wrong = { kind: 'conflict', code: 'sign-in.wrong' }
	await expect(knock(aBrowser(), email, 'another password')).rejects.toMatchObject(wrong)
	await expect(knock(aBrowser(), 'nobody@example.test', PASSWORD)).rejects.toMatchObject(wrong)
	await expect(knock(aBrowser(), 'no address at all', PASSWORD)).rejects.toMatchObject(wrong)
})

test('passwords are hashed with a salt, by a function that is slow on purpose', async () => {
	const slow = await theSlowEntrance()
	const { id, email } = await aPerson()
	const stored = async () => {
		await storePassword(slow, { person: id, password: PASSWORD, now: new Date() })
		return entrance.people
			.selectFrom('sign_in_method')
			.select('password')
			.where('person_id', '=', id)
			.executeTakeFirstOrThrow()
	}
	const [first, second] = [await stored(), await stored()]
	expect(first.password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/)
	expect(second.password).not.toBe(first.password)
	expect(await enterByPassword(slow, aBrowser().visit(), { email, password: PASSWORD })).toMatchObject({ next: 'in' })
	await expect(
		enterByPassword(slow, aBrowser().visit(), { email, password: 'another password' })
	).rejects.toMatchObject({ code: 'sign-in.wrong' })
})

test('a closed account opens nothing, and a session of it ends at once', async () => {
	const { id, email } = await aPerson()
	const browser = aBrowser()
	await knock(browser, email, PASSWORD)
	await entrance.people.updateTable('person').set({ closed_at: new Date() }).where('id', '=', id).execute()
	expect(await browser.person()).toBeUndefined()
	await expect(knock(aBrowser(), email, PASSWORD)).rejects.toMatchObject({ code: 'sign-in.wrong' })
})

test('a session that was made up, or changed by a letter, is nobody’s', async () => {
	const { email } = await aPerson()
	const browser = aBrowser()
	await knock(browser, email, PASSWORD)
	const [name, value] = [...browser.jar][0] ?? ['', '']
	browser.jar.set(name, `${value.startsWith('A') ? 'B' : 'A'}${value.slice(1)}`)
	expect(await browser.person()).toBeUndefined()
	browser.jar.set(name, value.slice(0, value.indexOf('.')))
	expect(await browser.person()).toBeUndefined()
})

describe('a session', () => {
	test('ends after an hour unused, and after twelve hours whatever is done', async () => {
		const { email } = await aPerson()
		const browser = aBrowser()
		await knock(browser, email, PASSWORD)
		expect(await browser.person(59)).toBeDefined()
		expect(await browser.person(59 + 61)).toBeUndefined()
		const other = aBrowser()
		await knock(other, email, PASSWORD)
		for (let minutes = 50; minutes < 12 * 60; minutes += 50)
			expect(await other.person(minutes), String(minutes)).toBeDefined()
		expect(await other.person(12 * 60 + 1)).toBeUndefined()
	})

	test('counts as recent for half an hour', async () => {
		const { email } = await aPerson()
		const browser = aBrowser()
		await knock(browser, email, PASSWORD)
		expect(await browser.person(29)).toMatchObject({ session: { isRecent: true } })
		expect(await browser.person(31)).toMatchObject({ session: { isRecent: false } })
	})

	test('is listed with where and since when, and ends at once when it is revoked', async () => {
		const { email } = await aPerson()
		const [here, there, third] = [aBrowser(), aBrowser(), aBrowser()]
		for (const browser of [here, there, third]) await knock(browser, email, PASSWORD)
		const signedIn = await here.signedIn()
		const sessions = await listSessions(entrance, signedIn, new Date())
		expect(sessions).toHaveLength(3)
		expect(sessions.filter((one) => one.isThis)).toMatchObject([{ program: 'Test Browser 1.0', method: 'password' }])
		const theirs = await there.signedIn()
		await endSessions(entrance, signedIn, { id: theirs.session.id })
		expect(await there.person()).toBeUndefined()
		expect(await third.person()).toBeDefined()
		await endSessions(entrance, signedIn, 'others')
		expect(await third.person()).toBeUndefined()
		expect(await here.person()).toBeDefined()
	})

	test('of another person cannot be ended', async () => {
		const [one, other] = [await aPerson(), await aPerson()]
		const [mine, theirs] = [aBrowser(), aBrowser()]
		await knock(mine, one.email, PASSWORD)
		await knock(theirs, other.email, PASSWORD)
		await endSessions(entrance, await mine.signedIn(), { id: (await theirs.signedIn()).session.id })
		expect(await theirs.person()).toBeDefined()
	})

	test('is a new one after every sign-in, and the one before is over', async () => {
		const { email } = await aPerson()
		const browser = aBrowser()
		await knock(browser, email, PASSWORD)
		const before = new Map(browser.jar)
		await knock(browser, email, PASSWORD)
		const after = await browser.signedIn()
		browser.jar.clear()
		for (const [name, value] of before) browser.jar.set(name, value)
		expect(await browser.person()).toBeUndefined()
		expect(after.person.email).toBe(email)
	})

	test('ends when its person leaves, in the database and in the browser', async () => {
		const { email } = await aPerson()
		const browser = aBrowser()
		await knock(browser, email, PASSWORD)
		const before = new Map(browser.jar)
		browser.keep(await leave(entrance, browser.visit(), await browser.signedIn()))
		expect([...browser.jar.keys()].some((name) => name.includes('session'))).toBe(false)
		for (const [name, value] of before) browser.jar.set(name, value)
		expect(await browser.person()).toBeUndefined()
	})

	test('ends everywhere when the password changes; here it goes on as another', async () => {
		const { email } = await aPerson()
		const [here, there] = [aBrowser(), aBrowser()]
		await knock(here, email, PASSWORD)
		await knock(there, email, PASSWORD)
		const before = await here.signedIn()
		const given = { current: PASSWORD, password: 'baobab shade at noon' }
		here.keep(await changePassword(entrance, here.visit(), before, given))
		expect(await there.person()).toBeUndefined()
		expect((await here.signedIn()).session.id).not.toBe(before.session.id)
		await expect(knock(aBrowser(), email, PASSWORD)).rejects.toMatchObject({ code: 'sign-in.wrong' })
		expect(await knock(aBrowser(), email, given.password)).toMatchObject({ next: 'in' })
	})

	test('a password changes only for who knows the old one, and only into one that can be one', async () => {
		const { email } = await aPerson()
		const browser = aBrowser()
		await knock(browser, email, PASSWORD)
		const signedIn = await browser.signedIn()
		const change = (current: string, password: string) =>
			changePassword(entrance, browser.visit(), signedIn, { current, password })
		await expect(change('not it at all', 'baobab shade at noon')).rejects.toMatchObject({
			issues: [{ path: ['current'] }]
		})
		await expect(change(PASSWORD, 'Password1234!')).rejects.toMatchObject({
			issues: [{ path: ['password'], code: 'sign-in.password-common' }]
		})
	})
})

describe('with a second factor', () => {
	test('the password alone opens nothing; with the code the session is a strong one', async () => {
		const { email, key } = await aPersonWithSecondFactor()
		const browser = aBrowser()
		expect(await knock(browser, email, PASSWORD)).toMatchObject({ next: 'second-factor' })
		expect(await browser.person()).toBeUndefined()
		browser.keep(await enterBySecondFactor(entrance, browser.visit(), codeOf(key)))
		expect(await browser.person()).toMatchObject({
			session: { method: 'code', isStrong: true },
			person: { hasSecondFactor: true }
		})
	})

	test('turning it on makes this session a strong one, under a new identifier', async () => {
		const { email } = await aPerson()
		const browser = aBrowser()
		await knock(browser, email, PASSWORD)
		const before = await browser.signedIn()
		const { recoveryCodes } = await withSecondFactor(browser)
		const after = await browser.signedIn()
		expect(after.session).toMatchObject({ isStrong: true, method: 'code' })
		expect(after.session.id).not.toBe(before.session.id)
		expect(recoveryCodes).toHaveLength(10)
		expect(await findStartedKey(entrance, after)).toBeUndefined()
		await expect(startSecondFactor(entrance, after)).rejects.toMatchObject({ code: 'sign-in.second-factor-there' })
	})

	test('a code serves once', async () => {
		const { email, key } = await aPersonWithSecondFactor()
		const [one, other] = [aBrowser(), aBrowser()]
		const code = codeOf(key)
		await knock(one, email, PASSWORD)
		await knock(other, email, PASSWORD)
		one.keep(await enterBySecondFactor(entrance, one.visit(), code))
		await expect(enterBySecondFactor(entrance, other.visit(), code)).rejects.toMatchObject({
			code: 'sign-in.code-used'
		})
	})

	test('a second factor sealed with another secret is told as that, by code and by recovery code', async () => {
		const { id, email, key, recoveryCodes } = await aPersonWithSecondFactor()
		const secret = await symmetricEncrypt({ key: 'the secret of an installation before', data: 'JBSWY3DPEHPK3PXP' })
		await entrance.people.updateTable('second_factor').set({ secret }).where('person_id', '=', id).execute()
		for (const typed of [codeOf(key), recoveryCodes[0] ?? '']) {
			const browser = aBrowser()
			await knock(browser, email, PASSWORD)
			await expect(enterBySecondFactor(entrance, browser.visit(), typed)).rejects.toMatchObject({
				code: 'sign-in.second-factor-unreadable'
			})
		}
	})

	test('a recovery code serves once, however it is typed, and only its digest is kept', async () => {
		const { id, email, recoveryCodes } = await aPersonWithSecondFactor()
		const [code = ''] = recoveryCodes
		const browser = aBrowser()
		await knock(browser, email, PASSWORD)
		browser.keep(await enterBySecondFactor(entrance, browser.visit(), ` ${code.toUpperCase().replaceAll('-', ' ')}`))
		expect(await browser.person()).toMatchObject({ session: { method: 'recovery-code', isStrong: true } })
		expect(await countRecoveryCodes(entrance, id)).toBe(9)
		const again = aBrowser()
		await knock(again, email, PASSWORD)
		await expect(enterBySecondFactor(entrance, again.visit(), code)).rejects.toMatchObject({
			code: 'sign-in.code-wrong'
		})
		const row = await entrance.people
			.selectFrom('second_factor')
			.selectAll()
			.where('person_id', '=', id)
			.executeTakeFirstOrThrow()
		for (const one of recoveryCodes) expect(JSON.stringify(row)).not.toContain(one)
	})

	test('after five wrong codes the password is asked again', async () => {
		const { email, key } = await aPersonWithSecondFactor()
		const browser = aBrowser()
		// Known here, so that the limit of the challenge is met before that of the account.
		await knock(browser, email, PASSWORD)
		browser.keep(await enterBySecondFactor(entrance, browser.visit(), codeOf(key)))
		await knock(browser, email, PASSWORD)
		for (const code of ['000001', '000002', '000003', '000004', '000005'])
			await expect(enterBySecondFactor(entrance, browser.visit(), code)).rejects.toMatchObject({
				code: 'sign-in.code-wrong'
			})
		await expect(enterBySecondFactor(entrance, browser.visit(), codeOf(key, 1))).rejects.toMatchObject({
			code: 'sign-in.challenge-over'
		})
		expect(await browser.person()).toBeUndefined()
	})

	test('a code without a password before it opens nothing', async () => {
		const { key } = await aPersonWithSecondFactor()
		await expect(enterBySecondFactor(entrance, aBrowser().visit(), codeOf(key))).rejects.toMatchObject({
			code: 'sign-in.challenge-over'
		})
	})

	test('the key is stored encrypted', async () => {
		const { id, key } = await aPersonWithSecondFactor()
		const row = await entrance.people
			.selectFrom('second_factor')
			.selectAll()
			.where('person_id', '=', id)
			.executeTakeFirstOrThrow()
		const plain = Buffer.from((key.match(/.{8}/g) ?? []).join(''), 'utf8').toString()
		expect(row.secret).not.toContain(plain)
		expect(row.secret).toMatch(/^[0-9a-f]{100,}$|^\$ba\$/)
	})
})

describe('guessing', () => {
	const guess = async (browser: Browser, email: string, times: number) => {
		let waits = 0
		for (let tried = 0; tried < times; tried++)
			await knock(browser, email, `guess number ${String(tried)}`).catch((error: unknown) => {
				if (error instanceof TooManyAttempts) waits++
			})
		return waits
	}

	test('from one address is slowed down after five, for a time that grows', async () => {
		const { email } = await aPerson()
		const browser = aBrowser()
		expect(await guess(browser, email, 7)).toBe(2)
		await expect(knock(browser, email, PASSWORD)).rejects.toThrow(TooManyAttempts)
		await expect(knock(browser, email, 'wrong once more', 1.1)).rejects.toMatchObject({ code: 'sign-in.wrong' })
		await expect(knock(browser, email, PASSWORD, 2)).rejects.toThrow(TooManyAttempts)
		expect(await knock(browser, email, PASSWORD, 4)).toMatchObject({ next: 'in' })
	})

	test('an unknown address is slowed down just as a known one', async () => {
		expect(await guess(aBrowser(), 'nobody-at-all@example.test', 7)).toBe(2)
	})

	test('many guesses in the same moment count as many', async () => {
		const { email } = await aPerson()
		const browser = aBrowser()
		const answers = await Promise.allSettled(
			Array.from({ length: 12 }, (_, nth) => knock(browser, email, `guess number ${String(nth)}`))
		)
		const waits = answers.filter((one) => one.status === 'rejected' && one.reason instanceof TooManyAttempts)
		expect(waits).toHaveLength(7)
	})

	test('from many addresses is slowed down too, and holds up nobody who entered before', async () => {
		const { email } = await aPerson()
		const [known, sameAddress] = [aBrowser(), aBrowser('198.51.100.7')]
		await knock(known, email, PASSWORD)
		await knock(sameAddress, email, PASSWORD)
		sameAddress.jar.clear()
		let waits = 0
		for (let tried = 0; tried < 20; tried++) waits += await guess(aBrowser(`203.0.113.${String(tried)}`), email, 1)
		expect(waits).toBe(10)
		await expect(knock(aBrowser('203.0.113.99'), email, PASSWORD)).rejects.toThrow(TooManyAttempts)
		expect(await knock(known, email, PASSWORD)).toMatchObject({ next: 'in' })
		expect(await knock(sameAddress, email, PASSWORD)).toMatchObject({ next: 'in' })
	})

	test('by one who shares the owner’s address holds up neither the owner’s device', async () => {
		const { email } = await aPerson()
		const owner = aBrowser('198.51.100.20')
		await knock(owner, email, PASSWORD)
		expect(await guess(aBrowser('198.51.100.20'), email, 8)).toBe(3)
		expect(await knock(owner, email, PASSWORD)).toMatchObject({ next: 'in' })
	})

	test('of one password for many accounts from one address is slowed down', async () => {
		const browser = aBrowser()
		const network = { rule: 'address', of: browser.address } as const
		// As many as forty others made before, whose hashing this test spares itself.
		for (let tried = 0; tried < 39; tried++) await countAttempt(entrance, [network], new Date())
		expect(await guess(browser, 'one-more@example.test', 1)).toBe(0)
		expect(await guess(browser, 'and-another@example.test', 1)).toBe(1)
	})

	test('a device’s mark is worth nothing for another person, nor when it is made up', async () => {
		const [one, other] = [await aPerson(), await aPerson()]
		const browser = aBrowser()
		await knock(browser, one.email, PASSWORD)
		expect(await guess(browser, other.email, 7)).toBe(2)
		browser.jar.set('__Host-pitso.device', 'made.up')
		await expect(knock(browser, other.email, PASSWORD)).rejects.toThrow(TooManyAttempts)
	})
})
