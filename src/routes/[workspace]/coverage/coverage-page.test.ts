import { expect, test } from 'vitest'
import { getCoverage } from '#modules/instruments/overlap/coverage/coverage-queries.ts'
import { load } from './+page.server.ts'

test.each([
	['?framework=au-mpfa&filter[form]=act', { framework: 'au-mpfa' }],
	['', {}]
])('the page at %s asks for the framework that its address names', async (search, wanted) => {
	const asked: unknown[] = []
	const locals = {
		askFrom: (query: unknown, _address: URL, fixed: unknown) => {
			asked.push([query, fixed])
			return Promise.resolve({})
		}
	}
	const url = new URL(`https://pitso.example/zwe/coverage${search}`)
	// @ts-expect-error: of all that a page is loaded with, the address and the way to ask are enough here.
	await load({ locals, url })
	expect(asked).toEqual([[getCoverage, wanted]])
})
