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
	// As the browser counts them on the wire: compressed, with the answers' headers.
	network.on('Network.loadingFinished', ({ encodedDataLength }) => {
		bytes += encodedDataLength
		requests += 1
	})
	await page.goto(address, { waitUntil: 'networkidle' })
	expect(requests).toBeGreaterThan(1)
	expect(requests).toBeLessThanOrEqual(MOST_REQUESTS)
	expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})

test('a second view of an unchanged page sends nothing again', async () => {
	const page = await aPage()
	await page.goto('/zwe/structure/zwe-imcm')
	const answered = page.waitForResponse((response) => response.url().endsWith('/zwe/structure/zwe-imcm'))
	await page.reload()
	expect((await answered).status()).toBeLessThan(400)
})
