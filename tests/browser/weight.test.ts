import { expect, test } from 'vitest'
import { aPage } from './stage.ts'

const MOST_BYTES = 60_000
const MOST_REQUESTS = 6

// The pages that people open first, on a telephone and a slow line.
const pages = ['/', '/zwe', '/zwe/structure', '/zwe/structure/zwe-imcm', '/zwe/map', '/zwe/theme']

test.each(pages)('the first view of %s fits a slow line', async (address) => {
	const page = await aPage({ viewport: { width: 360, height: 740 } })
	const network = await page.context().newCDPSession(page)
	await network.send('Network.enable')
	let bytes = 0
	let requests = 0
	// What a style sheet holds itself is told as a request too, of no bytes.
	network.on('Network.requestWillBeSent', ({ request }) => {
		if (!request.url.startsWith('data:')) requests += 1
	})
	// As the browser counts them on the wire: compressed, with the answers' headers.
	network.on('Network.loadingFinished', ({ encodedDataLength }) => {
		bytes += encodedDataLength
	})
	const response = await page.goto(address, { waitUntil: 'networkidle' })
	expect(response?.status()).toBe(200)
	expect(requests).toBeGreaterThan(1)
	expect(requests).toBeLessThanOrEqual(MOST_REQUESTS)
	expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})

test('a page that has not changed is not sent again', async () => {
	const page = await aPage()
	const first = await page.goto('/zwe/about')
	const tag = first?.headers()['etag'] ?? ''
	const second = await page.request.get('/zwe/about', { headers: { 'if-none-match': tag } })
	expect(tag).not.toBe('')
	expect(second.status()).toBe(304)
	expect(await second.body()).toHaveLength(0)
})
