import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import CrossTable from '../CrossTable.svelte'
import type { CheckedAgreement } from './agreement-outputs.ts'
import { checklistTable, comparisonTable, sayParties } from './agreement-view.ts'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })

const textOf = (table: ReturnType<typeof comparisonTable>) => {
	const props = { caption: 'Table', heading: 'What', ...table, empty: 'None' }
	const { body } = render(CrossTable, { props, context: new Map([[WORDS, words]]) })
	return body
		.replaceAll(/<!--.*?-->/gs, '')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
}

const line = (more: Partial<CheckedAgreement['provisions'][number]>): CheckedAgreement['provisions'][number] => ({
	id: 'line',
	item: 'movement',
	title: null,
	checklist: null,
	has: 'included',
	article: null,
	text: null,
	language: null,
	origin: 'entered',
	source: null,
	year: null,
	note: null,
	...more
})

const agreement = (reference: string, more: Partial<CheckedAgreement> = {}): CheckedAgreement => ({
	id: reference,
	kind: 'agreement',
	reference,
	title: { en: `Agreement ${reference}` },
	acronym: null,
	origin: 'invented',
	source: null,
	year: null,
	note: null,
	state: 'active',
	stateReason: null,
	audience: ['public'],
	version: 1,
	changedAt: new Date('2026-03-02T09:00:00Z'),
	form: 'bilateral-labour-agreement',
	subject: 'Work',
	language: 'en',
	stage: 'in-force',
	parties: [
		{ country: 'ZWE', actor: null, name: null },
		{ country: null, actor: null, name: 'A partner' }
	],
	yearOf: null,
	signedOn: '2019-05',
	inForceOn: null,
	expiryDay: '2027-06-30',
	renewal: 'automatic',
	renewalMonths: 24,
	noticeMonths: 6,
	noticeDay: '2026-12-30',
	lead: null,
	commission: null,
	provisions: [],
	...more
})

test('the checklist says of each agreement and provision the best that was noted, with its articles', () => {
	const table = checklistTable(
		words,
		[
			agreement('one', {
				provisions: [
					line({ has: 'partly', article: '4' }),
					line({ id: 'b', has: 'asked-for' }),
					line({ id: 'c', item: 'other', title: 'Skills' })
				]
			})
		],
		'zwe'
	)
	expect(table.columns.map(({ label }) => label)).toEqual([
		'Movement',
		'Regularization',
		'Data exchange',
		'Information',
		'Equal treatment',
		'Social security',
		'Institutional collaboration',
		'Other provisions'
	])
	expect(table.rows[0]?.cells[0]).toEqual({ label: 'Partly', tone: 'warning', note: 'Art. 4' })
	expect(table.rows[0]?.cells[1]).toMatchObject({ label: 'Not looked at' })
	expect(table.rows[0]?.cells.at(-1)).toMatchObject({ label: 'Skills' })
})

test('a comparison has a row for each fact, each recommended provision and each other one of any of them', () => {
	const table = comparisonTable(
		words,
		[
			agreement('one', { provisions: [line({ item: 'other', title: 'Skills' })] }),
			agreement('two', { stage: 'proposed', expiryDay: null, noticeDay: null, signedOn: null, yearOf: 2014 })
		],
		'zwe'
	)
	const row = (label: string) => table.rows.find((one) => one.label === label)?.cells.map((cell) => cell.label)
	expect(row('Stage')).toEqual(['In force', 'Proposed'])
	expect(row('Last day to give notice')).toEqual(['30 December 2026', 'Not stated'])
	expect(row('Signed')).toEqual(['May 2019', 'Not stated'])
	expect(row('Year')).toEqual(['Not stated', '2014'])
	expect(row('Renewal')?.[0]).toBe('Renews itself (24 months)')
	expect(row('Skills')).toEqual(['Included', 'Not looked at'])
	expect(textOf(table)).toContain('Zimbabwe and A partner')
})

test('a party that is an actor out of sight is left out', () => {
	expect(
		sayParties(words, [
			{ country: 'ZWE', actor: null, name: null },
			{ country: null, actor: null, name: null }
		])
	).toBe('Zimbabwe')
})
