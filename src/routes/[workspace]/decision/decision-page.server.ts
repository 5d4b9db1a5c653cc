import type { RequestEvent } from '@sveltejs/kit'
import type { Vote } from '#modules/deliberation/decision/decision-rules.ts'
import { listMeetingOptions } from '#modules/deliberation/meeting/meeting-options.ts'
import { listMemberships } from '#modules/directory/membership-queries.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'

type Locals = RequestEvent['locals']

/** Records as the options of a select: by number or key, under their names with the number before them. */
export const optionsFrom = (
	{ words }: Locals,
	items: readonly Pick<RecordReference, 'kind' | 'reference' | 'title' | 'acronym'>[]
) =>
	items.map((one) => ({
		value: one.reference,
		label: one.kind === 'agenda-item' ? nameOf(words, one) : `${one.reference} ${nameOf(words, one)}`
	}))

/**
 * The meetings a list can be narrowed to, latest first: those of the structure it is narrowed to already, else the latest of the
 * workspace, since all of them are too many to choose from; and the one it is narrowed to.
 */
export async function meetingFilter(locals: Locals, url: URL) {
	const [structure, chosen] = ['structure', 'meeting'].map((name) => url.searchParams.get(`filter[${name}]`))
	const { items } = await locals.ask(listMeetingOptions, structure ? { structure } : {})
	const options = optionsFrom(locals, items)
	return chosen && !options.some(({ value }) => value === chosen)
		? [{ value: chosen, label: chosen }, ...options]
		: options
}

/** The full members of a structure on a day, as options. */
export async function membersOf(locals: Locals, structure: string, on: string) {
	const { items } = await locals.ask(listMemberships, { filter: { structure, kind: ['member'], on }, limit: 200 })
	return items.map(({ actor }) => ({ value: actor.reference, label: nameOf(locals.words, actor) }))
}

/** Whoever may be noted on what was taken: full members and the co-opted. */
export async function notedOf(locals: Locals, structure: string, on: string) {
	const { items } = await locals.ask(listMemberships, {
		filter: { structure, kind: ['member', 'co-opted'], on },
		limit: 200
	})
	return items.map(({ actor }) => ({ value: actor.reference, label: nameOf(locals.words, actor) }))
}

const ticked = (form: FormData, name: string) => form.getAll(name).map(String)

/** The votes by name, which send no field at all where no box is ticked. */
export const namesOf = (form: FormData) =>
	form.get('manner') === 'vote'
		? {
				votedFor: ticked(form, 'votedFor'),
				votedAgainst: ticked(form, 'votedAgainst'),
				votedAbstaining: ticked(form, 'votedAbstaining')
			}
		: {}

/** The votes by name and the areas, as they are ticked. */
export const votesOf = (form: FormData) => ({ areas: ticked(form, 'areas'), ...namesOf(form) })

type Voted = { vote: Vote | null; actor: { reference: string } }

/** Who voted how, as the boxes of the form are ticked. */
export const votedOf = (positions: readonly Voted[]): Record<Vote, string[]> => {
	const of = (vote: Vote) => positions.flatMap((one) => (one.vote === vote ? [one.actor.reference] : []))
	return { for: of('for'), against: of('against'), abstaining: of('abstaining') }
}
