import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { checkDeclaration } from './check-declaration.ts'
import { drawnDeclaration } from '#tests/fixtures/drawn-declaration.ts'
import { orderByReading } from './order-formulas.ts'
import { readDeclaration, writeDeclaration } from './read-declaration.ts'

const text = readFileSync(new URL('../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8')

type Plain = Record<string, unknown>

const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null
const listIn = (declaration: Plain, name: string): unknown[] => {
	const list = declaration[name]
	return Array.isArray(list) ? list : []
}
const named = (declaration: Plain, list: string, key: string): Plain => {
	const found = listIn(declaration, list).find((one) => isPlain(one) && one['key'] === key)
	if (!isPlain(found)) throw new Error(`no ${key} in ${list}`)
	return found
}

/** What is told of the training register after something in it was spoilt. */
function toldAfter(spoil: (declaration: Plain) => void) {
	const declaration: unknown = parse(text)
	if (!isPlain(declaration)) throw new Error('not a mapping')
	spoil(declaration)
	const read = readDeclaration(stringify(declaration, { aliasDuplicateObjects: false }))
	return 'faults' in read ? read.faults : []
}

const faultsAfter = (spoil: (declaration: Plain) => void) =>
	toldAfter(spoil).map(({ code, found }) => `${code}: ${found}`)
const faultLinesAfter = (spoil: (declaration: Plain) => void) => toldAfter(spoil).flatMap(({ line }) => line ?? [])

const number = (key: string, extra: Plain = {}) => ({ key, type: 'whole-number', names: { en: key }, ...extra })
const formula = (key: string, formulaText: string) => ({
	key,
	type: 'formula',
	formula: formulaText,
	names: { en: key }
})

test('a register is read from its file, made ready, and written back the same', () => {
	const read = readDeclaration(text)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	const { register } = read
	expect(register.parts).toEqual(['open', 'inside', 'group:coordinators'])
	expect(register.fields.get('name')?.part).toBe('open')
	expect(register.fields.get('cost')?.part).toBe('inside')
	expect(register.tables.get('participants')?.part).toBe('group:coordinators')
	expect(register.fields.get('begins')?.column).toEqual({ kind: 'day', position: 0 })
	expect(register.fields.get('ends')?.column).toEqual({ kind: 'day', position: 1 })
	// A column of its own in each part: what the workspace sees is not kept beside what the public sees.
	expect(register.fields.get('came')?.column).toEqual({ kind: 'number', position: 0 })
	const written = writeDeclaration(register.declaration)
	const again = readDeclaration(written)
	if (!('register' in again)) throw new Error(JSON.stringify(again.faults))
	expect(again.register.declaration).toEqual(register.declaration)
	expect(writeDeclaration(again.register.declaration)).toBe(written)
})

test('faults are told from the first line down, each once', () => {
	const lines = faultLinesAfter((it) => {
		listIn(it, 'fields').push(number('version'), number('empty'))
		it['register'] = 'all'
	})
	expect(lines).toEqual([...lines].sort((one, other) => one - other))
	expect(lines.length).toBeGreaterThan(2)
})

describe('a declaration is refused', () => {
	const cases: [string, (declaration: Plain) => void, string][] = [
		[
			'with formulas in a circle',
			(it) => listIn(it, 'fields').push(formula('a', 'b + 1'), formula('b', 'c + 1'), formula('c', 'a + 1')),
			'formula-circle: a → b → c → a'
		],
		[
			'with a formula that reads itself',
			(it) => listIn(it, 'fields').push(formula('a', 'a + 1')),
			'formula-circle: a → a'
		],
		[
			'with a formula over nothing',
			(it) => listIn(it, 'fields').push(formula('a', 'gone + 1')),
			'formula-unknown-field: gone'
		],
		[
			'with a kept formula that changes from day to day',
			(it) => listIn(it, 'fields').push(formula('a', 'days_between(begins, today())')),
			'formula-asks-today: a'
		],
		[
			'with a field named like a system field',
			(it) => listIn(it, 'fields').push(number('version')),
			'system-field: version'
		],
		['under the address of all registers together', (it) => (it['register'] = 'all'), 'reserved-register: all'],
		[
			'with a field named like a word of formulas',
			(it) => listIn(it, 'fields').push(number('empty')),
			'word-of-formulas: empty'
		],
		[
			'with letters to those who do not see what they are about',
			(it) => {
				it['seen'] = ['coordinators', 'providers']
				listIn(it, 'groups').push({ key: 'members', names: { en: 'Members' }, roles: ['member'] })
				named(it, 'moves', 'announce')['does'] = [{ notify: 'members', text: { en: 'It begins.' } }]
			},
			'notifies-unseen: members'
		],
		[
			'with an action that no structure could watch over',
			(it) =>
				(named(it, 'moves', 'announce')['does'] = [
					{ action: { en: 'Go' }, responsible: 'provider', days: 5, watched_by: 'provider' }
				]),
			'not-a-structure: provider'
		],
		[
			'with a time of keeping counted from a day that lists are not filtered by',
			(it) => {
				listIn(it, 'fields').push({ key: 'noted', type: 'date', names: { en: 'Noted' } })
				it['retention'] = { from: 'noted', years: 5, does: 'withdraw' }
			},
			'not-filtered: noted'
		],
		['with a field named twice', (it) => listIn(it, 'fields').push(number('seats')), 'key-twice: seats'],
		['with a table named like a field', (it) => (named(it, 'tables', 'sessions')['key'] = 'seats'), 'key-twice: seats'],
		[
			'with a state that is never reached',
			(it) => listIn(it, 'states').push({ key: 'lost', end: true, names: { en: 'Lost' } }),
			'never-reached: lost'
		],
		['with a state without a way out', (it) => (named(it, 'states', 'held')['end'] = false), 'no-way-out: held'],
		[
			'with states that never come to an end',
			(it) => {
				listIn(it, 'states').push({ key: 'round', names: { en: 'Round' } }, { key: 'about', names: { en: 'About' } })
				const by = ['coordinators']
				listIn(it, 'moves').push(
					{ key: 'm1', names: { en: 'm' }, from: ['planned'], to: 'round', by },
					{ key: 'm2', names: { en: 'm' }, from: ['round'], to: 'about', by },
					{ key: 'm3', names: { en: 'm' }, from: ['about'], to: 'round', by }
				)
			},
			'no-end: round'
		],
		['with a move to nowhere', (it) => (named(it, 'moves', 'hold')['to'] = 'gone'), 'unknown-state: gone'],
		[
			'with a check in a state that is not there',
			(it) => (named(it, 'checks', 'ends_after_begin')['in'] = ['held', 'gone']),
			'unknown-state: gone'
		],
		[
			'with a day that a group waits for',
			(it) => (named(it, 'moves', 'hold')['on'] = 'ends'),
			'not-by-clock: coordinators, providers'
		],
		[
			'with a clock that waits for no day',
			(it) => (named(it, 'moves', 'hold')['by'] = ['clock']),
			'unknown-group: clock'
		],
		[
			'with a clock that waits for a number',
			(it) => Object.assign(named(it, 'moves', 'hold'), { by: ['clock'], on: 'seats' }),
			'not-a-day: seats'
		],
		[
			'with a clock that fills in a field',
			(it) =>
				Object.assign(named(it, 'moves', 'hold'), { by: ['clock'], on: 'ends', does: [{ set: 'seats', to: '1' }] }),
			'clock-only-notifies: hold'
		],
		[
			'with a group that holds nobody',
			(it) => (named(it, 'groups', 'coordinators')['roles'] = []),
			'empty-group: coordinators'
		],
		[
			'that locks everybody out',
			(it) => {
				named(it, 'fields', 'provider')['required'] = false
				it['changed'] = ['providers']
			},
			'nobody: providers'
		],
		[
			'that nobody can add to',
			(it) => {
				listIn(it, 'groups').push({ key: 'ours', names: { en: 'Ours' }, entering_actor: true })
				it['added'] = ['ours']
			},
			'nobody: ours'
		],
		[
			'whose entries are changed by who does not see them',
			(it) => (it['seen'] = ['coordinators']),
			'changes-unseen: providers'
		],
		[
			'with a required field that nobody who adds may fill',
			(it) => {
				it['added'] = ['providers']
				Object.assign(named(it, 'fields', 'seats'), { required: true, public: false, seen: 'coordinators' })
			},
			'cannot-be-filled: seats'
		],
		[
			'with a formula that tells of a hidden field',
			(it) => (
				Object.assign(named(it, 'fields', 'cost'), { seen: 'coordinators' }),
				listIn(it, 'fields').push(formula('twice', 'cost * 2'))
			),
			'tells-of-hidden: cost'
		],
		[
			'with a title that tells of a field the public does not see',
			(it) => {
				listIn(it, 'fields').push({ key: 'note', type: 'text', names: { en: 'Note' } })
				it['title'] = 'name + note'
			},
			'tells-of-hidden: note'
		],
		[
			'with a question that tells of a hidden field',
			(it) => {
				Object.assign(named(it, 'fields', 'seats'), { public: false, seen: 'coordinators' })
				named(it, 'fields', 'ends')['asked'] = 'seats > 3'
			},
			'tells-of-hidden: seats'
		],
		[
			'with a public field that a group keeps',
			(it) => (named(it, 'fields', 'seats')['seen'] = 'coordinators'),
			'public-but-hidden: seats'
		],
		[
			'with a public field of personal data',
			(it) => (named(it, 'fields', 'seats')['personal'] = true),
			'public-but-personal: seats'
		],
		[
			'with a code list that is not there',
			(it) => (named(it, 'fields', 'mode')['codes'] = { list: 'gone' }),
			'unknown-list: gone'
		],
		[
			'with a view by a code that is not there',
			(it) => (named(it, 'views', 'coming')['where'] = { mode: ['gone'] }),
			'unknown-code: gone'
		],
		[
			'with a view sorted by what is not filtered',
			(it) => (named(it, 'views', 'coming')['sort'] = 'seats'),
			'not-filtered: seats'
		],
		['with a calendar of what is no day', (it) => (named(it, 'views', 'calendar')['day'] = 'mode'), 'not-a-day: mode'],
		[
			'with a chart of sums of what is no number',
			(it) => (named(it, 'charts', 'by-mode')['sum'] = 'name'),
			'not-a-number: name'
		],
		[
			'with more filtered fields of one kind than there are columns',
			(it) => {
				for (let index = 0; index < 9; index += 1)
					listIn(it, 'fields').push(number(`n${String(index)}`, { filtered: true }))
			},
			'too-many-filtered: 8'
		],
		[
			'with a filter by what no list filters by',
			(it) => (named(it, 'fields', 'certificate')['filtered'] = true),
			'never-filtered: file'
		],
		[
			'with a condition that is none',
			(it) => (named(it, 'fields', 'place')['asked'] = 'seats + 1'),
			'formula-gives-other: number'
		],
		[
			'whose least lies above its most',
			(it) => (named(it, 'fields', 'seats')['least'] = 20_000),
			'least-above-most: seats'
		],
		[
			'with retention from what is no day',
			(it) => (it['retention'] = { from: 'mode', years: 5, does: 'withdraw' }),
			'not-a-day: mode'
		]
	]
	test.each(cases)('%s', (_name, spoil, expected) => {
		expect(faultsAfter(spoil)).toContain(expected)
	})

	test('with 300 fields', () => {
		const faults = faultsAfter((it) => {
			for (let index = 0; index < 300; index += 1) listIn(it, 'fields').push(number(`n${String(index)}`))
		})
		expect(faults[0]).toMatch(/^shape-too-big/)
	})

	test('with a setting it does not know, naming its line', () => {
		const read = readDeclaration(text.replace('title: name', 'title: name\nscript: rm'))
		expect(read).toMatchObject({ faults: [{ code: 'shape-unrecognized-keys' }] })
		const spoilt = readDeclaration(text.replace('days_between(begins, ends) + 1', 'days_between(begins, gone) + 1'))
		const line = text.split('\n').findIndex((one) => one.includes('days_between')) + 1
		expect(spoilt).toMatchObject({ faults: [{ code: 'formula-unknown-field', found: 'gone', line }] })
	})

	test('at the setting that does not fit, where one of several forms may stand', () => {
		const told = (spoil: (declaration: Plain) => void) => faultsAfter(spoil)
		expect(told((it) => (named(it, 'fields', 'seats')['unit'] = 'kg'))).toEqual(['shape-unrecognized-keys: unit'])
		expect(told((it) => (named(it, 'fields', 'name')['type'] = 'txt'))[0]).toMatch(
			/^shape-invalid-value: text, long-text, /
		)
		expect(told((it) => (named(it, 'fields', 'mode')['codes'] = { lst: 'modes' }))).toEqual([
			'shape-unrecognized-keys: lst'
		])
		expect(told((it) => (named(it, 'moves', 'announce')['does'] = [{ notify: 'coordinators' }]))).toEqual([
			'shape-invalid-type: record'
		])
		expect(told((it) => (named(it, 'moves', 'announce')['does'] = [{ set: 'seats', days: 4 }]))).toEqual([
			'shape-invalid-type: string',
			'shape-unrecognized-keys: days'
		])
		expect(told((it) => (it['seen'] = 5))).toEqual(['shape-invalid-union: 5'])
		const spoilt = text.replace('type: whole-number', 'type: whole-number\n    unit: kg')
		const line = spoilt.split('\n').findIndex((one) => one.includes('unit: kg')) + 1
		expect(readDeclaration(spoilt)).toMatchObject({
			faults: [{ code: 'shape-unrecognized-keys', found: 'unit', line }]
		})
	})

	test('with aliases, which could unfold without end, and with what is not YAML', () => {
		expect(readDeclaration('a: &a [1]\nb: *a')).toMatchObject({ faults: [{ code: 'aliases' }] })
		expect(readDeclaration('a: [1')).toMatchObject({ faults: [{ code: 'not-yaml' }] })
		expect(readDeclaration('x'.repeat(400_001))).toMatchObject({ faults: [{ code: 'file-too-long' }] })
	})
})

test('whatever reads whatever, an order is found or a circle is shown', () => {
	const keys = ['a', 'b', 'c', 'd', 'e']
	const reading = fc.dictionary(fc.constantFrom(...keys), fc.array(fc.constantFrom(...keys), { maxLength: 3 }))
	fc.assert(
		fc.property(reading, (plain) => {
			const readsOf = new Map(Object.entries(plain))
			const ordered = orderByReading(readsOf)
			if ('circle' in ordered) {
				expect(ordered.circle.at(-1)).toBe(ordered.circle[0])
				for (const [index, key] of ordered.circle.slice(0, -1).entries()) {
					expect(readsOf.get(key)).toContain(ordered.circle[index + 1])
				}
				return
			}
			expect(new Set(ordered.order)).toEqual(new Set(readsOf.keys()))
			for (const [index, key] of ordered.order.entries()) {
				for (const read of readsOf.get(key) ?? []) {
					if (readsOf.has(read)) expect(ordered.order.indexOf(read)).toBeLessThan(index)
				}
			}
		})
	)
})

test('a declaration at random is made ready without a fault, and read from its file as it was written', () => {
	fc.assert(
		fc.property(drawnDeclaration, (declaration) => {
			expect(checkDeclaration(declaration).faults).toEqual([])
			const read = readDeclaration(writeDeclaration(declaration))
			if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
			expect(read.register.declaration).toEqual(declaration)
		})
	)
})

test('no field is kept in a part that somebody sees who is not to see the field', () => {
	fc.assert(
		fc.property(drawnDeclaration, (declaration) => {
			const { register } = checkDeclaration(declaration)
			if (!register) throw new Error('not ready')
			const hasPublicStates = declaration.states.some((state) => state.public)
			for (const { field, part } of register.fields.values()) {
				if (field.seen !== undefined) expect(part).toBe(`group:${field.seen}`)
				else expect(part).toBe(hasPublicStates && !field.public ? 'inside' : 'open')
			}
			// Each column of a part is one field's and no other's.
			const taken = [...register.fields.values()].flatMap(({ part, column }) =>
				column ? [`${part} ${column.kind} ${String(column.position)}`] : []
			)
			expect(new Set(taken).size).toBe(taken.length)
		})
	)
})
