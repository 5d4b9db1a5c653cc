import { expect, test } from 'vitest'
import type { Format } from '#platform/exchange/export-sheets.server.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import { inventEntries } from '#tests/fixtures/invented-entries.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { listEntries } from '../entry/entry-queries.ts'
import { sampleRegister } from '../figures/sample-register.testing.ts'
import { declareRegister } from '../register-commands.ts'
import { exportRegisters, importRegisters } from './all-registers.ts'
import { importEntries } from './exchange-operations.ts'
import { previewEntryImport } from './preview-entries.ts'
import { exportEntries, getRegisterTemplate } from './export-operations.ts'

const register = 'sample'
const NAMES: Record<Format, string> = { xlsx: 'sample.xlsx', csv: 'sample.zip', json: 'sample.json' }

async function aSample() {
	const made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: sampleRegister() })
	await inventEntries(made, register, 'name,kind\nInvented,two')
	const keeper = await made.as('secretariat')
	await keeper.run(addEntry, { register, values: { name: 'Entered', kind: 'one' } })
	return { made, keeper }
}

test.each(['xlsx', 'csv', 'json'] as const)(
	'each row of a file (%s) says where its entry comes from, which is read over when the file comes back',
	async (format) => {
		const { keeper } = await aSample()
		const { content } = await keeper.ask(exportEntries, { register, format, language: 'en' })
		const { sheets } = await readTables({ name: NAMES[format], bytes: content })
		const { columns = [], rows = [] } = sheets.get('entries') ?? {}
		const [name, origin] =
			format === 'xlsx'
				? [columns.indexOf('Name'), columns.indexOf('Origin of the entry')]
				: [columns.indexOf('name'), columns.indexOf('origin')]
		const told = rows.map(({ cells }) => [cells[name]?.text, cells[origin]?.text])
		expect(told.filter(([called]) => called !== 'name')).toEqual([
			['Invented', 'invented'],
			['Entered', 'entered']
		])

		const back = await sendFile(keeper, { name: NAMES[format], bytes: content })
		expect(await keeper.ask(previewEntryImport, { register, file: back })).toMatchObject({
			faults: [],
			changed: [],
			readOver: ['state.since', 'origin', 'origin.source', 'origin.year', 'origin.note'],
			counts: { added: 0, changed: 0, unchanged: 2, refused: 0 }
		})
	}
)

test('no file makes an invented entry one that was entered, and none is filled in by its origin', async () => {
	const { keeper } = await aSample()
	const { items } = await keeper.ask(listEntries, { register, filter: { origin: ['invented'] } })
	const number = items[0]?.reference ?? ''
	const bytes = Buffer.from(`number,name,origin\n${number},Called otherwise,entered`)
	const file = await sendFile(keeper, { name: 'entries.csv', bytes })
	await keeper.run(importEntries, { register, file })
	const { items: after } = await keeper.ask(listEntries, { register, filter: { origin: ['invented'] } })
	expect(after.map(({ title, origin }) => [title['en'], origin])).toEqual([['Called otherwise', 'invented']])

	const template = await keeper.ask(getRegisterTemplate, { register, language: 'en' })
	const { sheets } = await readTables({ name: 'template.xlsx', bytes: template.content })
	expect(sheets.get('entries')?.columns).not.toContain('Origin of the entry')
})

test('what was invented stays so in the workspace that all registers are brought into', async () => {
	const { made } = await aSample()
	const from = await made.as('administrator')
	const { content, name } = await from.ask(exportRegisters, {})
	const into = await (await aWorkspace()).as('administrator')
	await into.run(importRegisters, { file: await sendFile(into, { name, bytes: content }) })
	const { items } = await into.ask(listEntries, { register, filter: { origin: ['invented'] } })
	expect(items.map(({ title }) => title['en'])).toEqual(['Invented'])
	expect((await into.ask(exportRegisters, {})).sha256).toBe((await from.ask(exportRegisters, {})).sha256)
})
