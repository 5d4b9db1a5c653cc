import { expect, test } from 'vitest'
import { readDeclaration, readTaken } from './read-declaration.ts'

/** A register whose move sets a field that is asked for under a condition. */
const declared = ({
	asked,
	when,
	needs = '[]',
	does
}: {
	asked: string
	when?: string
	needs?: string
	does: string
}) => `register: visits
version: 1
code: VIS
names: { en: { one: Visit, many: Visits } }
about: { en: Visits. }
title: name
added: [keepers]
changed: [keepers]
groups:
  - { key: keepers, names: { en: K }, roles: [administrator, secretariat] }
fields:
  - { key: name, type: text, required: true, names: { en: N } }
  - { key: paid, type: yes-no, names: { en: P } }
  - { key: cost, type: whole-number, names: { en: C } }
  - { key: settled, type: date, asked: '${asked}', names: { en: S } }
states:
  - { key: open, names: { en: Open } }
  - { key: done, end: true, names: { en: Done } }
moves:
  - { key: end, names: { en: End }, from: [open], to: done, by: [keepers], needs: ${needs}${when === undefined ? '' : `, when: '${when}'`}, does: [${does}] }
`
const SET = `{ set: settled, to: today() }`
const faultsOf = (parts: Parameters<typeof declared>[0]) => {
	const read = readDeclaration(declared(parts))
	return 'faults' in read ? read.faults.map(({ code, found }) => `${code}: ${found}`) : []
}

test.each([
	['under a condition that the move does not have', { asked: 'paid', does: SET }],
	['under half of what the move demands', { asked: 'paid and cost > 3', when: 'paid', does: SET }],
	['under what the move demands or something else', { asked: 'cost > 3', when: 'paid or cost > 3', does: SET }],
	[
		'under what the move itself takes away',
		{ asked: 'paid', when: 'paid', does: `{ set: paid, to: "false" }, ${SET}` }
	],
	[
		'under what the move sets by something in the entry',
		{ asked: 'paid', does: `{ set: paid, to: cost > 3 }, ${SET}` }
	],
	['under what another field holds', { asked: 'cost != empty', needs: '[paid]', does: SET }]
])('a move that sets a field asked for %s is refused', (_name, parts) =>
	expect(faultsOf(parts)).toEqual(['set-unasked: settled'])
)

test.each([
	['under the condition of the move', { asked: 'paid', when: 'paid', does: SET }],
	['under one of the conditions of the move', { asked: 'cost>3', when: 'paid and cost > 3', does: SET }],
	['under what the move sets', { asked: 'paid', does: `{ set: paid, to: "true" }, ${SET}` }],
	['where what the move needs is filled', { asked: 'cost != empty', needs: '[cost]', does: SET }],
	['and empties it', { asked: 'paid', does: '{ set: settled, to: empty }' }]
])('a move may set a field asked for %s', (_name, parts) => expect(faultsOf(parts)).toEqual([]))

test('a declaration that was taken with such a move stays', () => {
	expect('register' in readTaken(declared({ asked: 'paid', does: SET }))).toBe(true)
})
