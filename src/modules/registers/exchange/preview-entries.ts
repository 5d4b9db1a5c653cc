import { z } from 'zod'
import { ChangedCell, FaultOutput } from '#platform/exchange/import-outputs.ts'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { query, type Here } from '#platform/operation/operation.server.ts'
import { RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { broughtBefore, type BroughtBefore } from './brought-before.server.ts'
import { Counts, entriesIn, registerAndFile, SaidColumns } from './exchange-operations.ts'
import { mayImport } from './may-import.ts'
import { toldNew } from './told-new.server.ts'
import { planEntries, type EntriesPlan } from './plan-entries.server.ts'
import { formVersionOf } from '../xlsform/form-version.server.ts'
import { DAY_ORDERS } from './written-day.ts'

/** The most rows a preview names of each sort; all are counted. */
const NAMED_MOST = 200

const Row = z.object({ sheet: z.string(), row: z.int(), number: z.string() })

// Refusals that end where somebody says how the file writes its days.
const OF_DAYS = new Set([
	'registers.file.day-two-ways',
	'registers.file.day-month-first',
	'registers.file.day-day-first'
])

/** What an uploaded file would add, change and leave alone in a register, and every cell of it that is refused; nothing is done. */
export const previewEntryImport = query({
	name: 'entry.previewImport',
	input: z.strictObject({
		register: Reference,
		file: Identifier,
		/** Whether numbers that the register does not have are kept, as those of entries numbered elsewhere. */
		numbers: z.enum(['refuse', 'keep']).optional(),
		columns: SaidColumns.optional(),
		/** How the file writes days like 03/04/2025; where nothing is said they are refused, since they can be read two ways. */
		days: z.enum(DAY_ORDERS).optional()
	}),
	output: z.object({
		name: z.string(),
		/** Names what would be done: given to `entry.import`, so that it does this and nothing else. */
		digest: z.string(),
		/** The digest of the file itself: given to `entry.import`, it is known again when it is offered once more. */
		contents: z.string(),
		/** When this very file was brought in before, by whom, and how many entries of it are here. */
		broughtIn: z
			.object({ at: z.date(), added: z.int(), office: z.string().nullable(), actor: RecordReference.nullable() })
			.nullable(),
		counts: z.object({ ...Counts, refused: z.int() }),
		/** New entries, with what they will be called and what each cell is taken for. */
		added: z.array(Row.extend({ title: z.string(), cells: z.array(ChangedCell.omit({ before: true })) })),
		changed: z.array(Row.extend({ cells: z.array(ChangedCell) })),
		/** Rows that stand in the register already, with the entry that holds all of each; they are left out unless they are asked for. */
		there: z.array(z.object({ sheet: z.string(), row: z.int(), number: z.string().nullable() })),
		/** What the file calls by a name or an acronym, and what that is taken for. */
		matched: z.array(z.object({ text: z.string(), record: RecordReference })),
		/** True where the file has numbers that the register does not have. */
		isNumberedElsewhere: z.boolean(),
		/** What is told of answers that a tool for surveys captured; null of any other file. */
		captured: z
			.object({
				/** Columns and sheets that are no question of the register, and are left out. */
				leftOut: z.array(z.string()),
				/** Versions of the form on which they were given, and the one that stands; alike where nothing differs. */
				versions: z.array(z.string()),
				version: z.string(),
				/** Answers without an identifier, which are known again by what they say alone. */
				unidentified: z.int()
			})
			.nullable(),
		/** Columns that the register does not know by their headings, and those of its own that they may be. */
		columns: z.object({
			unknown: z.array(
				z.object({
					letter: z.string(),
					heading: z.string(),
					examples: z.array(z.string()),
					nearest: z.string().nullable()
				})
			),
			free: z.array(z.object({ header: z.string(), names: z.record(z.string(), z.string()) }))
		}),
		/** True where days stand in numbers that can be read two ways: somebody says how the file writes them. */
		hasTwoWayDays: z.boolean(),
		/** Columns that are worked out, and read over. */
		readOver: z.array(z.string()),
		faults: z.array(FaultOutput),
		/** Faults, listed or not: a row may have several, and a sheet or the whole file too. */
		faultsTotal: z.int()
	}),
	about: registerAndFile,
	allow: ({ seat }, { register }) => mayImport(seat, register.compiled),
	logged: true,
	async run(here, { numbers, columns, days }, { register, file }) {
		const before = await broughtBefore(here, register.id, file)
		const { tables, captured } = await entriesIn(here, register, file)
		const plan = await planEntries(here, register, tables, {
			answers: captured?.answers,
			again: { isBroughtIn: before !== null, takes: () => false },
			keepsNumbers: numbers === 'keep',
			// A tool for surveys names its columns by the questions.
			columns: captured ? undefined : columns,
			days
		})
		const rowOf = ({ sheet, row, number }: EntriesPlan['entries'][number]) => ({ sheet, row, number })
		const added = plan.entries.filter(({ existing }) => !existing).slice(0, NAMED_MOST)
		const changed = plan.entries.filter(({ existing, changes }) => existing && changes.length > 0).slice(0, NAMED_MOST)
		return {
			name: file.name,
			digest: plan.digest,
			contents: file.sha256,
			broughtIn: before && (await toldBefore(here, before)),
			counts: plan.counts,
			added: await toldNew(here, register, added),
			changed: changed.map((entry) => ({ ...rowOf(entry), cells: [...entry.changes] })),
			there: plan.there.slice(0, NAMED_MOST).map(({ sheet, row, number }) => ({ sheet, row, number })),
			matched: await toldMatched(here, plan.matched),
			isNumberedElsewhere: plan.isNumberedElsewhere,
			captured: captured && {
				leftOut: [...captured.leftOut],
				versions: [...captured.versions],
				version: await formVersionOf(here, register),
				unidentified: captured.unidentified
			},
			columns: captured
				? { unknown: [], free: [] }
				: {
						unknown: plan.columns.unknown.map((one) => ({ ...one, examples: [...one.examples] })),
						free: plan.columns.free.map(({ header, names }) => ({ header, names: { ...names } }))
					},
			hasTwoWayDays: plan.faults.listed.some(({ code }) => OF_DAYS.has(code)),
			readOver: [...plan.readOver],
			faults: plan.faults.listed.map((fault) => ({
				...(captured?.placed(fault) ?? fault),
				params: { ...fault.params }
			})),
			faultsTotal: plan.faults.total
		}
	}
})

async function toldBefore(here: Here, { at, seatId, added }: BroughtBefore) {
	const seat = await here.tx
		.selectFrom('seat')
		.select(['office', 'actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', seatId)
		.executeTakeFirst()
	const actors = await referencesOf(here, [seat?.actor_id ?? null])
	return { at, added, office: seat?.office ?? null, actor: actors.get(seat?.actor_id ?? '') ?? null }
}

async function toldMatched(here: Here, matched: ReadonlyMap<string, string>) {
	const some = [...matched].slice(0, NAMED_MOST)
	const records = await referencesOf(
		here,
		some.map(([, id]) => id)
	)
	return some.flatMap(([text, id]) => {
		const record = records.get(id)
		return record ? [{ text, record }] : []
	})
}
