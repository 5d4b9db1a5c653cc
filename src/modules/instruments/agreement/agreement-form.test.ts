import { expect, test } from 'vitest'
import { checkedIn, partiesIn, placePartyFaults } from './agreement-form.ts'

const formOf = (fields: Record<string, string>) => {
	const form = new FormData()
	for (const [name, value] of Object.entries(fields)) form.set(name, value)
	return form
}

const PARTIES = {
	'party:0:country': 'zwe',
	'party:0:actor': '',
	'party:0:name': '',
	'party:1:country': '',
	'party:1:actor': '',
	'party:1:name': ' ',
	'party:2:country': '',
	'party:2:actor': 'union',
	'party:2:name': 'Union'
}

test('parties are read in their order, those left empty are none', () => {
	expect(partiesIn(formOf(PARTIES))).toEqual([{ country: 'ZWE' }, { actor: 'union', name: 'Union' }])
})

test('a country is typed by its name in any of the languages, or by its code', () => {
	const named = (country: string) => partiesIn(formOf({ 'party:0:country': country, 'party:0:name': '' }))
	for (const typed of ['South Africa', 'afrique du sud', 'África do Sul', 'zaf', 'ZAF', 'Republic of South Africa'])
		expect(named(typed), typed).toEqual([{ country: 'ZAF' }])
	expect(named('Ruritania')).toEqual([{ country: 'RURITANIA' }])
})

test('a fault of a party stands where it was typed, though empty ones were left out', () => {
	const issues = [{ path: ['parties', 1] }, { path: ['parties.1.actor'] }, { path: ['subject'] }]
	expect(placePartyFaults(issues, formOf(PARTIES)).map(({ path }) => path)).toEqual([
		['party:2:name'],
		['party:2:actor'],
		['subject']
	])
})

test('of the recommended provisions only those are sent of which something is said', () => {
	const form = formOf({
		'has:movement': 'included',
		'article:movement': '4',
		'note:movement': '',
		'has:information': ''
	})
	expect(checkedIn(form)).toEqual([{ item: 'movement', has: 'included', article: '4' }])
})
