import { expect, test } from 'vitest'
import { readAdvisories } from '../../scripts/advisories.mjs'

test('a component with a known weakness is named, with how grave it is', () => {
	const answer = { vulnerabilities: { thing: { name: 'thing', severity: 'high', range: '<2.0.0' } } }
	expect(readAdvisories(JSON.stringify(answer))).toEqual({ isAsked: true, weaknesses: ['thing <2.0.0: high'] })
})

test('components without known weaknesses are told as asked for', () => {
	expect(readAdvisories('{"vulnerabilities":{}}')).toEqual({ isAsked: true, weaknesses: [] })
})

test.each(['', 'not json', '{"error":{"code":"ENOAUDIT"}}', 'null', '[]'])(
	'a registry that does not answer (%s) is no answer that all is well',
	(text) => {
		expect(readAdvisories(text).isAsked).toBe(false)
	}
)
