import { sql } from 'kysely'
import { z } from 'zod'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { speak } from '#platform/languages/words.ts'
import { command, nothing, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { addMonths } from '../formula/days.ts'
import { forgetReplacedOf } from '../conversion/keep-replaced.server.ts'
import { listCompiled, type ReadyRegister } from '../registers.server.ts'
import { columnName } from './columns.ts'
import { eraseToldPersonal } from './erase-history.server.ts'
import { keptRowIds } from './given.server.ts'
import { keepEntry } from './keep-entries.server.ts'
import { settle, titleOf } from './keep-entry.server.ts'
import { withoutPersonal } from './personal.ts'
import { titled } from './plan-entry.server.ts'
import { askedOf, getEntryRow, type FoundEntry } from './read-entry.server.ts'
import { takePartsAlong } from './withdraw-parts.server.ts'

type Retention = NonNullable<CompiledRegister['declaration']['retention']>

// Each turn is a transaction of its own: a year of entries does not hold up those who work meanwhile.
const AT_ONCE = 50

/** The entries of a register whose time is over and of which nothing was done yet. */
async function overdue(here: Here, { id, compiled }: ReadyRegister, { from, years }: Retention): Promise<string[]> {
	const until = addMonths(here.today, -12 * years)
	const column = compiled.fields.get(from)?.column
	const { workspace } = here
	const found =
		from === 'end' || column?.kind !== 'day'
			? sql<{ id: string }>`(select entry.id from entry
				where entry.workspace_id = ${workspace.id} and entry.register_id = ${id} and entry.ended_day <= ${until}
					and entry.ended_day is not null and entry.retention_day is null
				order by entry.ended_day, entry.id limit ${AT_ONCE})`
			: sql<{ id: string }>`(select entry.id from entry_part
				join entry on entry.workspace_id = entry_part.workspace_id and entry.id = entry_part.entry_id
				where entry_part.workspace_id = ${workspace.id} and entry_part.register_id = ${id}
					and entry_part.part = ${compiled.fields.get(from)?.part ?? 'open'}
					and ${sql.ref(`entry_part.${columnName('day', column.position)}`)} <= ${until} and entry.retention_day is null
				order by ${sql.ref(`entry_part.${columnName('day', column.position)}`)}, entry.id limit ${AT_ONCE})`
	const rows = await here.tx.selectFrom(found.as('found')).select('found.id').execute()
	return rows.map((row) => row.id)
}

/** Takes the personal values out of an entry, its lists, its search and its history. */
async function erasePersonal(here: Writing, found: FoundEntry, reason: string) {
	const { id, row, compiled, kept, reference } = found
	const values = settle(compiled, withoutPersonal(compiled, kept.values), here.today)
	await eraseToldPersonal(here, found, reason)
	await forgetReplacedOf(here, id)
	// Files that the entry no longer names are let go of with what named them.
	await here.write.erasing(() =>
		keepEntry(here, {
			id,
			registerId: row.register_id,
			compiled,
			kept,
			values,
			rowIds: keptRowIds(kept),
			entry: askedOf(row, values.fields),
			title: titled(here, titleOf(compiled, values, here.today, reference))
		})
	)
}

async function keepRetention(here: Writing, register: ReadyRegister, retention: Retention): Promise<number> {
	const ids = await overdue(here, register, retention)
	const reason = speak(here.registry.catalogue, here.workspace.language).t('registers.retention-over', {
		years: retention.years
	})
	if (ids.length > 0) here.write.explain({ reason })
	for (const id of ids) {
		await here.write.lockRecord(id)
		const found = await getEntryRow(here, id)
		if (retention.does === 'erase-personal') await erasePersonal(here, found, reason)
		else if (found.state === 'active') {
			await takePartsAlong(here, id, { state: 'withdrawn', reason })
			await here.write.changeRecord(id, { state: 'withdrawn', state_reason: reason })
		}
		await here.write.change('entry', id, { retention_day: here.today, revision: found.row.revision + 1 })
	}
	return ids.length
}

/**
 * Does what registers say of entries whose time is over: withdraws them, or erases what is personal in them. Only the clock runs
 * it, so that it stands in no registry.
 */
export const retainEntries = command({
	name: 'entry.retain',
	input: z.strictObject({}),
	output: z.object({ done: z.int(), isMore: z.boolean() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		let done = 0
		// What is kept of a retired register is kept no longer than that of another.
		for (const register of await listCompiled(here, ['active', 'withdrawn'])) {
			const { retention } = register.compiled.declaration
			if (!retention) continue
			done += await keepRetention(here, register, retention)
			if (done >= AT_ONCE) return { done, isMore: true }
		}
		return { done, isMore: false }
	}
})

/** Every night, before backups are made and offices open. */
export const retainNightly = defineTimed({
	name: 'entry.retain',
	cron: '23 1 * * *',
	async run(opening) {
		let turn = await run(opening, retainEntries, {})
		while (turn.isMore) turn = await run(opening, retainEntries, {})
	}
})
