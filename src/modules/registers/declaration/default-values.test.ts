import { describe, expect, test } from 'vitest'
import { readDeclaration, writeDeclaration } from './read-declaration.ts'
import { shownDeclaration } from './shown-declaration.ts'

const declared = (fields: string, more = '') => `register: visit
version: 1
code: VIS
names: { en: { one: Visit, many: Visits } }
about: { en: Visits. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [secretariat] }]
lists: [{ key: form, names: { en: Form }, codes: [{ key: seen, names: { en: Seen } }, { key: old, retired: true, names: { en: Old } }] }]
states: [{ key: there, names: { en: There } }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
${fields}
${more}`
const field = (type: string, value: string, more = '') =>
	`  - { key: one, type: ${type}, default: ${value}, ${more} names: { en: One } }`

function read(text: string) {
	const found = readDeclaration(text)
	if ('faults' in found) return { faults: found.faults.map(({ code, line }) => `${code} ${String(line)}`) }
	return { preset: found.register.fields.get('one')?.preset, register: found.register }
}

const codes = 'codes: { list: form },'

describe('what a field begins with', () => {
	test.each([
		['text', 'Harare', '', { value: 'Harare' }],
		['text', 'today', '', { value: 'today' }],
		['whole-number', '3', '', { value: '3' }],
		['decimal', '2.5', '', { value: '2.5' }],
		['money', '100', 'currency: USD,', { value: { amount: '100', currency: 'USD' } }],
		['money', '{ amount: 100, currency: ZAR }', '', { value: { amount: '100', currency: 'ZAR' } }],
		['date', 'today', '', 'today'],
		['date', '2026-03-01', '', { value: '2026-03-01' }],
		['partial-date', '"2026"', '', { value: '2026' }],
		['yes-no', 'false', '', { value: false }],
		['one-of', 'seen', codes, { value: 'seen' }],
		['many-of', '[seen]', codes, { value: ['seen'] }],
		['country', 'ZWE', '', { value: 'ZWE' }],
		['actor', 'own', '', 'own']
	])('is read of a field of type %s written %s', (type, value, more, preset) => {
		const { preset: found, register } = read(declared(field(type, value, more)))
		expect(found).toEqual(preset)
		// What is written out is read as the same, a no among it.
		expect(register && read(writeDeclaration(register.declaration)).preset).toEqual(preset)
	})
	test.each([
		['whole-number', 'many', '', 'default-not-read'],
		['whole-number', '7', 'most: 5,', 'default-not-read'],
		['date', '2026-02-30', '', 'default-not-read'],
		['one-of', 'nowhere', codes, 'default-not-read'],
		['one-of', 'old', codes, 'default-not-read'],
		['one-of', 'a', 'codes: { framework: themes },', 'default-not-taken'],
		['actor', 'labour', '', 'default-not-taken'],
		['structure', 'own', '', 'default-not-taken'],
		['period', 'today', '', 'default-not-taken'],
		['formula', '3', 'formula: 1 + 1,', 'default-not-taken']
	])('is a fault in a field of type %s written %s', (type, value, more, code) => {
		expect(read(declared(field(type, value, more))).faults).toEqual([`${code} 14`])
	})
	test('is none in the row of a table', () => {
		const table = `tables:
  - key: rows
    names: { en: Rows }
    row: { en: Row }
    fields: [{ key: inner, type: text, default: a, names: { en: Inner } }]`
		expect(read(declared('', table)).faults).toEqual(['default-in-table 19'])
	})
	test('is shown with what comes of the declaration', () => {
		const { register } = read(declared(field('one-of', 'seen', codes)))
		const seat = { role: 'administrator', actorId: null, audience: [] }
		const shown = register && shownDeclaration(register, { seat, prefix: 'ZWE', year: '2026' })
		expect(shown?.fields.map(({ begins }) => begins)).toEqual([null, { value: 'seen' }])
	})
})
