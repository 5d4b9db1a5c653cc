import { changeEntry } from '../entry/entry-commands.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { Adding } from './add-entries.server.ts'
import { ENTRIES_AT_ONCE } from './add-entries.server.ts'
import type { EntriesPlan, PlannedEntry, Telling } from './plan-entries.server.ts'

/**
 * Does what a plan says: new entries many at a time, those that are there one by one by the command that changes them. Gives
 * the records that were added, those that were taken in while it was planned among them, the oldest first.
 */
export async function applyEntries(
	here: Writing,
	adding: Adding,
	{ entries }: EntriesPlan,
	tell: Telling = () => undefined
): Promise<string[]> {
	const added = entries.filter(({ existing }) => !existing)
	const changed = entries.filter(({ existing, changes }) => existing && changes.length > 0)
	const total = added.length + changed.length
	for (let start = 0; start < added.length; start += ENTRIES_AT_ONCE) {
		await tell(start, total)
		await adding.take(added.slice(start, start + ENTRIES_AT_ONCE))
	}
	const records = await adding.end()
	for (const [index, entry] of changed.entries()) {
		if (index % 50 === 0) await tell(added.length + index, total)
		await changeOne(here, entry)
	}
	return records
}

async function changeOne(here: Writing, { existing, given, tables, changes }: PlannedEntry) {
	if (!existing) return
	const touched = new Set(changes.map(({ header }) => header.split('.')[0] ?? header))
	const values = Object.entries(given).filter(([key]) => touched.has(key))
	const rows = Object.entries(tables).filter(([key]) => touched.has(key))
	await here.run(changeEntry, {
		entry: existing.id,
		version: existing.version,
		values: Object.fromEntries(values.map(([key, value]) => [key, asGiven(value)])),
		tables: Object.fromEntries(
			rows.map(([key, some]) => [
				key,
				some.map((row) => Object.fromEntries(Object.entries(row).map(([field, value]) => [field, asGiven(value)])))
			])
		)
	})
}

// A value as the command takes it: lists and records of its own.
const asGiven = (value: PlannedEntry['given'][string]) =>
	value === null || typeof value !== 'object' ? value : isList(value) ? [...value] : { ...value }
const isList = (value: object): value is readonly string[] => Array.isArray(value)
