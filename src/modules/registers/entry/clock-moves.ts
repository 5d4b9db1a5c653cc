import { sql } from 'kysely'
import { z } from 'zod'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { speak } from '#platform/languages/words.ts'
import { command, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { ask, run } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import type { Move } from '../declaration/declaration.ts'
import { listCompiled, type ReadyRegister } from '../registers.server.ts'
import { columnName } from './columns.ts'
import { doEffects } from './effects.server.ts'
import { keepPlanned, moveOf, planMove } from './plan-entry.server.ts'
import { getEntryRow } from './read-entry.server.ts'

const AT_ONCE = 200

const Due = z.object({ entry: z.string(), move: z.string() })

/** The entries that stand where the move begins and whose day has passed, after the one that was told last. */
async function dueIn(here: Here, { id, compiled }: ReadyRegister, move: Move, after: string): Promise<string[]> {
	const field = compiled.fields.get(move.on ?? '')
	if (field?.column?.kind !== 'day') return []
	const day = sql.ref(`entry_part.${columnName('day', field.column.position)}`)
	const found = sql<{ id: string }>`(select entry.id from entry_part
		join entry on entry.workspace_id = entry_part.workspace_id and entry.id = entry_part.entry_id
		join record on record.workspace_id = entry.workspace_id and record.id = entry.id
		where entry_part.workspace_id = ${here.workspace.id} and entry_part.register_id = ${id}
			and entry_part.part = ${field.part} and ${day} < ${here.today} and entry.id > ${after}
			and entry.state = any (${[...move.from]}::text[]) and record.state = 'active'
		order by entry.id limit ${AT_ONCE})`
	const rows = await here.tx.selectFrom(found.as('found')).select('found.id').execute()
	return rows.map((row) => row.id)
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/** What the clock has to move next: entries of active registers, with the move that the day brings. Only the clock asks. */
export const dueByClock = query({
	name: 'entry.dueByClock',
	input: z.strictObject({ after: z.string() }),
	output: z.object({ due: z.array(Due) }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { after }) {
		const due: z.output<typeof Due>[] = []
		for (const register of await listCompiled(here, ['active']))
			for (const move of register.compiled.declaration.moves) {
				const ids = move.on === undefined ? [] : await dueIn(here, register, move, after)
				due.push(...ids.map((entry) => ({ entry, move: move.key })))
			}
		return { due: due.sort((one, other) => (one.entry < other.entry ? -1 : 1)).slice(0, AT_ONCE) }
	}
})

/**
 * Makes a move that a day brings. Nothing is done where the entry is no longer where the move begins or its day is another one by
 * now; refused where what the move asks for is not so. Only the clock runs it, so that it stands in no registry.
 */
export const moveByClock = command({
	name: 'entry.moveByClock',
	input: Due,
	output: z.object({ isMoved: z.boolean() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { entry: id, move: key }) {
		await here.write.lockRecord(id)
		const found = await getEntryRow(here, id)
		const move = moveOf(found.compiled, key)
		const day = found.kept.values.fields[move.on ?? '']
		const isDue = typeof day === 'string' && day < here.today && move.from.includes(found.row.state)
		if (!isDue || found.state !== 'active') return { isMoved: false }
		const { language } = here.workspace
		const words = speak(here.registry.catalogue, language)
		const names = found.compiled.fields.get(move.on ?? '')?.field.names ?? {}
		here.write.explain({
			reason: words.t('registers.moved-by-clock', { field: names[language] ?? names['en'] ?? key, day: words.day(day) })
		})
		const planned = await planMove(here, found, { move, reason: move.names[language] ?? move.names['en'] ?? key })
		await keepPlanned(here, planned)
		await doEffects(here, move, planned)
		return { isMoved: true }
	}
})

/**
 * Every night, soon after the day has passed. An entry that a rule of its register keeps where it is stays there, among what is
 * overdue, and is tried again the next night; whatever else goes wrong with one is told once all others are done.
 */
export const moveNightly = defineTimed({
	name: 'entry.moveByClock',
	cron: '11 1 * * *',
	async run(opening) {
		const defects: unknown[] = []
		const pass = async (after: string): Promise<void> => {
			const { due } = await ask(opening, dueByClock, { after })
			for (const one of due)
				try {
					await run(opening, moveByClock, one)
				} catch (error) {
					if (!isRefusal(error)) defects.push(error)
				}
			const last = due.at(-1)
			if (last) await pass(last.entry)
		}
		await pass(BEFORE_ALL)
		if (defects.length > 0) throw defects[0]
	}
})
