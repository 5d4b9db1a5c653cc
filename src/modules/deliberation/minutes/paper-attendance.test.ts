import { expect, test } from 'vitest'
import { catalogue } from '../../../words.ts'
import { speak } from '#platform/languages/words.ts'
import { attendanceTable, whoCame } from './paper-attendance.ts'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
const quorum = { kind: 'majority', members: 3, present: 2, required: 2, isQuorate: true, forbidsWithout: false }

const came = (name: string, more: { isCoOpted?: boolean; capacity?: 'member' | 'alternate' } = {}) => ({
	id: null,
	actor: { id: name, kind: 'actor', reference: name, title: { en: name }, acronym: null },
	capacity: 'member' as const,
	state: 'present' as const,
	office: null,
	person: null,
	interest: null,
	interestItem: null,
	note: null,
	counts: true,
	isCoOpted: false,
	...more
})

test('the co-opted stand in the papers as what they are', () => {
	const attendance = [
		came('Ministry'),
		came('Union', { isCoOpted: true }),
		came('Office', { isCoOpted: true, capacity: 'alternate' })
	]
	const meeting = { attendance, quorum, status: 'held' as const }
	const [table] = attendanceTable(words, meeting)
	expect(table).toMatchObject({
		rows: [
			['Ministry', 'Member', '', 'Present', expect.any(String)],
			['Union', 'Member (co-opted)', '', 'Present', expect.any(String)],
			['Office', 'Alternate (co-opted)', '', 'Present', expect.any(String)]
		]
	})
	expect(whoCame(words, meeting)).toContainEqual(
		expect.objectContaining({ text: 'Ministry; Union (co-opted); Office (Alternate, co-opted)' })
	)
})

test('an edition that leaves the names out says so, and does not say that nobody is listed', () => {
	const text = (members: number) =>
		attendanceTable(words, { attendance: [], quorum: { ...quorum, members }, status: 'held' })
	expect(text(3)).toEqual([{ type: 'paragraph', text: 'The names are not listed in this edition.' }])
	expect(text(0)).toEqual([{ type: 'paragraph', text: 'Nobody is listed.' }])
})
