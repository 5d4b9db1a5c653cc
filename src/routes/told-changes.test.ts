import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '../words.ts'
import { tellChanges } from './told-changes.ts'

const words = speak(catalogue, 'en')
const OWN = '0190b3a0-0000-7000-8000-00000000000f'
const iom = {
	id: '0190b3a0-0000-7000-8000-000000000001',
	title: { en: 'International Organization for Migration' },
	acronym: 'IOM'
}

test('a change is told with the names of the records it joins, not with their identifiers', () => {
	const change = { table: 'structure', row: '1', field: 'chair_actor_id', before: null, after: iom.id }
	expect(tellChanges(words, [change], [iom], OWN)).toEqual([
		{ label: 'Chair', before: null, after: 'International Organization for Migration (IOM)' }
	])
})

test('a record the reader may not see is told as one, and its identifier is not', () => {
	const [told] = tellChanges(
		words,
		[{ table: 'structure', row: '1', field: 'chair_actor_id', before: null, after: iom.id }],
		[],
		OWN
	)
	expect(told?.after).toBe(words.t('page.history.unseen'))
})

test('choices, days and names are told as people say them', () => {
	const told = tellChanges(
		words,
		[
			{ table: 'structure', row: '1', field: 'declared_status', before: 'active', after: 'needs-reactivation' },
			{ table: 'structure', row: '1', field: 'status_day', before: null, after: '2026-01-31' },
			{ table: 'record', row: '1', field: 'title', before: { en: 'Old' }, after: { en: 'New' } },
			{ table: 'record', row: '1', field: 'audience', before: ['public'], after: ['workspace'] }
		],
		[],
		OWN
	)
	expect(told.map(({ before, after }) => [before, after])).toEqual([
		['Active', 'Needs reactivation'],
		[null, '31 January 2026'],
		['Old', 'New'],
		['Everybody', 'Everybody with a seat in this workspace']
	])
})

test('of a name it is told in which language it changed, and which came or went', () => {
	const change = {
		table: 'record',
		row: '1',
		field: 'title',
		before: { en: 'Ministry of Labour', fr: 'Ministère du Travail' },
		after: { en: 'Ministry of Labour', fr: 'Ministère de l’Emploi', pt: 'Ministério do Trabalho' }
	}
	expect(tellChanges(words, [change], [], OWN)).toEqual([
		{ label: 'Name in French', before: 'Ministère du Travail', after: 'Ministère de l’Emploi' },
		{ label: 'Name in Portuguese', before: null, after: 'Ministério do Trabalho' }
	])
})

test('what only the machine needs is not told', () => {
	expect(tellChanges(words, [{ table: 'record', row: '1', field: 'version', before: 1, after: 2 }], [], OWN)).toEqual(
		[]
	)
})

test('a part that was added is one line, without the record it belongs to', () => {
	const row = { table: 'membership', row: '7' }
	const changes = [
		{ ...row, field: 'structure_id', before: null, after: OWN },
		{ ...row, field: 'actor_id', before: null, after: iom.id },
		{ ...row, field: 'role', before: null, after: 'observer' },
		{ ...row, field: 'origin', before: null, after: 'entered' }
	]
	expect(tellChanges(words, changes, [iom], OWN)).toEqual([
		{
			label: 'Membership',
			before: null,
			after: 'Actor: International Organization for Migration (IOM); Role: Observer'
		}
	])
})

test('a field of a part that changed is told with the part it belongs to', () => {
	const change = { table: 'membership', row: '7', field: 'to_day', before: null, after: '2026-01-31' }
	const kept = { table: 'membership', row: '7', field: 'role', before: 'member', after: 'observer' }
	expect(tellChanges(words, [change, kept], [], OWN)).toEqual([
		{ label: 'Membership: To', before: null, after: '31 January 2026' },
		{ label: 'Membership: Role', before: 'Member', after: 'Observer' }
	])
})

test('what kind of file came, and how a procedure stands, is told in words', () => {
	const told = tellChanges(
		words,
		[
			{
				table: 'file',
				row: '1',
				field: 'media_type',
				before: null,
				after: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
			},
			{ table: 'written_procedure', row: '2', field: 'state', before: 'open', after: 'closed' },
			{ table: 'written_procedure', row: '2', field: 'outcome', before: null, after: 'not-adopted' }
		],
		[],
		OWN
	)
	expect(told.map(({ label, before, after }) => [label, before, after])).toEqual([
		['File', null, 'Type of file: Word document'],
		['Standing', 'Open', 'Closed'],
		['Outcome', null, 'Not adopted']
	])
})
