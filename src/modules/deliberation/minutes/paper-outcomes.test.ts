import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { decisionSheet, outcomeBlocks } from './paper-outcomes.ts'
import type { Minutes, Outcomes } from './minute-outputs.ts'

const french = speak(catalogue, 'fr', { timeZone: 'Africa/Harare' })
const record = (id: string) => ({ id, kind: 'recommendation', title: { en: 'A lane', fr: 'Une voie' }, acronym: null })

const came = (reasonsLanguage: string | null): Outcomes => ({
	decisions: [
		{
			...record('1'),
			kind: 'decision',
			reference: 'ZWE-DEC-2026-001',
			text: 'The lane is opened.',
			language: 'en',
			state: 'in-force',
			manner: 'consensus',
			votes: null,
			positions: [],
			basis: null,
			effect: null
		}
	],
	recommendations: [],
	actions: [],
	moves: [
		{
			...record('2'),
			reference: 'ZWE-REC-2026-001',
			move: 'accepted',
			level: null,
			reasons: 'It answers a need.',
			reasonsLanguage,
			day: '2026-03-02'
		}
	]
})

const foreign = (block: unknown) => JSON.stringify(block).match(/"text":"[^"]*","language":"[^"]*"/gu) ?? []

test('a paper tells the language of what was decided and of reasons, where it is another than its own', () => {
	const [decision, moved] = outcomeBlocks(french, came('en'))
	expect(decision).toMatchObject({
		text: 'ZWE-DEC-2026-001 · Une voie\nThe lane is opened.\nPar consensus',
		runs: [
			{ text: 'ZWE-DEC-2026-001 · Une voie' },
			{ text: '\n' },
			{ text: 'The lane is opened.', language: 'en' },
			{ text: '\n' },
			{ text: 'Par consensus' }
		]
	})
	expect(foreign(moved)).toEqual(['"text":"It answers a need.","language":"en"'])
	const said = moved?.type === 'paragraph' ? (moved.runs ?? []).map(({ text }) => text).join('') : ''
	expect(said).toBe(moved?.type === 'paragraph' ? moved.text : null)
	expect(said).toContain('Motifs\u00a0: It answers a need.')
})

test('reasons in the language of the paper, or in one that is not known, are plain text of it', () => {
	for (const language of ['fr', null]) expect(outcomeBlocks(french, came(language))[1]).not.toHaveProperty('runs')
})

test('the sheet of decisions lists each as one item, with its own language', () => {
	const nothing = { decisions: [], recommendations: [], actions: [], moves: [] }
	const minutes: Pick<Minutes, 'items' | 'beside'> = { items: [], beside: { ...nothing, ...came('en') } }
	const lists = decisionSheet(french, minutes).flatMap((block) => (block.type === 'list' ? [block] : []))
	expect(lists.map(({ items }) => items.length)).toEqual([1, 1])
	expect(lists.flatMap(foreign)).toEqual([
		'"text":"The lane is opened.","language":"en"',
		'"text":"It answers a need.","language":"en"'
	])
})

test('a decision says how it was taken: the vote by name, reservations and objections, its basis and the day it takes effect', () => {
	const actor = (name: string) => ({ id: name, kind: 'actor', reference: name, title: { en: name }, acronym: null })
	const [decision] = came(null).decisions
	if (!decision) throw new Error('there is one')
	const voted: Outcomes['decisions'][number] = {
		...decision,
		manner: 'vote',
		votes: { for: 2, against: 1, abstaining: 0 },
		positions: [
			{ actor: actor('Labour'), vote: 'for', stance: 'reservation', text: 'For a year.' },
			{ actor: actor('Health'), vote: 'for', stance: null, text: null },
			{ actor: actor('Finance'), vote: 'against', stance: 'objection', text: null }
		],
		basis: 'Rule 7',
		effect: '2026-04-01'
	}
	const english = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const [told] = outcomeBlocks(english, { decisions: [voted], recommendations: [], actions: [], moves: [] })
	expect(told?.type === 'paragraph' ? told.text.split('\n') : []).toEqual([
		'ZWE-DEC-2026-001 · A lane',
		'The lane is opened.',
		'By vote: 2 for, 1 against, 0 abstentions',
		'Voted for: Labour; Health',
		'Voted against: Finance',
		'Reservation of Labour: For a year.',
		'Objection of Finance',
		'Basis: Rule 7',
		'Takes effect on 1 April 2026'
	])
	const [inFrench] = outcomeBlocks(french, { decisions: [voted], recommendations: [], actions: [], moves: [] })
	expect(foreign(inFrench)).toEqual([
		'"text":"The lane is opened.","language":"en"',
		'"text":"For a year.","language":"en"',
		'"text":"Rule 7","language":"en"'
	])
})

test('a recommendation says how it was taken in the same words, and nothing where that is not recorded', () => {
	const labour = { id: 'labour', kind: 'actor', reference: 'labour', title: { en: 'Labour' }, acronym: null }
	const one: Outcomes['recommendations'][number] = {
		id: 'one',
		kind: 'recommendation',
		reference: 'ZWE-REC-2026-001',
		title: { en: 'One desk' },
		acronym: null,
		text: 'One desk',
		language: 'en',
		state: 'proposed',
		manner: 'vote',
		votes: { for: 1, against: 0, abstaining: 0 },
		positions: [{ actor: labour, vote: 'for', stance: 'reservation', text: 'For a year.' }],
		addressee: null,
		addressedTo: null,
		due: null,
		isReworded: false
	}
	const english = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const linesOf = (recommendation: typeof one) => {
		const made = { decisions: [], recommendations: [recommendation], actions: [], moves: [] }
		return outcomeBlocks(english, made).flatMap((block) => (block.type === 'paragraph' ? block.text.split('\n') : []))
	}
	expect(linesOf(one)).toEqual([
		'ZWE-REC-2026-001 · One desk',
		'By vote: 1 for, 0 against, 0 abstentions',
		'Voted for: Labour',
		'Reservation of Labour: For a year.'
	])
	expect(linesOf({ ...one, manner: null, votes: null, positions: [] })).toEqual(['ZWE-REC-2026-001 · One desk'])
})
