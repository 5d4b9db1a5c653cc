import { readFileSync } from 'node:fs'
import {
	array,
	assert,
	constantFrom,
	dictionary,
	integer,
	option,
	property,
	record,
	string,
	uniqueArray
} from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { askedByView, readAddress, writeAddress, type ListAsked } from './list-address.ts'
import { offerOf, OWN_SORTS } from './offer.ts'

const read = readDeclaration(readFileSync(new URL('../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8'))
if (!('register' in read)) throw new Error('the training register is not sound')
const { register } = read
const keeper = { role: 'secretariat', actorId: 'a', audience: ['workspace', 'role:secretariat'] }
const nobody = { role: 'public', actorId: null, audience: ['public'] }
const offer = offerOf(register, keeper)

const keys = [...offer.filters]
const of = (how: string) => keys.flatMap(([key, { narrows }]) => (narrows === how ? [key] : []))
const text = string({
	minLength: 1,
	maxLength: 12,
	unit: constantFrom('a', 'é', ' ', '&', '=', '%', '[', '+', '-', '7', '/', '?')
})
	.map((typed) => typed.trim())
	.filter((typed) => typed !== '')
const bound = option(text, { nil: undefined })
const asked = record({
	words: option(text, { nil: undefined }),
	standing: uniqueArray(constantFrom('planned', 'held')),
	state: uniqueArray(constantFrom('active' as const, 'withdrawn' as const)),
	origin: uniqueArray(constantFrom('reference' as const, 'invented' as const)),
	empty: uniqueArray(constantFrom(...offer.filters.keys()), { maxLength: 4 }),
	filled: uniqueArray(constantFrom(...offer.filters.keys()), { maxLength: 4 }),
	any: dictionary(constantFrom(...of('any')), uniqueArray(text, { minLength: 1, maxLength: 5 })),
	range: dictionary(constantFrom(...of('range')), record({ from: bound, until: bound })),
	sort: option(
		constantFrom(...OWN_SORTS, ...offer.sorts).chain((key) => constantFrom(key, `-${key}`)),
		{ nil: undefined }
	),
	group: option(constantFrom(...offer.groups), { nil: undefined }),
	columns: uniqueArray(constantFrom(...offer.columns), { maxLength: 12 })
}).map(({ any, range, ...rest }): ListAsked => {
	const ranges = Object.entries(range).flatMap(([key, { from, until }]) =>
		from === undefined && until === undefined
			? []
			: [[key, { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }] as const]
	)
	return { ...rest, fields: { ...any, ...Object.fromEntries(ranges) } }
})

describe('the address of a list', () => {
	test('gives what was asked for again, whatever was typed, and is written in one way', () => {
		assert(
			property(asked, (wanted) => {
				const written = writeAddress(wanted).toString()
				const again = readAddress(new URLSearchParams(written), offer)
				expect(again).toEqual({ asked: wanted, unknown: [] })
				expect(writeAddress(again.asked).toString()).toBe(written)
			})
		)
	})
	test('never asks for what is not offered, however it is written', () => {
		const name = constantFrom(
			'field[nothing]',
			'from[mode]',
			'until[id]',
			'filter[audience]',
			'x',
			'password',
			'field[__proto__]'
		)
		assert(
			property(asked, array(name, { minLength: 1, maxLength: 4 }), integer(), (wanted, others, value) => {
				const params = writeAddress(wanted)
				for (const other of others) params.append(other, String(value))
				expect(readAddress(params, offer).unknown.sort()).toEqual([...new Set(others)].sort())
			})
		)
	})
	test('asks for nothing to stand only in what is offered', () => {
		const params = new URLSearchParams('filter[empty]=mode,certificate_of_nobody&filter[filled]=id')
		expect(readAddress(params, offer).unknown).toEqual(['filter[empty]', 'filter[filled]'])
		expect(readAddress(new URLSearchParams('filter[empty]=mode,came'), offer)).toMatchObject({
			asked: { empty: ['mode', 'came'] },
			unknown: []
		})
		// How many came is kept inside: to the public it is as a field that is not there.
		const hidden = readAddress(new URLSearchParams('filter[empty]=came'), offerOf(register, nobody))
		expect(hidden.unknown).toEqual(['filter[empty]'])
	})
	test('leaves the place in the list and the view it came from to the page', () => {
		const params = new URLSearchParams('of=coming&view=coming&after=x&limit=50&field[mode]=online,mixed')
		expect(readAddress(params, offer)).toMatchObject({ unknown: [], asked: { fields: { mode: ['online', 'mixed'] } } })
	})
})

test('a declared view asks for what it declares, and shows each what they may see of it', () => {
	const [coming] = register.declaration.views
	if (!coming) throw new Error('the training register declares a view')
	const wanted = askedByView(coming, offer)
	expect(wanted).toMatchObject({
		standing: ['planned', 'announced'],
		sort: 'begins',
		columns: ['provider', 'mode', 'begins', 'came']
	})
	expect(readAddress(writeAddress(wanted), offer)).toEqual({ asked: wanted, unknown: [] })
	// How many came is kept inside: the public is told neither of the column nor of the filter.
	expect(askedByView(coming, offerOf(register, nobody)).columns).toEqual(['provider', 'mode', 'begins'])
	expect(offerOf(register, nobody).filters.has('came')).toBe(false)
	expect(offer.filters.has('came')).toBe(true)
})
