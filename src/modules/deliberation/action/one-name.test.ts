import { expect, test } from 'vitest'
import { catalogue } from '../../../words.ts'
import { ACTION_STATES } from '../rules.ts'

test('a state of an action has one name wherever it is told', () => {
	for (const [language, words] of Object.entries(catalogue)) {
		for (const state of ACTION_STATES) {
			const own = words[`action.state.${state}`]
			if (own === undefined) continue
			for (const elsewhere of ['recommendation.action-state', 'meeting.standing']) {
				const name = words[`${elsewhere}.${state}`]
				if (name !== undefined) expect([language, elsewhere, state, name]).toEqual([language, elsewhere, state, own])
			}
		}
	}
	expect(catalogue['en']?.['recommendation.action-state.submitted']).toBe('Waits for acceptance')
	expect(catalogue['en']?.['meeting.standing.submitted']).toBe('Waits for acceptance')
})
