import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Declaration } from '../declaration/declaration.ts'
import type { CapturedFields } from './captured-form.ts'
import { carryOver } from './carry-over.ts'
import { noneRenamed, renameOne } from './renamed.ts'

const names = { en: 'F' }
const codes = (...keys: string[]) => keys.map((key) => ({ key, names }))

const declared = (fields: object[], more: object = {}) =>
	Declaration.parse({
		register: 'sample',
		version: 1,
		code: 'SMP',
		names: { en: { one: 'S', many: 'S' } },
		about: { en: 'About' },
		title: 'name',
		added: ['all'],
		changed: ['all'],
		lists: [{ key: 'way', names, codes: codes('road', 'rail') }],
		groups: [{ key: 'all', names, roles: ['secretariat'] }],
		fields,
		states: [{ key: 'open', names }],
		...more
	})

const NAME = { key: 'name', type: 'text', names }
const WAY = { key: 'way', type: 'one-of', codes: { list: 'way' }, names }
const table = (key: string, fields: object[]) => ({ tables: [{ key, names, row: names, fields }] })
const before = declared(
	[NAME, WAY, { key: 'cost', type: 'money', names }, { key: 'met', type: 'date', names }],
	table('goods', [{ key: 'what', type: 'text', names }])
)

describe('what was filled in by an older form', () => {
	test('stays as it is where the form is the same', () => {
		const captured: CapturedFields = [
			['values:name', 'A lorry'],
			['values:way', 'rail'],
			['values:cost', '12'],
			['values:cost:currency', 'USD'],
			['rows:goods', '0'],
			['tables:goods:0:what', 'Tents'],
			[':unasked', 'met']
		]
		expect(carryOver(captured, { from: before, to: before, areas: [] })).toEqual({ fields: captured, left: [] })
	})

	test('follows fields, tables, columns and codes that were renamed, one step after the other', () => {
		const renamed = [
			{ step: 'rename', field: 'name', to: 'called' },
			{ step: 'rename', field: 'called', to: 'title' },
			{ step: 'rename', table: 'goods', to: 'items' },
			{ step: 'rename', in: 'items', field: 'what', to: 'thing' },
			{ step: 'rename', list: 'way', code: 'rail', to: 'train' },
			{ step: 'split', field: 'met', to: 'elsewhere' }
		].reduce(renameOne, noneRenamed)
		const to = declared([{ ...NAME, key: 'title' }, WAY, { key: 'met', type: 'date', names }], {
			title: 'title',
			lists: [{ key: 'way', names, codes: codes('road', 'train') }],
			...table('items', [{ key: 'thing', type: 'text', names }])
		})
		const captured: CapturedFields = [
			['values:name', 'A lorry'],
			['values:way', 'rail'],
			['values:met', '2026-01-01'],
			['rows:goods', '3'],
			['tables:goods:3:id', 'x'],
			['tables:goods:3:what', 'Tents']
		]
		expect(carryOver(captured, { from: before, to, areas: [], renamed })).toEqual({
			fields: [
				['values:title', 'A lorry'],
				['values:way', 'train'],
				['values:met', '2026-01-01'],
				['rows:items', '3'],
				['tables:items:3:id', 'x'],
				['tables:items:3:thing', 'Tents']
			],
			left: []
		})
	})

	test('follows codes that were put together', () => {
		const renamed = renameOne(noneRenamed, { step: 'merge', list: 'way', codes: ['rail', 'road'], into: 'land' })
		const to = declared([NAME, WAY], { lists: [{ key: 'way', names, codes: codes('land') }] })
		expect(carryOver([['values:way', 'rail']], { from: before, to, areas: [], renamed }).fields).toEqual([
			['values:way', 'land']
		])
	})

	test('is left beside it where its field is gone, asks for something else, or offers it no longer', () => {
		const to = declared([NAME, { ...WAY, key: 'way' }, { key: 'met', type: 'yes-no', names }], {
			lists: [{ key: 'way', names, codes: [{ key: 'rail', names, retired: true }, ...codes('road')] }],
			tables: []
		})
		const captured: CapturedFields = [
			['values:name', 'A lorry'],
			['values:way', 'rail'],
			['values:cost', '12'],
			['values:met', '2026-01-01'],
			['rows:goods', '0'],
			['tables:goods:0:what', 'Tents']
		]
		const { fields, left } = carryOver(captured, { from: before, to, areas: [] })
		expect(fields).toEqual([['values:name', 'A lorry']])
		expect(left.map(({ key, text, why }) => [key, text, why])).toEqual([
			['way', 'rail', 'code-gone'],
			['cost', '12', 'field-gone'],
			['met', '2026-01-01', 'other-type'],
			['goods', 'Tents', 'field-gone']
		])
	})
})

test('every text that says something is carried over or left beside it, whatever became of the form', () => {
	const kinds = ['text', 'long-text', 'whole-number', 'date', 'yes-no', 'email'] as const
	const field = fc.record({ key: fc.constantFrom('name', 'a', 'b', 'c'), type: fc.constantFrom(...kinds) })
	const some = fc.uniqueArray(field, { selector: ({ key }) => key, maxLength: 4 })
	const fieldsOf = (drawn: { key: string; type: string }[]) => {
		const own = drawn.map((one) => ({ ...one, names }))
		return own.some(({ key }) => key === 'name') ? own : [NAME, ...own]
	}
	fc.assert(
		fc.property(
			some,
			some,
			fc.array(fc.tuple(fc.constantFrom('name', 'a', 'b', 'c'), fc.string({ maxLength: 5 }))),
			(was, is, typed) => {
				const [from, to] = [declared(fieldsOf(was)), declared(fieldsOf(is))]
				const captured = typed.map(([key, text]): [string, string] => [`values:${key}`, text])
				const { fields, left } = carryOver(captured, { from, to, areas: [] })
				const texts = [...fields.map(([, text]) => text), ...left.map(({ text }) => text)].filter(
					(text) => text.trim() !== ''
				)
				expect(texts.sort()).toEqual(
					captured
						.map(([, text]) => text)
						.filter((text) => text.trim() !== '')
						.sort()
				)
				for (const [name] of fields) expect(to.fields.map(({ key }) => `values:${key}`)).toContain(name)
			}
		)
	)
})
