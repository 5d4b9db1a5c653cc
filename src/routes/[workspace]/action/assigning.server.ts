import type { RequestEvent } from '@sveltejs/kit'
import { listActionStructures } from '#modules/deliberation/action/structure-queries.ts'

/** Whether the seat may assign actions that a structure watches over; of no structure nobody may. */
export async function mayAssignFor(
	locals: RequestEvent['locals'],
	structure: { id: string; kind: string } | null | undefined
): Promise<boolean> {
	if (structure?.kind !== 'structure') return false
	const { items } = await locals.ask(listActionStructures, {})
	return items.some(({ id }) => id === structure.id)
}
