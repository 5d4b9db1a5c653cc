import { z } from 'zod'
import { ChangedCell, FaultOutput } from '#platform/exchange/import-outputs.ts'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { query, type Here } from '#platform/operation/operation.server.ts'
import { RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import { broughtBefore, type BroughtBefore } from './brought-before.server.ts'
import { Counts, entriesIn, registerAndFile } from './exchange-operations.ts'
import { mayImport } from './may-import.ts'
import { planEntries, type EntriesPlan } from './plan-entries.server.ts'
import { formVersionOf } from '../xlsform/form-version.server.ts'

/** The most rows a preview names of each sort; all are counted. */
const NAMED_MOST = 200

const Row = z.object({ sheet: z.string(), row: z.int(), number: z.string() })

/** What an uploaded file would add, change and leave alone in a register, and every cell of it that is refused; nothing is done. */
export const previewEntryImport = query({
	name: 'entry.previewImport',
	input: z.strictObject({
		register: Reference,
		file: Identifier,
		/** Whether numbers that the register does not have are kept, as those of entries numbered elsewhere. */
		numbers: z.enum(['refuse', 'keep']).optional()
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
		added: z.array(Row),
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
		/** Columns that are worked out, and read over. */
		readOver: z.array(z.string()),
		faults: z.array(FaultOutput),
		/** Faults, listed or not: a row may have several, and a sheet or the whole file too. */
		faultsTotal: z.int()
	}),
	about: registerAndFile,
	allow: ({ seat }, { register }) => mayImport(seat, register.compiled),
	logged: true,
	async run(here, { numbers }, { register, file }) {
		const before = await broughtBefore(here, register.id, file)
		const { tables, captured } = await entriesIn(here, register, file)
		const plan = await planEntries(here, register, tables, {
			answers: captured?.answers,
			again: { isBroughtIn: before !== null, takes: () => false },
			keepsNumbers: numbers === 'keep'
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
			added: added.map(rowOf),
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
