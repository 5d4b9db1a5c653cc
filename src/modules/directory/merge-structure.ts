import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { moveAllOpen } from '#platform/records/endings.ts'
import { moveMemberships } from './merge-members.ts'
import { lockTree } from './find-directory.server.ts'
import { whyNotMergeInto } from './rules.ts'

/** Moves all that hangs on a structure to another that turned out to be the same. */
export async function mergeStructure(here: Writing, from: string, into: string): Promise<void> {
	await moveChildren(here, from, into)
	await moveMemberships(here, 'structure_id', { from, into })
	await moveMandates(here, from, into)
	await moveAllOpen(here, { kind: 'structure', id: from }, into)
	for (const table of ['nomination', 'structure_status'] as const) {
		const rows = await here.tx
			.selectFrom(table)
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('structure_id', '=', from)
			.orderBy('id')
			.execute()
		for (const row of rows) await here.write.change(table, row.id, { structure_id: into })
	}
}

async function moveChildren(here: Writing, from: string, into: string) {
	await lockTree(here, 'structure')
	const rows = await here.tx
		.selectFrom('structure')
		.select(['id', 'parent_id', 'secretariat_structure_id'])
		.where('workspace_id', '=', here.workspace.id)
		.orderBy('id')
		.execute()
	const parentOf = new Map(rows.map((row) => [row.id, row.parent_id]))
	const why = whyNotMergeInto(from, into, parentOf)
	if (why) throw conflict(why)
	for (const row of rows) {
		if (row.parent_id === from) await here.write.change('structure', row.id, { parent_id: into })
		if (row.secretariat_structure_id === from)
			await here.write.change('structure', row.id, { secretariat_structure_id: row.id === into ? null : into })
	}
}

// Positions are counted per structure, so that those moved stand behind those that were there.
async function moveMandates(here: Writing, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('mandate')
		.select(['id', 'structure_id', 'position'])
		.where('workspace_id', '=', here.workspace.id)
		.where('structure_id', 'in', [from, into])
		.orderBy('position')
		.execute()
	let last = Math.max(0, ...rows.filter((row) => row.structure_id === into).map((row) => row.position))
	for (const row of rows.filter((one) => one.structure_id === from)) {
		last++
		await here.write.change('mandate', row.id, { structure_id: into, position: last })
	}
}
