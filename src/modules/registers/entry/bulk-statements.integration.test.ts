import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { previewEntries } from '../listing/bulk-preview.ts'
import { declareRegister } from '../register-commands.ts'
import { changeEntries, moveEntries } from './bulk-commands.ts'
import { addEntry } from './entry-commands.ts'
import { getEntry } from './entry-queries.ts'

const TASKS = `register: task
version: 1
code: TAX
names: { en: { one: Task, many: Tasks } }
about: { en: Tasks. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: host, type: actor, filtered: true, names: { en: Host } }
  - { key: body, type: structure, names: { en: Body } }
  - { key: theme, type: many-of, codes: { framework: themes }, filtered: true, names: { en: Theme } }
  - { key: note, type: text, seen: keepers, filtered: true, names: { en: Note } }
tables:
  - key: steps
    names: { en: Steps }
    row: { en: Step }
    fields: [{ key: step, type: text, names: { en: Step } }]
states: [{ key: open, names: { en: Open } }, { key: closed, end: true, names: { en: Closed } }]
moves: [{ key: close, names: { en: Close }, from: [open], to: closed, by: [keepers] }]
`
const MANY = 30
// What every command sends, whatever it does, and a few statements for each table that is changed.
const STATEMENTS_MOST = 75

test('many entries are changed, moved and tried out by about as many statements as one', async () => {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: TASKS })
	const keeper = await made.as('secretariat')
	const references: string[] = []
	for (let index = 0; index < MANY; index++) {
		const tables = { steps: [{ step: `First ${String(index)}` }, { step: 'Second' }] }
		const values = { name: `Task ${String(index)}`, body: 'closed-group' }
		references.push((await keeper.run(addEntry, { register: 'task', values, tables })).reference)
	}
	const query = vi.spyOn(pg.Client.prototype, 'query')
	const counted = async (work: () => Promise<unknown>) => {
		query.mockClear()
		await work()
		return query.mock.calls.length
	}
	const named = (version: number, most = MANY) => references.slice(0, most).map((entry) => ({ entry, version }))
	const values = { host: 'labour', note: 'Kept inside', body: null }
	const preview = (most: number) =>
		counted(() => keeper.run(previewEntries, { register: 'task', entries: named(1, most), values }))
	const forOne = await preview(1)
	expect((await preview(MANY)) - forOne).toBeLessThan(5)
	const changed = await counted(() => keeper.run(changeEntries, { register: 'task', entries: named(1), values }))
	expect(changed).toBeLessThan(STATEMENTS_MOST)
	const moved = await counted(() =>
		keeper.run(moveEntries, { register: 'task', entries: named(2), move: 'close', which: 'all' })
	)
	expect(moved).toBeLessThan(STATEMENTS_MOST)
	query.mockRestore()
	const page = await keeper.ask(getEntry, { entry: references[7] ?? '' })
	expect(page).toMatchObject({
		standing: 'closed',
		values: { name: 'Task 7', note: 'Kept inside' },
		tables: { steps: [{ step: 'First 7' }, { step: 'Second' }] }
	})
	expect(page.names.map(({ reference }) => reference)).toEqual(['labour'])
})
