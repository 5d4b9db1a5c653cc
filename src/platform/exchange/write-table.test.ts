import { expect, test } from 'vitest'
import { tableCsv, writeTable } from './write-table.ts'

const table = {
	name: 'Visits: by [way]',
	header: ['Way', 'All together'],
	rows: [
		['=1+1', 2],
		['At home, "far"', null]
	]
}

test('a table as CSV keeps what a spreadsheet would run apart, and quotes what would break a line', () => {
	expect(tableCsv(table)).toBe('Way,All together\r\n\'=1+1,2\r\n"At home, ""far""",\r\n')
})

test('a number below nought is a number in a table as CSV, whether it came as a number or as its digits', () => {
	expect(tableCsv({ name: 'x', header: ['a', 'b', 'c', 'd'], rows: [[-5, '-5.25', '-5+1', '+26622312345']] })).toBe(
		"a,b,c,d\r\n-5,-5.25,'-5+1,'+26622312345\r\n"
	)
})

test('equal tables are equal workbooks', async () => {
	const [one, other] = await Promise.all([writeTable(table), writeTable(table)])
	expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true)
	expect(Buffer.from(one).subarray(0, 2).toString()).toBe('PK')
})
