import { z } from 'zod'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { command, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, forbidden } from '#platform/operation/refusal.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { getImportJob, ImportState, stateOfImport } from './import-job.server.ts'
import { ChangedCell, Expected, FaultOutput, SHORT_MOST } from './import-outputs.ts'
import { countOf, planImport, planSound, type FilePlan } from './import-sheets.server.ts'
import type { RowPlan } from './importer.ts'
import { readTables } from './read-tables.ts'

/** The name of the command by which a file comes in: jobs ask for it, and its rule is told before a file is sent. */
const IMPORT = 'workspace.import'

const Count = z.object({ sheet: z.string(), added: z.int(), changed: z.int(), unchanged: z.int(), unlisted: z.int() })

async function getOwnFile(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('file')
		.select(['id', 'name'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	if (!row) throw absent('platform.no-such-file')
	return { file: row }
}

const tablesOf = (here: Here, file: { id: string; name: string }) =>
	readTables({ name: file.name, path: storedPath(here.filesFolder, here.workspace.id, file.id) })

/** Refuses who may not import, before anybody sends a file for nothing. */
export function refuseUnlessImports(seat: Here['seat']): void {
	if (!keepsRecords(seat)) throw forbidden('platform.not-allowed', { operation: IMPORT })
}

/**
 * Brings a workbook, a CSV file, a ZIP of CSV files or a JSON document, uploaded before, into the workspace: whole, or not at
 * all with each refused cell named. `check` only says what it would do; with `expected`, what `workspace.previewImport`
 * called its digest, it is refused where it would by now do something else; with `mayWait` a long one becomes a job.
 */
export const importWorkspace = command({
	name: IMPORT,
	input: z.strictObject({
		file: Identifier,
		check: z.boolean().optional(),
		expected: Expected,
		mayWait: z.boolean().optional()
	}),
	output: z.object({
		added: z.int(),
		changed: z.int(),
		unchanged: z.int(),
		unlisted: z.int(),
		sheets: z.array(Count),
		/** The job that does it, where it has become one: then nothing is done yet. */
		job: z.string().nullable()
	}),
	logged: true,
	about: (here, { file }) => getOwnFile(here, file),
	allow: ({ seat }) => keepsRecords(seat),
	async run(here, { check = false, expected, mayWait = false }, { file }) {
		const plan = await planSound(here, await tablesOf(here, file), expected)
		const sheets = plan.sheets.map(countOf)
		const isLong = mayWait && !check && sheets.reduce((sum, one) => sum + one.added + one.changed, 0) > SHORT_MOST
		const job = isLong
			? await enqueue(here, { operation: IMPORT, input: { file: file.id, expected: plan.digest } })
			: null
		if (!check && !isLong) await plan.apply(here)
		const total = (of: 'added' | 'changed' | 'unchanged' | 'unlisted') =>
			sheets.reduce((sum, sheet) => sum + sheet[of], 0)
		return {
			added: total('added'),
			changed: total('changed'),
			unchanged: total('unchanged'),
			unlisted: total('unlisted'),
			sheets,
			job
		}
	}
})

/** How an import stands that became a job; only the seat that asked for it is told. */
export const getImportState = query({
	name: 'workspace.importState',
	input: z.strictObject({ job: Identifier }),
	output: ImportState,
	about: (here, { job }) => getImportJob(here, [IMPORT], job),
	allow: ({ seat }) => keepsRecords(seat),
	run: (_here, _input, job) => Promise.resolve(stateOfImport(job))
})

/** The most rows a preview names of each sort; all are counted. */
const NAMED_MOST = 1_000

const Preview = z.object({
	name: z.string(),
	/** Names what would be done: given to `workspace.import`, so that it does this and nothing else. */
	digest: z.string(),
	sheets: z.array(Count.extend({ refused: z.int() })),
	/** Rows that would be added, by what stands in their key columns. */
	added: z.array(z.object({ sheet: z.string(), row: z.int(), key: z.array(z.string()) })),
	changed: z.array(
		z.object({ sheet: z.string(), row: z.int(), key: z.array(z.string()), cells: z.array(ChangedCell) })
	),
	/** Rows of the workspace that the file does not name; they are left as they are. */
	unlisted: z.array(z.object({ sheet: z.string(), key: z.array(z.string()) })),
	faults: z.array(FaultOutput),
	totals: z.object({
		added: z.int(),
		changed: z.int(),
		unchanged: z.int(),
		unlisted: z.int(),
		/** Rows in which something is refused. */
		refused: z.int(),
		/** Faults, listed or not: a row may have several, and a sheet or the whole file too. */
		faults: z.int()
	})
})

/** What an uploaded file would add, change and leave alone, and every cell of it that is refused; nothing is done. */
export const previewImport = query({
	name: 'workspace.previewImport',
	input: z.strictObject({ file: Identifier }),
	output: Preview,
	about: (here, { file }) => getOwnFile(here, file),
	allow: ({ seat }) => keepsRecords(seat),
	logged: true,
	run: async (here, _input, { file }) => previewOf(file.name, await planImport(here, await tablesOf(here, file)))
})

function previewOf(name: string, plan: FilePlan): z.output<typeof Preview> {
	// A row in which something is refused would neither be added nor changed.
	const sheets = plan.sheets.map(({ sheet, rows, unlisted }) => {
		const refused = plan.refused.get(sheet.name) ?? new Set<number>()
		const sound = rows.filter((row) => !refused.has(row.row))
		return { sheet, rows: sound, unlisted, refused: [...refused].filter((row) => row > 1).length }
	})
	const keyOf = (sheet: (typeof sheets)[number]['sheet'], texts: RowPlan['texts']) =>
		sheet.key.flatMap((column) => texts[column] ?? [])
	const counts = sheets.map((one) => ({ ...countOf(one), refused: one.refused }))
	const total = (of: 'added' | 'changed' | 'unchanged' | 'unlisted' | 'refused') =>
		counts.reduce((sum, one) => sum + one[of], 0)
	return {
		name,
		digest: plan.digest,
		sheets: counts,
		added: take(sheets, ({ sheet, rows }) =>
			rows.filter((row) => !row.stored).map(({ row, texts }) => ({ sheet: sheet.name, row, key: keyOf(sheet, texts) }))
		),
		changed: take(sheets, ({ sheet, rows }) =>
			rows
				.filter((row) => row.stored && row.changes.length > 0)
				.map(({ row, texts, changes }) => ({ sheet: sheet.name, row, key: keyOf(sheet, texts), cells: [...changes] }))
		),
		unlisted: take(sheets, ({ sheet, unlisted }) =>
			unlisted.map(({ texts }) => ({ sheet: sheet.name, key: keyOf(sheet, texts) }))
		),
		faults: plan.faults.listed.map((fault) => ({ ...fault, params: { ...fault.params } })),
		totals: {
			added: total('added'),
			changed: total('changed'),
			unchanged: total('unchanged'),
			unlisted: total('unlisted'),
			refused: total('refused'),
			faults: plan.faults.total
		}
	}
}

function take<S, T>(sheets: readonly S[], of: (sheet: S) => readonly T[]): T[] {
	const taken: T[] = []
	for (const sheet of sheets)
		if (taken.length < NAMED_MOST) taken.push(...of(sheet).slice(0, NAMED_MOST - taken.length))
	return taken
}
