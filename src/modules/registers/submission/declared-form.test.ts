import { expect, test } from 'vitest'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { askedForm, standingOf } from './asked-form.ts'
import { CONCERNS } from '#tests/fixtures/public-concern.ts'

const faultsOf = (text: string) => {
	const read = readDeclaration(text)
	return 'faults' in read ? read.faults.map(({ code, found, line }) => ({ code, found, line })) : []
}
const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1
const ASKS = 'asks: [subject, kind, employer, text, country, began, paper, phone]'

test('the register of the tests, with its public form, is taken', () => {
	expect(faultsOf(CONCERNS)).toEqual([])
})

test.each([
	['a hidden field', 'asks: [subject, remark]', 'hidden-asked', 'remark'],
	['a field that few fill in', 'asks: [subject, weight]', 'kept-by-few-asked', 'weight'],
	['a field that is not there', 'asks: [subject, none]', 'unknown-field', 'none'],
	['a field twice', 'asks: [subject, subject]', 'key-twice', 'subject'],
	['nothing that could be said', 'asks: [kind, country]', 'nothing-said', 'kind, country']
])('asking strangers for %s is a fault with its line', (_name, asks, code, found) => {
	const text = CONCERNS.replace(ASKS, asks)
	expect(faultsOf(text)).toEqual([{ code, found, line: lineOf(text, asks) }])
})

test('what names something of the workspace, and what is worked out, is asked of nobody', () => {
	const text = CONCERNS.replace(
		'  - { key: remark,',
		'  - { key: office, type: actor, names: { en: Office } }\n  - { key: sum, type: formula, formula: weight + 1, names: { en: Sum } }\n  - { key: remark,'
	)
		.replace('changed: keepers, names: { en: Weight }', 'names: { en: Weight }')
		.replace(ASKS, 'asks: [subject, office, sum]')
	expect(faultsOf(text).map(({ code, found }) => [code, found])).toEqual([
		['names-inside-asked', 'office'],
		['worked-out-asked', 'sum']
	])
})

test.each([
	[
		'a group of an actor in the entry',
		'reviewed_by: [readers]',
		'roles: [secretariat] }',
		'entering_actor: true }',
		'reviewers-by-roles'
	],
	['observers', 'reviewed_by: [readers]', 'roles: [secretariat] }', 'roles: [observer] }', 'reviewers-by-roles'],
	[
		'a role that adds no entries',
		'reviewed_by: [readers]',
		'roles: [secretariat] }',
		'roles: [analyst] }',
		'reviewers-add-nothing'
	],
	[
		'a group that is not there',
		'reviewed_by: [readers]',
		'reviewed_by: [readers]',
		'reviewed_by: [nobody]',
		'unknown-group'
	]
])('reviewers that are %s are a fault', (_name, _at, before, after, code) => {
	expect(faultsOf(CONCERNS.replace(before, after)).map((fault) => fault.code)).toEqual([code])
})

test('what is accepted begins in no public state, and in one that there is', () => {
	const open = CONCERNS.replace('key: taken_up, names', 'key: taken_up, public: true, names')
	expect(faultsOf(open).map(({ code }) => code)).toContain('begins-public')
	expect(faultsOf(CONCERNS.replace('begins_in: taken_up', 'begins_in: none')).map(({ code }) => code)).toEqual([
		'unknown-state'
	])
})

test('a register whose form would stand where receipts are followed declares none', () => {
	const text = CONCERNS.replace('register: concern-test', 'register: receipt')
	expect(faultsOf(text)).toEqual([{ code: 'reserved-register', found: 'receipt', line: 1 }])
})

test('strangers know no condition over what they are not asked, and no list of codes but their own', () => {
	const read = readDeclaration(CONCERNS.replace(`kind = "work"'`, `weight > 1'`))
	const form = 'register' in read ? askedForm(read.register) : null
	expect(form?.compiled.fields.get('employer')).toMatchObject({ asked: null })
	expect([...(form?.compiled.fields.keys() ?? [])]).not.toContain('remark')
	expect(form?.compiled.declaration.states).toHaveLength(1)
	expect(form?.compiled.declaration.moves).toEqual([])
})

test.each([
	[{ isOpen: false, opensOn: null, closesOn: null }, 'closed'],
	[{ isOpen: true, opensOn: null, closesOn: null }, 'open'],
	[{ isOpen: true, opensOn: '2026-03-03', closesOn: null }, 'not-yet'],
	[{ isOpen: true, opensOn: '2026-03-02', closesOn: '2026-03-02' }, 'open'],
	[{ isOpen: true, opensOn: null, closesOn: '2026-03-01' }, 'over'],
	[{ isOpen: false, opensOn: '2026-03-01', closesOn: '2026-03-09' }, 'closed']
] as const)('a form that is %o on the second of March is %s', (opened, standing) => {
	expect(standingOf(opened, '2026-03-02')).toBe(standing)
})
