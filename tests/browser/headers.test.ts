import { expect, test } from 'vitest'
import { z } from 'zod'
import { aPage, anActor, pitso, run } from './stage.ts'

const get = (address: string, headers: Record<string, string> = {}) =>
	fetch(pitso.address + address, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' })

const PAGES = ['/', '/about', '/zwe', '/zwe/structure', '/zwe/sign-in', '/zwe/no-such-page', '/atlantis', '/api']

/** The directives of a policy by name. */
const directives = (policy: string | null) =>
	new Map(
		(policy ?? '').split(';').map((one) => {
			const [name = '', ...values] = one.trim().split(/\s+/)
			return [name, values] as const
		})
	)

test.each(PAGES)('every page is sent with the policy and the headers that bind it: %s', async (address) => {
	const { headers } = await get(address)
	const policy = directives(headers.get('content-security-policy'))
	for (const name of ['default-src', 'script-src', 'style-src']) {
		const values = policy.get(name) ?? []
		expect(values, name).toContain("'self'")
		expect(values, name).not.toContain("'unsafe-inline'")
		expect(values, name).not.toContain("'unsafe-eval'")
		expect(
			values.filter((value) => /^https?:|^\*|^data:/.test(value)),
			name
		).toEqual([])
	}
	for (const name of ['object-src', 'base-uri', 'frame-ancestors']) expect(policy.get(name)).toEqual(["'none'"])
	expect(policy.get('form-action')).toEqual(["'self'"])
	expect(headers.get('x-content-type-options')).toBe('nosniff')
	expect(headers.get('referrer-policy')).toBe('same-origin')
	expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
	expect(headers.get('permissions-policy')).toContain('camera=()')
})

test.each(PAGES)('no page holds a script or a style of its own: %s', async (address) => {
	const html = await (await get(address)).text()
	expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/i)
	expect(html).not.toMatch(/<style\b/i)
	expect(html).not.toMatch(/<[^>]+\sstyle=/i)
	expect(html).not.toMatch(/<[^>]+\son[a-z]+=/i)
	expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\/[^"]*"[^>]*(?:rel="stylesheet"|><\/script>)/i)
})

test.each([
	['/', 'text/html', 'charset=utf-8'],
	// JSON is UTF-8 and takes no such parameter (RFC 8259, section 11).
	['/api/v1/zwe/actor.list', 'application/json', ''],
	['/api/v1/zwe/no.such', 'application/problem+json', ''],
	['/api/v1/openapi.json', 'application/json', ''],
	['/zwe/popolo.json', 'application/json', '']
])('every answer names its type and its character set: %s', async (address, type, characters) => {
	const { headers } = await get(address)
	const [media = '', charset = ''] = (headers.get('content-type') ?? '').toLowerCase().split(/;\s*/)
	expect([media, charset]).toEqual([type, characters])
	expect(headers.get('x-content-type-options')).toBe('nosniff')
})

test('a stored file is sent as a file of the product, with nothing said twice or guessed', async () => {
	const html = await (await get('/')).text()
	const addresses = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:css|js|woff2|svg))"/g)].map(([, one = '']) => one)
	expect(addresses.length).toBeGreaterThan(0)
	for (const address of addresses) {
		const { status, headers } = await get(address)
		expect(status, address).toBe(200)
		expect(headers.get('x-content-type-options'), address).toBe('nosniff')
	}
})

const Made = z.object({ id: z.string() })

test('a stored file is a download that may run nothing', async () => {
	const { key } = await anActor()
	const form = new FormData()
	form.set('file', new File(['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'], 'a.svg'))
	const sent = await fetch(`${pitso.address}/api/v1/zwe/file.upload`, {
		method: 'POST',
		headers: { authorization: `Bearer ${pitso.tokens.secretariat}` },
		body: form
	})
	const file = Made.parse(await sent.json()).id
	await run('document.attach', { record: key, file, title: 'A drawing', language: 'en' })
	const page = await aPage({ as: 'Coordination Officer' })
	const answer = await page.request.get(`/zwe/file/${file}`)
	expect(answer.status()).toBe(200)
	expect(answer.headers()['content-disposition']).toMatch(/^attachment/)
	expect(answer.headers()['content-security-policy']).toBe("default-src 'none'; sandbox")
	expect(answer.headers()['x-content-type-options']).toBe('nosniff')
	expect(answer.headers()['cache-control']).toBe('private, no-store')
})

test('what a seat sees is kept in no shared cache', async () => {
	const page = await aPage({ as: 'Coordination Officer' })
	for (const address of ['/zwe', '/zwe/actor', '/zwe/sign-in']) {
		const response = await page.request.get(address)
		expect(response.headers()['cache-control'], address).toMatch(/private|no-store/)
	}
	const byToken = await get('/api/v1/zwe/actor.list', { authorization: `Bearer ${pitso.tokens.secretariat}` })
	expect(byToken.headers.get('cache-control')).toMatch(/private|no-store/)
})

test('whoever signs out leaves no page behind in the browser to go back to', async () => {
	const page = await aPage({ as: 'Coordination Officer' })
	await page.goto('/zwe/structure')
	await page.locator('details.seat summary').click()
	await page.getByRole('button', { name: 'Sign out' }).click()
	await page.waitForURL('**/zwe')
	await page.goBack()
	await page.getByRole('link', { name: 'Sign in' }).waitFor()
	expect(await page.locator('details.seat').count()).toBe(0)
	for (const address of ['/zwe/sign-out', '/account/sign-out']) {
		const asked = { headers: { origin: pitso.address }, maxRedirects: 0 }
		const answer = await page.request.post(address, asked)
		expect(answer.headers()['clear-site-data'], address).toBe('"cache"')
	}
})

test('the programming interface may be shown in no frame and runs nothing', async () => {
	const policy = directives((await get('/api/v1/zwe/actor.list')).headers.get('content-security-policy'))
	expect(policy.get('default-src')).toEqual(["'none'"])
	expect(policy.get('frame-ancestors')).toEqual(["'none'"])
})
