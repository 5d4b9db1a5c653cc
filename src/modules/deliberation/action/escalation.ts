import { z } from 'zod'
import { command, nothing, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import { hasActingSeat } from '../secretary-seat.server.ts'
import { IN_WORK } from './action-queries.ts'
import { dayPlus, ESCALATIONS, type EscalationLevel } from './action-rules.ts'
import { widenAudience } from './place-action.server.ts'

/** As many as one transaction tells upward; the job goes on until none is left. */
const AT_ONCE = 200

/** The structure whose office is told, and the actor that holds it; null where the workspace's secretariat is told by its role. */
type Upward = { structureId: string | null; actorId: string | null }

/**
 * Tells upward what is late: to the chair of the structure, later to the structure above, with the reasons that the reports
 * give. Where an office is vacant, or nobody has a seat for it, the next is told. Done by the workspace's clock alone.
 */
export const escalateActions = command({
	name: 'action.escalate',
	input: z.strictObject({}),
	output: z.object({ told: z.int(), isMore: z.boolean() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here) {
		let told = 0
		let isMore = false
		for (const { level, days } of ESCALATIONS) {
			const until = dayPlus(here.today, -days)
			const found = await lateSince(here, level, until).limit(AT_ONCE).execute()
			isMore ||= found.length === AT_ONCE
			const ids = found.map((row) => row.id)
			await lockAll(here, ids)
			// Read anew under the lock: what was closed, put off or opened to others meanwhile is told as it is now, or not at all.
			const rows = await lateSince(here, level, until).where('action.id', '=', anyOf(ids)).execute()
			const reasons = await reasonsOf(
				here,
				rows.map((row) => row.id)
			)
			const above = new Map<string, Upward>()
			for (const row of rows) {
				const to = above.get(row.structure_id) ?? (await upward(here, row.structure_id, level))
				above.set(row.structure_id, to)
				await here.write.add('action_escalation', {
					action_id: row.id,
					level,
					to_structure_id: to.structureId,
					to_actor_id: to.actorId,
					day: here.today,
					reasons: reasons.get(row.id) ?? ''
				})
				await here.write.change('action', row.id, { escalated_to: level })
				await widenAudience(here, row, seenBy(to, row))
				told++
			}
		}
		return { told, isMore }
	}
})

const lateSince = (here: Here, level: EscalationLevel, until: string) =>
	here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(['action.id', 'action.structure_id', 'record.audience'])
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.state', 'in', IN_WORK)
		.where('action.due_day', '<=', until)
		.where('action.escalated_to', '=', level - 1)
		.where('record.state', '=', 'active')
		.orderBy('action.due_day')
		.orderBy('action.id')

// In the order in which every command locks several.
const lockAll = (here: Writing, ids: readonly string[]) =>
	here.tx
		.selectFrom('record')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.orderBy('id')
		.forUpdate()
		.execute()

/** To whom a level tells: the chair of the structure; then that of the structure above, or of the workspace where none is above. */
async function upward(here: Here, structureId: string, level: EscalationLevel): Promise<Upward> {
	if (level === 1) return { structureId, actorId: await toldOf(here, structureId) }
	const { parent_id: parentId } = await here.tx
		.selectFrom('structure')
		.select('parent_id')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', structureId)
		.executeTakeFirstOrThrow()
	return { structureId: parentId, actorId: await toldOf(here, parentId) }
}

/**
 * The first of a structure's offices that somebody can act for: its chair, its secretary, the workspace's secretariat. Null where
 * nobody can: then those are told who hold the role of the secretariat.
 */
async function toldOf(here: Here, structureId: string | null): Promise<string | null> {
	const { chairActorId, secretaryActorId } = await officesOf(here, structureId)
	for (const actorId of [chairActorId, secretaryActorId, here.workspace.secretariatActorId])
		if (await hasActingSeat(here, actorId)) return actorId
	return null
}

/**
 * Who sees an action from then on, beside those who saw it: whoever is told. The structure itself gains nobody, for its action may be
 * kept from the co-opted; of the structure above its full members see what members saw, and the co-opted there never do.
 */
function seenBy(to: Upward, action: { structure_id: string; audience: readonly string[] }): string[] {
	const isOfMembers = action.audience.some(
		(token) => token === `structure:${action.structure_id}` || token === `members:${action.structure_id}`
	)
	return [
		...(to.actorId === null ? [] : [`actor:${to.actorId}`]),
		...(isOfMembers && to.structureId !== null && to.structureId !== action.structure_id
			? [`members:${to.structureId}`]
			: [])
	]
}

/** What the last report of each action says, and why more time was asked for; nothing where nobody said anything. */
async function reasonsOf(here: Writing, ids: readonly string[]) {
	const reports = await here.tx
		.selectFrom('action_report')
		.distinctOn('action_id')
		.select(['action_id', 'text'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', anyOf(ids))
		.orderBy('action_id')
		.orderBy('day', 'desc')
		.orderBy('id', 'desc')
		.execute()
	const asked = await here.tx
		.selectFrom('action_extension')
		.distinctOn('action_id')
		.select(['action_id', 'reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', anyOf(ids))
		.orderBy('action_id')
		.orderBy('asked_day', 'desc')
		.orderBy('id', 'desc')
		.execute()
	return new Map(
		ids.map((id) => [
			id,
			[reports.find((one) => one.action_id === id)?.text, asked.find((one) => one.action_id === id)?.reason]
				.filter((text) => text !== undefined)
				.join('\n\n')
		])
	)
}
