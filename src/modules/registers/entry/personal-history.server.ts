import type { Here } from '#platform/operation/operation.server.ts'
import type { ToldChange } from '#platform/operation/registry.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { lineages } from '../conversion/lineage.server.ts'
import type { Lineage } from '../conversion/lineage.ts'

/** True where a document, as an event tells it, holds one of the fields. */
export const holdsOne = (document: unknown, keys: ReadonlySet<string>) =>
	typeof document === 'object' && document !== null && Object.keys(document).some((key) => keys.has(key))

async function tells(here: Here, told: readonly ToldChange[], personalOf: (lineage: Lineage) => ReadonlySet<string>) {
	const parts = [...new Set(told.flatMap(({ record }) => record ?? []))]
	if (parts.length === 0) return false
	const rows = await here.tx
		.selectFrom('entry_part')
		.select(['id', 'register_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(parts))
		.execute()
	const registers = await lineages(here, [...new Set(rows.map((row) => row.register_id))])
	const registerOf = new Map(rows.map((row) => [row.id, registers.get(row.register_id)]))
	return told.some(({ record, before, after }) => {
		const lineage = record === null ? undefined : registerOf.get(record)
		const keys = lineage && personalOf(lineage)
		return keys !== undefined && [before, after].some((fields) => holdsOne(fields?.['document'], keys))
	})
}

/** True where such changes of an entry's fields tell what is personal. */
export const tellsPersonalFields = (here: Here, told: readonly ToldChange[]) =>
	tells(here, told, ({ personal }) => personal)

/** The same of changes of the rows of its tables. */
export const tellsPersonalRows = (here: Here, told: readonly ToldChange[]) =>
	tells(here, told, (lineage) => lineage.personalInRows)
