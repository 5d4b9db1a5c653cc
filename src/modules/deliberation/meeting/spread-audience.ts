import { sql } from 'kysely'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { closePapers } from '../minutes/editions.server.ts'
import { narrowOutcomes } from '../minutes/narrow-outcomes.server.ts'
import { actorsIn } from './agenda-queries.ts'
import { itemTokens, paperTokens } from './meeting-rules.ts'
import { entitledIn } from './participation-queries.ts'

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
	const papers = await papersWithFiles(here, item.structureId)
		.where('agenda_paper.agenda_item_id', '=', item.id)
		.execute()
	if (papers.length > 0)
		await openPapers(
			here,
			item.structureId,
			papers.map((paper) => ({ ...paper, item_audience: item.audience }))
		)
}

/** Opens and closes the papers of a structure to its co-opted members, when the guidelines for their participation change. */
export async function narrowPapersOf(here: Writing, structureId: string): Promise<void> {
	// Of those alone that hang on the guidelines: what is for fewer than all members, or for more, does not change with them.
	const papers = await papersWithFiles(here, structureId)
		.where('agenda_paper.confidentiality', '=', 'as-item')
		.where(sql<boolean>`${`structure:${structureId}`} = any (record.audience)`)
		.execute()
	if (papers.length > 0) await openPapers(here, structureId, papers)
}

type Paper = Omit<Awaited<ReturnType<ReturnType<typeof papersWithFiles>['execute']>>[number], 'item_audience'> & {
	item_audience: readonly string[]
}

async function openPapers(here: Writing, structureId: string, papers: readonly Paper[]) {
	const [entitledTo, areas] = await Promise.all([
		entitledIn(here, structureId, 'may_see_papers'),
		areasOfItems(
			here,
			papers.map(({ agenda_item_id }) => agenda_item_id)
		)
	])
	for (const paper of papers) {
		const entitled = entitledTo(areas.get(paper.agenda_item_id) ?? [])
		const audience = paperTokens(paper.confidentiality, { structureId, itemTokens: paper.item_audience }, entitled)
		if (audience.join() !== paper.file_audience.join()) await here.write.change('file', paper.file_id, { audience })
	}
}

async function areasOfItems(here: Here, items: readonly string[]): Promise<Map<string, string[]>> {
	const rows = await here.tx
		.selectFrom('record_theme')
		.select(['record_id', 'area_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', anyOf([...new Set(items)]))
		.execute()
	const found = new Map<string, string[]>()
	for (const { record_id, area_id } of rows) found.set(record_id, [...(found.get(record_id) ?? []), area_id])
	return found
}

const papersWithFiles = (here: Here, structureId: string) =>
	here.tx
		.selectFrom('agenda_paper')
		.innerJoin('agenda_item', (on) =>
			on
				.onRef('agenda_item.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('agenda_item.id', '=', 'agenda_paper.agenda_item_id')
		)
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.innerJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('document.id', '=', 'agenda_paper.document_id')
		)
		// Of those alone that the seat sees: nobody opens or closes what is closed to it.
		.innerJoin('file', (on) =>
			on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
		)
		.select(['agenda_paper.id', 'agenda_paper.agenda_item_id', 'agenda_paper.confidentiality', 'document.file_id'])
		.select(['record.audience as item_audience', 'file.audience as file_audience'])
		.where('agenda_paper.workspace_id', '=', here.workspace.id)
		.where('agenda_item.structure_id', '=', structureId)
		.where('document.state', '=', 'active')
		.orderBy('agenda_paper.id')

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
