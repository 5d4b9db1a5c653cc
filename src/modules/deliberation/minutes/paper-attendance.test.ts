import { expect, test } from 'vitest'
import { catalogue } from '../../../words.ts'
import { speak } from '#platform/languages/words.ts'
import { attendanceTable, interestBlocks, whoCame } from './paper-attendance.ts'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
const quorum = { kind: 'majority', members: 3, present: 2, required: 2, isQuorate: true, forbidsWithout: false }

const came = (name: string, more: { isCoOpted?: boolean; capacity?: 'member' | 'alternate' } = {}) => ({
	id: null,
	actor: { id: name, kind: 'actor', reference: name, title: { en: name }, acronym: null },
	capacity: 'member' as const,
	state: 'present' as const,
	office: null,
	person: null,
	interests: [],
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

test('every interest that was declared stands in the sheet of attendance and in the minutes, with its item', () => {
	const item = { id: '1', kind: 'agenda-item', reference: 'item-1', title: { en: 'The lane' }, acronym: null }
	const attendance = [
		{
			...came('Ministry'),
			interests: [
				{ text: 'It pays for it.', item },
				{ text: 'It owns the hall.', item: null }
			]
		}
	]
	const list = {
		type: 'list',
		items: ['Ministry, in the item “The lane”: It pays for it.', 'Ministry: It owns the hall.']
	}
	expect(interestBlocks(words, { attendance })).toContainEqual(list)
	expect(whoCame(words, { attendance, quorum, status: 'held' })).toContainEqual(list)
	expect(interestBlocks(words, { attendance: [came('Ministry')] })).toEqual([])
})

test('an edition that leaves the names out says so, and does not say that nobody is listed', () => {
	const text = (members: number) =>
		attendanceTable(words, { attendance: [], quorum: { ...quorum, members }, status: 'held' })
	expect(text(3)).toEqual([{ type: 'paragraph', text: 'The names are not listed in this edition.' }])
	expect(text(0)).toEqual([{ type: 'paragraph', text: 'Nobody is listed.' }])
})
