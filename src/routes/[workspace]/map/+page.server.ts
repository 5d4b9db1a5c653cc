import { mapStructures } from '#modules/directory/structure-board-queries.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
	const { structures, nonState } = await locals.ask(mapStructures, {})
	return {
		structures: structures.map(({ id, kind, reference, title, acronym, level, structureKind, status, parent }) => ({
			id,
			kind,
			reference,
			title,
			acronym,
			level,
			structureKind,
			status,
			parent
		})),
		nonState
	}
}
