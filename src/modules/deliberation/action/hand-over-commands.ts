import { z } from 'zod'
import { Identifier, Key, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import { getStructureRow, officesOf, resolveActorInUse } from '#modules/directory/find-directory.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { resolveSeat } from './action-commands.ts'
import { Done } from './action-outputs.ts'
import { mayDo, partiesOf } from './action-rules.ts'
import { may, refuseMove, theAction } from './find-action.server.ts'
import { widenAudience } from './place-action.server.ts'

type Held = {
	id: string
	audience: readonly string[]
	structureId: string
	responsibleActorId: string
	supports: readonly { id: string; actor_id: string }[]
}
type Taker = { actorId?: string | undefined; seatId?: string | null; structureId?: string | undefined }

/** Gives an action to another actor, to the care of another structure, or both; who takes it over sees it. */
export async function giveAction(here: Writing, action: Held, { actorId, seatId = null, structureId }: Taker) {
	const isOtherActor = actorId !== undefined && actorId !== action.responsibleActorId
	await here.write.change('action', action.id, {
		...(actorId === undefined ? {} : { responsible_actor_id: actorId }),
		...(isOtherActor || seatId !== null ? { responsible_seat_id: seatId } : {}),
		...(structureId === undefined ? {} : { structure_id: structureId })
	})
	// Who answers for an action does not support itself.
	const support = action.supports.find((one) => one.actor_id === actorId)
	if (support) await here.write.remove('action_support', support.id)
	const before = action.structureId
	await widenAudience(here, action, [
		...(actorId === undefined ? [] : [`actor:${actorId}`]),
		...(structureId === undefined
			? []
			: ['structure', 'members']
					.filter((members) => action.audience.includes(`${members}:${before}`))
					.map((members) => `${members}:${structureId}`))
	])
}

const held = (action: Awaited<ReturnType<typeof theAction>>): Held => ({
	id: action.id,
	audience: action.audience,
	structureId: action.row.structure_id,
	responsibleActorId: action.responsibleActorId,
	supports: action.supports
})

export const handOverAction = command({
	name: 'action.handOver',
	input: z.strictObject({
		action: Reference,
		version: Version,
		actor: Reference,
		seat: Key.optional(),
		reason: Text(2_000)
	}),
	output: Done,
	about: theAction,
	allow: may('hand-over'),
	async run(here, input, action) {
		refuseMove(action, 'hand-over')
		const actorId = await resolveActorInUse(here, input.actor, 'actor')
		const seatId = await resolveSeat(here, input.seat ?? null, actorId)
		if (actorId === action.responsibleActorId && seatId === action.row.responsible_seat_id)
			throw conflict('deliberation.action-hers-already')
		await giveAction(here, held(action), { actorId, seatId })
		return { id: action.id, reference: action.reference }
	}
})

const MANY_MOST = 200
const Chosen = z.strictObject({ id: Identifier, version: Version })

async function findMany(here: Here, { actions }: { actions: { id: string }[] }) {
	const ids = [...new Set(actions.map((one) => one.id))]
	const rows = await here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.selectAll('action')
		.select(['record.audience', 'record.number', 'record.state as record_state'])
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.id', '=', anyOf(ids))
		.orderBy('action.id')
		.execute()
	if (rows.length < ids.length) throw absent('deliberation.action-no-such')
	const supports = await here.tx
		.selectFrom('action_support')
		.select(['id', 'action_id', 'actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('action_id', '=', anyOf(ids))
		.execute()
	const offices = new Map<string, Awaited<ReturnType<typeof officesOf>>>()
	for (const { structure_id: id } of rows) if (!offices.has(id)) offices.set(id, await officesOf(here, id))
	return rows.map(({ audience, number, record_state: state, ...row }) => {
		const own = supports.filter((one) => one.action_id === row.id)
		return {
			...(offices.get(row.structure_id) ?? { chairActorId: null, secretaryActorId: null }),
			id: row.id,
			reference: number ?? row.id,
			state,
			row,
			audience,
			structureId: row.structure_id,
			responsibleActorId: row.responsible_actor_id,
			supports: own,
			supporterIds: own.map((one) => one.actor_id)
		}
	})
}

/**
 * Hands over several actions at once, all or none: to another actor, or to the care of another structure where the one they
 * belong to is dissolved.
 */
export const handOverActions = command({
	name: 'action.handOverMany',
	input: z.strictObject({
		actions: z.array(Chosen).min(1).max(MANY_MOST),
		actor: Reference.optional(),
		structure: Reference.optional(),
		reason: Text(2_000)
	}),
	output: z.object({ ids: z.array(z.string()) }),
	about: findMany,
	allow: ({ seat }, actions) => actions.every((action) => mayDo(partiesOf(seat, action), 'hand-over')),
	async run(here, input, actions) {
		if (input.actor === undefined && input.structure === undefined)
			throw invalid([{ path: ['actor'], code: 'deliberation.action-taker-missing' }])
		const actorId = await resolveActorInUse(here, input.actor, 'actor')
		const structure = input.structure === undefined ? undefined : await getStructureRow(here, input.structure)
		if (structure?.status === 'dissolved' || (structure && structure.state !== 'active'))
			throw invalid([{ path: ['structure'], code: 'deliberation.action-structure-dissolved' }])
		const versions = new Map(input.actions.map(({ id, version }) => [id, version]))
		for (const action of actions) {
			refuseMove(action, 'hand-over')
			if ((await here.write.lockRecord(action.id)) !== versions.get(action.id))
				throw conflict('deliberation.action-changed-meanwhile', { action: action.reference })
			await giveAction(here, action, { actorId, structureId: structure?.id })
		}
		return { ids: actions.map((action) => action.id) }
	}
})
