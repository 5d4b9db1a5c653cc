import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LINK_STATES, linkStatesAfter, whyNotMoveLink } from '#platform/records/link-states.ts'
import { linkTypes } from '#platform/records/link-types.ts'
import {
	ANSWERS,
	CLASHES,
	HARMONIZATION_MOVES,
	HARMONIZATION_STATES,
	isAgreed,
	isClash,
	RELATION_TYPES,
	stateAfterAnswer,
	stateReopened,
	waitsFor,
	whyNotHarmonize,
	whyNotRelate
} from './relation-rules.ts'

test('every relation is a link of the platform, and four of them are clashes', () => {
	expect(RELATION_TYPES.filter((type) => !linkTypes.includes(type))).toEqual([])
	expect(RELATION_TYPES.filter(isClash)).toEqual([...CLASHES])
})

test('what several States agreed, no law amends or repeals; a later treaty may', () => {
	const CHANGES_TREATY = 'instruments.relation-changes-treaty'
	expect(whyNotRelate('repeals', { from: 'policy', to: 'instrument' })).toBe(CHANGES_TREATY)
	expect(whyNotRelate('amends', { from: 'provision', to: 'agreement' })).toBe(CHANGES_TREATY)
	expect(whyNotRelate('amends', { from: 'instrument', to: 'instrument' })).toBeNull()
	expect(whyNotRelate('repeals', { from: 'policy', to: 'policy' })).toBeNull()
	expect(whyNotRelate('needs-alignment-with', { from: 'policy', to: 'instrument' })).toBeNull()
})

describe('what can be done with an item of the board', () => {
	const RESOLVED = 'instruments.harmonization-resolved'
	const table = {
		open: { change: null, answer: null, resolve: null, reopen: 'instruments.harmonization-not-resolved' },
		'being-resolved': { change: null, answer: null, resolve: null, reopen: 'instruments.harmonization-not-resolved' },
		resolved: { change: RESOLVED, answer: RESOLVED, resolve: RESOLVED, reopen: null }
	} as const

	test.for(HARMONIZATION_STATES.flatMap((state) => HARMONIZATION_MOVES.map((move) => [state, move] as const)))(
		'%s: %s',
		([state, move]) => {
			expect(whyNotHarmonize(state, move)).toBe(table[state][move])
		}
	)
})

const agreer = fc.record({ answer: fc.option(fc.constantFrom(...ANSWERS), { nil: null }) })

test('it is agreed exactly where it waits for nobody and nobody disagrees', () => {
	fc.assert(
		fc.property(fc.array(agreer), (agreers) => {
			const isOpposed = agreers.some(({ answer }) => answer === 'disagrees')
			expect(isAgreed(agreers)).toBe(waitsFor(agreers).length === 0 && !isOpposed)
		})
	)
})

test('an answer begins the work once, and what is taken up again goes on where somebody answered', () => {
	expect(HARMONIZATION_STATES.map(stateAfterAnswer)).toEqual(['being-resolved', 'being-resolved', 'resolved'])
	expect(stateReopened([{ answer: null }])).toBe('open')
	expect(stateReopened([{ answer: null }, { answer: 'disagrees' }])).toBe('being-resolved')
})

test('a link moves between its states in every direction, and nowhere once it was withdrawn', () => {
	for (const from of LINK_STATES)
		for (const to of LINK_STATES)
			expect(whyNotMoveLink(from, to), `${from} to ${to}`).toBe(from === to ? 'platform.link-state-same' : null)
	for (const to of LINK_STATES) expect(whyNotMoveLink('withdrawn', to)).toBe('platform.already-withdrawn')
	expect(linkStatesAfter('resolved')).toEqual(['open', 'being-resolved'])
})
