import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Value, Values } from '../entry/values.ts'
import { documentOf } from '../entry/columns.ts'
import { titleOf } from '../entry/keep-entry.server.ts'
import type { Register } from '../registers.server.ts'
import { isSame } from './changes.ts'
import { existingEntries } from './existing-entries.server.ts'
import type { PlannedEntry } from './entries-plan.ts'

// Of so many entries that are called the same and are alike to everybody, one is found that is the same in all.
const ALIKE_MOST = 5

export type Looking = {
	here: Here
	register: Pick<Register, 'id' | 'compiled'>
	/** Only entries older than this identifier are looked at: those that the file itself brings are no entries that were there. */
	before: string
}

/** The answers of planned entries that became entries of the register before, with the numbers of these as far as the seat sees them. */
export async function entriesKnown(
	{ here, register }: Looking,
	entries: readonly PlannedEntry[]
): Promise<ReadonlyMap<string, string | null>> {
	const answers = entries.flatMap(({ answer }) => answer ?? [])
	if (answers.length === 0) return new Map()
	const rows = await here.tx
		.selectFrom('entry_answer')
		.leftJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'entry_answer.workspace_id').onRef('record.id', '=', 'entry_answer.entry_id')
		)
		.select(['entry_answer.answer', 'record.number'])
		.where('entry_answer.workspace_id', '=', here.workspace.id)
		.where('entry_answer.register_id', '=', register.id)
		.where('entry_answer.answer', 'in', answers)
		.execute()
	return new Map(rows.map(({ answer, number }) => [answer, number]))
}

/** What the entries of a register are called, as far as the seat sees them; null where there are more of them than is asked for. */
export async function titlesThere(
	{ here, register: { id: registerId }, before }: Looking,
	most: number
): Promise<ReadonlySet<string> | null> {
	const rows = await here.tx
		.selectFrom('entry')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'entry.workspace_id').onRef('record.id', '=', 'entry.id')
		)
		.select('record.title_sort')
		.where('entry.workspace_id', '=', here.workspace.id)
		.where('entry.register_id', '=', registerId)
		.where('entry.id', '<', before)
		.where('record.state', '=', 'active')
		.limit(most + 1)
		.execute()
	return rows.length > most ? null : new Set(rows.map(({ title_sort: title }) => title))
}

/**
 * The entries that stand in a register already: for each planned one that is new the number of an entry which holds all that it
 * fills in. Found by what they are called, a statement for all of them; where it is known how the register's entries are called, only
 * those are looked for that are called like one of them.
 */
export async function entriesThere(
	{ here, register: { id: registerId, compiled }, before }: Looking,
	entries: readonly PlannedEntry[],
	titles: ReadonlySet<string> | null
): Promise<ReadonlyMap<PlannedEntry, string>> {
	const there = new Map<PlannedEntry, string>()
	const asked = entries.flatMap((entry) => {
		const title = titleOf(compiled, entry.values, here.today, '')
		// The database keeps no half of a character that stands in two.
		if (title === '' || titles?.has(title.toWellFormed()) === false) return []
		const values = withoutWorkedOut(entry.values.fields)
		return [{ entry, title, values, document: JSON.stringify(documentOf(compiled, 'open', values)) }]
	})
	if (asked.length === 0) return there
	const found = sql<{ at: string; number: string }>`(
		select asked.at, found.number
		from unnest(${asked.map(({ title }) => title)}::text[], ${asked.map(({ document }) => document)}::text[])
			with ordinality as asked (title, document, at)
		cross join lateral (
			select record.number from record
			join entry on entry.workspace_id = record.workspace_id and entry.id = record.id
			join entry_document on entry_document.workspace_id = record.workspace_id and entry_document.id = record.id
			where record.workspace_id = ${here.workspace.id} and record.kind = 'entry' and record.state = 'active'
				and record.title_sort = asked.title and record.id < ${before}
				and entry.register_id = ${registerId} and entry_document.document @> asked.document::jsonb
			order by record.id limit ${ALIKE_MOST}
		) found
	)`
	const rows = await here.tx.selectFrom(found.as('found')).select(['found.at', 'found.number']).execute()
	if (rows.length === 0) return there
	const numbers = [...new Set(rows.map(({ number }) => number))]
	const existing = await existingEntries(here, registerId, numbers, { withTables: false })
	for (const { at, number } of rows) {
		const { entry, values } = asked[Number(at) - 1] ?? {}
		const known = existing.get(number)?.values.fields
		if (!entry || !values || !known || there.has(entry)) continue
		if (Object.entries(values).every(([key, value]) => isSame(value, known[key]))) there.set(entry, number)
	}
	return there

	function withoutWorkedOut(values: Values): Values {
		const given: Record<string, Value> = {}
		for (const [key, value] of Object.entries(values)) if (!compiled.fields.get(key)?.formula) given[key] = value
		return given
	}
}
