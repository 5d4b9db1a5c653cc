import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { EntryInTurn, Sight } from '../declaration/entries-in-turn.server.ts'
import type { DeclarationFault } from '../declaration/fault.ts'
import type { EntryValues, Values } from '../entry/values.ts'
import { betweenOf } from './between.ts'
import { lookingUp } from './looks.server.ts'
import { readSteps } from './read-steps.ts'
import type { Replaced } from './schema.ts'
import { replacedWhole, stepEntry, type Stepped } from './step-entry.ts'
import type { StepPlan } from './step-plan.ts'

/** An entry on its way from one version to the next: as steps leave it. */
export type SteppedEntry = Stepped & { values: EntryValues }

/** The way from one version of a register to the next. */
export type Stepping = {
	plan: StepPlan
	faults: readonly DeclarationFault[]
	/** The version before by what its things are called in the next: see `betweenOf`. */
	between: CompiledRegister
	/** Some entries as the steps leave them, in their order. */
	step(entries: readonly EntryInTurn[], sight: Sight): Promise<readonly SteppedEntry[]>
}

/** The rows of tables as values hold them, in their order. */
export function tablesOf(rows: readonly { table: string; document: Values }[]): EntryValues['tables'] {
	const tables: Record<string, Values[]> = {}
	for (const { table, document } of rows) (tables[table] ??= []).push(document)
	return tables
}

/** What steps of a version replaced in entries, as far as it is in sight, by entry. */
export async function readReplaced(
	here: Here,
	ids: readonly string[],
	version: number
): Promise<ReadonlyMap<string, Replaced>> {
	const rows = await here.tx
		.selectFrom('entry_replaced')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'entry_replaced.workspace_id')
				.onRef('record.id', '=', 'entry_replaced.part_id')
		)
		.select(['entry_replaced.entry_id', 'entry_replaced.document'])
		.where('entry_replaced.workspace_id', '=', here.workspace.id)
		.where('entry_replaced.version', '=', version)
		.where('entry_replaced.entry_id', '=', anyOf([...ids]))
		.orderBy('entry_replaced.part_id')
		.execute()
	const byEntry = Map.groupBy(rows, (row) => row.entry_id)
	return new Map(
		[...byEntry].flatMap(([id, own]) => {
			const whole = replacedWhole(own.map(({ document }) => document))
			return whole ? [[id, whole] as const] : []
		})
	)
}

/** Reads the steps of a version once, for all entries of its register. */
export async function steppingFrom(
	here: Here,
	{ before, after }: { before: CompiledRegister; after: CompiledRegister }
): Promise<Stepping> {
	const { plan, faults } = readSteps(before, after)
	const between = betweenOf(before, after, plan)
	if (plan.steps === 0 || faults.length > 0)
		return { plan, faults, between, step: (entries) => Promise.resolve(entries.map(untouched)) }
	const lookFor = await lookingUp(here, { before, after, plan })
	const { undoes } = plan
	return {
		plan,
		faults,
		between,
		async step(entries, sight) {
			const held = entries.map(({ kept }) => ({ fields: kept.values.fields, rows: kept.rows }))
			const ids = entries.map(({ id }) => id)
			const [looks, past] = [
				await lookFor(held),
				undoes === null ? new Map<string, Replaced>() : await sight(() => readReplaced(here, ids, undoes))
			]
			return entries.map(({ id, row, kept }) => {
				const standing = { state: row.state, fields: kept.values.fields, rows: kept.rows }
				const stepped = stepEntry(plan, standing, { past: past.get(id) ?? null, looks })
				return { ...stepped, values: { fields: stepped.fields, tables: tablesOf(stepped.rows) } }
			})
		}
	}
}

const untouched = ({ row, kept }: EntryInTurn): SteppedEntry => ({
	state: row.state,
	fields: kept.values.fields,
	rows: kept.rows,
	values: kept.values,
	changes: []
})
