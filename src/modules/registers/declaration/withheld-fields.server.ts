import type { Here } from '#platform/operation/operation.server.ts'
import type { ToldRow } from '#platform/operation/registry.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { Lineage } from '../conversion/lineage.ts'
import { lineages } from '../conversion/lineage.server.ts'
import { compiledAmong } from '../registers.server.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import { earlierReadings, type Readings } from './earlier-readings.server.ts'

/** A part that events told of: the declaration its register has now, and the parts of its entry that the reader sees. */
type ToldPart = {
	part: string
	compiled: CompiledRegister
	readings: Readings
	lineage: Lineage | undefined
	sees: (parts: readonly string[]) => boolean
}

const recordsOf = (told: readonly ToldRow[]) => [...new Set(told.flatMap(({ record }) => record ?? []))]

async function toldParts(here: Here, told: readonly ToldRow[]): Promise<ReadonlyMap<string, ToldPart>> {
	const ids = recordsOf(told)
	if (ids.length === 0) return new Map()
	const own = await here.tx
		.selectFrom('entry_part')
		.select(['id', 'entry_id', 'register_id', 'part'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	const registerIds = [...new Set(own.map((one) => one.register_id))]
	const [registers, readings, lines, seen] = await Promise.all([
		compiledAmong(here.tx, here.workspace.id, registerIds),
		earlierReadings(here, registerIds),
		lineages(here, registerIds),
		here.tx
			.selectFrom('entry_part')
			.innerJoin('record', (on) =>
				on.onRef('record.workspace_id', '=', 'entry_part.workspace_id').onRef('record.id', '=', 'entry_part.id')
			)
			.select(['entry_part.entry_id', 'entry_part.part'])
			.where('entry_part.workspace_id', '=', here.workspace.id)
			.where('entry_part.entry_id', '=', anyOf([...new Set(own.map((one) => one.entry_id))]))
			.execute()
	])
	const seenOf = Map.groupBy(seen, (one) => one.entry_id)
	return new Map(
		own.flatMap(({ id, entry_id: entryId, register_id: registerId, part }) => {
			const compiled = registers.get(registerId)
			if (!compiled) return []
			const has = new Set(seenOf.get(entryId)?.map((one) => one.part))
			const sees = (parts: readonly string[]) => parts.every((one) => has.has(one))
			const lineage = lines.get(registerId)
			return [[id, { part, compiled, readings: readings.get(registerId) ?? new Map(), lineage, sees }] as const]
		})
	)
}

/** True of a result that some declaration worked out from what is out of the reader's sight now: it would tell of it still. */
function tellsHidden({ compiled, readings, lineage, sees }: ToldPart, field: string): boolean {
	return [...(readings.get(field) ?? [])].some((read) => {
		const table = compiled.tables.get(read)?.part
		return !sees([...(lineage?.partsOf(read) ?? []), ...(table === undefined ? [] : [table])])
	})
}

/**
 * Which fields of entries the history keeps from the reader: those that have moved to a part out of their sight since it was told
 * of them, by whatever name, results that were worked out from one that has, and what was taken away from one.
 */
export async function withheldFields(here: Here, told: readonly ToldRow[]) {
	const parts = await toldParts(here, told)
	return ({ record }: ToldRow, field: string) => {
		const one = record === null ? undefined : parts.get(record)
		if (!one) return false
		const now = [...(one.lineage?.partsOf(field) ?? [])]
		if (now.length > 0 && now.every((part) => part === one.part)) return tellsHidden(one, field)
		return !one.sees(now.length === 0 ? one.compiled.parts : now) || tellsHidden(one, field)
	}
}

/** The same of the rows of tables. Of a row that is gone it is no longer known of which table it was. */
export async function withheldInRows(here: Here, told: readonly ToldRow[]) {
	const [parts, rows] = await Promise.all([
		toldParts(here, told),
		here.tx
			.selectFrom('entry_row')
			.select(['id', 'table_key'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf([...new Set(told.map(({ row }) => row))]))
			.execute()
	])
	const tableOf = new Map(rows.map((row) => [row.id, row.table_key]))
	return ({ record, row }: ToldRow, field: string) => {
		const one = record === null ? undefined : parts.get(record)
		if (!one) return false
		const { tables } = one.compiled
		const known = tables.get(tableOf.get(row) ?? '')
		const now = known ? [known.part] : [...(one.lineage?.partsOfColumn(field) ?? [])]
		if (now.length > 0 && now.every((part) => part === one.part)) return false
		return !one.sees(now.length === 0 ? one.compiled.parts : now)
	}
}
