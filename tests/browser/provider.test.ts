import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { anIdentityProvider } from '../fixtures/identity-provider.ts'
import { PASSWORD } from '../fixtures/totp.ts'
import { seen, textOf, theBrowser } from './stage.ts'

const PROGRAM = fileURLToPath(new URL('../../bin/pitso', import.meta.url))

let ministry: Awaited<ReturnType<typeof anIdentityProvider>>
let product: ChildProcess
let data: string
let address: string

const aFreePort = async () => {
	const server = createServer()
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const place = server.address()
	await new Promise((resolve) => server.close(resolve))
	return typeof place === 'object' && place ? place.port : 0
}

// A product of its own, in earnest: no demonstration, and the ministry's identity provider in its settings.
beforeAll(async () => {
	const port = await aFreePort()
	address = `http://localhost:${String(port)}`
	ministry = await anIdentityProvider(`${address}/sign-in/provider/back`)
	data = await mkdtemp(join(tmpdir(), 'pitso-provider-'))
	const { issuer, clientId, clientSecret, name } = ministry.settings
	product = spawn(PROGRAM, ['serve'], {
		env: {
			PATH: process.env['PATH'],
			HOME: process.env['HOME'],
			LANG: 'en_GB.UTF-8',
			PITSO_DATA: data,
			PITSO_DEMO: 'off',
			PORT: String(port),
			OIDC_ISSUER: issuer,
			OIDC_CLIENT_ID: clientId,
			OIDC_CLIENT_SECRET: clientSecret,
			OIDC_NAME: name
		},
		stdio: ['ignore', 'ignore', 'pipe']
	})
	if (!product.stderr) throw new Error('the product has no output to read')
	const lines = createInterface({ input: product.stderr })
	for await (const line of lines) if (line.includes('ready')) break
})

afterAll(async () => {
	product.kill('SIGTERM')
	await once(product, 'exit')
	await ministry.stop()
	await rm(data, { recursive: true, force: true })
})

async function aBrowser(): Promise<Page> {
	const context = await (await theBrowser()).newContext({ baseURL: address, locale: 'en-GB', javaScriptEnabled: false })
	onTestFinished(() => context.close())
	context.setDefaultTimeout(60_000)
	return context.newPage()
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string | RegExp) =>
	page.getByRole('main').getByRole('button', { name }).first().click()
const goBy = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('link', { name }).first().click()

test('somebody signs in at the ministry, sets a password, parts from the identity and links it again', async () => {
	ministry.knows('neo', { name: 'Neo Mokoena', email: 'neo@ministry.test' })
	ministry.becomes('neo')
	const page = await aBrowser()
	await page.goto('/sign-in')
	await goBy(page, 'Sign in with Ministry Identity')
	await seen(heading(page, 'Your account'))
	expect(await textOf(page)).toContain('Neo Mokoena, neo@ministry.test')
	expect(await textOf(page)).toContain('1 identity linked')

	await page.goto('/account/provider')
	await press(page, 'Unlink Ministry Identity')
	await seen(page.getByText('This is your only way to sign in.'))

	await page.goto('/account/password')
	await page.getByLabel(/^New password/).fill(PASSWORD)
	await page.getByLabel(/^The same password again/).fill(PASSWORD)
	await press(page, 'Set this password')
	await seen(page.getByText('Saved.'))
	await page.goto('/account/provider')
	await press(page, 'Unlink Ministry Identity')
	await seen(page.getByText('No identity is linked to your account.'))

	// Now the address is only somebody's: the provider alone opens the account no more.
	const stranger = await aBrowser()
	await stranger.goto('/sign-in')
	await goBy(stranger, 'Sign in with Ministry Identity')
	await seen(stranger.getByText('an address alone does not prove that it is yours'))

	await goBy(page, 'Link your identity at Ministry Identity')
	await seen(page.getByText('linked', { exact: false }))
	await page.goto('/account/provider')
	await seen(page.getByRole('button', { name: 'Unlink Ministry Identity' }))
	const again = await aBrowser()
	await again.goto('/sign-in')
	await goBy(again, 'Sign in with Ministry Identity')
	await seen(heading(again, 'Your account'))
})

test('an address that nobody was sent back from is told, and opens nothing', async () => {
	const page = await aBrowser()
	const response = await page.goto('/sign-in/provider/back?code=x&state=y')
	expect(response?.status()).toBe(409)
	await seen(page.getByText('This sign-in took too long'))
	await page.goto('/account')
	await seen(heading(page, 'Sign in'))
})
