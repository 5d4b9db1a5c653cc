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
		text: 'ZWE-DEC-2026-001 · Une voie\nThe lane is opened.',
		runs: [{ text: 'ZWE-DEC-2026-001 · Une voie' }, { text: '\n' }, { text: 'The lane is opened.', language: 'en' }]
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
