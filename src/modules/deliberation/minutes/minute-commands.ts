import { z } from 'zod'
import { Clearable, Reference, Text, Version } from '#platform/operation/fields.ts'
import { command, type Here, type Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getAgendaItemRow, getMeetingRow } from '../find-deliberation.server.ts'
import { runsMeetings } from '../rules.ts'
import { openDraft, textOf } from './draft.ts'
import { bringIn, draftFrom, knownHere, lackedThere, MINUTE_MOST, storedDraft, takeIn } from './draft-state.server.ts'
import { enterable, putMinute } from './enter-drafts.server.ts'
import { MinuteDone } from './minute-outputs.ts'
import { whyNoMinutesOf, whyNotWriteMinutes } from './minutes-rules.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
// Four characters stand for three bytes; a draft of the longest text, typed letter by letter, stays well below.
// Checked here and not bound to a form in the schema: what is so bound names a thing, and enters the access log.
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/
const Update = z
	.string()
	.max(4_000_000)
	.refine((text) => BASE64.test(text))

async function getItem(here: Here, reference: string) {
	const item = await getAgendaItemRow(here, reference)
	const meeting = await getMeetingRow(here, item.row.meeting_id)
	return { ...item, meeting }
}
type Item = Awaited<ReturnType<typeof getItem>>

function refuseWriting(item: Item) {
	const why = whyNotWriteMinutes(item.meeting.row.state) ?? whyNoMinutesOf(item.row.state)
	if (why) throw conflict(why)
}

async function savedText(here: Here, item: string) {
	const row = await here.tx
		.selectFrom('minute')
		.select(['text', 'language'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', item)
		.executeTakeFirst()
	return row ?? null
}

/**
 * Saves the minutes of one item: the text of a form, or, where none is given, what was typed together in the draft. Whoever is
 * typing in it at the moment keeps what they typed, with the saved text in it.
 */
export const saveMinute = command({
	name: 'minute.save',
	input: z.strictObject({
		agendaItem: Reference,
		version: Version.optional(),
		text: Clearable(Text(MINUTE_MOST)),
		language: Language.optional()
	}),
	output: MinuteDone,
	about: (here, { agendaItem }) => getItem(here, agendaItem),
	allow: ({ seat }, item) => runsMeetings(seat, item),
	async run(here, input, item) {
		refuseWriting(item)
		const before = await savedText(here, item.id)
		const language = input.language ?? before?.language ?? item.meeting.row.minutes_language ?? here.workspace.language
		const text = input.text === undefined ? await typedText(here, item, before?.text ?? '') : (input.text ?? '')
		if (input.text !== undefined && text !== (before?.text ?? ''))
			await tellTypists(here, item, { before: before?.text ?? '', after: text })
		await putMinute(here, { id: item.id, meetingId: item.meeting.id, text, language, isNew: before === null })
		return { id: item.id, reference: item.reference }
	}
})

async function typedText(here: Writing, item: Item, saved: string): Promise<string> {
	let text = ''
	await here.write.keepDraft({ id: item.id, meetingId: item.meeting.id }, async (state) => {
		text = textOf(draftFrom(state, saved))
		return state === '' ? storedDraft(draftFrom(state, saved)) : state
	})
	return enterable(text)
}

const tellTypists = (here: Writing, item: Item, change: { before: string; after: string }) =>
	here.write.keepDraft({ id: item.id, meetingId: item.meeting.id }, async (state) => {
		const doc = draftFrom(state, change.before)
		bringIn(doc, change)
		return storedDraft(doc)
	})

/**
 * Puts what somebody typed to the draft of an item, outside the history, and gives back what the sender lacks of what others
 * typed meanwhile. Sent twice it is there once.
 */
export const pushDraft = command({
	name: 'minuteDraft.push',
	input: z.strictObject({ agendaItem: Reference, update: Update, known: Update.optional() }),
	output: z.object({ item: z.string(), revision: z.int(), update: z.string(), known: z.string() }),
	about: (here, { agendaItem }) => getItem(here, agendaItem),
	allow: ({ seat }, item) => runsMeetings(seat, item),
	loggedDaily: true,
	async run(here, { update, known }, item) {
		refuseWriting(item)
		let doc = openDraft()
		const revision = await here.write.keepDraft({ id: item.id, meetingId: item.meeting.id }, async (state) => {
			// Whoever circulates the minutes holds the drafts until that is done.
			refuseWriting({ ...item, meeting: await getMeetingRow(here, item.meeting.id) })
			doc = draftFrom(state, (await savedText(here, item.id))?.text ?? '')
			takeIn(doc, update)
			return storedDraft(doc)
		})
		return {
			item: item.reference,
			revision,
			update: lackedThere(doc, known),
			known: knownHere(doc)
		}
	}
})
