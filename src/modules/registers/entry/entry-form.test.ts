import fc from 'fast-check'
import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { REDRAWN } from '#ui/form.ts'
import type { FormFailure } from '#ui/types.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'
import type { AnyField, Declaration } from '../declaration/declaration.ts'
import { drawnDeclaration } from '#tests/fixtures/drawn-declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import EntryForm from './EntryForm.svelte'
import { entryInputs, tableForm, type Forming } from './said/entry-form.ts'
import { listId, listOfField } from './said/field-lists.ts'
import { namedAmong } from './said/named-among.ts'
import { readEntryForm, rowsAfter } from './said/read-form.ts'
import { sentOf } from './said/sent-of.testing.ts'
import type { Value, Values } from './values.ts'

const words = speak(catalogue, 'en')
const ID = '0190a1b2-0000-7000-8000-000000000001'
const reference = { id: ID, kind: 'actor', reference: 'home', title: { en: 'Home Affairs' }, acronym: null }

function aValue(field: AnyField): fc.Arbitrary<Value | undefined> {
	const day = fc.constantFrom('2026-01-31', '2024-02-29')
	switch (field.type) {
		case 'text':
		case 'long-text':
		case 'address':
			return fc.constantFrom('Maseru', '"quoted" & <b>', "l'été")
		case 'whole-number':
			return fc.integer({ min: 0, max: 90 }).map(String)
		case 'decimal':
			return fc.constantFrom('0.5', '12')
		case 'money':
			return fc.constant({ amount: '1200.5', currency: field.currency ?? 'LSL' })
		case 'date':
			return day
		case 'partial-date':
			return fc.constantFrom('2026', '2026-03', '2026-03-15')
		case 'period':
			return fc.constantFrom({ from: '2024-02-29', to: null }, { from: '2024-02-29', to: '2026-01-31' })
		case 'yes-no':
			return fc.boolean()
		case 'one-of':
			return fc.constantFrom('a', 'b', 'c')
		case 'many-of':
			return fc.constantFrom(['a'], ['b', 'c'])
		case 'actor':
		case 'structure':
		case 'record':
			return fc.constant(ID)
		case 'country':
			return fc.constant('LSO')
		case 'place':
			return fc.constant({
				country: 'LSO',
				area: 'Berea',
				locality: 'Teyateyaneng',
				latitude: '-29.15',
				longitude: '27.74'
			})
		case 'email':
			return fc.constant('a@b.org')
		case 'telephone':
			return fc.constant('+266 22 31 1111')
		default:
			return fc.constant(undefined)
	}
}

const valuesOf = (fields: readonly AnyField[]): fc.Arbitrary<Values> =>
	fc
		.tuple(
			...fields.map((field) =>
				isWorkedOut(field) ? fc.constant(undefined) : fc.option(aValue(field), { nil: undefined })
			)
		)
		.map((values) =>
			Object.fromEntries(
				fields.flatMap(({ key }, index) => {
					const value = values[index]
					return value === undefined ? [] : [[key, value] as const]
				})
			)
		)

const drawn = drawnDeclaration.chain((declaration) =>
	fc.record({
		declaration: fc.constant(declaration),
		values: valuesOf(declaration.fields),
		rows: fc.array(valuesOf(declaration.tables[0]?.fields ?? []), { maxLength: 3 })
	})
)

function formingOf(declaration: Declaration, isLong: boolean): Forming {
	const many = Array.from({ length: isLong ? 400 : 2 }, (_, index) => ({
		value: `other-${String(index)}`,
		label: `Other ${String(index)}`
	}))
	const named = [{ value: 'home', label: 'Home Affairs' }, ...many]
	const choices: Record<string, { value: string; label: string }[]> = {
		currency: [{ value: 'LSL', label: 'LSL' }],
		country: [{ value: 'LSO', label: 'Lesotho' }, ...many]
	}
	for (const field of [...declaration.fields, ...declaration.tables.flatMap(({ fields }) => fields)]) {
		const list = listOfField(field)
		if (list === null || list === 'country') continue
		choices[list] =
			field.type === 'record' ? [{ value: namedAmong(field.kinds, reference), label: 'Home Affairs' }, ...many] : named
	}
	return { words, declaration, areas: [], choices, names: { records: new Map([[ID, reference]]) } }
}

type Filled = { declaration: Declaration; values: Values; rows: readonly Values[] }

function shownForm({ declaration, values, rows }: Filled, isLong: boolean, failure: FormFailure | null = null) {
	const forming = formingOf(declaration, isLong)
	const form = {
		fields: entryInputs(forming, declaration.fields, values),
		tables: declaration.tables.map((table) => tableForm(forming, table, rows)),
		lists: Object.entries(forming.choices).map(([list, options]) => ({
			id: listId(list),
			labels: options.map(({ label }) => label)
		})),
		upload: false,
		conditions: null
	}
	const { body } = render(EntryForm, {
		props: { form, submit: 'Save', hidden: { version: 3, once: 'once' }, failure, cancel: '/' },
		context: new Map([[WORDS, words]])
	})
	return { html: body, forming }
}

const asksOf = ({ fields, tables }: Declaration) => [...fields, ...tables].map(({ key }) => key)
const NOT_TYPED = new Set(['formed', 'version', 'once'])
const typedIn = (sent: FormData) =>
	[...new Set(sent.keys())]
		.filter((name) => !NOT_TYPED.has(name))
		.map((name) => [name, sent.getAll(name).map(String)] as const)

const baseIn = (sent: FormData): Record<string, string[]> => {
	const carried = sent.get('formed')
	const formed: unknown = JSON.parse(typeof carried === 'string' ? carried : '{}')
	const base: unknown = typeof formed === 'object' && formed !== null ? Reflect.get(formed, 'base') : null
	return Object.fromEntries(
		Object.entries(typeof base === 'object' && base !== null ? base : {}).map(([name, texts]) => [
			name,
			Array.isArray(texts) ? texts.map(String) : []
		])
	)
}

/** The value as a form gives it: keys instead of identifiers, words for yes and no. */
function givenOf(field: AnyField, value: Value): unknown {
	if (value === ID) return field.type === 'record' ? namedAmong(field.kinds, reference) : 'home'
	if (typeof value === 'boolean') return value ? 'yes' : 'no'
	if (field.type === 'period' && typeof value === 'object' && 'to' in value) return { ...value, to: value.to ?? '' }
	return value
}
const given = (fields: readonly AnyField[], values: Values) =>
	Object.fromEntries(
		fields.flatMap((field) => {
			const value = values[field.key]
			return value === undefined ? [] : [[field.key, givenOf(field, value)]]
		})
	)

test('the form of any declaration, filled and sent as it stands, changes nothing, and sent as new gives everything in it', () => {
	fc.assert(
		fc.property(drawn, fc.boolean(), (filled, isLong) => {
			const { declaration, values, rows } = filled
			const { html, forming } = shownForm(filled, isLong)
			const sent = sentOf(html)
			const reading = { declaration, asks: asksOf(declaration), choices: forming.choices }
			expect(readEntryForm(sent, { ...reading, base: baseIn(sent) }).given).toEqual({ values: {}, tables: {} })
			const whole = readEntryForm(sent, { ...reading, base: null }).given
			expect(whole.values).toEqual(given(declaration.fields, values))
			const kept = rows
				.map((row) => given(declaration.tables[0]?.fields ?? [], row))
				.filter((row) => Object.keys(row).length > 0)
			expect(whole.tables['rows'] ?? []).toEqual(kept)
		}),
		{ numRuns: 60 }
	)
})

test('a row that is added without a script costs nothing that was typed, and a fault stands at its field', () => {
	fc.assert(
		fc.property(drawn, (filled) => {
			const { declaration } = filled
			const sent = sentOf(shownForm(filled, false).html)
			sent.set('values:called', 'Typed just now')
			const after = rowsAfter(sent, 'add:rows')
			const names = typedIn(sent)
			const values = { ...Object.fromEntries(names), 'rows:rows': after?.rows ?? [] }
			const again = shownForm(filled, false, { action: 'default', kind: REDRAWN, values, formed: null })
			const then = sentOf(again.html)
			for (const [name, texts] of names) if (!name.startsWith('rows:')) expect(then.getAll(name), name).toEqual(texts)
			expect(then.getAll('rows:rows')).toHaveLength(filled.rows.length + 1)
			expect(again.html).not.toContain('role="alert"')
			const issues = [{ path: ['values:called'], code: 'platform.field.missing', message: 'Fill this in.' }]
			const refused = shownForm(filled, false, { action: 'default', kind: 'invalid', values, formed: null, issues })
			expect(refused.html).toContain('href="#entry-values:called"')
			expect(refused.html).toContain('id="entry-values:called"')
			expect(asksOf(declaration)).toContain('called')
		}),
		{ numRuns: 30 }
	)
})

test('what is asked for under a condition says so, and is not required by the browser', () => {
	const [one] = fc.sample(drawnDeclaration, 1)
	if (!one) throw new Error('nothing was drawn')
	const called = one.fields.find(({ key }) => key === 'called')
	if (called?.type !== 'text') throw new Error('no title')
	const declaration = {
		...one,
		fields: [called, { ...called, key: 'why', names: { en: 'Why' }, asked: 'called = "x"' }]
	}
	const { html } = shownForm({ declaration, values: {}, rows: [] }, false)
	expect(html).toContain('Asked for, and must be filled, only when: ')
	const input = /<input[^>]*name="values:why"[^>]*>/.exec(html)?.[0] ?? ''
	expect(input).not.toContain('required')
	expect(/<input[^>]*name="values:called"[^>]*>/.exec(html)?.[0]).toContain('required')
})
