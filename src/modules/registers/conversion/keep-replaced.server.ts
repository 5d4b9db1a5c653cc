import type { Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { Values } from '../entry/values.ts'
import type { Replaced } from './schema.ts'

/** So many days what steps replaced is kept, and the version before can be brought back with it. */
export const REPLACED_DAYS = 180

type Row = { id: string; part_id: string; entry_id: string; document: Replaced }

/** What a version's steps replaced has been brought back: it stands in the entries again. */
export async function forgetReplaced(here: Writing, registerId: string, version: number | null): Promise<void> {
	if (version === null) return
	const rows = await here.tx
		.selectFrom('entry_replaced')
		.select(['id', 'part_id', 'entry_id', 'document'])
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.where('version', '=', version)
		.execute()
	await forgetRows(here, rows)
}

/** Lets go of all that steps replaced in an entry: what is erased from it is kept nowhere else. */
export async function forgetReplacedOf(here: Writing, entryId: string): Promise<void> {
	await here.write.inSightOfAll([], async () => {
		const rows = await here.tx
			.selectFrom('entry_replaced')
			.select(['id', 'part_id', 'entry_id', 'document'])
			.where('workspace_id', '=', here.workspace.id)
			.where('entry_id', '=', entryId)
			.execute()
		await forgetRows(here, rows)
	})
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const identifiers = (values: Values) =>
	Object.values(values).flatMap((value) => (typeof value === 'string' && UUID.test(value) ? [value] : []))

/** Lets go of some of it, with the files that stand nowhere else any more: these are removed with their content within the day. */
export async function forgetRows(here: Writing, rows: readonly Row[]): Promise<void> {
	if (rows.length === 0) return
	const named = [
		...new Set(
			rows.flatMap(({ document }) => [
				...identifiers(document.was),
				...document.rows.flatMap(({ was }) => identifiers(was))
			])
		)
	]
	if (named.length > 0) await letGo(here, named, rows)
	for (const { id } of rows) await here.write.remove('entry_replaced', id)
}

async function letGo(here: Writing, named: readonly string[], rows: readonly Row[]) {
	const entries = [...new Set(rows.map((row) => row.entry_id))]
	const [files, documents, tables] = await Promise.all([
		here.tx
			.selectFrom('file')
			.select(['id', 'record_id'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf(named))
			.execute(),
		here.tx
			.selectFrom('entry_document')
			.select('document')
			.where('workspace_id', '=', here.workspace.id)
			.where('entry_id', '=', anyOf(entries))
			.execute(),
		here.tx
			.selectFrom('entry_row')
			.select('document')
			.where('workspace_id', '=', here.workspace.id)
			.where('entry_id', '=', anyOf(entries))
			.execute()
	])
	const standing = new Set([...documents, ...tables].flatMap(({ document }) => identifiers(document)))
	const parts = new Set(rows.map((row) => row.part_id))
	for (const { id, record_id: record } of files)
		// What a file of a person is called often names the person, and would be told again when it is taken away.
		if (record !== null && parts.has(record) && !standing.has(id))
			await here.write.erasing(() => here.write.change('file', id, { record_id: null, audience: [], name: id }))
}
