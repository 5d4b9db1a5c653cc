import { describe, expect, test } from 'vitest'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { filesIn, keysIn } from './captured-form.ts'
import { isLikelyDuplicate } from './likely-duplicate.ts'
import { clockOff, decidesForOthers } from './rules.ts'
import { CROSSINGS } from '#tests/fixtures/captured.ts'

const read = readDeclaration(CROSSINGS)
if (!('register' in read)) throw new Error(JSON.stringify(read.faults))
const crossings = read.register

describe('the clock of a device', () => {
	const now = new Date('2026-03-02T09:00:00Z')
	test.each([
		['2026-03-02T09:14:59Z', null],
		['2026-03-02T09:15:00Z', 900],
		['2026-03-02T08:40:00Z', -1200],
		['1970-01-01T00:00:00Z', -1772442000]
	])('at %s is off by %s seconds', (sentAt, off) => {
		expect(clockOff(new Date(sentAt), now)).toBe(off)
	})
})

describe('what others captured is decided about', () => {
	const seat = (role: string) => ({ role, actorId: 'labour', audience: [`role:${role}`, 'actor:labour', 'workspace'] })
	test.each([
		['secretariat', true],
		['administrator', true],
		['member', false],
		['observer', false],
		['public', false]
	])('by %s: %s', (role, decides) => {
		expect(decidesForOthers(crossings, seat(role))).toBe(decides)
	})
})

describe('an entry of the same title', () => {
	test.each([
		[{ name: 'The lorry', met: '2026-01-01' }, { name: 'the  LÓRRY!', met: '2026-01-01' }, true],
		[{ met: '2026-01-01' }, { met: '2026-01-02' }, false],
		[{ met: '2026-01-01' }, { way: 'road' }, true],
		[{ photo: 'one' }, { photo: 'other' }, true]
	])('%j is likely %j: %s', (given, kept, isLikely) => {
		expect(isLikelyDuplicate(crossings, given, kept)).toBe(isLikely)
	})
})

test('the files of a form are found where its fields are for files, and nowhere else', () => {
	const [one, other] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
	expect(
		filesIn(crossings.declaration, [
			['values:photo', one],
			['values:photo:named', other],
			['values:name', other],
			['tables:goods:0:what', other]
		])
	).toEqual([one])
	expect([...keysIn(['values:name', 'rows:goods', 'tables:goods:0:what', ':unasked'])]).toEqual(['name', 'goods'])
})
