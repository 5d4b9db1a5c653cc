import { describe, expect, test } from 'vitest'
import { readDeclaration, readTaken } from './read-declaration.ts'

type Parts = Partial<
	Record<
		'seen' | 'added' | 'changed' | 'title' | 'groups' | 'fields' | 'tables' | 'checks' | 'does' | 'by' | 'more',
		string
	>
>

/** A register of a few lines, with what a test is about. */
const declared = ({
	seen,
	added,
	changed,
	title,
	groups,
	fields,
	tables,
	checks,
	does,
	by,
	more
}: Parts) => `register: grants
version: 1
code: GRT
names: { en: { one: Grant, many: Grants } }
about: { en: Grants. }
title: ${title ?? 'name'}
seen: ${seen ?? 'everyone'}
added: ${added ?? '[keepers, members]'}
changed: ${changed ?? '[keepers, members]'}
groups:
  - { key: keepers, names: { en: K }, roles: [administrator, secretariat] }
  - { key: members, names: { en: M }, roles: [member] }
  - { key: analysts, names: { en: A }, roles: [analyst] }
  - { key: named, names: { en: N }, actor_in: [who] }
${groups ?? ''}
fields:
  - { key: name, type: text, required: true, public: true, filtered: true, names: { en: N } }
  - { key: who, type: actor, names: { en: W }, filtered: true }
  - { key: body, type: structure, names: { en: B }, changed: keepers }
  - { key: amount, type: whole-number, names: { en: A } }
  - { key: ends, type: date, names: { en: E } }
${fields ?? ''}
${tables ?? ''}
states:
  - { key: open, names: { en: Open } }
  - { key: done, end: true, names: { en: Done } }
moves:
  - { key: end, names: { en: End }, from: [open], to: done, by: ${by ?? '[keepers]'}, does: [${does ?? ''}] }
${checks ?? ''}
${more ?? ''}
`

function faultsOf(parts: Parts): string[] {
	const read = readDeclaration(declared(parts))
	return 'faults' in read ? read.faults.map(({ code, found }) => `${code}: ${found}`) : []
}

const hidden = (key: string, seen: string, more = '') =>
	`  - { key: ${key}, type: whole-number, names: { en: H }, seen: ${seen}${more} }`
const formula = (key: string, text: string, more = '') =>
	`  - { key: ${key}, type: formula, formula: '${text}', names: { en: F }${more} }`

test('the register the tests spoil is taken as it stands', () => expect(faultsOf({})).toEqual([]))

describe('who says who stands in a circle of readers is in it', () => {
	const JUDGES = '  - { key: judges, names: { en: J }, roles: [administrator, secretariat], members_in: [board] }'
	const board = (more = '') =>
		`  - { key: board, type: structure, names: { en: B }${more} }\n${hidden('mark', 'judges')}`

	test('a field that opens what is hidden is not changed by a group that does not see it', () =>
		expect(faultsOf({ groups: JUDGES, fields: board() })).toContain('opens-itself: board: members → judges'))
	test('nor filled in by such a group when it adds an entry', () =>
		expect(faultsOf({ groups: JUDGES, fields: board(), changed: '[keepers]' })).toContain(
			'opens-itself: board: members → judges'
		))
	test('nor by way of another field that a move copies', () =>
		expect(
			faultsOf({
				groups: JUDGES,
				fields: `${board(', changed: keepers')}\n  - { key: wished, type: structure, names: { en: W } }`,
				does: '{ set: board, to: wished }'
			})
		).toContain('opens-itself: wished: members → judges'))
	test('the secretariat may, and whoever is in the circle already', () => {
		expect(faultsOf({ groups: JUDGES, fields: board(', changed: keepers') })).toEqual([])
		const own = { changed: '[keepers, named]', added: '[keepers]', fields: hidden('cost', 'named') }
		expect(faultsOf(own)).toEqual([])
	})
})

describe('readers and changers of a field', () => {
	test('see the entries it stands in', () =>
		expect(faultsOf({ seen: '[keepers, members]', fields: hidden('mark', 'analysts') })).toEqual([
			'seen-by-outsiders: analysts'
		]))
	test('are a circle that the readers make up together', () =>
		expect(
			faultsOf({
				seen: '[keepers, members, named]',
				groups: '  - { key: both, names: { en: B }, roles: [secretariat, member] }',
				fields: hidden('mark', 'both')
			})
		).toEqual([]))
	test('see what they change', () =>
		expect(faultsOf({ fields: hidden('mark', 'keepers', ', changed: members') })).toEqual(['changes-unseen: members']))
	test('may be fewer than those who see it', () =>
		expect(
			faultsOf({
				groups: '  - { key: both, names: { en: B }, roles: [administrator, secretariat, member] }',
				fields: hidden('mark', 'both', ', changed: keepers')
			})
		).toEqual([]))
	test('may be named by whoever adds an entry as one of them', () => {
		const adding = { added: '[keepers, own]', groups: '  - { key: own, names: { en: O }, actor_in: [owner] }' }
		const owner = (more: string) => `  - { key: owner, type: actor, names: { en: O }${more} }`
		expect(faultsOf({ ...adding, fields: owner('') })).toEqual([])
		expect(faultsOf({ ...adding, fields: owner(', changed: keepers') })).toEqual(['adds-never: own'])
	})
	test('may change entries at all', () =>
		expect(faultsOf({ fields: '  - { key: mark, type: text, names: { en: M }, changed: analysts }' })).toEqual([
			'changes-no-entries: mark: analysts'
		]))
	test('are somebody: a group that only it could name itself in locks everybody out', () =>
		expect(
			faultsOf({
				changed: '[keepers, members, lone]',
				groups: '  - { key: lone, names: { en: L }, actor_in: [owner] }',
				fields: `  - { key: owner, type: actor, names: { en: O }, changed: lone }\n${hidden('mark', 'lone')}`
			})
		).toEqual(expect.arrayContaining(['nobody: lone'])))
})

describe('what is changed in some states only', () => {
	test('names states that are there, and groups that change it', () =>
		expect(
			faultsOf({
				fields: '  - { key: f, type: text, names: { en: F }, changed_in: [gone] }',
				tables:
					'tables: [{ key: t, names: { en: T }, row: { en: R }, changed_in: { analysts: [open] }, fields: [{ key: x, type: text, names: { en: X } }] }]',
				more: 'changed_in: { members: [lost] }'
			})
		).toEqual(['unknown-state: gone', 'not-a-changer: analysts', 'unknown-state: lost']))
	test('is said of a table and not of its fields', () =>
		expect(
			faultsOf({
				tables:
					'tables: [{ key: t, names: { en: T }, row: { en: R }, fields: [{ key: x, type: text, names: { en: X }, changed_in: [open] }] }]'
			})
		).toEqual(['seen-in-table: x']))
	test('is not said of what is worked out', () =>
		expect(faultsOf({ fields: formula('f', 'amount + 1', ', changed_in: [open]') })).toEqual(['worked-out: f']))
})

describe('a check over a hidden field', () => {
	const checked = (fields: string, must: string) => ({
		fields,
		checks: `checks: [{ key: c, must: '${must}', at: cap, message: { en: Over } }]`
	})
	test('reads nothing that others fill in, who would find it out by trying', () =>
		expect(faultsOf(checked(hidden('cap', 'keepers'), 'amount <= cap'))).toEqual([
			'check-tells-hidden: cap, amount: members'
		]))
	test('nor by way of formulas', () =>
		expect(
			faultsOf(
				checked(`${hidden('cap', 'keepers')}\n${formula('left', 'cap - amount', ', seen: keepers')}`, 'left >= 0')
			)
		).toEqual(['check-tells-hidden: cap, amount: members']))
	test('may read what only its readers fill in', () =>
		expect(
			faultsOf(
				checked(
					`${hidden('cap', 'keepers')}\n  - { key: given, type: whole-number, names: { en: G }, changed: keepers }`,
					'given <= cap'
				)
			)
		).toEqual([]))
})

describe('what formulas give and read', () => {
	const linked =
		'  - { key: up, type: entry, register: grants, filtered: true, names: { en: U } }\n  - { key: below, type: linked-count, register: grants, by: up, names: { en: B } }'
	test.each([
		['a title that is an identifier', { title: 'who' }, 'gives-reference: who'],
		[
			'a title with an identifier within',
			{ title: 'first_filled(name, who)' },
			'gives-reference: first_filled(name, who)'
		],
		[
			'a formula that gives an identifier',
			{ fields: formula('f', 'if(amount > 1, who, empty)') },
			'gives-reference: f'
		],
		[
			'a formula over what is counted when it is shown',
			{ fields: `${linked}\n${formula('f', 'below * 2')}` },
			'formula-not-kept: below'
		],
		[
			'a move that needs what is counted',
			{ fields: linked, more: '', by: '[keepers], needs: [below]' },
			'needs-worked-out: below'
		],
		[
			'a move that needs what is worked out',
			{ fields: formula('f', 'amount + 1'), by: '[keepers], needs: [f]' },
			'needs-worked-out: f'
		],
		['a move that sets what is counted', { fields: linked, does: '{ set: below, to: "3" }' }, 'set-worked-out: below'],
		['a move that sets an actor to a text', { does: `{ set: who, to: '"abc"' }` }, 'set-not-same: who'],
		['a move that sets an actor to a structure', { does: '{ set: who, to: body }' }, 'set-not-same: who'],
		[
			'a field named as lists name their state',
			{ fields: '  - { key: since, type: text, names: { en: S } }' },
			'system-field: since'
		]
	])('%s is refused', (_name, parts: Parts, fault) => expect(faultsOf(parts)).toContain(fault))

	test('an identifier may be compared, and copied from a field of the same type', () =>
		expect(
			faultsOf({
				fields: `  - { key: other, type: actor, names: { en: O } }\n${formula('same', 'who = other')}`,
				does: '{ set: who, to: other }'
			})
		).toEqual([]))
	test('a calendar may show a day that is worked out', () => {
		const day = formula('late', 'add_days(ends, 30)', ', filtered: true')
		const view = (key: string) => `views: [{ key: v, shows: calendar, day: ${key}, names: { en: V } }]`
		expect(faultsOf({ fields: day, more: view('late') })).toEqual([])
		expect(faultsOf({ fields: formula('twice', 'amount * 2', ', filtered: true'), more: view('twice') })).toEqual([
			'not-a-day: twice'
		])
	})
})

test('a declaration that was taken once is made ready as it stands, whatever is asked of new ones', () => {
	const text = declared({ title: 'who' })
	expect('faults' in readDeclaration(text)).toBe(true)
	expect('register' in readTaken(text)).toBe(true)
})

test('a fault of the form names what may stand there, not a sentence in one language', () => {
	const read = readDeclaration(declared({}).replace('type: date', 'type: day'))
	const found = 'faults' in read ? read.faults.map((fault) => `${fault.code}: ${fault.found}`) : []
	expect(found.join(' ')).not.toMatch(/Invalid|expected/)
})
