import { expect, test } from 'vitest'
import { aPage, aStructure, follow, pitso, seen, textOf } from './stage.ts'

test('an unknown workspace is told in words, with the way to those there are', async () => {
	const page = await aPage()
	const response = await page.goto('/atlantis/structure')
	expect(response?.status()).toBe(404)
	expect(await textOf(page)).toContain('There is no workspace “atlantis” here.')
	await follow(page, 'Choose a workspace')
	await seen(page.getByRole('heading', { level: 1, name: 'Choose a workspace' }))
})

test.each(['/zwe/structure/no-such-body', '/zwe/actor/no-such-body', '/zwe/area/x', '/zwe/framework/x'])(
	'%s, a record that is not there, is told inside the workspace',
	async (address) => {
		const page = await aPage()
		const response = await page.goto(address)
		expect(response?.status()).toBe(404)
		expect(response?.headers()['content-type']).toContain('text/html')
		await seen(page.getByRole('heading', { level: 1, name: 'Not found' }))
		await seen(page.getByRole('navigation', { name: 'Main' }))
		await seen(page.getByRole('search'))
		await follow(page, 'Home of Zimbabwe')
		await seen(page.getByRole('heading', { level: 1, name: 'Zimbabwe' }))
	}
)

test.each(['/zwe/no/such/page', '/zwe/structure/zwe-imcm/no-such-page', '/zwe/comment/zwe-imcm/history'])(
	'%s, an address that leads nowhere, has our words and a way out',
	async (address) => {
		const page = await aPage()
		expect((await page.goto(address))?.status()).toBe(404)
		expect(await textOf(page)).toContain('There is no page at this address.')
		await follow(page, 'Search this workspace')
		await seen(page.getByRole('heading', { level: 1, name: 'Search' }))
	}
)

test('outside of any workspace an unknown address has our words too', async () => {
	const page = await aPage()
	expect((await page.goto('/about/nothing/here/at/all'))?.status()).toBe(404)
	await seen(page.getByRole('heading', { level: 1, name: 'Not found' }))
	await seen(page.getByRole('link', { name: 'Choose a workspace' }))
})

test('a form that the public may not send leads to sign in, and from there back to the form', async () => {
	const { key } = await aStructure()
	const page = await aPage()
	await page.goto(`/zwe/structure/${key}/status`)
	await seen(page.getByRole('heading', { level: 1, name: 'Sign in' }))
	await page.getByRole('button', { name: 'seat: Coordination Officer' }).click()
	await seen(page.getByRole('heading', { level: 1, name: 'Declare a status' }))
	expect(new URL(page.url()).pathname).toBe(`/zwe/structure/${key}/status`)
})

test('a form that a seat may not send tells the rule instead', async () => {
	const { key } = await aStructure()
	const page = await aPage({ as: 'Civil Society Representative' })
	expect((await page.goto(`/zwe/structure/${key}/status`))?.status()).toBe(403)
	await seen(page.getByRole('heading', { level: 1, name: 'Not for your seat' }))
	expect(await textOf(page)).toContain('The rule:')
})

test('sign-in never leads on to another site', async () => {
	const page = await aPage()
	await page.goto('/zwe/sign-in?back=https://elsewhere.example/')
	await page.getByRole('button', { name: 'seat: Coordination Officer' }).click()
	await seen(page.getByRole('heading', { level: 1, name: 'Zimbabwe' }))
	expect(new URL(page.url()).origin).toBe(pitso.address)
})

test.each([
	['PUT', '/zwe'],
	['DELETE', '/zwe/structure/zwe-imcm'],
	['POST', '/zwe/map'],
	['GET', '/zwe/sign-out'],
	['GET', '/choices']
])('%s %s is refused as the wrong method', async (method, address) => {
	const response = await fetch(pitso.address + address, {
		method,
		headers: { origin: pitso.address, accept: 'text/html' },
		redirect: 'manual'
	})
	expect(response.status).toBe(405)
})

test('a form sent from another site is refused', async () => {
	const response = await fetch(`${pitso.address}/zwe/sign-in`, {
		method: 'POST',
		headers: { origin: 'https://elsewhere.example', 'content-type': 'application/x-www-form-urlencoded' },
		body: 'seat=secretariat'
	})
	expect(response.status).toBe(403)
	expect(response.headers.get('set-cookie')).toBeNull()
})

test('a page that cannot be had now leads back to its record and its list', async () => {
	const page = await aPage({ as: 'Coordination Officer' })
	const answer = await page.goto('/zwe/meeting?filter[status]=nosuchstatus')
	expect(answer?.status()).toBe(422)
	expect(await page.getByRole('main').getByRole('link', { name: 'Meetings' }).getAttribute('href')).toBe('/zwe/meeting')
})
