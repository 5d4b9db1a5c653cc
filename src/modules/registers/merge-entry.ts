import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from './declaration/compile-declaration.ts'
import { renameInEntries } from './due/endings.ts'
import { keptRowIds } from './entry/given.server.ts'
import { keepEntry } from './entry/keep-entries.server.ts'
import { settle, titleOf } from './entry/keep-entry.server.ts'
import { titled } from './entry/plan-entry.server.ts'
import { askedOf, getEntryRow, type FoundEntry, type KeptRow } from './entry/read-entry.server.ts'
import { takePartsAlong } from './entry/withdraw-parts.server.ts'

/**
 * Moves all that hangs on an entry to another that turned out to be the same: the rows of its tables, and what names it in other
 * entries. The fields of the one that stays stand as they are.
 */
export async function mergeEntry(here: Writing, from: string, into: string): Promise<void> {
	const [gone, stays] = await here.write.inSightOfAll([], () =>
		Promise.all([getEntryRow(here, from), getEntryRow(here, into)])
	)
	if (gone.row.register_id !== stays.row.register_id) throw conflict('registers.merge-other-register')
	refuseTooManyRows(here, gone, stays)
	await moveRows(here, gone, stays)
	await keepAnew(here, into)
	await renameInEntries(here, { kind: 'entry', from, to: into })
	await takePartsAlong(here, from, { state: 'withdrawn', reason: null })
}

function refuseTooManyRows(here: Writing, gone: FoundEntry, stays: FoundEntry) {
	for (const [key, { table }] of stays.compiled.tables) {
		const rows = [gone, stays].reduce((sum, { kept }) => sum + (kept.values.tables[key]?.length ?? 0), 0)
		const { language } = here.workspace
		if (rows > table.most)
			throw conflict('registers.merge-too-many-rows', {
				table: table.names[language] ?? table.names['en'] ?? key,
				rows,
				most: table.most
			})
	}
}

const filesOf = ({ tables }: CompiledRegister, { table, document }: KeptRow) =>
	[...(tables.get(table)?.fields ?? [])].flatMap(([key, { field }]) => {
		const value = document[key]
		return field.type === 'file' && typeof value === 'string' ? [value] : []
	})

// A row stays the row it was: it goes over to the part of the other entry that the same readers see, with its files.
async function moveRows(here: Writing, { kept, compiled }: FoundEntry, stays: FoundEntry) {
	const parts = new Map(stays.kept.parts.map((part) => [part.part, part]))
	const wholes = new Map(kept.parts.map(({ id, part }) => [id, parts.get(part)]))
	const places = new Map<string, number>()
	for (const { table, position } of stays.kept.rows) places.set(table, Math.max(places.get(table) ?? 0, position + 1))
	for (const row of kept.rows) {
		const part = wholes.get(row.partId)
		if (!part) continue
		const isSeen = part.audience.some((token) => here.seat.audience.includes(token))
		const position = places.get(row.table) ?? 0
		places.set(row.table, position + 1)
		await here.write.inSightOfAll(isSeen ? [] : [row.partId, part.id], async () => {
			await here.write.change('entry_row', row.id, { part_id: part.id, entry_id: stays.id, position })
			for (const file of filesOf(compiled, row))
				await here.write.change('file', file, { record_id: part.id, audience: [...part.audience] })
		})
	}
}

/** Works out anew what is counted and summed over the rows of an entry, and what it is called. */
async function keepAnew(here: Writing, id: string) {
	const { compiled, kept, row, reference } = await here.write.inSightOfAll([], () => getEntryRow(here, id))
	const values = settle(compiled, kept.values, here.today)
	await here.write.change('entry', id, { revision: row.revision + 1 })
	await keepEntry(here, {
		id,
		registerId: row.register_id,
		compiled,
		kept,
		values,
		rowIds: keptRowIds(kept),
		entry: askedOf(row, values.fields),
		title: titled(here, titleOf(compiled, values, here.today, reference))
	})
}
