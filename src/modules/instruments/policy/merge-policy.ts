import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { replacedByLater } from './merge-provision.ts'
import { NOT_KNOWN } from './policy-rules.ts'

/**
 * Joins a law to another that turned out to be the same: its text, its life as far as the other has none, its actors and what was judged
 * of it are the other’s from now on. Of two texts nobody knows which is right, and a text is shown to nobody by being joined: both are
 * refused.
 */
export async function mergePolicy(here: Writing, from: string, into: string): Promise<void> {
	await here.write.lockRecord(from)
	await moveText(here, from, into)
	await moveLife(here, from, into)
	await moveActors(here, from, into)
	await moveJudgements(here, from, into)
}

const lawOf = (here: Writing, id: string) =>
	here.tx
		.selectFrom('policy')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'policy.workspace_id').onRef('record.id', '=', 'policy.id')
		)
		.select([
			'policy.stage',
			'policy.lead_actor_id',
			'policy.provisions',
			'policy.current_version_id',
			'record.audience'
		])
		.where('policy.workspace_id', '=', here.workspace.id)
		.where('policy.id', '=', id)
		.executeTakeFirstOrThrow()

type Part = 'policy_version' | 'provision' | 'policy_stage' | 'mainstreaming_passage'

async function partsOf(here: Writing, table: Part, policyId: string): Promise<string[]> {
	const rows = await here.tx
		.selectFrom(table)
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', '=', policyId)
		.orderBy('id')
		.execute()
	return rows.map(({ id }) => id)
}

const moveParts = async (here: Writing, table: Part, ids: readonly string[], into: string) =>
	here.write.changeAll(
		table,
		ids.map((id) => ({ id, fields: { policy_id: into } }))
	)

async function moveText(here: Writing, from: string, into: string) {
	const [versions, provisions, passages] = [
		await partsOf(here, 'policy_version', from),
		await partsOf(here, 'provision', from),
		await partsOf(here, 'mainstreaming_passage', from)
	]
	if (versions.length + provisions.length === 0) return
	const there = [await partsOf(here, 'policy_version', into), await partsOf(here, 'provision', into)].flat()
	if (there.length > 0) throw conflict('instruments.merge-two-texts')
	const [one, other] = [await lawOf(here, from), await lawOf(here, into)]
	if (one.audience.toSorted().join() !== other.audience.toSorted().join())
		throw conflict('instruments.merge-other-audience')
	await moveParts(here, 'policy_version', versions, into)
	await moveParts(here, 'provision', provisions, into)
	await moveParts(here, 'mainstreaming_passage', passages, into)
	await here.write.change('policy', into, {
		provisions: one.provisions,
		current_version_id: one.current_version_id
	})
	await here.write.change('policy', from, { provisions: 0, current_version_id: null })
}

// Two lives of one law cannot both be: that of the law it turned out to be stands, where it has one.
async function moveLife(here: Writing, from: string, into: string) {
	if ((await partsOf(here, 'policy_stage', into)).length > 0) return
	const [one, other] = [await lawOf(here, from), await lawOf(here, into)]
	if (other.stage !== NOT_KNOWN && other.stage !== one.stage) return
	await moveParts(here, 'policy_stage', await partsOf(here, 'policy_stage', from), into)
	await here.write.change('policy', into, { stage: one.stage })
}

async function moveActors(here: Writing, from: string, into: string) {
	const [one, other] = [await lawOf(here, from), await lawOf(here, into)]
	const lead = other.lead_actor_id ?? one.lead_actor_id
	await here.write.change('policy', into, { lead_actor_id: lead })
	const rows = await here.tx
		.selectFrom('policy_actor')
		.select(['id', 'policy_id', 'actor_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', 'in', [from, into])
		.orderBy('id')
		.execute()
	const held = new Set(rows.filter((row) => row.policy_id === into).map((row) => row.actor_id))
	for (const row of rows.filter(({ policy_id: law }) => law === from))
		if (row.actor_id !== lead && !held.has(row.actor_id))
			await here.write.change('policy_actor', row.id, { policy_id: into })
	for (const row of rows)
		if (row.policy_id === into && row.actor_id === lead) await here.write.remove('policy_actor', row.id)
}

async function moveJudgements(here: Writing, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('judgement')
		.select(['id', 'policy_id', 'provision_id', 'obligation_id', 'state', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('policy_id', 'in', [from, into])
		.orderBy('day')
		.orderBy('id')
		.execute()
	await replacedByLater(here, rows)
	await here.write.changeAll(
		'judgement',
		rows.flatMap((row) => (row.policy_id === from ? [{ id: row.id, fields: { policy_id: into } }] : []))
	)
}
