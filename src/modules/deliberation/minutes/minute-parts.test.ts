import { expect, test } from 'vitest'
import { becameOf, besideText, partsOf, type Assigned } from './minute-parts.ts'
import { actionLines } from './shorthand.ts'

const labour = { reference: 'labour', title: { en: 'Ministry of Labour' }, acronym: 'MoL' }
const action = (id: string, title: string, more: Partial<Assigned> = {}): Assigned => ({
	id,
	title: { en: title },
	text: null,
	responsible: labour,
	due: '2026-04-30',
	...more
})
const SHOWN = { hidesActions: false }
const text = 'It was noted.\n@action labour: send the figures by 2026-04-30\nAnd closed.'

test('a line that has become an action gives way to it where it stood', () => {
	const actions = [action('1', 'Send the figures'), action('2', 'Something else')]
	const parts = partsOf(text, actions, SHOWN)
	expect(parts).toEqual([{ text: 'It was noted.' }, { action: '1' }, { text: 'And closed.' }])
	expect(besideText(actions, parts).map(({ id }) => id)).toEqual(['2'])
})

test('a line that is no action yet stays as it was typed', () => {
	expect(partsOf(text, [], SHOWN)).toEqual([{ text }])
})

test('a line whose action the reader does not see is left out, and no word of it is left', () => {
	expect(partsOf(text, [], { hidesActions: true })).toEqual([{ text: 'It was noted.\nAnd closed.' }])
	expect(partsOf('@action labour: send it by 2026-04-30', [], { hidesActions: true })).toEqual([])
})

test('an action that was worded anew is known by who has to do it and by when', () => {
	expect(partsOf(text, [action('1', 'Report on wages')], SHOWN)[1]).toEqual({ action: '1' })
	expect(partsOf(text, [action('1', 'Report on wages', { due: '2026-05-01' })], SHOWN)).toEqual([{ text }])
})

test('where two lines or two actions could be meant, none is taken for the other', () => {
	const two = actionLines(`${text}\n@action MoL: call the union by 2026-04-30`)
	expect(becameOf(two, [action('1', 'Report on wages')])).toEqual([null, null])
	expect(becameOf(actionLines(text), [action('1', 'Report'), action('2', 'Pay')])).toEqual([null])
	expect(becameOf(two, [action('1', 'send the figures'), action('2', 'Ring the union')]).map((one) => one?.id)).toEqual(
		['1', '2']
	)
})

test('a line typed twice is told once', () => {
	const line = '@action labour: send the figures by 2026-04-30'
	expect(partsOf(`${line}\n${line}`, [action('1', 'Send the figures')], SHOWN)).toEqual([{ action: '1' }])
})
