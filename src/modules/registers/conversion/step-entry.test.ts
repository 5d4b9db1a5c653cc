import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import type { Value, Values } from '../entry/values.ts'
import { GRANTS, nextOf } from './grant.testing.ts'
import { LOOKS } from './looks.testing.ts'
import { readSteps } from './read-steps.ts'
import { replacedBy, replacedWhole, stepEntry, type SteppedRow } from './step-entry.ts'
import { textOfWayBack } from './versions.server.ts'

function compiled(text: string): CompiledRegister {
	const read = readDeclaration(text)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}

type Part = { changes: readonly (readonly [string, string])[]; step: string }

/** Changes of the register of grants that stand beside each other in any choice, each with the step it is. */
const PARTS: readonly Part[] = [
	{ changes: [['key: note,', 'key: remark,']], step: '{ step: rename, field: note, to: remark }' },
	{
		changes: [['key: amount, type: text', 'key: amount, type: decimal']],
		step: '{ step: convert, field: amount, decimal: comma }'
	},
	{
		changes: [
			[
				'{ key: days, type: period, filtered: true, names: { en: Days } }',
				'{ key: from, type: date, names: { en: From } }\n  - { key: until, type: date, names: { en: Until } }'
			]
		],
		step: '{ step: split, field: days, into: [from, until] }'
	},
	{
		changes: [['  - { key: friend, type: text, personal: true, names: { en: Friend } }\n', '']],
		step: '{ step: remove, field: friend }'
	},
	{
		changes: [['{ key: tiny, names: { en: Tiny } }, ', '']],
		step: '{ step: merge, list: kind, codes: [tiny], into: small }'
	},
	{
		changes: [['{ key: large, names: { en: Large } }', '{ key: great, names: { en: Great } }']],
		step: '{ step: rename, list: kind, code: large, to: great }'
	},
	{
		changes: [
			['{ key: begun, names: { en: Begun } }, ', ''],
			['  - { key: begin, names: { en: Begin }, from: [open], to: begun, by: [keepers] }\n', ''],
			['[open, begun]', '[open]']
		],
		step: '{ step: merge, states: [begun], into: open }'
	},
	{ changes: [['key: people', 'key: visitors']], step: '{ step: rename, table: people, to: visitors }' },
	{
		changes: [['{ key: person, type: text', '{ key: who, type: long-text']],
		step: '{ step: convert, field: person, in: people, to: who }'
	},
	{
		changes: [
			['key: secret, type: text, seen: carers', 'key: secret, type: many-of, codes: { list: kind }, seen: carers']
		],
		step: '{ step: convert, field: secret, by: { some: [small] } }'
	}
]

const code = fc.constantFrom('small', 'tiny', 'large')
const words = fc
	.oneof(fc.constantFrom('some', '1 250', '12,5', 'Small', 'about ten'), fc.string({ minLength: 1, maxLength: 20 }))
	.filter((text) => text.trim() === text && text !== '')
const day = fc.constantFrom('2026-01-05', '2026-02-01')
const filled = (drawn: Record<string, fc.Arbitrary<Value>>): fc.Arbitrary<Values> =>
	fc
		.record(drawn, { requiredKeys: [] })
		.map((one) =>
			Object.fromEntries(Object.entries(one).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
		)
const fields = filled({
	name: words,
	kind: code,
	note: words,
	amount: words,
	days: fc.record({ from: day, to: fc.constantFrom(null, '2026-03-01') }),
	secret: words,
	friend: words
})
const rows = fc.array(filled({ person: words, of: code }), { maxLength: 3 })
const state = fc.constantFrom('open', 'begun', 'shut')

type Entry = { state: string; fields: Values; rows: readonly SteppedRow[] }
const entry = fc.record({ state, fields, rows }).map((one): Entry => ({
	state: one.state,
	fields: one.fields,
	rows: one.rows.map((document, position) => ({ id: `row-${String(position)}`, table: 'people', position, document }))
}))

const version = (text: string) => ({
	version: Number(/version: (\d+)/.exec(text)?.[1]),
	text,
	declaredAt: new Date(0),
	compiled: compiled(text)
})

/** An entry taken a version on, with what is kept to take it back. */
function taken(
	before: CompiledRegister,
	after: CompiledRegister,
	held: Entry,
	past: ReturnType<typeof replacedWhole> = null
) {
	const { plan, faults } = readSteps(before, after)
	expect(faults).toEqual([])
	const stepped = stepEntry(plan, held, { past, looks: LOOKS })
	const kept = replacedBy(stepped.changes, {
		positions: new Map(held.rows.map(({ id, position }) => [id, position])),
		partWas: (key) => (before.fields.get(key) ?? before.tables.get(key))?.part,
		partNow: (key) => (after.fields.get(key) ?? after.tables.get(key))?.part,
		open: 'open'
	})
	return { stepped, kept: replacedWhole([...kept.values()]) }
}

describe('steps that are drawn', () => {
	test('are undone to just what stood there, and what they lose is told', () => {
		fc.assert(
			fc.property(fc.subarray([...PARTS], { minLength: 1 }), entry, (parts, held) => {
				const text = nextOf(
					GRANTS,
					parts.flatMap(({ changes }) => changes),
					parts.map(({ step }) => step)
				)
				const [first, second] = [version(GRANTS), version(text)]
				const there = taken(first.compiled, second.compiled, held)
				const third = compiled(textOfWayBack({ to: first, undone: second }, 3))
				const back = taken(second.compiled, third, there.stepped, there.kept)
				expect({ state: back.stepped.state, fields: back.stepped.fields, rows: back.stepped.rows }).toEqual(held)
				// Nothing that came back was told as lost on the way back.
				expect(back.stepped.changes.filter(({ why }) => why !== null)).toEqual([])
				// What does not come back without being kept was told on the way there.
				const plain = taken(second.compiled, third, there.stepped, null).stepped
				const isWhole = there.stepped.changes.every(({ why, isSpelled }) => why === null && !isSpelled)
				if (isWhole) expect({ state: plain.state, fields: plain.fields, rows: plain.rows }).toEqual(held)
			}),
			{ numRuns: 300, seed: 20_260_302 }
		)
	})

	test('of several versions are undone one after another', () => {
		fc.assert(
			fc.property(fc.shuffledSubarray([...PARTS], { minLength: 2, maxLength: 4 }), entry, (parts, held) => {
				const versions = [version(GRANTS)]
				const kept: ReturnType<typeof replacedWhole>[] = [null]
				let standing: Entry = held
				for (const { changes, step } of parts) {
					const last = versions.at(-1)
					if (!last) throw new Error('no version')
					// A table that has been renamed is named so by the next steps.
					const renamed = versions.some(({ text }) => text.includes('key: visitors'))
						? step.replace('in: people', 'in: visitors')
						: step
					const next = version(nextOf(last.text, changes, [renamed]))
					const there = taken(last.compiled, next.compiled, standing)
					standing = there.stepped
					versions.push(next)
					kept.push(there.kept)
				}
				let now = versions.at(-1)
				for (let index = versions.length - 1; index > 0; index -= 1) {
					const [to, undone] = [versions[index - 1], versions[index]]
					if (!to || !undone || !now) throw new Error('no version')
					const next = version(textOfWayBack({ to, undone }, now.version + 1))
					standing = taken(now.compiled, next.compiled, standing, kept[index]).stepped
					now = next
				}
				expect({ state: standing.state, fields: standing.fields, rows: standing.rows }).toEqual(held)
			}),
			{ numRuns: 60, seed: 20_260_302 }
		)
	})
})

test('what is only called otherwise, and again as before, is as it was, and nothing need be kept for it', () => {
	const parts = PARTS.filter(({ step }) => step.includes('step: rename'))
	fc.assert(
		fc.property(entry, (held) => {
			const text = nextOf(
				GRANTS,
				parts.flatMap(({ changes }) => changes),
				parts.map(({ step }) => step)
			)
			const [first, second] = [version(GRANTS), version(text)]
			const there = taken(first.compiled, second.compiled, held)
			expect(there.kept).toBeNull()
			const third = compiled(textOfWayBack({ to: first, undone: second }, 3))
			const { state: now, fields: values, rows: kept } = taken(second.compiled, third, there.stepped).stepped
			expect({ state: now, fields: values, rows: kept }).toEqual(held)
		}),
		{ numRuns: 100, seed: 20_260_302 }
	)
})

describe('texts', () => {
	const split = (pattern: string, name: string, rest = '') => {
		const text = nextOf(
			GRANTS,
			[
				[
					'  - { key: note, type: text, filtered: true, names: { en: Note } }\n',
					'  - { key: first, type: text, names: { en: First } }\n  - { key: family, type: text, names: { en: Family } }\n'
				]
			],
			[
				`{ step: split, field: note, into: [first, family], pattern: '${pattern}'${rest === '' ? '' : `, rest: ${rest}`} }`
			]
		)
		const { fields: values, changes } = taken(compiled(GRANTS), compiled(text), {
			state: 'open',
			fields: { note: name },
			rows: []
		}).stepped
		return [values, changes[0]?.why]
	}
	test.each([
		['{first} {family}', 'Anna Moyo', '', { first: 'Anna', family: 'Moyo' }, null],
		['{first} {family}', 'Anna Maria Moyo', '', { first: 'Anna', family: 'Maria Moyo' }, null],
		['{family}, {first}', 'Moyo, Anna', '', { first: 'Anna', family: 'Moyo' }, null],
		['{family}, {first}', 'Moyo', '', {}, 'not-understood'],
		['{family}, {first}', 'Moyo', 'family', { family: 'Moyo' }, null],
		['{first} ({family})', 'Anna (Moyo)', '', { first: 'Anna', family: 'Moyo' }, null]
	])('split by %s: %s', (pattern, name, rest, values, why) => {
		expect(split(pattern, name, rest)).toEqual([values, why])
	})

	test('that cannot be told apart again once they are joined are told', () => {
		const text = nextOf(
			GRANTS,
			[
				[
					'  - { key: note, type: text, filtered: true, names: { en: Note } }\n  - { key: amount, type: text, filtered: true, names: { en: Amount } }\n',
					'  - { key: both, type: text, names: { en: Both } }\n'
				]
			],
			["{ step: join, fields: [note, amount], into: both, pattern: '{note} / {amount}' }"]
		)
		const joined = (note: string, amount: string) => {
			const { fields: values, changes } = taken(compiled(GRANTS), compiled(text), {
				state: 'open',
				fields: { note, amount },
				rows: []
			}).stepped
			return [values['both'], changes[0]?.why]
		}
		expect(joined('a', 'b')).toEqual(['a / b', null])
		expect(joined('a / b', 'c')).toEqual(['a / b / c', 'not-told-apart'])
	})

	describe('of telephones and e-mail addresses', () => {
		const apart =
			'  - { key: phone, type: telephone, names: { en: Phone } }\n  - { key: mail, type: email, names: { en: Mail } }\n'
		const together = '  - { key: reach, type: text, names: { en: Reach } }\n'
		const note = '  - { key: note, type: text, filtered: true, names: { en: Note } }\n'
		const before = GRANTS.replace(note, apart)
		const held = { phone: '+263 77 001 4455', mail: 'me@example.org' }
		const joining = nextOf(
			before,
			[[apart, together]],
			["{ step: join, fields: [phone, mail], into: reach, pattern: '{phone}, {mail}' }"]
		)
		const splitting = nextOf(
			GRANTS.replace(note, together),
			[[together, apart]],
			["{ step: split, field: reach, into: [phone, mail], pattern: '{phone}, {mail}' }"]
		)

		test('are joined into one', () => {
			const { stepped } = taken(compiled(before), compiled(joining), { state: 'open', fields: held, rows: [] })
			expect(stepped.fields).toEqual({ reach: '+263 77 001 4455, me@example.org' })
			expect(stepped.changes.map(({ why }) => why)).toEqual([null])
		})

		test('are split from one as far as they are sound, and what is not is told', () => {
			const from = (reach: string) =>
				taken(compiled(GRANTS.replace(note, together)), compiled(splitting), {
					state: 'open',
					fields: { reach },
					rows: []
				}).stepped
			expect(from('+263 77 001 4455, me@example.org').fields).toEqual(held)
			const unsound = from('+263 77 001 4455, nobody')
			expect(unsound.fields).toEqual({ phone: held.phone })
			expect(unsound.changes.map(({ why }) => why)).toEqual(['not-understood'])
		})
	})
})
