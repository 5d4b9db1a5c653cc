import { z } from 'zod'
import { refuseFaults } from '#platform/exchange/fault.ts'
import {
	getImportJob,
	ImportProgress,
	ImportState,
	progressOfImport,
	stateOfImport
} from '#platform/exchange/import-job.server.ts'
import { ChangedCell, Expected, FaultOutput, SHORT_MOST } from '#platform/exchange/import-outputs.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import type { Tables } from '#platform/exchange/table.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { command, query, type Here, type TellProgress } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { INDEXED_LATER_FROM, indexInAJob } from './finish-import.ts'
import { whileAdding } from './add-entries.server.ts'
import { applyEntries } from './apply-entries.server.ts'
import { mayImport } from './may-import.ts'
import { planEntries, type EntriesPlan, type TakingIn } from './plan-entries.server.ts'
import { getSentFile } from './whole-file.server.ts'

const IMPORT = 'entry.import'
// That of all registers is told of in the same way.
const IMPORTS = [IMPORT, 'register.importAll']

async function registerAndFile(here: Here, { register, file }: { register: string; file: string }) {
	const found = await getRegister(here, register)
	return { register: found, file: await getSentFile(here, file) }
}

const tablesOf = (here: Here, file: { id: string; name: string }) =>
	readTables({ name: file.name, path: storedPath(here.filesFolder, here.workspace.id, file.id) })

const Counts = { added: z.int(), changed: z.int(), unchanged: z.int() }
const countsOf = ({ counts: { added, changed, unchanged } }: EntriesPlan) => ({ added, changed, unchanged })

/**
 * Brings a workbook, a CSV file, a ZIP of CSV files or a JSON document, uploaded before, into a register: whole, or not at all
 * with each refused cell named. With `expected`, what `entry.previewImport` called its digest, it is refused where it would by
 * now do something else; with `mayWait` a long one becomes a job.
 */
export const importEntries = command({
	name: IMPORT,
	input: z.strictObject({
		register: Reference,
		file: Identifier,
		expected: Expected,
		mayWait: z.boolean().optional()
	}),
	output: z.object({
		...Counts,
		/** The job that does it, where it has become one: then nothing is done yet. */
		job: z.string().nullable()
	}),
	logged: true,
	about: registerAndFile,
	allow: ({ seat }, { register }) => mayImport(seat, register.compiled),
	async run(here, { expected, mayWait = false }, { register, file }) {
		if (register.state !== 'active') throw conflict('registers.not-active')
		await here.write.lockRecord(register.id)
		const tell = here.tell ?? (() => undefined)
		const laterOn = (digest: string) =>
			enqueue(here, { operation: IMPORT, input: { register: register.id, file: file.id, expected: digest } })
		await tell({ step: 'reading', done: 0, total: 1 })
		// What was looked at in a preview is checked where it is done: nobody waits for that twice.
		const isPlannedLater = mayWait && expected !== undefined
		return whileAdding({ here, register }, async (adding) => {
			const plan = await planOf(here, register, {
				file,
				unlessLong: isPlannedLater,
				takingIn: mayWait ? undefined : adding,
				tell
			})
			if (plan === null) return { added: 0, changed: 0, unchanged: 0, job: await laterOn(expected ?? '') }
			if (plan.faults.total > 0) throw refuseFaults(plan.faults)
			if (expected !== undefined && expected !== plan.digest) throw conflict('exchange.preview-changed')
			const todo = plan.counts.added + plan.counts.changed
			if (mayWait && todo > SHORT_MOST) return { ...countsOf(plan), job: await laterOn(plan.digest) }
			if (mayWait) await adding.keepNumbers(plan.brought)
			const added = await applyEntries(here, adding, plan, (done, total) => tell({ step: 'writing', done, total }))
			if (added.length >= INDEXED_LATER_FROM) await indexInAJob(here, added)
			await tell({ step: 'finishing', done: todo, total: todo })
			return { ...countsOf(plan), job: null }
		})
	}
})

type Planned = {
	file: { id: string; name: string }
	unlessLong: boolean
	takingIn: TakingIn | undefined
	tell: TellProgress
}

/** What a file would do; null where it is long and shall be planned later. The cells of the file are let go of when it is known. */
async function planOf(
	here: Here,
	register: Register,
	{ file, unlessLong, takingIn, tell }: Planned
): Promise<EntriesPlan | null> {
	const tables = await tablesOf(here, file)
	if (unlessLong && rowsIn(tables) > SHORT_MOST) return null
	const step = takingIn ? 'writing' : 'checking'
	return planEntries(here, register, tables, { takingIn, tell: (done, total) => tell({ step, done, total }) })
}

const rowsIn = ({ sheets }: Tables) => [...sheets.values()].reduce((sum, { rows }) => sum + rows.length, 0)

/** The most rows a preview names of each sort; all are counted. */
const NAMED_MOST = 200

const Row = z.object({ sheet: z.string(), row: z.int(), number: z.string() })

/** What an uploaded file would add, change and leave alone in a register, and every cell of it that is refused; nothing is done. */
export const previewEntryImport = query({
	name: 'entry.previewImport',
	input: z.strictObject({ register: Reference, file: Identifier }),
	output: z.object({
		name: z.string(),
		/** Names what would be done: given to `entry.import`, so that it does this and nothing else. */
		digest: z.string(),
		counts: z.object({ ...Counts, refused: z.int() }),
		added: z.array(Row),
		changed: z.array(Row.extend({ cells: z.array(ChangedCell) })),
		/** Columns that are worked out, and read over. */
		readOver: z.array(z.string()),
		faults: z.array(FaultOutput),
		/** Faults, listed or not: a row may have several, and a sheet or the whole file too. */
		faultsTotal: z.int()
	}),
	about: registerAndFile,
	allow: ({ seat }, { register }) => mayImport(seat, register.compiled),
	logged: true,
	async run(here, _input, { register, file }) {
		const plan = await planEntries(here, register, await tablesOf(here, file))
		const rowOf = ({ sheet, row, number }: EntriesPlan['entries'][number]) => ({ sheet, row, number })
		const added = plan.entries.filter(({ existing }) => !existing).slice(0, NAMED_MOST)
		const changed = plan.entries.filter(({ existing, changes }) => existing && changes.length > 0).slice(0, NAMED_MOST)
		return {
			name: file.name,
			digest: plan.digest,
			counts: plan.counts,
			added: added.map(rowOf),
			changed: changed.map((entry) => ({ ...rowOf(entry), cells: [...entry.changes] })),
			readOver: [...plan.readOver],
			faults: plan.faults.listed.map((fault) => ({ ...fault, params: { ...fault.params } })),
			faultsTotal: plan.faults.total
		}
	}
})

/** How an import stands that became a job, of one register or of all, and how far it is; only the seat that asked for it is told. */
export const getEntryImport = query({
	name: 'entry.importState',
	input: z.strictObject({ job: Identifier }),
	output: ImportState.extend({ progress: ImportProgress }),
	about: (here, { job }) => getImportJob(here, IMPORTS, job),
	allow: ({ seat }) => seat.role !== 'public',
	run: (_here, _input, job) => Promise.resolve({ ...stateOfImport(job), progress: progressOfImport(job) })
})
