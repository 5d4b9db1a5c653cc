import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AxeResults, RunOptions } from 'axe-core'
import { sql } from 'kysely'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#platform/database/database.server.ts'
import { joinEmbedded } from '#platform/database/embedded.ts'
import { codeOf, PASSWORD } from '../fixtures/totp.ts'
import { aKey, follow, pitso, run, seen, textOf, theBrowser } from './stage.ts'

// Browsers make passkeys for names, not for numbers.
const HERE = pitso.address.replace('127.0.0.1', 'localhost')

const PROGRAM = fileURLToPath(new URL('../../bin/pitso', import.meta.url))

// One starts the program anew three times, the other looks at thirty pages.
const LONG = 180_000

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string | RegExp) =>
	page.getByRole('main').getByRole('button', { name }).first().click()

/** A browser of its own, that counts what was noted wrong in it. */
async function aBrowser(options: BrowserContextOptions = {}): Promise<Page> {
	const context = await (await theBrowser()).newContext({ baseURL: HERE, locale: 'en-GB', ...options })
	onTestFinished(() => context.close())
	context.setDefaultTimeout(60_000)
	return context.newPage()
}

const withoutScript = { javaScriptEnabled: false }

/** An invitation to a seat in Zimbabwe that was made for it; gives the path of its link. */
async function invited(role: string, email: string) {
	const office = `Office ${aKey('office')}`
	const { key } = await run(
		'seat.create',
		{ role, office, ...(role === 'member' ? { actor: 'zwe-mopslsw' } : {}) },
		'administrator'
	)
	const { link } = await run('invitation.send', { seat: key, name: 'Tatenda Chirwa', email }, 'administrator')
	return { office, link: String(link) }
}

const anEmail = () => `${aKey('person')}@example.test`

async function fillPassword(page: Page, password = PASSWORD) {
	await page.getByLabel(/^New password/).fill(password)
	await page.getByLabel(/^The same password again/).fill(password)
}

/** Comes by an invitation, chooses a password, and stands before the second factor. */
async function comeIn(page: Page, role: string, email = anEmail()) {
	const { link, office } = await invited(role, email)
	await page.goto(link)
	await seen(heading(page, 'Invitation to a seat'))
	await fillPassword(page)
	await press(page, 'Take the seat')
	await seen(heading(page, 'Second factor'))
	return { email, office }
}

/** Sets the second factor up, and gives its key and the recovery codes. */
async function setUp(page: Page) {
	await press(page, 'Begin')
	await seen(page.getByText('Scan this picture'))
	const key = (await page.locator('main code').first().innerText()).replaceAll(/\s/g, '')
	await page.getByLabel('The code the app shows').fill(codeOf(key, -1))
	await press(page, 'Turn the second factor on')
	await seen(page.getByRole('heading', { name: 'Your recovery codes' }))
	return { key, codes: await page.locator('main ol li').allInnerTexts() }
}

async function signIn(page: Page, email: string, password = PASSWORD, at = '/sign-in') {
	await page.goto(at)
	await page.getByLabel('E-mail address').fill(email)
	await page.getByLabel('Password', { exact: true }).fill(password)
	return Promise.all([
		page.waitForResponse((response) => response.request().method() === 'POST'),
		press(page, 'Sign in')
	])
}

const signOut = async (page: Page) => {
	await page.goto('/account')
	await press(page, 'Sign out')
	await seen(page.getByRole('link', { name: 'Sign in' }))
}

test('an administrator comes by an invitation without script, acts only with a second factor, and comes back with it', async () => {
	const page = await aBrowser(withoutScript)
	const { email, office } = await comeIn(page, 'administrator')

	// Until then the seat waits: its holder reads as the public does, and is led to where it is set up.
	await page.goto('/zwe')
	await seen(page.getByRole('main').getByText(`${office}: waits for a second factor`))
	await page.goto('/zwe/administration')
	await seen(heading(page, 'Second factor'))
	await page.goto('/zwe/structure/zwe-imcm/status')
	await seen(heading(page, 'Second factor'))

	const { key, codes } = await setUp(page)
	expect(codes).toHaveLength(10)
	await follow(page, 'I have kept them')
	await page.goto('/zwe/administration')
	await seen(heading(page, 'Administration'))

	await signOut(page)
	await signIn(page, email)
	await seen(heading(page, 'Second factor'))
	await page.getByLabel(/Code, or recovery code/).fill(codeOf(key))
	await press(page, 'Enter')
	await seen(heading(page, 'Your account'))

	await signOut(page)
	await signIn(page, email, PASSWORD, '/zwe/sign-in')
	await page.getByLabel(/Code, or recovery code/).fill(codes[0] ?? '')
	await press(page, 'Enter')
	await seen(heading(page, 'Zimbabwe'))
	await page.goto('/account')
	expect(await textOf(page)).toContain('9 recovery codes are left')
})

test('a member comes by an invitation with script, may leave the second factor for later, and takes no seat twice', async () => {
	const page = await aBrowser()
	const email = anEmail()
	const { link, office } = await invited('member', email)
	await page.goto(link)
	expect(await textOf(page)).toContain(office)
	expect(await textOf(page)).toContain(email)
	await fillPassword(page, 'Password1234!')
	await press(page, 'Take the seat')
	await seen(page.getByText('one of those that are guessed first'))
	await fillPassword(page)
	await press(page, 'Take the seat')
	await seen(heading(page, 'Second factor'))
	expect(await textOf(page)).not.toContain('Your seat asks for a second factor')
	await follow(page, 'Not now: go on reading')
	await seen(heading(page, 'Zimbabwe'))
	await seen(page.locator('.seat').getByText('Tatenda Chirwa'))
	const other = await aBrowser()
	await other.goto(link)
	await seen(other.getByText('This invitation was taken'))
})

test('an address that has an account signs in to take a seat, and then chooses from which seat to act', async () => {
	const first = await aBrowser(withoutScript)
	const { email, office } = await comeIn(first, 'member')
	const next = await invited('analyst', email)

	const page = await aBrowser(withoutScript)
	await page.goto(next.link)
	expect(await page.getByLabel(/^New password/).count()).toBe(0)
	await follow(page, 'Sign in')
	await page.getByLabel('E-mail address').fill(email)
	await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
	await press(page, 'Sign in')
	await seen(heading(page, 'Invitation to a seat'))
	await press(page, 'Take the seat')
	await seen(heading(page, 'Zimbabwe'))

	const acting = async () => {
		await page.locator('.seat > summary').click()
		return page.locator('.seat-panel p').first().innerText()
	}
	expect(await acting()).toContain(`Analyst, ${next.office}`)
	await page.goto('/zwe/seat')
	await press(page, `Act from this seat: ${office}`)
	await seen(heading(page, 'Zimbabwe'))
	expect(await acting()).toContain(`Member, ${office}`)
	await page.goto('/account')
	await press(page, `Act from this seat: ${next.office}`)
	await seen(heading(page, 'Zimbabwe'))
	expect(await acting()).toContain(`Analyst, ${next.office}`)
})

test('a form that was opened from one seat is not sent from another', async () => {
	const page = await aBrowser(withoutScript)
	const { email, office } = await comeIn(page, 'member')
	const next = await invited('member', email)
	await page.goto(next.link)
	await press(page, 'Take the seat')
	await page.goto('/zwe/structure/zwe-imcm')
	await page.getByLabel('Your comment').fill('Written from one seat')
	const other = await page.context().newPage()
	await other.goto('/zwe/seat')
	await press(other, `Act from this seat: ${office}`)
	await seen(heading(other, 'Zimbabwe'))
	await press(page, 'Add comment')
	await seen(page.getByText('You act from another seat now'))
})

test('a passkey is added, lets its owner in with everything a second factor would, and is removed', async () => {
	const page = await aBrowser()
	const devtools = await page.context().newCDPSession(page)
	await devtools.send('WebAuthn.enable')
	await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	})
	await comeIn(page, 'administrator')
	await page.goto('/account/passkeys')
	await page.getByLabel(/A name to know it by/).fill('Office laptop')
	await press(page, 'Make a passkey on this device')
	await seen(page.getByRole('button', { name: 'Remove the passkey Office laptop' }))
	expect(await textOf(page)).toContain('not used yet')

	await signOut(page)
	await page.goto('/sign-in?back=/zwe/administration')
	await press(page, 'Use a passkey')
	await seen(heading(page, 'Administration'))
	await page.goto('/account/passkeys')
	expect(await textOf(page)).toContain('last used')
	await press(page, 'Remove the passkey Office laptop')
	await seen(page.getByText('You have no passkey.'))

	await signOut(page)
	await page.goto('/sign-in')
	await press(page, 'Use a passkey')
	await seen(page.getByText(/opens no account here/))
})

test('a device that does not make sure who holds it opens nothing', async () => {
	const page = await aBrowser()
	const devtools = await page.context().newCDPSession(page)
	await devtools.send('WebAuthn.enable')
	await devtools.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'usb',
			hasResidentKey: true,
			hasUserVerification: false,
			automaticPresenceSimulation: true
		}
	})
	await comeIn(page, 'member')
	await page.goto('/account/passkeys')
	await press(page, 'Make a passkey on this device')
	await seen(page.getByText(/The device (could not do this|gave no answer)/))
	await page.reload()
	await seen(page.getByText('You have no passkey.'))
})

test('a session that is ended elsewhere is over at its next step', async () => {
	const here = await aBrowser()
	const { email } = await comeIn(here, 'member')
	const there = await aBrowser(withoutScript)
	await signIn(there, email)
	await seen(heading(there, 'Your account'))
	await here.goto('/account/sessions')
	await press(here, /^End this session: /)
	await seen(here.getByText('This session'))
	expect(await here.getByRole('button', { name: /^End this session: / }).count()).toBe(0)
	await there.goto('/account')
	await seen(heading(there, 'Sign in'))
})

test('wrong sign-ins are answered alike, and after some of them with when to try again', async () => {
	const page = await aBrowser(withoutScript)
	const { email } = await comeIn(page, 'member')
	const stranger = await aBrowser(withoutScript)
	const told: string[] = []
	for (const one of [email, anEmail()]) {
		const [response] = await signIn(stranger, one, 'not the password')
		expect(response.status()).toBe(409)
		told.push((await textOf(stranger)).replaceAll(one, ''))
		expect(await stranger.getByLabel('E-mail address').inputValue()).toBe(one)
		expect(await stranger.getByLabel('Password', { exact: true }).inputValue()).toBe('')
	}
	expect(told[0]).toBe(told[1])
	const unknown = anEmail()
	for (let tried = 0; tried < 5; tried++) await signIn(stranger, unknown, 'not the password')
	const [response] = await signIn(stranger, unknown, 'not the password')
	expect(response.status()).toBe(429)
	expect(Number(response.headers()['retry-after'])).toBeGreaterThan(0)
	await seen(stranger.getByText(/Try again in 1 minute/))
	// The owner's own device is not held up by it.
	const [owner] = await signIn(page, email)
	expect(owner.status()).toBe(303)
})

test('what changes who may enter asks once more who sits there, when the sign-in is an hour old', async () => {
	const page = await aBrowser(withoutScript)
	const { email } = await comeIn(page, 'administrator')
	await setUp(page)
	await page.goto('/zwe/administration/people')
	await seen(heading(page, 'People'))
	await anHourLater(email)
	await page.goto('/zwe/structure')
	await seen(heading(page, 'Structures'))
	await page.goto('/zwe/administration/people')
	await seen(heading(page, 'Confirm that it is you'))
	await page.getByLabel('Password', { exact: true }).fill('not the password')
	await press(page, 'Confirm')
	await seen(page.getByText('This is not your password.').first())
	await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
	await press(page, 'Confirm')
	await seen(heading(page, 'People'))
})

// The sign-in is put an hour back, and its last use is not: as it is for somebody who has worked on.
async function anHourLater(email: string) {
	const { connection, stop } = await joinEmbedded({ folder: `${pitso.dataFolder}/database` })
	const database = openDatabase({ ...connection, most: 1 })
	await sql`update person_session set created_at = created_at - interval '1 hour'
		where person_id = (select id from person where email = ${email})`.execute(database.owner)
	await database.close()
	await stop()
}

test(
	'the console invites, lists, and resets an account whose telephone is lost',
	async () => {
		const email = anEmail()
		const asOperator = async (...given: string[]) => {
			const environment = { ...process.env, PITSO_DATA: pitso.dataFolder, PITSO_URL: HERE, LANG: 'en_GB.UTF-8' }
			const { stdout } = await promisify(execFile)(PROGRAM, ['user', ...given], { env: environment })
			return stdout.trim().split('\n')
		}
		const about = ['--workspace', 'zwe', '--role', 'administrator', '--name', 'Rudo Ncube', '--email', email]
		const link = (await asOperator('create', ...about, '--office', 'Registrar')).at(-1) ?? ''
		const page = await aBrowser(withoutScript)
		await page.goto(link)
		await fillPassword(page)
		await press(page, 'Take the seat')
		await setUp(page)
		const line = (await asOperator('list')).find((one) => one.startsWith(email))
		expect(line).toMatch(/\tRudo Ncube\tsecond factor\tzwe\/registrar/)

		const reset = (await asOperator('reset', email)).at(-1) ?? ''
		const other = await aBrowser(withoutScript)
		await other.goto(reset)
		await fillPassword(other, 'baobab shade at noon')
		await press(other, 'Set this password')
		await seen(heading(other, 'Sign in'))
		await page.goto('/account')
		await seen(heading(page, 'Sign in'))
		await signIn(other, email, 'baobab shade at noon')
		await seen(heading(other, 'Your account'))
		await seen(other.getByText('Your seat asks for a second factor'))
		await other.goto(reset)
		await seen(other.getByText('This link is used or too old'))
	},
	LONG
)

test('a password that was forgotten: the page says whom to ask where no mail is sent', async () => {
	const page = await aBrowser(withoutScript)
	await page.goto('/sign-in')
	await follow(page, 'Forgotten your password?')
	await seen(page.getByText('This installation sends no mail'))
	expect(await textOf(page)).toContain('pitso user reset')
})

test('pages of the door and of the account are kept nowhere, and their cookies are out of a script’s reach', async () => {
	const page = await aBrowser()
	const { link } = await invited('member', anEmail())
	for (const address of ['/sign-in', '/zwe/sign-in', '/sign-in/second-factor', link]) {
		const response = await page.goto(address)
		expect(response?.headers()['cache-control'], address).toBe('no-store')
	}
	await page.goto(link)
	await fillPassword(page)
	await press(page, 'Take the seat')
	await seen(heading(page, 'Second factor'))
	const cookies = await page.context().cookies()
	const session = cookies.find(({ name }) => name === 'pitso.session_token')
	expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', expires: -1 })
	expect(cookies.filter(({ httpOnly }) => !httpOnly)).toEqual([])
	for (const address of ['/account', '/account/sessions', '/account/second-factor', '/zwe/seat'])
		expect((await page.goto(address))?.headers()['cache-control'], address).toBe('no-store')
})

test('a passkey cannot be asked for by a page elsewhere', async () => {
	for (const headers of [
		{ origin: 'https://elsewhere.example', 'content-type': 'application/json' },
		{ origin: HERE, 'content-type': 'text/plain' }
	]) {
		const response = await fetch(`${HERE}/sign-in/passkey`, { method: 'POST', headers, body: '{"answer":{}}' })
		expect(response.status).toBe(409)
		expect(response.headers.getSetCookie()).toEqual([])
	}
})

declare global {
	var axe: { run(options: RunOptions): Promise<AxeResults> }
}

const EVERYTHING: RunOptions = {
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
	resultTypes: ['violations']
}

test(
	'every page of the door and of the account is for everybody, wide and narrow, light and dark',
	async () => {
		const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
		const page = await aBrowser()
		const found: string[] = []
		const look = async (what: string) => {
			for (const [width, colorScheme] of [
				[1280, 'light'],
				[360, 'dark']
			] as const) {
				await page.setViewportSize({ width, height: 800 })
				await page.emulateMedia({ colorScheme })
				await page.evaluate(axe)
				const { violations } = await page.evaluate((options) => {
					// A button on its way from one colour to another has neither.
					for (const animation of document.getAnimations()) animation.finish()
					return globalThis.axe.run(options)
				}, EVERYTHING)
				const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
				found.push(...(wide ? [`${what} at ${String(width)} px: wider than the screen`] : []))
				found.push(...violations.map(({ id, nodes }) => `${what}, ${colorScheme}: ${id} at ${nodes[0]?.html ?? ''}`))
			}
		}
		const email = anEmail()
		const { link } = await invited('administrator', email)
		await page.goto(link)
		await look('the invitation')
		await fillPassword(page, 'short')
		await press(page, 'Take the seat')
		await look('the invitation, refused')
		await fillPassword(page)
		await press(page, 'Take the seat')
		await look('the second factor, off')
		await page.goto('/zwe')
		await look('a page while the seat waits')
		await page.goto('/account/second-factor')
		await press(page, 'Begin')
		await look('the second factor, begun')
		await page.getByLabel('The code the app shows').fill('000000')
		await press(page, 'Turn the second factor on')
		await look('the second factor, refused')
		await press(page, 'Leave it off')
		await setUp(page)
		await look('the recovery codes')
		for (const address of ['', '/second-factor', '/password', '/passkeys', '/provider', '/sessions']) {
			await page.goto(`/account${address}`)
			await look(`/account${address}`)
		}
		for (const address of ['/zwe/seat', '/sign-in/again', '/sign-in']) {
			await page.goto(address)
			await look(address)
		}
		expect(found).toEqual([])
	},
	LONG
)
