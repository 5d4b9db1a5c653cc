import './schema.ts'
import type { Here, Operation, Writing } from '#platform/operation/operation.server.ts'
import type { Area, Kind, SearchText } from '#platform/operation/registry.server.ts'
import { refuseUnlessAllowed } from '#platform/operation/steps.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import {
	beginDraft,
	changeDraft,
	declareDraft,
	discardDraft,
	editDraft,
	moveDraftPiece,
	readSheetColumns,
	takeOutOfDraft
} from './draft-commands.ts'
import { listDrafts, readDraft } from './draft-queries.ts'
import { DRAFT } from './draft-rules.ts'
import { getDraft, refuseSecondDraft } from './find-draft.server.ts'
import { listHomeFigures, moveHomeFigure, placeHomeFigure, takeOffHomeFigure } from './home-figures.ts'
import { noteStep } from './step-commands.ts'

/** The operations of declarations in the making, and of figures on home pages. */
export const draftingOperations: readonly Operation[] = [
	listDrafts,
	readDraft,
	readSheetColumns,
	beginDraft,
	changeDraft,
	editDraft,
	moveDraftPiece,
	noteStep,
	takeOutOfDraft,
	declareDraft,
	discardDraft,
	listHomeFigures,
	placeHomeFigure,
	takeOffHomeFigure,
	moveHomeFigure
]

export const draftingTables: Area['tables'] = {
	// The text would be too long to read in a history: it tells which piece was changed.
	register_draft: { record: 'id', mentions: [], secret: ['text', 'file_id', 'is_open'] },
	home_figure: { record: null, mentions: [], secret: ['position'] }
}

async function draftText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const rows = await here.tx
		.selectFrom('register_draft')
		.select(['id', 'register_key'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	return rows.map(({ id, register_key: key }) => ({ id, heading: key, body: '' }))
}

// Withdrawn, a draft is over; taken up again, it is open as before where no other one of its register has been begun since.
async function endOrTakeUp(here: Writing, id: string, { state }: { state: 'active' | 'withdrawn' }) {
	refuseUnlessAllowed(here.seat.role === 'administrator', discardDraft.name)
	const draft = await getDraft(here, id)
	if (state === 'active') await refuseSecondDraft(here, draft.register, id)
	await here.write.change('register_draft', id, { is_open: state === 'active' })
}

export const draftingKinds: readonly Kind[] = [
	{
		name: DRAFT,
		code: null,
		list: listDrafts,
		get: readDraft,
		getInput: (draft) => ({ draft }),
		searchText: draftText,
		standing: endOrTakeUp,
		isPart: true
	}
]
