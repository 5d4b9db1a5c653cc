import { fail, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { registry } from '#areas'
import { nameOf } from '#modules/directory/page-links.ts'
import type { MeetingPage } from '#modules/deliberation/meeting/outputs.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { typedOf } from '../../typed.ts'

type Locals = RequestEvent['locals']

const FOUND_MOST = 25
// No item is about another item, nor about a part of an entry, which has no page of its own.
const NO_SUBJECTS = new Set(['agenda-item', 'entry-part', 'register-draft'])

const optionOf = ({ words }: Locals, record: RecordReference) => ({
	value: record.id,
	label: words.t('meeting.subject', {
		name: nameOf(words, record),
		kind: words.t(`kind.${record.kind}`),
		number: record.reference
	})
})

/** What an item of a meeting can be about, as options: what it is about already, and what waits for the meeting. */
export function subjectsOf(
	locals: Locals,
	standing: z.output<typeof MeetingPage>['standing'] | null,
	saved: RecordReference | null = null
) {
	const waiting = standing
		? [...standing.recommendations, ...standing.toSettle, ...standing.actions, ...standing.commitments]
		: []
	const records = [...(saved ? [saved] : []), ...waiting.map(({ record }) => record)]
	return [...new Map(records.map((record) => [record.id, record])).values()].map((record) => optionOf(locals, record))
}

/** Looks for records by number or words: the form is shown again with them to choose from, and with what was typed. */
export async function findSubject({ request, locals }: RequestEvent) {
	const typed = typedOf(await request.formData())
	const words = (typed.find(([name]) => name === 'find:words')?.[1] ?? '').trim()
	const kinds = registry.kinds.map(({ name }) => name).filter((name) => !NO_SUBJECTS.has(name))
	const { items } = words === '' ? { items: [] } : await locals.ask(searchRecords, { words, kinds, limit: FOUND_MOST })
	const isNamed = ({ reference }: RecordReference) => reference.toLowerCase() === words.toLowerCase()
	// Whoever typed a number means that record, whatever else mentions it.
	const options = items
		.toSorted((one, other) => Number(isNamed(other)) - Number(isNamed(one)))
		.map((record) => optionOf(locals, record))
	// Of several nobody has said yet which is meant: none is chosen for them.
	const [first] = options
	const chosen = first && (options.length === 1 || items.some(isNamed)) ? first.value : null
	return fail(200, { found: { typed, words, options, chosen, isMore: items.length >= FOUND_MOST } })
}

/** A form's action that looks first for words which nobody has looked for yet: they were typed and Enter was pressed. */
export const lookingFirst =
	<Result>(action: (event: RequestEvent) => Promise<Result>) =>
	async (event: RequestEvent) => {
		const form = await event.request.clone().formData()
		const words = form.get('find:words')
		const isNew = typeof words === 'string' && words.trim() !== '' && words.trim() !== form.get('find:looked')
		return isNew ? findSubject(event) : action(event)
	}
