import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getRecord, type RecordHead } from '#platform/records/find-record.server.ts'
import { speak } from '#platform/languages/words.ts'
import { looseOf } from './loose-declaration.ts'
import { openDraft } from './draft-document.ts'
import { keyInText } from './edit-text.ts'
import { DRAFT } from './draft-rules.ts'

export type Draft = RecordHead & {
	text: string
	register: string
	fromVersion: number | null
	piece: string
	file: string | null
	isOpen: boolean
}

/** A draft by key or identifier; absent where there is none the seat may see. */
export async function getDraft(here: Here, reference: string): Promise<Draft> {
	const record = await getRecord(here, DRAFT, reference)
	const row = await here.tx
		.selectFrom('register_draft')
		.select(['text', 'register_key', 'from_version', 'piece', 'file_id', 'is_open'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', record.id)
		.executeTakeFirstOrThrow()
	return {
		...record,
		text: row.text,
		register: row.register_key,
		fromVersion: row.from_version,
		piece: row.piece,
		file: row.file_id,
		isOpen: row.is_open
	}
}

/** The open draft of a register, by identifier and key. */
export async function openDraftOf(
	here: Here,
	register: string
): Promise<{ id: string; reference: string } | undefined> {
	const row = await here.tx
		.selectFrom('register_draft')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'register_draft.workspace_id').onRef('record.id', '=', 'register_draft.id')
		)
		.select(['record.id', 'record.key'])
		.where('register_draft.workspace_id', '=', here.workspace.id)
		.where('register_draft.register_key', '=', register)
		.where('register_draft.is_open', '=', true)
		.executeTakeFirst()
	return row && { id: row.id, reference: row.key ?? row.id }
}

/** Refuses a second draft of one register. */
export async function refuseSecondDraft(here: Here, register: string, except: string | null): Promise<void> {
	const other = await openDraftOf(here, register)
	if (other && other.id !== except)
		throw conflict('registers.draft.there-already', { register, draft: other.reference })
}

/** What a draft is called as a record: what its text calls several entries of the register, as far as that can be read. */
export function titleOfDraft(text: string, language: string, otherwise: string): Record<string, string> {
	const read = openDraft(text)
	const many = read ? looseOf(read.plain).names.many : {}
	const said = Object.fromEntries(Object.entries(many).filter(([, name]) => name.trim() !== '' && name.length <= 200))
	return { ...said, [language]: said[language] ?? said['en'] ?? otherwise }
}

/** Keeps the text of a draft as it was changed, with what it is called by it. */
export async function keepText(
	here: Writing,
	draft: Draft,
	{ text, piece }: { text: string; piece: string }
): Promise<void> {
	if (!draft.isOpen) throw conflict('registers.draft.over')
	const key = keyInText(text)
	const register = key ?? draft.register
	// The next version of a register is that register's.
	if (draft.fromVersion !== null && register !== draft.register)
		throw conflict('registers.draft.other-register', { register: draft.register })
	if (register !== draft.register) await refuseSecondDraft(here, register, draft.id)
	await here.write.change('register_draft', draft.id, { text, register_key: register, piece })
	await here.write.changeRecord(draft.id, { title: titleOfDraft(text, here.workspace.language, draft.register) })
}

/** Ends the draft of what has just been declared: its text is the register's now. */
export async function endDeclaredDraft(
	here: Writing,
	{ register, version, text }: { register: string; version: number; text: string }
) {
	const rows = await here.tx
		.selectFrom('register_draft')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_key', '=', register)
		.where('is_open', '=', true)
		.where('text', '=', text)
		.execute()
	const { t } = speak(here.registry.catalogue, here.workspace.language)
	for (const { id } of rows) {
		await here.write.lockRecord(id)
		await here.write.change('register_draft', id, { is_open: false })
		await here.write.changeRecord(id, { state: 'withdrawn', state_reason: t('registers.draft.declared', { version }) })
	}
}
