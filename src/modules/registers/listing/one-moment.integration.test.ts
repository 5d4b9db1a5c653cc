import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { ask } from '#platform/operation/perform.server.ts'
import { shareReads } from '#platform/operation/shared-reads.server.ts'
import { declarationOf } from '#tests/fixtures/declared.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { readRegister } from '../register-queries.ts'
import { listChoices } from './list-queries.ts'
import { listViews } from './view-operations.ts'

const register = 'visits'

test('however many parts of a page ask for its register, it is read once', async () => {
	const made = await aWorkspace()
	const declaration = declarationOf({ key: register, code: 'VIS', title: 'Visits', seen: 'workspace' })
	await (await made.as('administrator')).run(declareRegister, { declaration })
	const keeper = await made.as('secretariat')
	await keeper.run(addEntry, { register, values: { name: 'First' } })
	const shared = shareReads(made.database)
	const opening = { ...keeper.opening, database: shared.database }
	const query = vi.spyOn(pg.Client.prototype, 'query')
	await ask(opening, readRegister, { register })
	await ask(opening, listViews, { register })
	const { items } = await ask(opening, listEntries, { register })
	await ask(opening, listChoices, { register })
	await shared.finish()
	const asked = query.mock.calls.map(([given]: unknown[]) => JSON.stringify(given))
	query.mockRestore()
	expect(items).toHaveLength(1)
	expect(asked.filter((text) => text.includes(String.raw`\"digest\" from \"register\"`))).toHaveLength(1)
})
