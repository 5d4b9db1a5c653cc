import { z } from 'zod'
import { refuseFaults } from '#platform/exchange/fault.ts'
import {
	getImportJob,
	ImportProgress,
	ImportState,
	progressOfImport,
	stateOfImport
} from '#platform/exchange/import-job.server.ts'
import { Expected, SHORT_MOST } from '#platform/exchange/import-outputs.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import type { Tables } from '#platform/exchange/table.ts'
import { storedPath } from '#platform/files/store.server.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { command, query, type Here, type TellProgress } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { DECLARE } from '../declare-register.server.ts'
import { getRegister, type Register } from '../registers.server.ts'
import { INDEXED_LATER_FROM, indexInAJob } from './finish-import.ts'
import { whileAdding } from './add-entries.server.ts'
import { applyEntries } from './apply-entries.server.ts'
import { mayImport } from './may-import.ts'
import { broughtBefore } from './brought-before.server.ts'
import { capturedResults } from '../xlsform/captured-results.ts'
import { planEntries, type EntriesPlan, type PlannedEntry, type TakingIn } from './plan-entries.server.ts'
import { getSentFile, type SentFile } from './whole-file.server.ts'
import { DAY_ORDERS } from './written-day.ts'

const IMPORT = 'entry.import'
// That of all registers is told of in the same way, and so is what else goes through many entries: another declaration, an edition of a report.
const IMPORTS = [IMPORT, 'register.importAll', DECLARE, 'reportEdition.make']

export async function registerAndFile(here: Here, { register, file }: { register: string; file: string }) {
	const found = await getRegister(here, register)
	return { register: found, file: await getSentFile(here, file) }
}

export const tablesOf = (here: Here, file: SentFile) =>
	readTables({ name: file.name, path: storedPath(here.filesFolder, here.workspace.id, file.id) })

/** The sheets of a file that was sent for a register: as a tool for surveys wrote them, where it is one of theirs, laid out as our own. */
export async function entriesIn(here: Here, register: Pick<Register, 'id' | 'compiled'>, file: SentFile) {
	const tables = await tablesOf(here, file)
	const captured = capturedResults(tables, register)
	return { tables: captured?.tables ?? tables, captured }
}

export const Counts = { added: z.int(), changed: z.int(), unchanged: z.int(), there: z.int() }
const countsOf = ({ counts: { added, changed, unchanged, there } }: EntriesPlan) => ({
	added,
	changed,
	unchanged,
	there
})

const CHOSEN_MOST = 1_000

/**
 * What columns of the entries are that the register does not know by their headings, by their letters in the file: the key of the
 * column of the register, or nothing where one is left out.
 */
export const SaidColumns = z.record(z.string().regex(/^[A-Z]{1,3}$/), z.string().max(200))

/** What becomes of the rows that a person may take or leave. */
const Choices = {
	/** Rows without a number that stand in the register already are left out, unless they shall be added all the same. */
	again: z.enum(['leave', 'add']).optional(),
	/** Those of them, by their row, that are added though the others are left out. */
	addRows: z.array(z.int().min(2)).max(CHOSEN_MOST).optional(),
	/** Changes of entries that are there are taken, unless they shall be left. */
	changes: z.enum(['take', 'leave']).optional(),
	/** The entries, by number, whose changes are left though the others are taken. */
	leave: z.array(Reference).max(CHOSEN_MOST).optional(),
	/** Numbers that the register does not have are refused as mistyped, unless they are kept as those of entries numbered elsewhere. */
	numbers: z.enum(['refuse', 'keep']).optional(),
	columns: SaidColumns.optional(),
	/** How the file writes days like 03/04/2025; where nothing is said they are refused, since they can be read two ways. */
	days: z.enum(DAY_ORDERS).optional()
}
type Choices = z.output<z.ZodObject<typeof Choices>>

async function againOf(here: Here, registerId: string, file: SentFile, { again, addRows = [] }: Choices) {
	const rows = new Set(addRows)
	return {
		isBroughtIn: (await broughtBefore(here, registerId, file)) !== null,
		takes: (row: number) => again === 'add' || rows.has(row)
	}
}

/** The plan without the changes that are left. */
function withChosen(plan: EntriesPlan, { changes, leave = [] }: Choices): EntriesPlan & { left: number } {
	const left = new Set(leave)
	const isLeft = ({ number, existing, changes: cells }: PlannedEntry) =>
		existing !== null && cells.length > 0 && (changes === 'leave' || left.has(number))
	const entries = plan.entries.filter((entry) => !isLeft(entry))
	const count = plan.entries.length - entries.length
	return { ...plan, entries, left: count, counts: { ...plan.counts, changed: plan.counts.changed - count } }
}

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
		mayWait: z.boolean().optional(),
		/** The digest of the file, as the preview called it: by it the file is known again when it is offered once more. */
		contents: Expected,
		...Choices
	}),
	output: z.object({
		...Counts,
		/** Entries whose changes were left. */
		left: z.int(),
		/** The job that does it, where it has become one: then nothing is done yet. */
		job: z.string().nullable()
	}),
	logged: true,
	about: registerAndFile,
	allow: ({ seat }, { register }) => mayImport(seat, register.compiled),
	async run(
		here,
		{ expected, mayWait = false, contents, register: _register, file: _file, ...choices },
		{ register, file }
	) {
		if (register.state !== 'active') throw conflict('registers.not-active')
		if (contents !== undefined && contents !== file.sha256) throw conflict('exchange.preview-changed')
		await here.write.lockRecord(register.id)
		const tell = here.tell ?? (() => undefined)
		const laterOn = (digest: string) =>
			enqueue(here, {
				operation: IMPORT,
				input: {
					...(contents === undefined ? {} : { contents }),
					register: register.id,
					file: file.id,
					expected: digest,
					...choices
				}
			})
		await tell({ step: 'reading', done: 0, total: 1 })
		// What was looked at in a preview is checked where it is done: nobody waits for that twice.
		const isPlannedLater = mayWait && expected !== undefined
		return whileAdding({ here, register }, async (adding) => {
			const looked = await planOf(here, register, {
				file,
				choices,
				unlessLong: isPlannedLater,
				takingIn: mayWait ? undefined : adding,
				tell
			})
			if (looked === null)
				return { added: 0, changed: 0, unchanged: 0, there: 0, left: 0, job: await laterOn(expected ?? '') }
			const plan = withChosen(looked, choices)
			if (plan.faults.total > 0) throw refuseFaults(plan.faults)
			if (expected !== undefined && expected !== plan.digest) throw conflict('exchange.preview-changed')
			const todo = plan.counts.added + plan.counts.changed
			if (mayWait && todo > SHORT_MOST) return { ...countsOf(plan), left: plan.left, job: await laterOn(plan.digest) }
			if (mayWait) await adding.keepNumbers(plan.brought)
			const added = await applyEntries(here, adding, plan, (done, total) => tell({ step: 'writing', done, total }))
			if (added.length >= INDEXED_LATER_FROM) await indexInAJob(here, added)
			await tell({ step: 'finishing', done: todo, total: todo })
			return { ...countsOf(plan), left: plan.left, job: null }
		})
	}
})

type Planned = {
	file: SentFile
	choices: Choices
	unlessLong: boolean
	takingIn: TakingIn | undefined
	tell: TellProgress
}

/** What a file would do; null where it is long and shall be planned later. The cells of the file are let go of when it is known. */
async function planOf(
	here: Here,
	register: Register,
	{ file, choices, unlessLong, takingIn, tell }: Planned
): Promise<EntriesPlan | null> {
	const { tables, captured } = await entriesIn(here, register, file)
	if (unlessLong && rowsIn(tables) > SHORT_MOST) return null
	const step = takingIn ? 'writing' : 'checking'
	const plan = await planEntries(here, register, tables, {
		answers: captured?.answers,
		takingIn,
		again: await againOf(here, register.id, file, choices),
		keepsNumbers: choices.numbers === 'keep',
		columns: captured ? undefined : choices.columns,
		days: choices.days,
		tell: (done, total) => tell({ step, done, total })
	})
	return captured ? { ...plan, faults: { ...plan.faults, listed: plan.faults.listed.map(captured.placed) } } : plan
}

const rowsIn = ({ sheets }: Tables) => [...sheets.values()].reduce((sum, { rows }) => sum + rows.length, 0)

/** How an import stands that became a job, of one register or of all, or a declaration; and how far it is; only the seat that asked for it is told. */
export const getEntryImport = query({
	name: 'entry.importState',
	input: z.strictObject({ job: Identifier }),
	output: ImportState.extend({ progress: ImportProgress }),
	about: (here, { job }) => getImportJob(here, IMPORTS, job),
	allow: ({ seat }) => seat.role !== 'public',
	run: (_here, _input, job) => Promise.resolve({ ...stateOfImport(job), progress: progressOfImport(job) })
})
