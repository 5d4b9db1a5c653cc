import { describe, expect, test } from 'vitest'
import { MOVED_ITEM, movedFrom, orderFrom, placeField, PRESENT_ORDER } from './agenda-order.ts'
import { attendanceChoices, attendanceField, attendanceFields, attendanceFrom } from './attendance-form.ts'
import { LEAVE_OUT, leftOutFrom, leftOutTimes, OTHER_DAYS } from './left-out.ts'
import { zonesFrom } from './local-time.ts'
import { zoneField } from './meeting-fields.ts'
import { ATTENDANCE_STATES } from './meeting-rules.ts'

const words = { t: (key: string) => key, name: () => 'Ministry of Labour' }

test('an agenda is put in the order of its places, equal ones as they stood', () => {
	const items = orderFrom([
		['version', '3'],
		[placeField('a'), '2'],
		[placeField('b'), '1'],
		[placeField('c'), '2'],
		[placeField('d'), 'last']
	])
	expect(items).toEqual(['b', 'a', 'c', 'd'])
})

test('a button moves an item by one place, and no further than the ends', () => {
	const form = (item: string): [string, string][] => [
		...['a', 'b', 'c'].map((one): [string, string] => [PRESENT_ORDER, one]),
		[MOVED_ITEM, item]
	]
	expect(movedFrom(form('b'), -1)).toEqual(['b', 'a', 'c'])
	expect(movedFrom(form('b'), 1)).toEqual(['a', 'c', 'b'])
	expect(movedFrom(form('a'), -1)).toEqual(['a', 'b', 'c'])
	expect(movedFrom(form('c'), 1)).toEqual(['a', 'b', 'c'])
	expect(movedFrom(form('x'), 1)).toEqual(['a', 'b', 'c'])
})

test('a zone is chosen from the list of zones, with the one of the workspace first', () => {
	const field = zoneField(words, 'Africa/Maseru')
	expect(field).toMatchObject({ kind: 'select', value: 'Africa/Maseru' })
	expect(field.options?.[0]?.value).toBe('Africa/Maseru')
	const zones = zonesFrom('Africa/Maseru')
	expect(zones.filter((zone) => zone === 'Africa/Maseru')).toHaveLength(1)
	for (const zone of ['UTC', 'Africa/Johannesburg', 'Europe/Lisbon']) expect(zones).toContain(zone)
})

test('what a series leaves out is ticked or given as days, without a list to be typed', () => {
	const told = leftOutFrom([
		['reason', 'A holiday'],
		[LEAVE_OUT, '2026-05-04T09:00'],
		[OTHER_DAYS[0], '2027-01-04'],
		[OTHER_DAYS[1], '']
	])
	expect(told).toEqual(['2026-05-04T09:00', '2027-01-04'])
	const at = (start: string) => leftOutTimes(told, { start, before: '2026-04-06T09:00' })
	expect(at('2026-04-06T09:00')).toEqual(['2026-05-04T09:00', '2027-01-04T09:00'])
	expect(at('2026-04-06T14:00')).toEqual(['2026-05-04T14:00', '2027-01-04T14:00'])
})

describe('the form that says who came', () => {
	const labour = {
		actor: { reference: 'labour', title: { en: 'Ministry of Labour' } },
		capacity: 'member',
		state: 'expected',
		office: 'Director',
		person: null
	} as const

	test('is read for each actor in its capacity, with who sat for it', () => {
		const entries = attendanceFrom([
			['seat', 'chair'],
			[attendanceField('labour', 'member'), 'present alternate'],
			[attendanceField('labour', 'member', 'office'), ' Deputy Director '],
			[attendanceField('labour', 'member', 'person'), ''],
			[attendanceField('union', 'observer'), 'absent observer'],
			[attendanceField('health', 'member', 'office'), 'Nobody asked'],
			[attendanceField('police', 'member'), ''],
			[attendanceField('police', 'member', 'office'), 'Nothing is said of it']
		])
		expect(entries).toEqual([
			{ actor: 'labour', state: 'present', capacity: 'alternate', office: 'Deputy Director', person: null },
			{ actor: 'union', state: 'absent', capacity: 'observer' }
		])
	})

	test('says of all at once of whom nothing is recorded yet, and keeps what is said of one', () => {
		const of = (others: string) =>
			attendanceFrom([
				['attendance-others', others],
				[attendanceField('labour', 'member'), 'expected member'],
				[attendanceField('labour', 'member', 'office'), 'Director'],
				[attendanceField('health', 'alternate'), 'coming alternate'],
				[attendanceField('police', 'observer'), ''],
				[attendanceField('union', 'member'), 'apologies member']
			])
		expect(of('present')).toEqual([
			{ actor: 'labour', state: 'present', capacity: 'member', office: 'Director' },
			{ actor: 'health', state: 'present', capacity: 'alternate' },
			{ actor: 'police', state: 'present', capacity: 'observer' },
			{ actor: 'union', state: 'apologies', capacity: 'member' }
		])
		const left = of('').map(({ actor, state }) => [actor, state])
		expect(left).toEqual([
			['labour', 'expected'],
			['health', 'coming'],
			['union', 'apologies']
		])
		expect(of('nonsense')).toEqual(of(''))
	})

	test('asks that of a meeting where several are waited for, and of no other', () => {
		const other = { ...labour, actor: { ...labour.actor, reference: 'health' } }
		const names = (...given: Parameters<typeof attendanceFields> extends [unknown, ...infer Rest] ? Rest : never) =>
			attendanceFields(words, ...given).map(({ name }) => name)
		expect(names([labour, other], { isOver: false })).toContain('attendance-others')
		expect(names([labour, other], { isOver: true, isBlankAbsent: true })).toContain('attendance-others')
		expect(names([labour, other], { isOver: true })).not.toContain('attendance-others')
		expect(names([labour], { isOver: false })).not.toContain('attendance-others')
	})

	test('what is recorded already is always one of the choices', () => {
		for (const capacity of ['member', 'alternate', 'invited-expert', 'observer'])
			for (const state of ATTENDANCE_STATES)
				expect(attendanceChoices(words, capacity).map(({ value }) => value)).toContain(`${state} ${capacity}`)
	})

	test('may say nothing of somebody while it is recorded that the meeting was held, but of whom something is recorded', () => {
		for (const state of ['expected', 'coming'] as const)
			expect(attendanceFields(words, [{ ...labour, state }], { isOver: true, isBlankAbsent: true })[0]).toMatchObject({
				value: null,
				required: false,
				empty: 'meeting.attendance.unsaid'
			})
		const [present] = attendanceFields(words, [{ ...labour, state: 'present' }], { isOver: true, isBlankAbsent: true })
		expect(present).toMatchObject({ value: 'present member', required: true })
	})

	test('of a meeting that is over asks of each, and starts from what is recorded', () => {
		const [before] = attendanceFields(words, [labour], { isOver: false })
		expect(before).toMatchObject({ value: 'expected member', required: true })
		const [after, office] = attendanceFields(words, [labour], { isOver: true })
		expect(after?.value).toBe(null)
		expect(after?.options?.map(({ value }) => value)).toEqual([
			'present member',
			'present alternate',
			'apologies member',
			'absent member'
		])
		expect(office?.value).toBe('Director')
		const [coming] = attendanceFields(words, [{ ...labour, state: 'coming' }], { isOver: true })
		expect(coming?.value).toBe(null)
		const [excused] = attendanceFields(words, [{ ...labour, state: 'apologies' }], { isOver: true })
		expect(excused?.value).toBe('apologies member')
	})
})
