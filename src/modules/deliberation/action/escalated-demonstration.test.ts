import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dayPlus, ESCALATIONS } from './action-rules.ts'

const rowsOf = (sheet: string) => {
	const file = new URL(`../../../../reference/demonstration/zwe/${sheet}.csv`, import.meta.url)
	const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n')
	const columns = head.split(',')
	// Of what is read here no value holds a comma: they stand before the texts.
	return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [columns[index] ?? '', value])))
}

test('what is late in the demonstration was told upward on the days of the rule', () => {
	const due = new Map(rowsOf('action').map((row) => [row['number'], row['due'] ?? '']))
	const told = rowsOf('action_escalation')
	expect(told.length).toBeGreaterThan(0)
	for (const { action, level, day } of told) {
		const rule = ESCALATIONS.find((one) => String(one.level) === level)
		expect([action, level, day]).toEqual([action, level, dayPlus(due.get(action) ?? '', rule?.days ?? 0)])
	}
})
