import { expect, test } from 'vitest'
import { backTo, hereAgain } from './back.ts'

test('a form leads back to the page of this site it came from', () => {
	expect(backTo('/zwe/actor?sort=-title', '/')).toBe('/zwe/actor?sort=-title')
})

test.each([
	'https://elsewhere.example/',
	'//elsewhere.example',
	'/\\elsewhere.example',
	'/\t/elsewhere.example',
	'/./..//elsewhere.example',
	'javascript:alert(1)',
	'zwe/actor',
	'',
	undefined,
	['/zwe']
])('a form never leads to %j', (carried) => {
	expect(backTo(carried, '/zwe')).toBe('/zwe')
})

test('the name of a refused form action is no part of the page to come back to', () => {
	expect(hereAgain(new URL('http://localhost/zwe/actor/iom?/change=&on=2020-01-01'))).toBe(
		'/zwe/actor/iom?on=2020-01-01'
	)
	expect(hereAgain(new URL('http://localhost/zwe/actor/iom?/change='))).toBe('/zwe/actor/iom')
})
