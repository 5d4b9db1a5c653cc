import { z } from 'zod'
import { setImmediate } from 'node:timers/promises'
import { refuseFaults } from '#platform/exchange/fault.ts'
import { Expected, SHORT_MOST } from '#platform/exchange/import-outputs.ts'
import { writeZip, type PartContent } from '#platform/exchange/zip-writer.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { command, everyone, nothing, query, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { declareIn } from '../declare-register.server.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { getRegister, listCompiled } from '../registers.server.ts'
import { whileAdding } from './add-entries.server.ts'
import { applyEntries } from './apply-entries.server.ts'
import { bringLayouts, layoutsFile } from './brought-layouts.server.ts'
import { allEntries } from './export-operations.ts'
import { fileSheets } from './file-columns.ts'
import { INDEXED_LATER_FROM, indexInAJob } from './finish-import.ts'
import { gatherEntries } from './gather-entries.server.ts'
import type { BroughtEntries } from './lookups.server.ts'
import { planEntries } from './plan-entries.server.ts'
import { planWhole } from './plan-whole.server.ts'
import { retiredFile, retireBrought } from './retired-registers.server.ts'
import { broughtBy, getSentFile, readWholeFile, type WholeFile } from './whole-file.server.ts'
import { csvOf } from './write-register-file.ts'
import { mightSeeColumn } from '../listing/might-see.ts'
import { narrowingOf } from '../listing/narrowing.server.ts'
import { askingOf } from '../entry/read-entry.server.ts'

const Written = z.custom<WrittenFile>((value) => value instanceof WrittenFile)

/**
 * All registers of a workspace in one ZIP: of each its declaration, `training.yaml`, and its entries, `training.entries.csv`, with
 * the rows of its tables, as far as the seat sees them, withdrawn ones among them; `training.reports.json` has the reports that were
 * laid out by forms, without the seats they go to; `retired.csv` says which were retired, when and
 * why. Equal content is equal bytes.
 */
export const exportRegisters = query({
	name: 'register.exportAll',
	input: z.strictObject({}),
	output: Written,
	about: nothing,
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here) {
		const parts: (readonly [string, PartContent])[] = []
		const seat = askingOf(here)
		for (const { id, key, compiled } of await listCompiled(here, ['active', 'withdrawn'])) {
			parts.push([`${key}.yaml`, await declarationOf(here, id)])
			const register = await getRegister(here, id)
			const whole = narrowingOf(here, register, { state: ['active', 'withdrawn'] })
			const ids = await allEntries(here, { ...whole, sort: 'number' })
			const shows = (column: string) => mightSeeColumn(compiled, column, seat)
			const sheets = fileSheets(compiled, here.registry.catalogue, { shows, withTold: true, isWhole: true })
			for (const one of await gatherEntries(here, compiled, sheets, ids))
				parts.push([`${key}.${one.sheet.name}.csv`, csvOf(one)])
			const layouts = await layoutsFile(here, { id, key })
			if (layouts) parts.push(layouts)
			await setImmediate()
		}
		const retired = await retiredFile(here)
		if (retired) parts.push(retired)
		const content = await writeZip(parts)
		return new WrittenFile({ name: `${here.workspace.key}-registers.zip`, mediaType: 'application/zip', content })
	}
})

async function declarationOf(here: Here, id: string): Promise<string> {
	const { declaration } = await here.tx
		.selectFrom('register')
		.select('declaration')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()
	return declaration
}

const Done = z.object({ register: z.string(), added: z.int(), changed: z.int(), unchanged: z.int() })
const IMPORT_ALL = 'register.importAll'

/**
 * Brings all registers of another workspace in, as `register.exportAll` wrote them: declared where they are not there or stand at
 * the version before, then filled; whole, or not at all with each refused cell named. Entries come as they stood: their states
 * with their days, who entered them, where they come from, and that they are withdrawn. With `expected`, what
 * `register.previewImportAll` called its digest, it is refused where it would by now do something else; with `mayWait` a long
 * one becomes a job.
 */
export const importRegisters = command({
	name: IMPORT_ALL,
	input: z.strictObject({
		file: Identifier,
		expected: Expected,
		mayWait: z.boolean().optional()
	}),
	output: z.object({
		registers: z.array(Done),
		/** The job that does it, where it has become one: then nothing is done yet. */
		job: z.string().nullable()
	}),
	logged: true,
	about: (here, { file }) => getSentFile(here, file),
	// It declares registers: who may do that may bring them in filled.
	allow: ({ seat }) => seat.role === 'administrator',
	async run(here, { expected, mayWait = false }, file) {
		const tell = here.tell ?? (() => undefined)
		await tell({ step: 'reading', done: 0, total: 1 })
		const whole = await readWholeFile(here, file)
		if (mayWait && whole.rows > SHORT_MOST) {
			const job = await enqueue(here, { operation: IMPORT_ALL, input: { file: file.id, expected } })
			return { registers: [], job }
		}
		if (expected !== undefined && (await planWhole(here, whole)).digest !== expected)
			throw conflict('exchange.preview-changed')
		return { registers: await bringIn(here, whole), job: null }
	}
})

async function bringIn(
	here: Writing,
	{ declarations, layouts, tablesOf, rows, retired }: WholeFile
): Promise<z.output<typeof Done>[]> {
	// All of them first: entries of one may name those of any other.
	const beside = [...declarations.values()].flatMap((text) => {
		const read = readDeclaration(text)
		return 'register' in read ? [read.register] : []
	})
	for (const text of declarations.values()) await declareIn(here, { text, isShipped: false, isAwaited: true, beside })
	const registers = await Promise.all(
		[...declarations.keys()].map(async (key) => ({ ...(await getRegister(here, key)), tables: tablesOf(key) }))
	)
	const brought = await broughtBy(here, registers)
	const done: z.output<typeof Done>[] = []
	let before = 0
	for (const register of registers) {
		const from = before
		const tell = async (some: number) =>
			here.tell?.({ step: 'writing', done: Math.min(from + some, rows), total: rows })
		const laidOut = layouts.get(register.reference)
		if (laidOut !== undefined) await bringLayouts(here, register, laidOut)
		done.push({ register: register.reference, ...(await fill(here, register, { brought, tell })) })
		before += [...register.tables.sheets.values()].reduce((sum, one) => sum + one.rows.length, 0)
	}
	// Filled first: a register that is retired takes no more entries.
	for (const register of registers) {
		const brought = retired.get(register.reference)
		if (brought) await retireBrought(here, register, brought)
	}
	return done
}

type Filling = { brought: BroughtEntries; tell: (done: number) => Promise<void> }
type Brought = Awaited<ReturnType<typeof getRegister>> & { tables: ReturnType<WholeFile['tablesOf']> }

const fill = (here: Writing, register: Brought, { brought, tell }: Filling) =>
	whileAdding({ here, register }, async (adding) => {
		const plan = await planEntries(here, register, register.tables, { isWhole: true, brought, takingIn: adding, tell })
		if (plan.faults.total > 0) throw refuseFaults(plan.faults)
		const records = await applyEntries(here, adding, plan)
		if (records.length >= INDEXED_LATER_FROM) await indexInAJob(here, records)
		const { added, changed, unchanged } = plan.counts
		return { added, changed, unchanged }
	})
