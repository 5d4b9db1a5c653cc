import { expect, test } from 'vitest'
import { limitRequests } from './limit-requests.ts'

const ONE = '203.0.113.7'
const OTHER = '203.0.113.8'

function takeAll(limit: ReturnType<typeof limitRequests>, address: string, milliseconds: number) {
	let taken = 0
	while (limit.wait(address, milliseconds) === 0) taken++
	return taken
}

test('an address may ask as often as the limit says, and is told when it may ask again', () => {
	const limit = limitRequests(120)
	expect(takeAll(limit, ONE, 0)).toBe(120)
	expect(limit.wait(ONE, 0)).toBe(1)
	expect(limit.wait(ONE, 1_000)).toBe(0)
})

test('one address in excess takes nothing from another', () => {
	const limit = limitRequests(120)
	takeAll(limit, ONE, 0)
	expect(limit.wait(OTHER, 0)).toBe(0)
})

test('whoever waits a minute may ask as often again, and no more often', () => {
	const limit = limitRequests(120)
	takeAll(limit, ONE, 0)
	expect(takeAll(limit, ONE, 60_000)).toBe(120)
	expect(takeAll(limit, ONE, 10 * 60_000)).toBe(120)
})

test('a clock set back gives nothing away and locks nobody out', () => {
	const limit = limitRequests(120)
	takeAll(limit, ONE, 60_000)
	expect(limit.wait(ONE, 0)).toBeGreaterThan(0)
	expect(limit.wait(ONE, 61_000)).toBe(0)
})

test('a network of IPv6 counts as one address, however it is written', () => {
	const limit = limitRequests(60)
	takeAll(limit, '2001:db8:1:2::1', 0)
	expect(limit.wait('2001:db8:1:2:ffff::9', 0)).toBeGreaterThan(0)
	expect(limit.wait('2001:db8:1:3::1', 0)).toBe(0)
})

test('the programs of this machine are not counted', () => {
	const limit = limitRequests(1)
	for (const address of ['127.0.0.1', '::1', '127.0.0.1']) expect(limit.wait(address, 0)).toBe(0)
})
