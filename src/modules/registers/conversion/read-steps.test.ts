import { describe, expect, test } from 'vitest'
import { readDeclaration, withLines } from '../declaration/read-declaration.ts'
import { GRANTS, nextOf } from './grant.testing.ts'
import { readSteps } from './read-steps.ts'

/** What is told of the steps of a version, with the line of each. */
function told(changes: readonly (readonly [string, string])[], steps: readonly string[]) {
	const text = nextOf(GRANTS, changes, steps)
	const [before, after] = [readDeclaration(GRANTS), readDeclaration(text)]
	if (!('register' in before)) throw new Error('the first version is not read')
	if (!('register' in after))
		return after.faults.map(({ code, line }) => [code, line === undefined ? null : text.split('\n')[line - 1]?.trim()])
	const { faults } = readSteps(before.register, after.register)
	return withLines(text, faults).map(({ code, found, line }) => [
		code,
		found,
		text.split('\n')[(line ?? 0) - 1]?.trim()
	])
}

function compiled(text: string) {
	const read = readDeclaration(text)
	if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
	return read.register
}

const REMARK = [['key: note,', 'key: remark,']] as const

describe('steps that cannot be taken are told with their line', () => {
	test.each([
		['of a field that was not there', [], '{ step: remove, field: nothing }', 'step-unknown', 'nothing'],
		[
			'to a field that is not declared',
			[],
			'{ step: rename, field: note, to: remark }',
			'step-unknown-target',
			'remark'
		],
		[
			'to a field that keeps its own values',
			[],
			'{ step: rename, field: note, to: name }',
			'step-target-taken',
			'name'
		],
		[
			'about several things',
			REMARK,
			'{ step: rename, field: note, table: people, to: remark }',
			'step-names-one',
			'rename'
		],
		['about nothing', [], '{ step: remove }', 'step-names-one', 'remove'],
		[
			'of another form by another name alone',
			[['key: note, type: text', 'key: remark, type: email']],
			'{ step: rename, field: note, to: remark }',
			'step-other-type',
			'note, remark'
		],
		[
			'between types that have nothing in common',
			[['key: days, type: period', 'key: days, type: country']],
			'{ step: convert, field: days }',
			'step-never-converts',
			'period, country'
		],
		[
			'by a pattern with nothing between its parts',
			[
				['key: note,', 'key: first,'],
				['key: amount,', 'key: family,']
			],
			"{ step: split, field: note, into: [first, family], pattern: '{first}{family}' }",
			'step-bad-pattern',
			'{first}{family}'
		],
		['in a table that was not there', [], '{ step: remove, field: person, in: nowhere }', 'step-unknown', 'nowhere'],
		['that retire what is not retired', [], '{ step: retire, field: note }', 'step-not-retire', 'note'],
		[
			'of a code that was not there',
			[],
			'{ step: merge, list: kind, codes: [none], into: small }',
			'step-unknown',
			'none'
		],
		[
			'into a code that is not there',
			[],
			'{ step: merge, list: kind, codes: [tiny], into: none }',
			'step-unknown-target',
			'none'
		],
		['of a state that was not there', [], '{ step: rename, state: none, to: open }', 'step-unknown', 'none']
	] as const)('%s', (_name, changes, step, code, found) => {
		const faults = told(changes, [step])
		expect(faults).toContainEqual([code, found, `- ${step}`])
	})

	test('about the same twice', () => {
		expect(told(REMARK, ['{ step: rename, field: note, to: remark }', '{ step: remove, field: note }'])).toContainEqual(
			['step-twice', 'note', '- { step: remove, field: note }']
		)
	})

	test('of an unknown sort, or with an unknown word', () => {
		expect(told([], ['{ step: forget, field: note }'])[0]?.[1]).toBe('- { step: forget, field: note }')
		expect(told([], ['{ step: remove, field: note, why: because }'])[0]).toEqual([
			'shape-unrecognized-keys',
			'- { step: remove, field: note, why: because }'
		])
	})

	test('of the version before that were left standing in its text', () => {
		const text = nextOf(GRANTS, REMARK, ['{ step: rename, field: note, to: remark }'])
		const { faults } = readSteps(compiled(text), compiled(text.replace('version: 2', 'version: 3')))
		expect(faults).toMatchObject([{ code: 'steps-carried-on', path: ['steps'] }])
	})

	test('that are sound are told nothing of', () => {
		expect(told(REMARK, ['{ step: rename, field: note, to: remark }'])).toEqual([])
	})
})
