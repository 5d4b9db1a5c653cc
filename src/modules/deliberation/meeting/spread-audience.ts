import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { closePapers } from '../minutes/editions.server.ts'
import { narrowOutcomes } from '../minutes/narrow-outcomes.server.ts'
import { actorsIn, areasOfItem } from './agenda-queries.ts'
import { itemTokens, paperTokens } from './meeting-rules.ts'
import { entitledActors } from './participation-queries.ts'

type Item = { id: string; structureId: string; audience: readonly string[] }

/** Gives an item another audience, and its files, past events and papers with it, and what was made in it where it is narrowed. */
export async function showItemTo(here: Writing, item: Item): Promise<void> {
	const { audience: before } = await here.tx
		.selectFrom('record')
		.select('audience')
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', item.id)
		.executeTakeFirstOrThrow()
	await here.write.changeRecord(item.id, { audience: item.audience })
	await here.write.spreadAudience(item.id, item.audience)
	await narrowPapers(here, item)
	await narrowOutcomes(here, { item: item.id, structureId: item.structureId, before, after: item.audience })
}

/** Lets the file of each paper of an item be opened by those alone who are entitled to it. */
export async function narrowPapers(here: Writing, item: Item): Promise<void> {
	const papers = await papersWithFiles(here, item.id)
	if (papers.length === 0) return
	const entitled = await entitledActors(here, item.structureId, 'may_see_papers', await areasOfItem(here, item.id))
	for (const paper of papers)
		await here.write.change('file', paper.file_id, {
			audience: paperTokens(
				paper.confidentiality,
				{ structureId: item.structureId, itemTokens: item.audience },
				entitled
			)
		})
}

/** Opens and closes the papers of a structure to its co-opted members, when the guidelines for their participation change. */
export async function narrowPapersOf(here: Writing, structureId: string): Promise<void> {
	const items = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.innerJoin('agenda_paper', (on) =>
			on
				.onRef('agenda_paper.workspace_id', '=', 'agenda_item.workspace_id')
				.onRef('agenda_paper.agenda_item_id', '=', 'agenda_item.id')
		)
		.select(['record.id', 'record.audience'])
		.distinct()
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.structure_id', '=', structureId)
		.orderBy('record.id')
		.execute()
	for (const { id, audience } of items) await narrowPapers(here, { id, structureId, audience })
}

const papersWithFiles = (here: Here, itemId: string) =>
	here.tx
		.selectFrom('agenda_paper')
		.innerJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('document.id', '=', 'agenda_paper.document_id')
		)
		// Of those alone that the seat sees: nobody opens or closes what is closed to it.
		.innerJoin('file', (on) =>
			on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
		)
		.select(['agenda_paper.id', 'agenda_paper.confidentiality', 'document.file_id'])
		.where('agenda_paper.workspace_id', '=', here.workspace.id)
		.where('agenda_paper.agenda_item_id', '=', itemId)
		.where('document.state', '=', 'active')
		.orderBy('agenda_paper.id')
		.execute()

/** When a meeting is shown to others than before, each of its items is shown to those of them that its confidentiality allows. */
export async function spreadOverAgenda(here: Writing, meetingId: string, audience: readonly string[]): Promise<void> {
	const items = await here.tx
		.selectFrom('record')
		.innerJoin('agenda_item', (on) =>
			on.onRef('agenda_item.workspace_id', '=', 'record.workspace_id').onRef('agenda_item.id', '=', 'record.id')
		)
		.select(['record.id', 'record.audience', 'agenda_item.structure_id', 'agenda_item.confidentiality'])
		.select('agenda_item.state')
		.where('record.workspace_id', '=', here.workspace.id)
		.where('agenda_item.meeting_id', '=', meetingId)
		.orderBy('record.id')
		.execute()
	for (const item of items) {
		// What is only proposed is seen by who runs the meeting and who proposed it, whoever sees the meeting.
		if (item.state === 'proposed' || item.state === 'declined') continue
		const structureId = item.structure_id
		const whole = { structureId, meetingTokens: audience }
		await showItemTo(here, {
			id: item.id,
			structureId,
			audience: itemTokens(item.confidentiality, whole, actorsIn(item.audience))
		})
	}
	const structureId = items[0]?.structure_id
	if (structureId !== undefined) await closePapers(here, meetingId, structureId)
}
