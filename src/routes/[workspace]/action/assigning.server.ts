import type { RequestEvent } from '@sveltejs/kit'
import { listRunStructures } from '#modules/deliberation/meeting/run-structures.ts'
import { listSeatOptions } from '#platform/access/seat-operations.ts'
import { optionsOf } from '../record-page.server.ts'

type Locals = RequestEvent['locals']

/** Whether the seat may assign actions that a structure watches over; of no structure nobody may. */
export async function mayAssignFor(
	locals: Locals,
	structure: { id: string; kind: string } | null | undefined
): Promise<boolean> {
	if (structure?.kind !== 'structure') return false
	const { items } = await locals.ask(listRunStructures, {})
	return items.some(({ id }) => id === structure.id)
}

/** The structures whose meetings the seat runs, as the options of a select: no form offers one it would be refused for. */
export async function runOptions(locals: Locals) {
	const { items } = await locals.ask(listRunStructures, {})
	return items.map(({ reference, title, acronym }) => ({
		value: reference,
		label: acronym ? `${locals.words.name(title)} (${acronym})` : locals.words.name(title)
	}))
}

/** The actors, each followed by the open seats that act for it: whoever assigns names both at once, and only seats that fit. */
export async function whoOptions(locals: Locals) {
	const { words } = locals
	const [actors, { items }] = await Promise.all([optionsOf(locals, 'actor'), locals.ask(listSeatOptions, {})])
	// Observers read along: they see to nothing.
	const seats = Map.groupBy(
		items.filter(({ role }) => role !== 'observer'),
		({ actor }) => actor
	)
	return actors.flatMap((actor) => [
		actor,
		...(seats.get(actor.value) ?? []).map(({ key, office }) => ({
			value: `${actor.value}/${key}`,
			label: words.t('action.field.who.seat', { actor: actor.label, office })
		}))
	])
}
