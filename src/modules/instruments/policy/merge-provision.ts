import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { titleOf } from './keep-text.server.ts'
import { standBeside, textsOfProvision } from './provision-ends.server.ts'
import { keepChanges, neighbours, readVersions } from './version-texts.server.ts'

/**
 * Joins a provision to an earlier one of the same law that it is: its texts, what was judged of it and what it overlaps are the earlier
 * one’s from now on, and what the earlier one says is what it says.
 */
export async function mergeProvision(here: Writing, from: string, into: string): Promise<void> {
	const [one, other] = [await rowOf(here, from), await rowOf(here, into)]
	if (one.policy_id !== other.policy_id) throw conflict('instruments.provision-of-other-law')
	if (await standBeside(here, from, into)) throw conflict('instruments.provisions-stand-beside')
	await here.write.lockRecord(one.policy_id)
	const moved = await textsOfProvision(here, from)
	await here.write.changeAll(
		'provision_text',
		moved.map(({ id }) => ({ id, fields: { provision_id: into } }))
	)
	if (one.position !== null) {
		const { position, number, level, above, heading, text, language } = one
		await here.write.change('provision', into, { position, number, level, above, heading, text, language })
		await here.write.change('provision', from, { position: null })
		await here.write.changeRecord(into, { title: titleOf(language, one) })
	}
	await moveJudgements(here, from, into)
	await moveVerdicts(here, from, into)
	await movePassages(here, from, into)
	await changesAnew(
		here,
		one.policy_id,
		moved.map((row) => row.policy_version_id)
	)
}

/** Notes anew what became of provisions in these versions, and in those that follow them. */
export async function changesAnew(here: Writing, policyId: string, versionIds: readonly string[]): Promise<void> {
	const read = await readVersions(here, policyId)
	const wanted = new Set(versionIds.flatMap((id) => [id, neighbours(read, id).after ?? id]))
	for (const { id } of read) if (wanted.has(id)) await keepChanges(here, neighbours(read, id).before, id)
}

const rowOf = (here: Writing, id: string) =>
	here.tx
		.selectFrom('provision')
		.selectAll()
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirstOrThrow()

type Judged = { id: string; obligation_id: string; provision_id: string | null; state: string }

/** Of several judgements that come to be of one thing, oldest first, the last of each obligation stands; it replaces the others. */
export async function replacedByLater(here: Writing, rows: readonly Judged[]): Promise<void> {
	const standing = Map.groupBy(
		rows.filter(({ state }) => state === 'stands'),
		({ obligation_id: obligation, provision_id: provision }) => `${obligation} ${provision ?? ''}`
	)
	for (const judgements of standing.values())
		for (const { id } of judgements.slice(0, -1))
			await here.write.change('judgement', id, { state: 'replaced', until_day: here.today })
}

async function moveJudgements(here: Writing, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('judgement')
		.select(['id', 'provision_id', 'obligation_id', 'state', 'day'])
		.where('workspace_id', '=', here.workspace.id)
		.where('provision_id', 'in', [from, into])
		.orderBy('day')
		.orderBy('id')
		.execute()
	await replacedByLater(
		here,
		rows.map((row) => ({ ...row, provision_id: into }))
	)
	await here.write.changeAll(
		'judgement',
		rows.flatMap((row) => (row.provision_id === from ? [{ id: row.id, fields: { provision_id: into } }] : []))
	)
}

// A verdict stays with the provision that is joined where the other has one on the same pair already.
async function moveVerdicts(here: Writing, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('overlap_verdict')
		.select(['id', 'first_id', 'second_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where((where) => where.or([where('first_id', 'in', [from, into]), where('second_id', 'in', [from, into])]))
		.orderBy('id')
		.execute()
	const otherOf = (row: (typeof rows)[number], id: string) => (row.first_id === id ? row.second_id : row.first_id)
	const has = (row: (typeof rows)[number], id: string) => row.first_id === id || row.second_id === id
	const held = new Set(rows.filter((row) => has(row, into)).map((row) => otherOf(row, into)))
	for (const row of rows.filter((one) => has(one, from))) {
		const other = otherOf(row, from)
		if (other === into || held.has(other)) continue
		const [first_id, second_id] = other < into ? [other, into] : [into, other]
		await here.write.change('overlap_verdict', row.id, { first_id, second_id })
	}
}

async function movePassages(here: Writing, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('mainstreaming_passage')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('provision_id', '=', from)
		.orderBy('id')
		.execute()
	await here.write.changeAll(
		'mainstreaming_passage',
		rows.map(({ id }) => ({ id, fields: { provision_id: into } }))
	)
}
