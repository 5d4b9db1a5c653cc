import { expect, test } from 'vitest'
import { aWorkspace, TODAY } from '#tests/fixtures/workspace.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { getStructure } from './structure-queries.ts'
import { setStructureStatus } from './structure-commands.ts'

test('a structure that needs reactivation says since when and why, and its history shows who said so', async () => {
	const { as } = await aWorkspace()
	const chair = await as('chair')
	const before = await chair.ask(getStructure, { structure: 'committee' })
	await chair.run(setStructureStatus, {
		structure: 'committee',
		version: before.version,
		status: 'needs-reactivation',
		day: TODAY,
		reason: 'no meeting for two years'
	})
	const after = await chair.ask(getStructure, { structure: 'committee' })
	expect(after.status).toBe('needs-reactivation')
	expect(after.statusHistory[0]).toMatchObject({
		status: 'needs-reactivation',
		day: TODAY,
		reason: 'no meeting for two years'
	})
	const { items } = await chair.ask(getHistory, { record: 'committee', kind: 'structure' })
	expect(items[0]).toMatchObject({
		operation: 'structure.setStatus',
		reason: 'no meeting for two years',
		by: { office: 'Office of chair' }
	})
})
