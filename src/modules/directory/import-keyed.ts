import { audienceTokens, type Audience } from '#platform/access/seat.ts'
import type { Translations } from '#platform/database/tables.ts'
import type { Columns, RowOf, Sheet } from '#platform/exchange/sheet.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { ChangeableTable } from '#platform/operation/registry.server.ts'
import { columnsIn, differing, originColumns, type Planning, type Sourced, type Stored } from './import-plan.ts'

type Keyed = {
	key: string
	name: Translations
	acronym?: string | undefined
	audience?: Audience | undefined
} & Sourced

type KeyedPlan<C extends Columns, F extends object> = {
	kind: string
	sheet: Sheet<C>
	head: (row: RowOf<C>) => Keyed
	existing: ReadonlyMap<string, Stored>
	fields: (row: RowOf<C>) => F
	add: (id: string, fields: F, row: RowOf<C>) => void
	change: (id: string, change: Partial<F>, row: RowOf<C>) => Promise<unknown>
}

async function recordsOf(here: Writing, kind: string) {
	const rows = await here.tx
		.selectFrom('record')
		.select(['id', 'key', 'title', 'acronym', 'audience', 'state', 'merged_into_id'])
		.select(['origin', 'origin_source', 'origin_year', 'origin_note'])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', kind)
		.execute()
	return new Map(rows.map((row) => [row.key ?? '', row]))
}

/** Plans a sheet of records that have keys: the rows of new ones are added, those of others compared and changed. */
export async function planKeyed<C extends Columns, F extends object>(planning: Planning, plan: KeyedPlan<C, F>) {
	const { here, parsed, ids, faults } = planning
	const records = await recordsOf(here, plan.kind)
	const keys = new Map([...records.values()].map((record) => [record.id, record.key]))
	const rows = parsed.rows(plan.sheet)
	const columns = columnsIn(planning, plan.sheet)
	const languages = new Set(rows.flatMap(({ value }) => Object.keys(plan.head(value).name)))
	const count = { sheet: plan.sheet.name, added: 0, changed: 0, unchanged: 0, unlisted: 0 }
	const listed = new Set<string>()
	const added: { id: string; head: Keyed; row: RowOf<C> }[] = []
	for (const { row, value } of rows) {
		const head = plan.head(value)
		listed.add(head.key)
		const id = ids.of(plan.kind, head.key)
		const record = records.get(head.key)
		if (!record) {
			count.added++
			added.push({ id, head, row: value })
			continue
		}
		if (record.merged_into_id !== null) {
			const into = keys.get(record.merged_into_id) ?? ''
			faults.push(parsed.fault({ sheet: plan.sheet, row, column: 'key' }, 'directory.import-merged', { into }))
			continue
		}
		const kept = Object.entries(record.title).filter(([language]) => !languages.has(language))
		const wished = { ...recordFields(plan.kind, id, head), title: { ...Object.fromEntries(kept), ...head.name } }
		const given = head.audience === undefined ? columns : new Set([...columns, 'audience'])
		const recordChange = differing(wished, { ...record }, given)
		const rowChange = differing(plan.fields(value), plan.existing.get(id) ?? {}, columns)
		if (!recordChange && !rowChange) count.unchanged++
		else {
			count.changed++
			planning.work.push(async () => {
				if (recordChange) await here.write.changeRecord(id, recordChange)
				if (recordChange?.audience) await here.write.spreadAudience(id, recordChange.audience)
				if (rowChange) await plan.change(id, rowChange, value)
			})
		}
	}
	count.unlisted = [...records].filter(([key, record]) => record.state === 'active' && !listed.has(key)).length
	planning.counts.push(count)
	if (added.length === 0) return
	planning.work.push(async () => {
		await here.write.addRecords(
			added.map(({ id, head }) => ({
				...recordFields(plan.kind, id, head),
				id,
				kind: plan.kind,
				key: head.key,
				number: null
			}))
		)
		for (const { id, row } of added) plan.add(id, plan.fields(row), row)
	})
}

const recordFields = (kind: string, id: string, head: Keyed) => ({
	title: head.name,
	acronym: head.acronym ?? null,
	audience: audienceTokens(head.audience ?? 'public', kind === 'structure' ? id : null),
	...originColumns(head)
})

/** Rows of one table gathered, so that a country comes in by a few statements and not by a thousand. */
export function gatherer<T extends ChangeableTable>(planning: Planning, table: T) {
	const rows: Parameters<typeof planning.here.write.addAll<T>>[1][number][] = []
	return {
		put: (row: (typeof rows)[number]) => void rows.push(row),
		flush: () => planning.work.push(async () => void (await planning.here.write.addAll(table, rows)))
	}
}

/** The rows of a table by identifier. */
export async function rowsById(here: Writing, table: 'actor' | 'structure' | 'framework' | 'theme_area') {
	const rows = await here.tx.selectFrom(table).selectAll().where('workspace_id', '=', here.workspace.id).execute()
	return new Map(rows.map((row): [string, Stored] => [row.id, row]))
}
