import { expect, test } from 'vitest'
import { isEmailAddress, readSender } from './address.ts'
import { readMailServer } from './mail-server.server.ts'

test.each([
	['smtp://mail.example', { host: 'mail.example', port: 587, isImplicitTls: false, needsTls: true, user: null }],
	['smtps://mail.example', { port: 465, isImplicitTls: true }],
	['smtp://me:p%40ss@mail.example:2525', { port: 2525, user: 'me', password: 'p@ss' }],
	['smtp://localhost', { needsTls: false }],
	['smtp://127.0.0.1:25', { needsTls: false, port: 25 }],
	['smtp://[::1]:25', { host: '::1', needsTls: false }],
	['smtp://relay.example:25?tls=optional', { needsTls: false }]
])('%s is read', (url, expected) => {
	expect(readMailServer(url, 'Pitso <pitso@ministry.example>')).toMatchObject({
		...expected,
		from: { name: 'Pitso', address: 'pitso@ministry.example' }
	})
})

test.each([
	['http://mail.example', 'pitso@ministry.example'],
	['mail.example', 'pitso@ministry.example'],
	['smtp://mail.example?tls=never', 'pitso@ministry.example'],
	['smtp://mail.example?pool=true', 'pitso@ministry.example'],
	['smtp://mail.example', 'Pitso'],
	['smtp://mail.example', 'Pitso <pitso>'],
	['smtp://mail.example', 'Pitso\n<pitso@ministry.example>']
])('%s with %s is not taken', (url, from) => {
	expect(readMailServer(url, from)).toBeUndefined()
})

test('a sender may have a name', () => {
	expect(readSender('Desk of Migration <desk@ministry.example>')).toEqual({
		name: 'Desk of Migration',
		address: 'desk@ministry.example'
	})
	expect(readSender('desk@ministry.example')).toEqual({ name: '', address: 'desk@ministry.example' })
})

test.each([
	['tendai.moyo+desk@interior.gov.zw', true],
	["o'brien@ministry.example", true],
	['tendai', false],
	['tendai@interior', false],
	['tendai@@interior.example', false],
	['ten dai@interior.example', false],
	['tendai@interior.example\r\nBcc: x@y.example', false],
	['a@b.example, c@d.example', false],
	['.tendai@interior.example', false],
	['ten..dai@interior.example', false],
	['tendai@-interior.example', false],
	[`${'x'.repeat(65)}@interior.example`, false]
])('%j is an address: %s', (text, expected) => {
	expect(isEmailAddress(text)).toBe(expected)
})
