import { describe, expect, test } from 'vitest'
import { senderIn, whyNotFrom, whyNotHeld, whyNotState } from './way-rules.ts'

type Cells = Record<string, string>
const isGone = (key: string) => key === 'gone'
const hop = (from: Cells, to: Cells, answer?: string): Cells => ({
	...Object.fromEntries(Object.entries(from).map(([kind, key]) => [`from_${kind}`, key])),
	...Object.fromEntries(Object.entries(to).map(([kind, key]) => [`to_${kind}`, key])),
	...(answer === undefined ? {} : { answer })
})
const forum = { structure: 'forum' }
const committee = { structure: 'committee' }
const labour = { actor: 'labour' }

describe('where a recommendation lies', () => {
	const held = (state: string, holder: Cells, hops: readonly Cells[]) =>
		whyNotHeld(
			{
				state,
				structure: 'forum',
				...Object.fromEntries(Object.entries(holder).map(([kind, key]) => [`holder_${kind}`, key]))
			},
			hops,
			isGone
		)
	const REFUSED = 'deliberation.import-holder-not-last-level'

	test.each(['submitted', 'received', 'under-review', 'accepted', 'accepted-in-part', 'being-implemented'])(
		'it lies at the last level while it is %s',
		(state) => {
			const hops = [hop(forum, committee, 'passed-on'), hop(committee, labour)]
			expect(held(state, labour, hops)).toBeNull()
			for (const other of [committee, forum, { structure: 'labour' }]) expect(held(state, other, hops)).toBe(REFUSED)
		}
	)

	test('it lies where it came from once it is returned, with the actor that passed it on too', () => {
		expect(held('returned', forum, [hop(forum, committee, 'returned')])).toBeNull()
		expect(held('returned', committee, [hop(forum, committee, 'returned')])).toBe(REFUSED)
		const cabinet = [hop(forum, labour, 'passed-on'), hop(labour, { actor: 'cabinet' }, 'returned')]
		expect(held('returned', labour, cabinet)).toBeNull()
		expect(held('returned', { actor: 'cabinet' }, cabinet)).toBe(REFUSED)
	})

	test('what lay at a level that is gone was taken over, and what is over may say where it lay', () => {
		expect(held('accepted', committee, [hop(forum, { structure: 'gone' }, 'accepted')])).toBeNull()
		expect(held('implemented', forum, [hop(forum, committee, 'accepted')])).toBeNull()
		expect(held('submitted', {}, [hop(forum, committee)])).toBeNull()
	})
})

describe('where a level was reached from', () => {
	const from = (one: Cells, before: readonly Cells[]) => whyNotFrom(one, { before, madeBy: 'forum', isGone })
	const REFUSED = 'deliberation.import-hop-from-elsewhere'

	test('the first is left from the structure that made the recommendation', () => {
		expect(from(hop(forum, committee), [])).toBeNull()
		for (const other of [committee, labour, {}]) expect(from(hop(other, committee), [])).toBe(REFUSED)
		expect(whyNotFrom(hop({}, committee), { before: [], madeBy: undefined, isGone })).toBeNull()
	})

	test('any later is left from where the one before ended, or from where that came once it was returned', () => {
		expect(from(hop(committee, labour), [hop(forum, committee, 'passed-on')])).toBeNull()
		expect(from(hop(forum, labour), [hop(forum, committee, 'accepted')])).toBe(REFUSED)
		expect(from(hop(forum, committee), [hop(forum, committee, 'returned')])).toBeNull()
		expect(from(hop(committee, labour), [hop(forum, committee, 'returned')])).toBe(REFUSED)
		expect(from(hop(committee, labour), [hop(forum, { structure: 'gone' }, 'accepted')])).toBeNull()
	})

	test('a file that names no actor as sender says it by the row before', () => {
		const before = hop(committee, labour, 'passed-on')
		const on = hop({}, { actor: 'cabinet' })
		expect(from(on, [hop(forum, committee, 'passed-on'), before])).toBeNull()
		expect(senderIn(on, before)).toBe('labour')
		expect(senderIn(hop(forum, committee), before)).toBeUndefined()
		expect(senderIn(hop({}, committee), hop(committee, labour, 'returned'))).toBeUndefined()
		expect(senderIn(hop({ actor: 'police' }, committee), before)).toBe('police')
	})
})

test('what lapsed while it waited ended at its last level, and no open state goes with that', () => {
	const last = hop(forum, committee, 'ended')
	expect(whyNotState('lapsed', last)).toBeNull()
	expect(whyNotState('submitted', last)).toBe('deliberation.import-state-without-level')
	expect(whyNotState('accepted', last)).toBe('deliberation.import-state-without-answer')
})
