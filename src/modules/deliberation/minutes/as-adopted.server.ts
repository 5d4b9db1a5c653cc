import { sql } from 'kysely'
import { z } from 'zod'
import type { Translations } from '#platform/database/tables.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'

const MOST = 10_000

/** What of an outcome was otherwise when the minutes that tell of it were adopted. */
export type AsAdopted = {
	title?: Translations
	text?: string | null
	responsibleId?: string
	due?: string | null
	wording?: number
	addresseeActorId?: string | null
	addresseeStructureId?: string | null
	addressedTo?: string | null
}

const Before = z
	.object({
		title: z.record(z.string(), z.string()),
		text: z.string(),
		responsible_actor_id: z.string(),
		due_day: z.string(),
		wording: z.int(),
		addressee_actor_id: z.string(),
		addressee_structure_id: z.string(),
		addressee: z.string()
	})
	.partial()

// What was empty before is left out of the history; it stands in the row afterwards all the same.
const told = (changed: readonly string[], before: z.output<typeof Before>): AsAdopted => {
	const has = (name: string) => changed.includes(name)
	return {
		...(before.title === undefined ? {} : { title: before.title }),
		...(has('text') ? { text: before.text ?? null } : {}),
		...(before.responsible_actor_id === undefined ? {} : { responsibleId: before.responsible_actor_id }),
		...(has('due_day') ? { due: before.due_day ?? null } : {}),
		...(before.wording === undefined ? {} : { wording: before.wording }),
		...(has('addressee_actor_id') ? { addresseeActorId: before.addressee_actor_id ?? null } : {}),
		...(has('addressee_structure_id') ? { addresseeStructureId: before.addressee_structure_id ?? null } : {}),
		...(has('addressee') ? { addressedTo: before.addressee ?? null } : {})
	}
}

type Outcome = { id: string; meetingId: string; changedAt: Date }

/**
 * What outcomes of adopted minutes held when those were adopted, where it was changed since: told from the history, so that minutes
 * say for ever what was adopted. Of outcomes whose meeting's minutes are not adopted, and of those that nobody changed since,
 * nothing is told.
 */
export async function asAdopted(here: Here, outcomes: readonly Outcome[]): Promise<ReadonlyMap<string, AsAdopted>> {
	if (outcomes.length === 0) return new Map()
	const adopted = await adoptedAt(here, [...new Set(outcomes.map(({ meetingId }) => meetingId))])
	const since = outcomes.filter(({ meetingId, changedAt }) => {
		const at = adopted.get(meetingId)
		return at !== undefined && changedAt >= at.at
	})
	const found = new Map<string, AsAdopted>()
	if (since.length === 0) return found
	const of = new Map(since.map(({ id, meetingId }) => [id, adopted.get(meetingId)?.sequence ?? 0]))
	const first = Math.min(...of.values())
	const rows = await here.tx
		.selectFrom(
			sql<{ record_id: string; sequence: number; before: unknown; after: unknown }>`(
				select event.record_id, event.sequence, change -> 'before' as before, change -> 'after' as after
				from event
				join event_payload told on told.workspace_id = event.workspace_id and told.sequence = event.sequence
				cross join lateral jsonb_array_elements(told.payload::jsonb -> 'changes') change
				where event.workspace_id = ${here.workspace.id} and event.record_id = ${anyOf([...of.keys()])} and event.sequence > ${first}
				and change ->> 'table' in ('record', 'action', 'recommendation') and change ->> 'row' = event.record_id::text
				and jsonb_typeof(change -> 'before') = 'object' and jsonb_typeof(change -> 'after') = 'object'
				order by event.sequence desc
				limit ${MOST}
			)`.as('changed')
		)
		.selectAll()
		.execute()
	// From the last to the first: what stood before the first change since the adoption is what was adopted.
	for (const { record_id: id, sequence, before, after } of rows) {
		if (sequence <= (of.get(id) ?? 0)) continue
		const was = Before.safeParse(before)
		const names = Object.keys({ ...z.looseObject({}).parse(before), ...z.looseObject({}).parse(after) })
		if (was.success) found.set(id, { ...found.get(id), ...told(names, was.data) })
	}
	return found
}

/** When the minutes of meetings were adopted, and which event of the history that was, by which command. */
export async function adoptedAt(here: Here, meetings: readonly string[]) {
	const rows = await here.tx
		.selectFrom(
			sql<{ record_id: string; sequence: number; at: Date; command: string }>`(
				select distinct on (event.record_id) event.record_id, event.sequence, event.at, event.command_id as command
				from meeting
				join event on event.workspace_id = meeting.workspace_id and event.record_id = meeting.id
				join event_payload told on told.workspace_id = event.workspace_id and told.sequence = event.sequence
				cross join lateral jsonb_array_elements(told.payload::jsonb -> 'changes') change
				where meeting.workspace_id = ${here.workspace.id} and meeting.id = ${anyOf(meetings)} and meeting.state = 'adopted'
				and told.payload like '%"state":"adopted"%' and change ->> 'table' = 'meeting' and change -> 'after' ->> 'state' = 'adopted'
				order by event.record_id, event.sequence desc
			)`.as('adoption')
		)
		.selectAll()
		.execute()
	return new Map(rows.map(({ record_id: id, sequence, at, command }) => [id, { sequence, at, command }]))
}
