import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Format } from '#platform/exchange/export-sheets.server.ts'
import { aWorkspace, type Acting } from '#tests/fixtures/workspace.ts'
import { addLinked, drawnEntries } from '#tests/fixtures/drawn-entries.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { drawnDeclaration } from '#tests/fixtures/drawn-declaration.ts'
import { writeDeclaration } from '../declaration/read-declaration.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { exportRegisters, importRegisters } from './all-registers.ts'
import { importEntries } from './exchange-operations.ts'
import { previewEntryImport } from './preview-entries.ts'
import { exportEntries } from './export-operations.ts'

const isReference = /^[0-9a-f]{8}-[0-9a-f]{4}-/

/** All entries as a seat reads them, with names in the place of identifiers, which are another workspace's own. */
async function told(acting: Acting) {
	const { items } = await acting.ask(listEntries, { register: 'drawn', limit: 200, sort: 'number' })
	const all = []
	for (const { reference } of items) {
		const { values, tables, names, standing } = await acting.ask(getEntry, { entry: reference })
		const named = new Map(names.map((one) => [one.id, `${one.kind} ${one.reference}`]))
		const read = (fields: Readonly<Record<string, unknown>>) =>
			Object.fromEntries(
				Object.entries(fields).map(([key, value]) => [
					key,
					typeof value === 'string' && isReference.test(value) ? named.get(value) : value
				])
			)
		all.push({
			reference,
			standing,
			values: read(values),
			tables: Object.fromEntries(Object.entries(tables).map(([key, rows]) => [key, rows.map(read)]))
		})
	}
	return all
}

/** An export without what is a workspace's own: which row is which, and the day on which entries came in. */
const sheetsOf = ({ content }: { content: Uint8Array }): unknown =>
	JSON.parse(Buffer.from(content).toString(), (key, value: unknown) =>
		key === 'row.id' || key === 'state.since' ? undefined : value
	)

const ENDINGS: Record<Format, string> = { xlsx: 'drawn.xlsx', csv: 'drawn.zip', json: 'drawn.json' }

test(
	'what is taken along from any register comes into another workspace as it was, and changes nothing where it came from',
	{ timeout: 300_000 },
	async () => {
		const drawn = drawnDeclaration.chain((declaration) =>
			fc.record({
				declaration: fc.constant(declaration),
				entries: drawnEntries(declaration, 4),
				format: fc.constantFrom<Format>('xlsx', 'csv', 'json')
			})
		)
		await fc.assert(
			fc.asyncProperty(drawn, async ({ declaration, entries, format }) => {
				const [here, there] = await Promise.all([aWorkspace(), aWorkspace()])
				const yaml = writeDeclaration(declaration)
				for (const made of [here, there])
					await (await made.as('administrator')).run(declareRegister, { declaration: yaml })
				const [from, into] = await Promise.all([here.as('secretariat'), there.as('secretariat')])
				await addLinked(from, declaration, entries)
				const { content } = await from.ask(exportEntries, { register: 'drawn', format })

				const back = await sendFile(from, { name: ENDINGS[format], bytes: content })
				const preview = await from.ask(previewEntryImport, { register: 'drawn', file: back })
				expect(preview).toMatchObject({
					faults: [],
					changed: [],
					counts: { added: 0, changed: 0, unchanged: entries.length, refused: 0 }
				})

				const file = await sendFile(into, { name: ENDINGS[format], bytes: content })
				await expect(into.run(importEntries, { register: 'drawn', file })).resolves.toMatchObject({
					added: entries.length,
					changed: 0
				})
				expect(await told(into)).toEqual(await told(from))
				const again = await into.ask(exportEntries, { register: 'drawn', format: 'json' })
				const first = await from.ask(exportEntries, { register: 'drawn', format: 'json' })
				expect(sheetsOf(again)).toEqual(sheetsOf(first))
			}),
			{ numRuns: process.env['PITSO_TEST_NIGHTLY'] ? 100 : 8 }
		)
	}
)

test(
	'all registers of a workspace come into an empty one as they were, states and all',
	{ timeout: 300_000 },
	async () => {
		const [here, there] = await Promise.all([aWorkspace(), aWorkspace()])
		const [declaration] = fc.sample(drawnDeclaration, { numRuns: 1, seed: 7 })
		const [entries] = declaration ? fc.sample(drawnEntries(declaration, 4), { numRuns: 1, seed: 7 }) : []
		if (!declaration || !entries) throw new Error('nothing was drawn')
		await (await here.as('administrator')).run(declareRegister, { declaration: writeDeclaration(declaration) })
		const from = await here.as('administrator')
		await addLinked(await here.as('secretariat'), declaration, entries)
		const { content, name } = await from.ask(exportRegisters, {})
		const into = await there.as('administrator')
		const file = await sendFile(into, { name, bytes: content })
		await expect(into.run(importRegisters, { file })).resolves.toMatchObject({
			registers: [{ register: 'drawn', added: entries.length, changed: 0, unchanged: 0 }]
		})
		expect(await told(into)).toEqual(await told(from))
		const sheets = async (acting: Acting) =>
			sheetsOf(await acting.ask(exportEntries, { register: 'drawn', format: 'json' }))
		expect(await sheets(into)).toEqual(await sheets(from))
		const again = await sendFile(into, { name, bytes: content })
		await expect(into.run(importRegisters, { file: again })).resolves.toMatchObject({
			registers: [{ register: 'drawn', added: 0, changed: 0, unchanged: entries.length }]
		})
		await expect((await there.as('secretariat')).run(importRegisters, { file: again })).rejects.toMatchObject({
			kind: 'absent'
		})
	}
)
