import { describe, expect, test } from 'vitest'
import {
	differing,
	editionsWithin,
	readersOf,
	tokensOf,
	type Circle,
	type NamedActor,
	type Reading
} from './editions.ts'

const whole = (edition: Circle, said: string): Reading<string> => ({ edition, said, paper: said })
const named = (id: string, said: string, more: Partial<NamedActor> = {}): Reading<string> => ({
	edition: 'named',
	actor: { id, sits: false, isFull: false, ...more },
	said,
	paper: said
})
const made = (readings: readonly Reading<string>[]) =>
	differing(readings).map(({ edition, actors, paper }) => [edition, paper, ...actors])

describe('the editions of a paper', () => {
	test('are one for each circle that reads something else than the wider one', () => {
		expect(made([whole('public', 'a'), whole('workspace', 'a'), whole('members', 'ab'), whole('full', 'abc')])).toEqual(
			[
				['public', 'a'],
				['members', 'ab'],
				['full', 'abc']
			]
		)
	})

	test('are one for the organizations that were named and read the same, and none where they read what their circle reads', () => {
		const circles = [whole('workspace', 'a'), whole('members', 'ab'), whole('full-members', 'ab'), whole('full', 'abc')]
		expect(
			made([
				...circles,
				named('police', 'ac'),
				named('health', 'a'),
				named('labour', 'ab', { sits: true, isFull: true }),
				named('customs', 'ac'),
				named('interior', 'abc', { sits: true })
			])
		).toEqual([
			['workspace', 'a'],
			['members', 'ab'],
			['full', 'abc'],
			['named', 'ac', 'police', 'customs'],
			['named', 'abc', 'interior']
		])
	})

	test('are twelve at most: more are refused, and at adoption those of whole circles are made first', () => {
		const many = (count: number) =>
			differing([
				...Array.from({ length: count }, (_one, index) => named(`actor-${String(index)}`, `a${String(index)}`)),
				whole('workspace', 'a'),
				whole('full', 'abc')
			])
		expect(editionsWithin(many(10), { seal: false })).toHaveLength(12)
		expect(editionsWithin(many(11), { seal: false })).toBeNull()
		const sealed = editionsWithin(many(30), { seal: true })
		expect(sealed?.map(({ edition }) => edition).slice(0, 3)).toEqual(['workspace', 'full', 'named'])
		expect(sealed).toHaveLength(12)
	})

	test('are opened by the organizations they are for, and by those who keep the records', () => {
		expect(tokensOf('named', 's', ['police'])).toEqual(['role:administrator', 'role:secretariat', 'actor:police'])
		expect(readersOf('named', 's', ['police', 'health'])).toEqual([
			['public', 'workspace', 'actor:police'],
			['public', 'workspace', 'actor:health']
		])
	})
})
