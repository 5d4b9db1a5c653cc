import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AUDIENCES, audienceTokens } from '#platform/access/seat.ts'
import { followed, hasAudienceOf, isNarrower, isSeenByMore, seenByBoth } from './widely-seen.ts'

const OWN = 'own'
const of = (choice: (typeof AUDIENCES)[number]) => audienceTokens(choice, OWN)

describe('a record made in an item', () => {
	test.each([
		['workspace', 'members', true],
		['public', 'workspace', true],
		['members', 'full-members', true],
		['members', 'secretariat', true],
		['members', 'members', false],
		['secretariat', 'members', false]
	] as const)('for %s is seen by more than an item for %s: %s', (record, item, isMore) => {
		expect(isSeenByMore(of(record), of(item), OWN)).toBe(isMore)
	})

	test('is not seen by more because somebody has to act on it, or another structure was told', () => {
		expect(isSeenByMore([...of('secretariat'), 'actor:labour', 'structure:other'], of('secretariat'), OWN)).toBe(false)
		expect(isSeenByMore([...of('secretariat'), `structure:${OWN}`], of('secretariat'), OWN)).toBe(true)
	})

	test('is seen by those alone who see the item and are chosen', () => {
		expect(seenByBoth(of('members'), of('public'))).toEqual(of('members'))
		expect(seenByBoth(of('members'), of('full-members'))).toEqual(of('full-members'))
		expect(seenByBoth(of('full-members'), of('members'))).toEqual(of('full-members'))
		expect(seenByBoth([...of('secretariat'), 'actor:labour'], of('members'))).toEqual(of('secretariat'))
		expect(seenByBoth(of('members'), of('secretariat'))).toEqual(of('secretariat'))
	})

	test('follows its item where it was given its audience, and keeps whoever must act on it', () => {
		const record = [...of('members'), 'actor:labour']
		expect(hasAudienceOf(record, of('members'), OWN)).toBe(true)
		expect(hasAudienceOf(of('workspace'), of('members'), OWN)).toBe(false)
		const change = { before: of('members'), after: of('secretariat'), parties: ['actor:health', `structure:${OWN}`] }
		expect(followed(record, change, OWN)).toEqual([...of('secretariat'), 'actor:labour', 'actor:health'])
	})

	test('leaves out an actor that its item no longer names', () => {
		const [before, after] = [
			[...of('secretariat'), 'actor:a', 'actor:b'],
			[...of('secretariat'), 'actor:a']
		]
		expect(isNarrower(after, before)).toBe(true)
		expect(followed([...before, 'actor:c'], { before, after, parties: [] }, OWN)).toEqual([...after, 'actor:c'])
	})
})

test('what follows an item that is narrowed is never seen by more than the item', () => {
	const choice = fc.constantFrom(...AUDIENCES).map(of)
	fc.assert(
		fc.property(
			choice,
			choice,
			fc.subarray(['actor:x', 'structure:other', `structure:${OWN}`]),
			(before, after, parties) => {
				if (!isNarrower(after, before)) return
				expect(isSeenByMore(followed(before, { before, after, parties }, OWN), after, OWN)).toBe(false)
			}
		)
	)
})
