import { expect, test } from 'vitest'
import { folded, OPEN_OF_REGISTERS } from './home-matters.ts'

const record = { kind: 'entry', id: 'one', reference: 'one', title: { en: 'One' }, acronym: null }
const matter = (code: string, day: string) => ({ code, first: [{ record: { ...record, number: null }, day }] })
const codes = (some: readonly { code: string }[]) => some.map(({ code }) => code)

test('of the matters of many registers, those that have waited longest stand open; what else waits is never folded', () => {
	const registers = Array.from({ length: OPEN_OF_REGISTERS + 3 }, (_, index) =>
		matter(`register:list${String(index)}:waiting`, `2026-03-${String(20 - index)}`)
	)
	const { open, further } = folded([...registers, matter('actions', '2026-04-01')])
	expect(codes(further)).toEqual(['register:list2:waiting', 'register:list1:waiting', 'register:list0:waiting'])
	expect(codes(open)).toEqual([...codes(registers.slice(3)), 'actions'])
})

test('nothing is folded where few registers have something waiting', () => {
	const few = [matter('register:one:waiting', '2026-03-01'), matter('minutes', '2026-03-02')]
	expect(folded(few)).toEqual({ open: few, further: [] })
})
