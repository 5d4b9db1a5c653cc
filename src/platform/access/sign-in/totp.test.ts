import { expect, test } from 'vitest'
import { base32, otpAddress } from './totp.ts'

test.each([
	['', ''],
	['f', 'MY'],
	['fo', 'MZXQ'],
	['foo', 'MZXW6'],
	['foob', 'MZXW6YQ'],
	['fooba', 'MZXW6YTB'],
	['foobar', 'MZXW6YTBOI']
])('the examples of RFC 4648: %s', (text, coded) => {
	expect(base32(text)).toBe(coded)
})

test('the address names the account, and nothing in a name ends it early', () => {
	const address = otpAddress({ issuer: 'Pitso', account: 'a&b=c@x.test', key: 'MZXW6' })
	const read = new URL(address)
	expect(decodeURIComponent(read.pathname)).toBe('/Pitso:a&b=c@x.test')
	expect(Object.fromEntries(read.searchParams)).toEqual({ secret: 'MZXW6', issuer: 'Pitso', digits: '6', period: '30' })
})
