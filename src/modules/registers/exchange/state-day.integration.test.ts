import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { importEntries } from './exchange-operations.ts'

const training = readFileSync('tests/fixtures/training.yaml', 'utf8').replace(/^version: \d+/m, 'version: 1')

test('what is brought in as held was held on the day it ended, not on the day it is brought in', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: training })
	const keeper = await made.as('secretariat')
	const rows = [
		'name,provider,mode,begins,ends,state',
		'Held,labour,online,2020-02-01,2020-02-03,held',
		'Called off,labour,online,2020-02-01,2020-02-03,called_off',
		'Planned,labour,online,2020-02-01,2020-02-03,planned'
	]
	const file = await sendFile(keeper, { name: 'entries.csv', bytes: Buffer.from(rows.join('\n')) })
	await keeper.run(importEntries, { register: 'training', file })
	const { items } = await keeper.ask(listEntries, { register: 'training', sort: 'since' })
	const today = items.find(({ standing }) => standing === 'planned')?.since
	expect(today).not.toBe('2020-02-03')
	expect(items.map(({ standing, since }) => [standing, since])).toEqual([
		['held', '2020-02-03'],
		['called_off', today],
		['planned', today]
	])
})
