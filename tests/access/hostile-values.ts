import fc from 'fast-check'

const TEXTS = [
	'',
	' ',
	'\u0000',
	'a\u0000b',
	'\ud800',
	'\udfff\ud800',
	'\uffff',
	'\u202e',
	'x'.repeat(100_000),
	'é'.repeat(5_000),
	"' or 1=1; --",
	'"; drop table record; --',
	'%_\\',
	"$1 || '",
	'<script>alert(1)</script>',
	'{{7*7}}${7*7}',
	'../../etc/passwd',
	':*',
	'a & !b | (c',
	'&:* |',
	'01900000-0000-7000-8000-00000000dead',
	'01900000-0000-7000-8000-00000000DEAD',
	'00000000-0000-0000-0000-000000000000',
	'ZWE-REC-2026-001',
	'2026-02-30',
	'0000-00-00',
	'9999-12-31',
	'1000-01-01',
	'-infinity',
	'1e999',
	'null',
	'[]',
	'__proto__',
	'constructor',
	'toString',
	'und-x-icu',
	'system',
	'role:administrator',
	'committee',
	'a.b',
	'eyJ9.AAAAAAAAAAAAAAAAAAAAAA'
]
const NUMBERS = [
	0,
	-0,
	-1,
	1,
	0.5,
	2 ** 31,
	2 ** 31 - 1,
	-(2 ** 31) - 1,
	2 ** 53,
	2 ** 63,
	1e308,
	-1e308,
	NaN,
	Infinity,
	-Infinity
]
const KEYS = [
	'__proto__',
	'constructor',
	'prototype',
	'hasOwnProperty',
	'toJSON',
	'then',
	'length',
	'',
	'a\u0000b',
	'\ud800',
	'x'.repeat(300)
]

function nested(depth: number, isList: boolean): unknown {
	let value: unknown = 'deep'
	for (let level = 0; level < depth; level++) value = isList ? [value] : { a: value }
	return value
}

/** A value under a key that means something to the language itself. */
const keyed = (key: string, value: unknown): unknown =>
	Object.defineProperty({}, key, { value, enumerable: true, configurable: true, writable: true })

/** A single value that no field waits for, or one at the edge of what it takes. */
const leaf: fc.Arbitrary<unknown> = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom<unknown>(...TEXTS) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
	{ weight: 3, arbitrary: fc.constantFrom<unknown>(...NUMBERS) },
	{ weight: 2, arbitrary: fc.constantFrom<unknown>(null, undefined, true, false, [], {}, [[]], [null], ['a', 'b']) },
	{ weight: 1, arbitrary: fc.uuid() },
	{ weight: 1, arbitrary: fc.constantFrom(nested(50, true), nested(5_000, true), nested(5_000, false)) },
	{
		weight: 1,
		arbitrary: fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...TEXTS)).map(([key, text]) => keyed(key, text))
	},
	{ weight: 1, arbitrary: fc.constant(Array.from({ length: 5_000 }, () => 'x')) },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) }
)

/** The fields an input may have, and for each the fields within it, if any. */
export type Fields = readonly { name: string; within: readonly string[] }[]

const put = (input: object, name: string, value: unknown): unknown =>
	Object.defineProperty({ ...input }, name, { value, enumerable: true, configurable: true, writable: true })

type Change = (input: unknown) => unknown

const isPlain = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
const onFields =
	(change: (input: object) => unknown): Change =>
	(input) =>
		isPlain(input) ? change(input) : input

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')
const valueOf = (input: object, name: string): unknown => Object.entries(input).find(([one]) => one === name)?.[1]

/** Wrong in one field of those the operation takes, given or not, or in a field it does not take. */
function oneField(fields: Fields): fc.Arbitrary<Change> {
	const names = fields.map((field) => field.name)
	const inner = fields.flatMap(({ name, within }) => within.map((one) => [name, one] as const))
	const value = fc.oneof(
		leaf,
		leaf.map((one) => [one])
	)
	const known = names.length > 0 ? fc.constantFrom(...names) : fc.constantFrom(...KEYS)
	return fc.oneof(
		{ weight: 6, arbitrary: fc.tuple(known, value).map(([name, one]) => onFields((input) => put(input, name, one))) },
		{
			weight: inner.length > 0 ? 6 : 0,
			arbitrary: fc
				.tuple(fc.constantFrom(...(inner.length > 0 ? inner : [['', ''] as const])), value)
				.map(([[name, one], given]) => onFields((input) => put(input, name, put({}, one, given))))
		},
		{
			weight: 2,
			arbitrary: fc
				.tuple(known, fc.constantFrom(...TEXTS))
				.map(([name, text]) => onFields((input) => put(input, name, `${textOf(valueOf(input, name))}${text}`)))
		},
		{
			weight: 1,
			arbitrary: known.map((name) =>
				onFields((input) => Object.fromEntries(Object.entries(input).filter(([one]) => one !== name)))
			)
		},
		{
			weight: 1,
			arbitrary: fc
				.tuple(known, fc.constantFrom(...KEYS))
				.map(([name, key]) => onFields((input) => put(input, name, put({}, key, valueOf(input, name)))))
		},
		{
			weight: 1,
			arbitrary: fc
				.tuple(fc.constantFrom(...KEYS), value)
				.map(([key, one]) => onFields((input) => put(input, key, one)))
		}
	)
}

// What the database, UTF-8 or JSON cannot hold, and what is just beyond what a column holds.
const WORST: readonly unknown[] = ['a\u0000b', ['\u0000'], '\ud800', NaN, 2 ** 31]

/** Each field of an input in turn holding each of the worst values. */
export function worstIn(fields: Fields): Change[] {
	return fields.flatMap(({ name, within }) =>
		WORST.flatMap((value) => [
			onFields((input) => put(input, name, value)),
			...within.map((one) => onFields((input) => put(input, name, put({}, one, value))))
		])
	)
}

/** Makes, of a valid input, one that somebody might send: wrong from the root, or wrong in one place or two. */
export function spoiling(fields: Fields): fc.Arbitrary<Change> {
	const change = oneField(fields)
	return fc.oneof(
		{ weight: 1, arbitrary: leaf.map((value) => () => value) },
		{ weight: 6, arbitrary: change },
		{
			weight: 2,
			arbitrary: fc.tuple(change, change).map(
				([one, other]) =>
					(input: unknown) =>
						other(one(input))
			)
		}
	)
}
