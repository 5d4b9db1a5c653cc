import { sql, type RawBuilder } from 'kysely'
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
// Of so many entries that are called the same their identifiers are handed over; more are found by what they are called.
const CALLED_MOST = 50

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

/** The entries of a register by what they are called, as far as the seat sees them; null where there are more of them than is asked for. */
export async function titlesThere(
	{ here, register: { id: registerId }, before }: Looking,
	most: number
): Promise<ReadonlyMap<string, readonly string[]> | null> {
	const rows = await here.tx
		.selectFrom('entry')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'entry.workspace_id').onRef('record.id', '=', 'entry.id')
		)
		.select(['record.id', 'record.title_sort'])
		.where('entry.workspace_id', '=', here.workspace.id)
		.where('entry.register_id', '=', registerId)
		.where('entry.id', '<', before)
		.where('record.state', '=', 'active')
		.limit(most + 1)
		.execute()
	if (rows.length > most) return null
	const there = new Map<string, string[]>()
	for (const { id, title_sort: title } of rows) {
		const called = there.get(title)
		if (called) called.push(id)
		else there.set(title, [id])
	}
	return there
}

/**
 * The entries that stand in a register already: for each planned one that is new the number of an entry which holds all that it
 * fills in. Found by what they are called, a statement for all of them; where it is known how the register's entries are called, only
 * those are looked at that are called like one of them.
 */
export async function entriesThere(
	looking: Looking,
	entries: readonly PlannedEntry[],
	titles: Awaited<ReturnType<typeof titlesThere>>
): Promise<ReadonlyMap<PlannedEntry, string>> {
	const {
		here,
		register: { id: registerId, compiled }
	} = looking
	const there = new Map<PlannedEntry, string>()
	const asked = entries.flatMap((entry): Asked[] => {
		const title = titleOf(compiled, entry.values, here.today, '')
		// The database keeps no half of a character that stands in two.
		const called = titles?.get(title.toWellFormed())
		if (title === '' || (titles && !called)) return []
		const values = withoutWorkedOut(entry.values.fields)
		return [{ entry, title, called, values, document: JSON.stringify(documentOf(compiled, 'open', values)) }]
	})
	const isKnown = ({ called }: Asked) => called !== undefined && called.length <= CALLED_MOST
	const rows = [
		...(await alike(looking, asked.filter(isKnown), sql`record.id = any (asked.called::uuid[])`)),
		...(await alike(
			looking,
			asked.filter((one) => !isKnown(one)),
			sql`record.title_sort = asked.title`
		))
	]
	if (rows.length === 0) return there
	const numbers = [...new Set(rows.map(({ number }) => number))]
	const existing = await existingEntries(here, registerId, numbers, { withTables: false })
	for (const {
		asked: { entry, values },
		number
	} of rows) {
		const known = existing.get(number)?.values.fields
		if (!known || there.has(entry)) continue
		if (Object.entries(values).every(([key, value]) => isSame(value, known[key]))) there.set(entry, number)
	}
	return there

	function withoutWorkedOut(values: Values): Values {
		const given: Record<string, Value> = {}
		for (const [key, value] of Object.entries(values)) if (!compiled.fields.get(key)?.formula) given[key] = value
		return given
	}
}

type Asked = {
	entry: PlannedEntry
	title: string
	/** The entries that are called so, where they are known. */
	called: readonly string[] | undefined
	values: Values
	document: string
}

/** The numbers of entries of the register that hold all that is asked for, by what finds those that come into question. */
async function alike(
	{ here, register, before }: Looking,
	asked: readonly Asked[],
	inQuestion: RawBuilder<unknown>
): Promise<{ asked: Asked; number: string }[]> {
	if (asked.length === 0) return []
	const called = asked.map((one) => `{${one.called?.join(',') ?? ''}}`)
	const found = sql<{ at: string; number: string }>`(
		select asked.at, found.number
		from unnest(${asked.map(({ title }) => title)}::text[], ${asked.map(({ document }) => document)}::text[], ${called}::text[])
			with ordinality as asked (title, document, called, at)
		cross join lateral (
			select record.number from record
			join entry on entry.workspace_id = record.workspace_id and entry.id = record.id
			join entry_document on entry_document.workspace_id = record.workspace_id and entry_document.id = record.id
			where record.workspace_id = ${here.workspace.id} and record.kind = 'entry' and record.state = 'active'
				and ${inQuestion} and record.id < ${before}
				and entry.register_id = ${register.id} and entry_document.document @> asked.document::jsonb
			order by record.id limit ${ALIKE_MOST}
		) found
	)`
	const rows = await here.tx.selectFrom(found.as('found')).select(['found.at', 'found.number']).execute()
	return rows.flatMap(({ at, number }) => {
		const one = asked[Number(at) - 1]
		return one ? [{ asked: one, number }] : []
	})
}
