import { Text } from '#platform/operation/fields.ts'
import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { textOf } from './draft.ts'
import { draftFrom, MINUTE_MOST } from './draft-state.server.ts'

type Put = { id: string; meetingId: string; text: string; language: string; isNew: boolean }

/** Enters the text of an item in the record; nothing where it stands there already. */
export async function putMinute(here: Writing, { id, meetingId, text, language, isNew }: Put): Promise<void> {
	if (isNew && text === '') return
	if (isNew) await here.write.add('minute', { id, meeting_id: meetingId, text, language, changed_at: here.now })
	else if (await here.write.change('minute', id, { text, language }))
		await here.write.change('minute', id, { changed_at: here.now })
}

// As it would be saved by a form: one normal form, one kind of line end, nothing that no file may hold.
const Typed = Text(MINUTE_MOST)

/** What was typed in a draft, as it is entered in the record; refused where it cannot be. */
export function enterable(text: string): string {
	if (text.trim() === '') return ''
	const parsed = Typed.safeParse(text)
	if (parsed.success) return parsed.data
	throw invalid([
		text.length > MINUTE_MOST
			? { path: ['text'], code: 'platform.field.too-long', params: { most: MINUTE_MOST } }
			: { path: ['text'], code: 'platform.field.control-character' }
	])
}

/**
 * Enters what is still being typed in the items of a meeting, whoever sees them: minutes that go to the members, or are adopted, hold
 * what somebody typed and has not left yet. The drafts stay locked until the command is done, so that nothing is typed behind it.
 */
export async function enterDrafts(
	here: Writing,
	{ id: meetingId, row }: { id: string; row: { minutes_language: string | null } }
): Promise<void> {
	for (const { id, text: saved, language } of await itemsOf(here, meetingId)) {
		const typed: string[] = []
		await here.write.keepDraft({ id, meetingId }, (state) => {
			if (state !== '') typed.push(textOf(draftFrom(state, saved ?? '')))
			return Promise.resolve(state)
		})
		for (const text of typed)
			await putMinute(here, {
				id,
				meetingId,
				text: enterable(text),
				language: language ?? row.minutes_language ?? here.workspace.language,
				isNew: saved === null
			})
	}
}

// By their rows alone: whoever circulates minutes need not see every item that somebody types in.
const itemsOf = (here: Here, meetingId: string) =>
	here.tx
		.selectFrom('agenda_item')
		.leftJoin('minute', (on) =>
			on.onRef('minute.workspace_id', '=', 'agenda_item.workspace_id').onRef('minute.id', '=', 'agenda_item.id')
		)
		.select(['agenda_item.id', 'minute.text', 'minute.language'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.meeting_id', '=', meetingId)
		.where('agenda_item.state', '=', 'accepted')
		.orderBy('agenda_item.id')
		.execute()
