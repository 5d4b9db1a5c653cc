import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { marked } from '#platform/languages/marks.ts'
import { readDeclaration } from '../../declaration/read-declaration.ts'
import { chosenFrom, inputAt, readEntryForm, rowsAfter } from './read-form.ts'

const declaration = (() => {
	const read = readDeclaration(readFileSync('tests/fixtures/training.yaml', 'utf8'))
	if (!('register' in read)) throw new Error('training is not sound')
	return read.register.declaration
})()
const choices = {
	actor: [
		{ value: 'health', label: 'Ministry of Health (MoH)' },
		{ value: 'home', label: 'Home Affairs' }
	],
	country: [{ value: 'LSO', label: 'Lesotho' }]
}
const asks = [...declaration.fields, ...declaration.tables].map(({ key }) => key)

function sentOf(pairs: readonly (readonly [string, string])[]) {
	const form = new FormData()
	for (const [name, value] of pairs) form.append(name, value)
	return form
}
const read = (pairs: readonly (readonly [string, string])[], base: Record<string, string[]> | null = null) =>
	readEntryForm(sentOf(pairs), { declaration, asks, choices, base })

describe('a form gives', () => {
	test('what is filled in, with places and amounts put together and names turned into keys', () => {
		const { given } = read([
			['values:name', ' Border course '],
			['values:provider', 'ministry of health (moh)'],
			['values:mode', ''],
			['values:place', 'Maseru'],
			['values:place:country', 'Lesotho'],
			['values:cost', '1200.50'],
			['values:cost:currency', 'lsl'],
			['values:begins', '2026-03-01']
		])
		expect(given.values).toEqual({
			name: 'Border course',
			provider: 'health',
			place: { locality: 'Maseru', area: '', country: 'LSO', latitude: '', longitude: '' },
			cost: { amount: '1200.50', currency: 'LSL' },
			begins: '2026-03-01'
		})
	})

	test('of a form made from an entry only what was changed, emptied fields as null', () => {
		const { given } = read(
			[
				['values:name', 'Border course'],
				['values:provider', ''],
				['values:seats', '20']
			],
			{ 'values:name': ['Border course'], 'values:provider': ['health'], 'values:seats': ['10'] }
		)
		expect(given).toEqual({ values: { provider: null, seats: '20' }, tables: {} })
	})

	test('the rows of a table without those left empty, and which row each was', () => {
		const { given, rows } = read([
			['rows:sessions', '0'],
			['rows:sessions', '2'],
			['rows:sessions', '3'],
			['tables:sessions:0:day', '2026-03-01'],
			['tables:sessions:0:subject', 'Law'],
			['tables:sessions:2:day', ''],
			['tables:sessions:3:subject', 'Practice']
		])
		expect(given.tables).toEqual({ sessions: [{ day: '2026-03-01', subject: 'Law' }, { subject: 'Practice' }] })
		expect(rows.get('sessions')).toEqual(['0', '3'])
	})

	test('no table that was not touched, and one of which a row was taken away', () => {
		const base = {
			'rows:sessions': ['0', '1'],
			'tables:sessions:0:subject': ['Law'],
			'tables:sessions:1:subject': ['Practice']
		}
		const first = [
			['rows:sessions', '0'],
			['tables:sessions:0:subject', 'Law']
		] as const
		const second = [
			['rows:sessions', '1'],
			['tables:sessions:1:subject', 'Practice']
		] as const
		expect(read([...first, ...second], base).given.tables).toEqual({})
		expect(read(first, base).given.tables).toEqual({ sessions: [{ subject: 'Law' }] })
	})

	test('of rows that are kept the files that are taken away, and none of those of which nothing is said', () => {
		const register = readDeclaration(readFileSync('reference/registers/partner.yaml', 'utf8'))
		if (!('register' in register)) throw new Error('partner is not sound')
		const base = { 'rows:reviews': ['0', '1'], 'tables:reviews:0:day': ['2026-01-02'] }
		const sent = sentOf([
			['rows:reviews', '0'],
			['tables:reviews:0:id', 'first'],
			['tables:reviews:0:day', '2026-01-03'],
			['rows:reviews', '1'],
			['tables:reviews:1:id', 'second'],
			['tables:reviews:1:report:remove', 'on'],
			['rows:reviews', '2']
		])
		const reading = { declaration: register.register.declaration, asks: ['reviews'], choices, base }
		expect(readEntryForm(sent, reading).given.tables['reviews']).toEqual([
			{ id: 'first', day: '2026-01-03' },
			{ id: 'second', report: null }
		])
	})

	test('no file where none was chosen, and none any more where it is taken away', () => {
		const base = { 'values:certificate': [] }
		expect(read([], base).given.values).toEqual({})
		expect(read([['values:certificate:remove', 'on']], base).given.values).toEqual({ certificate: null })
		expect(read([['values:certificate', 'an-id']], base).given.values).toEqual({ certificate: 'an-id' })
	})

	test('nothing that the form does not ask for', () => {
		const sent = sentOf([['values:name', 'Border course']])
		expect(readEntryForm(sent, { declaration, asks: ['mode'], choices, base: null }).given.values).toEqual({})
	})
})

test('a name that is in no list is given on as it was typed', () => {
	expect(chosenFrom(choices, 'actor', 'home')).toBe('home')
	expect(chosenFrom(choices, 'actor', 'Nobody')).toBe('Nobody')
	const foreign = { actor: [{ value: 'interior', label: marked('Intérieur', 'fr') }] }
	expect(chosenFrom(foreign, 'actor', 'intérieur')).toBe('interior')
})

test('a fault stands at the input of the row it is about', () => {
	const rows = new Map([['sessions', ['0', '3']]])
	expect(inputAt(['tables', 'sessions', 1, 'day'], 'platform.field.missing', rows)).toBe('tables:sessions:3:day')
	expect(inputAt(['tables', 'sessions'], 'registers.too-many-rows', rows)).toBe('rows:sessions')
	expect(inputAt(['values', 'cost'], 'registers.value.currency-missing', rows)).toBe('values:cost:currency')
	expect(inputAt(['reason'], 'platform.field.missing', rows)).toBeNull()
})

test('a button adds a row behind all that were there, or takes one away', () => {
	const sent = sentOf([
		['rows:sessions', '0'],
		['rows:sessions', '2'],
		['rows:sessions:last', '4']
	])
	expect(rowsAfter(sent, 'add:sessions')).toEqual({ table: 'sessions', rows: ['0', '2', '5'] })
	expect(rowsAfter(sent, 'remove:sessions:0')).toEqual({ table: 'sessions', rows: ['2'] })
	expect(rowsAfter(sent, 'anything')).toBeNull()
})
