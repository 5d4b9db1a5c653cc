import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CompiledRegister } from './compile-declaration.ts'
import { readDeclaration } from './read-declaration.ts'
import { whyNotRedeclare } from './redeclare.ts'

const text = readFileSync(new URL('../../../../reference/registers/training.yaml', import.meta.url), 'utf8')

function declared(change: (yaml: string) => string = (yaml) => yaml): CompiledRegister {
	const read = readDeclaration(change(text))
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}

const whyNot = (change: (yaml: string) => string) =>
	whyNotRedeclare(declared(), declared(change)).map(({ code }) => code)
const swap = (from: string, to: string) => (yaml: string) => {
	if (!yaml.includes(from)) throw new Error(`the declaration does not say ${from}`)
	return yaml.replace(from, to)
}
const NEW_FIELD = `  - key: remarks
    type: long-text
    names: { en: Remarks }
`

describe('a declaration that holds entries takes', () => {
	test('what changes nothing', () => expect(whyNot((yaml) => yaml)).toEqual([]))
	test('other names', () => expect(whyNot(swap('{ en: Begins,', '{ en: Starts,'))).toEqual([]))
	test('a new field', () => expect(whyNot(swap('\ntables:', `${NEW_FIELD}\ntables:`))).toEqual([]))
	test('a new code', () =>
		expect(
			whyNot(swap('      - { key: online,', '      - { key: by-post, names: { en: By post } }\n      - { key: online,'))
		).toEqual([]))
	test('a new filtered field behind the others of its kind', () =>
		expect(
			whyNot(
				swap('\ntables:', `${NEW_FIELD.replace('long-text', 'text')}    filtered: true\n    public: true\n\ntables:`)
			)
		).toEqual([]))
})

describe('a declaration that holds entries does not take', () => {
	test('a code that is gone', () =>
		expect(whyNot(swap('      - { key: mixed, names: { en: Mixed, fr: Mixte, pt: Misto } }\n', ''))).toEqual([
			'kept-code-removed'
		]))
	test('a new filtered field before others', () =>
		expect(
			whyNot(
				swap(
					'  - key: mode\n',
					`  - key: kind\n    type: text\n    names: { en: Kind }\n    filtered: true\n    public: true\n  - key: mode\n`
				)
			)
		).toContain('kept-column-moved'))
	test('other readers of a table', () =>
		expect(whyNot(swap('    seen: coordinators\n', ''))).toContain('kept-readers-altered'))
	test('another formula', () =>
		expect(whyNot(swap('count(participants)', 'count(participants) + 0'))).toEqual(['kept-field-altered']))
	test('a state made public', () =>
		expect(whyNot(swap('{ key: planned, names', '{ key: planned, public: true, names'))).toEqual([
			'kept-state-altered'
		]))
	test('others in a group', () =>
		expect(whyNot(swap('roles: [administrator, secretariat]', 'roles: [administrator, secretariat, member]'))).toEqual([
			'kept-group-altered'
		]))
})
