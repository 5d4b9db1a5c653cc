import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anIdentityProvider } from '#tests/fixtures/identity-provider.ts'
import { aBrowser, aPerson, codeOf, ORIGIN, PASSWORD, theEntrance, type Browser } from '#tests/fixtures/person.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { findSeatsOfPerson, listSeatsOfPerson } from '../person-seats.server.ts'
import { addSeatRule } from '../seat-rule-operations.ts'
import { enterByProvider, linkProvider, openingForRules } from './enter-by-provider.server.ts'
import { enterByPassword, enterBySecondFactor } from './enter.server.ts'
import { openProvider, returnAddress, type Provider } from './provider.server.ts'
import { confirmSecondFactor, findStartedKey, startSecondFactor } from './second-factor.server.ts'
import { listMethods, unlinkIdentity } from './account.server.ts'
import { registry } from '#areas'

const entrance = await theEntrance()
const opening = openingForRules({
	database: entrance.database,
	registry,
	secret: entrance.secret,
	filesFolder: '/nowhere',
	now: new Date(),
	via: 'page',
	address: null
})

let ministry: Awaited<ReturnType<typeof anIdentityProvider>>
let provider: Provider

beforeAll(async () => {
	ministry = await anIdentityProvider(returnAddress(ORIGIN))
	provider = openProvider(ministry.settings, ministry.settings.clientSecret)
})
afterAll(() => ministry.stop())

let counted = 0
const someone = () => {
	const subject = `subject-${String(process.pid)}-${String((counted += 1))}`
	return { subject, email: `${subject}@ministry.test` }
}

/** Goes to the provider and back in one browser; gives what it vouches for. */
async function vouchedFor(
	browser: Browser,
	subject: string,
	{ link, back = '/zwe' }: { link?: string; back?: string } = {}
) {
	const sent = await provider.send(entrance, { back, now: new Date(), ...(link === undefined ? {} : { link }) })
	browser.keep(sent)
	const search = await ministry.visit(sent.address, subject)
	return provider.receive(entrance, { cookies: browser.visit().cookies, search, now: new Date() })
}

async function enter(browser: Browser, subject: string) {
	const vouched = await vouchedFor(browser, subject)
	return browser.keep(await enterByProvider(entrance, browser.visit(), { vouched, opening }))
}

describe('a sign-in at the ministry’s identity provider', () => {
	test('makes a person of somebody new, known by issuer and subject', async () => {
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email, email_verified: true })
		const browser = aBrowser()
		expect(await enter(browser, subject)).toMatchObject({ next: 'in' })
		const { person, session } = await browser.signedIn()
		expect(person).toMatchObject({ name: 'Neo Mokoena', email })
		expect(session).toMatchObject({ method: 'provider', isStrong: false })
		expect((await listMethods(entrance, person.id)).identities).toMatchObject([{ issuer: ministry.settings.issuer }])
	})

	test('leads the same subject to the same person, whatever name and address the provider gives by then', async () => {
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email })
		const [first, second] = [aBrowser(), aBrowser()]
		await enter(first, subject)
		ministry.knows(subject, { name: 'Neo Dlamini', email: `new-${email}` })
		await enter(second, subject)
		expect((await second.signedIn()).person.id).toBe((await first.signedIn()).person.id)
	})

	test('never opens the account of whoever has the same address', async () => {
		const { subject } = someone()
		const { email } = await aPerson()
		ministry.knows(subject, { name: 'Not Thandi', email, email_verified: true })
		const browser = aBrowser()
		await expect(enter(browser, subject)).rejects.toMatchObject({ code: 'sign-in.provider-address-known' })
		expect(await browser.person()).toBeUndefined()
	})

	test('needs an address', async () => {
		const { subject } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena' })
		await expect(enter(aBrowser(), subject)).rejects.toMatchObject({ code: 'sign-in.provider-no-address' })
	})

	test('is strong where the provider says it asked for several factors', async () => {
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email, amr: ['pwd', 'mfa'] })
		const browser = aBrowser()
		await enter(browser, subject)
		expect(await browser.signedIn()).toMatchObject({ session: { isStrong: true } })
	})

	test('asks for the second factor of who has set one up here', async () => {
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email })
		const browser = aBrowser()
		await enter(browser, subject)
		const signedIn = await browser.signedIn()
		await startSecondFactor(entrance, signedIn)
		const key = (await findStartedKey(entrance, signedIn))?.key ?? ''
		browser.keep(await confirmSecondFactor(entrance, browser.visit(), signedIn, codeOf(key, -1)))
		const again = aBrowser()
		expect(await enter(again, subject)).toMatchObject({ next: 'second-factor' })
		expect(await again.person()).toBeUndefined()
		again.keep(await enterBySecondFactor(entrance, again.visit(), codeOf(key)))
		expect(await again.signedIn()).toMatchObject({ person: { id: signedIn.person.id }, session: { isStrong: true } })
	})

	test('of a closed account opens nothing', async () => {
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email })
		const browser = aBrowser()
		await enter(browser, subject)
		const { person } = await browser.signedIn()
		await entrance.people.updateTable('person').set({ closed_at: new Date() }).where('id', '=', person.id).execute()
		await expect(enter(aBrowser(), subject)).rejects.toMatchObject({ code: 'sign-in.account-closed' })
	})
})

describe('what comes back from the provider', () => {
	const over = { code: 'sign-in.provider-over' }
	const refused = { code: 'sign-in.provider-refused' }
	const now = () => new Date()

	const sentAs = async (browser: Browser) => {
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email })
		const sent = await provider.send(entrance, { back: '/zwe', now: new Date() })
		browser.keep(sent)
		return { sent, search: await ministry.visit(sent.address, subject) }
	}

	test('is taken only in the browser that was sent', async () => {
		const { search } = await sentAs(aBrowser())
		await expect(provider.receive(entrance, { cookies: '', search, now: now() })).rejects.toMatchObject(over)
		const other = aBrowser()
		await sentAs(other)
		await expect(
			provider.receive(entrance, { cookies: other.visit().cookies, search, now: now() })
		).rejects.toMatchObject(refused)
	})

	test('is taken for ten minutes', async () => {
		const browser = aBrowser()
		const { search } = await sentAs(browser)
		const later = new Date(Date.now() + 11 * 60_000)
		await expect(
			provider.receive(entrance, { cookies: browser.visit().cookies, search, now: later })
		).rejects.toMatchObject(over)
	})

	test('is taken once', async () => {
		const browser = aBrowser()
		const { search } = await sentAs(browser)
		const { cookies } = browser.visit()
		await provider.receive(entrance, { cookies, search, now: now() })
		await expect(provider.receive(entrance, { cookies, search, now: now() })).rejects.toMatchObject(refused)
	})

	test('is nothing with another state, an error, or a code that was made up', async () => {
		const browser = aBrowser()
		const { search } = await sentAs(browser)
		const { cookies } = browser.visit()
		const changed = (name: string, value: string) => {
			const params = new URLSearchParams(search)
			params.set(name, value)
			return `?${params.toString()}`
		}
		for (const one of [changed('state', 'x'), changed('code', 'x'), '?error=access_denied', ''])
			await expect(provider.receive(entrance, { cookies, search: one, now: now() }), one).rejects.toMatchObject(refused)
	})

	test('was asked for with PKCE, a state and a nonce', async () => {
		const { address } = await provider.send(entrance, { back: '/zwe', now: new Date() })
		const { searchParams } = new URL(address)
		expect(searchParams.get('code_challenge_method')).toBe('S256')
		for (const name of ['state', 'nonce', 'code_challenge'])
			expect(searchParams.get(name)?.length, name).toBeGreaterThan(20)
		expect(searchParams.get('redirect_uri')).toBe('https://pitso.test/sign-in/provider/back')
	})

	test('a provider that is away is told, and nobody is let in', async () => {
		const away = openProvider({ ...ministry.settings, issuer: 'http://127.0.0.1:9' }, 'x')
		await expect(away.send(entrance, { back: '/zwe', now: new Date() })).rejects.toMatchObject({
			code: 'sign-in.provider-unreachable'
		})
	})

	test('a provider that says it is another is not believed', async () => {
		const copy = createServer((request, response) => {
			void fetch(ministry.settings.issuer + (request.url ?? ''))
				.then((real) => real.text())
				.then((text) => response.setHeader('content-type', 'application/json').end(text))
		})
		await new Promise<void>((resolve) => copy.listen(0, '127.0.0.1', resolve))
		const place = copy.address()
		const port = typeof place === 'object' && place ? place.port : 0
		const false_ = openProvider({ ...ministry.settings, issuer: `http://127.0.0.1:${String(port)}` }, 'x')
		await expect(false_.send(entrance, { back: '/', now: new Date() })).rejects.toMatchObject({
			code: 'sign-in.provider-unreachable'
		})
		copy.close()
	})
})

describe('linking', () => {
	const signedInByPassword = async () => {
		const person = await aPerson()
		const browser = aBrowser()
		browser.keep(await enterByPassword(entrance, browser.visit(), { email: person.email, password: PASSWORD }))
		return { browser, signedIn: await browser.signedIn() }
	}

	test('is done by the person, signed in; from then on the identity lets them in', async () => {
		const { subject } = someone()
		const { browser, signedIn } = await signedInByPassword()
		ministry.knows(subject, { name: 'Thandi M.', email: signedIn.person.email })
		const vouched = await vouchedFor(browser, subject, { link: signedIn.person.id })
		expect(vouched.link).toBe(signedIn.person.id)
		await linkProvider(entrance, browser.visit(), { vouched, person: signedIn.person, opening })
		const other = aBrowser()
		await enter(other, subject)
		expect((await other.signedIn()).person.id).toBe(signedIn.person.id)
	})

	test('an identity of somebody else is not taken from them', async () => {
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email })
		await enter(aBrowser(), subject)
		const { browser, signedIn } = await signedInByPassword()
		const vouched = await vouchedFor(browser, subject, { link: signedIn.person.id })
		await expect(
			linkProvider(entrance, browser.visit(), { vouched, person: signedIn.person, opening })
		).rejects.toMatchObject({
			code: 'sign-in.provider-linked-elsewhere'
		})
	})

	test('the only way in is not unlinked', async () => {
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email })
		const browser = aBrowser()
		await enter(browser, subject)
		const signedIn = await browser.signedIn()
		const [identity] = (await listMethods(entrance, signedIn.person.id)).identities
		await expect(unlinkIdentity(entrance, browser.visit(), signedIn, identity?.id ?? '')).rejects.toMatchObject({
			code: 'sign-in.last-way'
		})
	})
})

describe('the rules of a workspace', () => {
	test('give seats by the provider’s claims, and end them at the next sign-in after the claim is gone', async () => {
		const made = await aWorkspace()
		const administrator = await made.as('administrator', new Date())
		const group = `focal-points-${made.workspace.key}`
		await administrator.run(addSeatRule, {
			source: 'provider',
			issuer: ministry.settings.issuer,
			claim: 'groups',
			value: group,
			role: 'member',
			actor: 'labour',
			office: 'Focal Point'
		})
		const { subject, email } = someone()
		ministry.knows(subject, { name: 'Neo Mokoena', email, groups: ['staff', group] })
		const browser = aBrowser()
		await enter(browser, subject)
		const { person } = await browser.signedIn()
		const acting = async () =>
			(
				await findSeatsOfPerson(made.database, made.workspace, {
					person: person.id,
					wished: undefined,
					now: new Date()
				})
			).seat
		expect(await acting()).toMatchObject({ role: 'member', office: 'Focal Point' })
		ministry.knows(subject, { name: 'Neo Mokoena', email, groups: ['staff'] })
		await enter(aBrowser(), subject)
		expect(await acting()).toBeUndefined()
		expect((await listSeatsOfPerson(made.database, person.id, new Date())).flatMap((one) => one.held)).toEqual([])
	})
})
