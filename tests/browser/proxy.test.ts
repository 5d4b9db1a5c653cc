import { expect, test } from 'vitest'
import { anInstallation } from './own-server.ts'

const MOST = 5

/** The statuses of so many requests that say of themselves where they come from. */
async function statuses(address: string, forwarded: readonly string[]): Promise<number[]> {
	const found: number[] = []
	for (const one of forwarded) {
		const answer = await fetch(`${address}/health`, { headers: { 'x-forwarded-for': one } })
		await answer.text()
		found.push(answer.status)
	}
	return found
}

const times = (count: number, what: (at: number) => string) => Array.from({ length: count }, (_, at) => what(at))

test('what a client claims of itself is not believed', async () => {
	const direct = await anInstallation({ PITSO_REQUESTS_PER_MINUTE: String(MOST) })
	const { address } = await direct.serve()
	// Without a proxy in the settings the header is nothing: all come from this machine, which is not counted.
	expect(
		await statuses(
			address,
			times(MOST * 3, () => '203.0.113.7')
		)
	).toEqual(times(MOST * 3, () => '').map(() => 200))
})

test('behind a trusted proxy each address has its own measure, by what the proxy itself adds', async () => {
	const behind = await anInstallation({ PITSO_REQUESTS_PER_MINUTE: String(MOST), PITSO_PROXY: 'trusted' })
	const { address } = await behind.serve()
	const claimed = await statuses(
		address,
		times(MOST + 3, (at) => `198.51.100.${String(at)}, 203.0.113.7`)
	)
	expect(claimed.slice(0, MOST)).toEqual(times(MOST, () => '').map(() => 200))
	expect(claimed.slice(MOST)).toContain(429)
	expect(await statuses(address, ['203.0.113.8'])).toEqual([200])
	const refused = await fetch(`${address}/`, { headers: { 'x-forwarded-for': '203.0.113.7', 'accept-language': 'en' } })
	expect(refused.status).toBe(429)
	expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
	expect(await refused.text()).toContain('Too many requests')
})
