import { expect, test } from 'vitest'
import { getRecord } from '#platform/records/find-record.server.ts'
import { seedRecommendation, written } from '#tests/fixtures/deliberated.ts'
import { importContent } from '#tests/fixtures/directory.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { exportRecommendations } from './export-register.ts'
import { getRecommendation } from './recommendation-page.ts'
import { listRecommendations } from './recommendation-queries.ts'

/** A workspace with three recommendations on their way, and its administrator. */
async function aRegister() {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await written(administrator, async (here) => {
		const committee = (await getRecord(here, 'structure', 'committee')).id
		const labour = (await getRecord(here, 'actor', 'labour')).id
		for (const day of ['2025-10-02', '2025-11-03', '2025-12-04'])
			await seedRecommendation(here, {
				structure: committee,
				state: 'submitted',
				stateDay: day,
				hops: [{ from: committee, to: { actor: labour }, submitted: day }]
			})
		return {}
	})
	const { items } = await administrator.ask(listRecommendations, {})
	return { administrator, numbers: items.map(({ reference }) => reference).sort() }
}

test.each(['xlsx', 'csv', 'json'] as const)(
	'the register as %s is brought in again as it went out, and changes nothing',
	async (format) => {
		const { administrator } = await aRegister()
		const { name, content } = await administrator.ask(exportRecommendations, { format })
		const { added, changed, sheets } = await importContent(administrator, { name, bytes: content })
		expect({ added, changed }).toEqual({ added: 0, changed: 0 })
		const read = new Map(sheets.map(({ sheet, unchanged }) => [sheet, unchanged]))
		expect(read.get('recommendation')).toBe(3)
		// A list as CSV is one file: the way of each stands beside it in a workbook alone.
		expect(read.get('recommendation_hop') ?? 0).toBe(format === 'csv' ? 0 : 3)
	}
)

test('what a spreadsheet changed in the register is changed by bringing it in, and nothing else is', async () => {
	const { administrator, numbers } = await aRegister()
	const { name, content } = await administrator.ask(exportRecommendations, { format: 'csv' })
	const [head = '', ...lines] = Buffer.from(content).toString('utf8').trimEnd().split('\r\n')
	const due = head.split(',').indexOf('due')
	const edited = lines.map((line) => {
		// No value of these rows holds a comma.
		const cells = line.split(',')
		return cells[0] === numbers[1] ? cells.with(due, '2026-12-31').join(',') : line
	})
	await importContent(administrator, { name, bytes: Buffer.from([head, ...edited, ''].join('\r\n')) })
	const days = await Promise.all(
		numbers.map(async (recommendation) => (await administrator.ask(getRecommendation, { recommendation })).dueDay)
	)
	expect(days).toEqual([null, '2026-12-31', null])
})
