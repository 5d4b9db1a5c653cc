import { strFromU8, unzipSync } from 'fflate'
import { beforeEach, expect, test } from 'vitest'
import { declarationOf } from '#tests/fixtures/declared.ts'
import { csvOf, sendFile, type Cells } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { changeEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { exportEntries } from './export-operations.ts'
import { importEntries } from './exchange-operations.ts'
import { previewEntryImport } from './preview-entries.ts'

const register = 'visits'
let made: TestWorkspace
let keeper: Acting
beforeEach(async () => {
	made = await aWorkspace()
	const declaration = declarationOf({ key: register, code: 'VIS', title: 'Visits', seen: 'workspace' })
	await (await made.as('administrator')).run(declareRegister, { declaration })
	keeper = await made.as('secretariat')
})

const rows: readonly Cells[] = [
	{ name: 'First', holder: 'labour', day: '2026-01-10', cost: '5', memo: 'one' },
	{ name: 'Second', holder: 'health', day: '2026-01-11', cost: '6', memo: 'two' }
]

type Chosen = { again?: 'leave' | 'add'; addRows?: number[]; changes?: 'take' | 'leave'; leave?: string[] }

async function offer(text: string) {
	const file = await sendFile(keeper, { name: 'visits.csv', bytes: Buffer.from(text) })
	const preview = await keeper.ask(previewEntryImport, { register, file })
	return {
		...preview,
		import: (chosen: Chosen = {}) =>
			keeper.run(importEntries, {
				contents: preview.contents,
				register,
				file,
				expected: preview.digest,
				...chosen
			})
	}
}
const numberOf = (count: number) => `${made.workspace.numberPrefix}-VIS-2026-00${String(count)}`
const count = async () => (await keeper.ask(listEntries, { register, limit: 200 })).items.length
const first = async () => {
	const { items } = await keeper.ask(listEntries, { register, limit: 200, sort: 'number' })
	return items[0]?.reference ?? ''
}

test('a file that is offered again says when and by whom it was brought in, and adds nothing unless it is asked to', async () => {
	await (await offer(csvOf(rows))).import()
	const again = await offer(csvOf(rows))
	expect(again).toMatchObject({
		broughtIn: { added: 2, office: 'Office of secretariat', actor: { reference: 'secretariat-office' } },
		counts: { added: 0, there: 2 },
		there: [
			{ row: 2, number: numberOf(1) },
			{ row: 3, number: numberOf(2) }
		]
	})
	await expect(again.import()).resolves.toMatchObject({ added: 0, there: 2 })
	expect(await count()).toBe(2)
	await expect((await offer(csvOf(rows))).import({ addRows: [3] })).resolves.toMatchObject({ added: 1, there: 1 })
	await expect((await offer(csvOf(rows))).import({ again: 'add' })).resolves.toMatchObject({ added: 2, there: 0 })
	expect(await count()).toBe(5)
})

test('a row is known again in a file of another content, and one that differs anywhere is new', async () => {
	await (await offer(csvOf(rows))).import()
	const [one, other] = rows
	const offered = await offer(
		csvOf([{ ...one }, { ...other, cost: '7' }, { ...other, memo: 'three' }, { name: 'Third' }])
	)
	expect(offered).toMatchObject({
		broughtIn: null,
		counts: { added: 3, there: 1 },
		there: [{ row: 2, number: numberOf(1) }]
	})
	await expect(offered.import()).resolves.toMatchObject({ added: 3, there: 1 })
})

test('an entry that was changed since its file was brought in is not brought in a second time', async () => {
	await (await offer(csvOf(rows))).import()
	const entry = await first()
	await keeper.run(changeEntry, { entry, version: 1, values: { name: 'Renamed' } })
	const again = await offer(csvOf(rows))
	expect(again.there).toEqual([
		{ sheet: 'visits', row: 2, number: null },
		{ sheet: 'visits', row: 3, number: numberOf(2) }
	])
	await expect(again.import()).resolves.toMatchObject({ added: 0, there: 2 })
})

test('rows of one file that are the same are all brought in: only what stood before is there already', async () => {
	const [one] = rows
	await expect((await offer(csvOf([{ ...one }, { ...one }]))).import()).resolves.toMatchObject({ added: 2, there: 0 })
})

test('an import without a preview adds nothing twice either', async () => {
	const file = await sendFile(keeper, { name: 'visits.csv', bytes: Buffer.from(csvOf(rows)) })
	await keeper.run(importEntries, { register, file })
	await expect(keeper.run(importEntries, { register, file })).resolves.toMatchObject({ added: 0, there: 2 })
})

test('changes are taken or left, all of them or entry by entry', async () => {
	await (await offer(csvOf(rows))).import()
	const changed = csvOf([
		{ number: numberOf(1), cost: '50' },
		{ number: numberOf(2), cost: '60' }
	])
	const costOf = async (entry: string) => (await keeper.ask(getEntry, { entry })).values['cost']
	await expect((await offer(changed)).import({ changes: 'leave' })).resolves.toMatchObject({ changed: 0, left: 2 })
	expect(await costOf(numberOf(1))).toMatchObject({ amount: '5' })
	await expect((await offer(changed)).import({ leave: [numberOf(1)] })).resolves.toMatchObject({
		changed: 1,
		left: 1
	})
	expect(await costOf(numberOf(1))).toMatchObject({ amount: '5' })
	expect(await costOf(numberOf(2))).toMatchObject({ amount: '60' })
	await expect((await offer(changed)).import()).resolves.toMatchObject({ changed: 1, unchanged: 1, left: 0 })
})

test('a number below nought travels in CSV as itself, and what looks like a formula comes back as it was', async () => {
	await (await offer(csvOf([{ name: "'=1+1", cost: '-5.2' }, { name: '-7' }]))).import()
	const { content } = await keeper.ask(exportEntries, { register, format: 'csv', sort: 'number' })
	const text = strFromU8(unzipSync(content)['entries.csv'] ?? new Uint8Array())
	expect(text).toContain(",'=1+1,")
	expect(text).toContain(',-5.2,')
	expect(text).toContain(',-7,')
	const back = await sendFile(keeper, { name: 'back.zip', bytes: content })
	await expect(keeper.ask(previewEntryImport, { register, file: back })).resolves.toMatchObject({
		counts: { added: 0, changed: 0, unchanged: 2, refused: 0 }
	})
})
