import { expect, test } from 'vitest'
import { doing } from '../../../tests/fixtures/workplace.ts'
import { aWorkspace } from '../../../tests/fixtures/workspace.ts'
import { agreements } from './agreement/read-agreements.server.ts'
import { seenInstruments } from './instrument/instrument-filter.server.ts'
import { policies } from './policy/policy-list.server.ts'

test('the lists of laws, instruments and agreements name their kind in the statement, so that a kept plan finds their index', async () => {
	const made = await aWorkspace()
	const told: (readonly [sql: string, values: readonly unknown[]])[] = []
	await (
		await made.as('secretariat')
	).run(
		doing(async (here) => {
			for (const { sql, parameters } of [
				policies(here).select('record.id').compile(),
				seenInstruments(here).select('record.id').compile(),
				agreements(here).select('record.id').compile()
			])
				told.push([sql, parameters])
			await Promise.resolve()
		}),
		{}
	)
	expect(told.map(([sql]) => /record\.kind = '([a-z]+)'/.exec(sql)?.[1])).toEqual(['policy', 'instrument', 'agreement'])
	for (const [, values] of told) expect(values).toHaveLength(1)
})
