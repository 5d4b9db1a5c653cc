import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { EntryValues } from '../entry/values.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import { readDeclaration } from './read-declaration.ts'
import { isKeptOtherwise, whyNotRedeclare } from './redeclare.ts'
import { weighing } from './weigh-entries.ts'

const text = readFileSync(new URL('../../../../tests/fixtures/training.yaml', import.meta.url), 'utf8')

type Change = (yaml: string) => string

function declared(change: Change = (yaml) => yaml): CompiledRegister {
	const read = readDeclaration(change(text))
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}

const swap =
	(from: string, to: string): Change =>
	(yaml) => {
		if (!yaml.includes(from)) throw new Error(`the declaration does not say ${from}`)
		return yaml.replace(from, to)
	}
const FIELD = (name: string, more: string) => `  - key: ${name}\n    names: { en: New }\n    ${more}\n`
const inserted = (more: string) => swap('  - key: mode\n', `${FIELD('fresh', more)}  - key: mode\n`)
const MIXED = '      - { key: mixed, names: { en: Mixed, fr: Mixte, pt: Misto } }\n'

const entry: EntryValues = {
	fields: { name: 'Border data', provider: 'a', mode: 'mixed', seats: '20', came: '1', women: '1' },
	tables: { sessions: [], participants: [{ person: 'Aa', sex: 'female' }] }
}

function weighed(change: Change, values = entry, state = 'planned') {
	const [before, after] = [declared(), declared(change)]
	const weighs = weighing(before, after, '2026-03-02')
	weighs.take({ reference: 'ZWE-TRN-2026-001', state, values })
	const losses = [...whyNotRedeclare(before, after), ...weighs.losses()]
	return {
		losses: losses.map(({ code, found }) => `${code} ${found}`),
		effects: weighs.effects().map(({ code, found, entries }) => `${code} ${found} ${String(entries)}`),
		isRekept: isKeptOtherwise(before, after)
	}
}

type Row = { what: string; change: Change; losses?: string[]; effects?: string[]; isRekept?: boolean }
const ROWS: readonly Row[] = [
	{ what: 'nothing', change: (yaml) => yaml },
	{ what: 'other names', change: swap('{ en: Begins,', '{ en: Starts,') },
	{ what: 'a new code', change: swap(MIXED, `${MIXED}      - { key: by-post, names: { en: By post } }\n`) },
	{ what: 'a retired code', change: swap('{ key: mixed,', '{ key: mixed, retired: true,') },
	{ what: 'a code taken away that it holds', change: swap(MIXED, ''), losses: ['kept-code-removed mixed'] },
	{
		what: 'a code taken away that it does not hold',
		change: swap('      - { key: online, names: { en: Online, fr: En ligne, pt: Em linha } }\n', '')
	},
	{
		what: 'a code of rows that they hold',
		change: swap('      - { key: female, names: { en: Female, fr: Femme, pt: Mulher } }\n', ''),
		losses: ['kept-code-removed female']
	},
	{ what: 'a new field', change: inserted('type: long-text') },
	{
		what: 'a new field that must be filled',
		change: inserted('type: text\n    required: true'),
		effects: ['lacks fresh 1']
	},
	{
		what: 'a new filtered field before others',
		change: inserted('type: text\n    filtered: true\n    public: true'),
		isRekept: true
	},
	{
		what: 'another type',
		change: swap('type: whole-number', 'type: decimal'),
		losses: ['kept-field-altered seats'],
		isRekept: true
	},
	{ what: 'a lower limit', change: swap('most: 10000', 'most: 10'), effects: ['beyond-limit seats 1'] },
	{ what: 'a higher limit', change: swap('most: 10000', 'most: 20000') },
	{ what: 'fewer rows than it has', change: swap('most: 2000\n', 'most: 1\n') },
	{
		what: 'other readers of a table',
		change: swap('    seen: coordinators\n', ''),
		effects: ['readers participants 1'],
		isRekept: true
	},
	{
		what: 'fewer readers of a field',
		change: swap('    public: true\n  - key: cost', '    seen: coordinators\n  - key: cost'),
		effects: ['readers seats 1'],
		isRekept: true
	},
	{
		what: 'another formula',
		change: swap('count(participants)', 'count(participants) + 1'),
		effects: ['worked-out came 1'],
		isRekept: true
	},
	{
		what: 'others in a group',
		change: swap('roles: [administrator, secretariat]', 'roles: [administrator, secretariat, observer]'),
		effects: ['readers participants 1'],
		isRekept: true
	},
	{
		what: 'a state made public that it stands in',
		change: swap('{ key: planned, names', '{ key: planned, public: true, names'),
		losses: ['kept-state-altered planned'],
		isRekept: true
	},
	{
		what: 'a state that is no end any more',
		change: (yaml) =>
			swap(
				'from: [planned, announced]\n',
				'from: [planned, announced, held]\n'
			)(swap('{ key: held, end: true,', '{ key: held,')(yaml)),
		isRekept: true
	},
	{ what: 'another title', change: swap('title: name', 'title: mode'), losses: ['kept-title-altered mode'] },
	{
		what: 'another code in its numbers',
		change: swap('code: TRN', 'code: TRX'),
		losses: ['kept-number-code-altered TRX']
	}
]

describe('another declaration over an entry', () => {
	test.each(ROWS)('$what', ({ change, losses = [], effects = [], isRekept = false }) => {
		expect(weighed(change)).toEqual({ losses, effects, isRekept })
	})

	test('a result that was worked out from what is to be hidden goes with it, or is not told', () => {
		const open = swap(
			'    tells: [participants]\n    digits: 0\n    filtered: true\n',
			'    digits: 0\n    filtered: true\n'
		)
		const before = declared((yaml) =>
			open(swap('    seen: coordinators\n', '')(yaml)).replace('    tells: [participants]\n', '')
		)
		const hidden = declared(swap('formula: count(participants)\n    tells: [participants]', 'formula: 2 * 2'))
		expect(whyNotRedeclare(before, hidden).map(({ code, found }) => `${code} ${found}`)).toEqual([
			'kept-read-before came, participants'
		])
		expect(whyNotRedeclare(before, declared())).toEqual([])
	})
})
