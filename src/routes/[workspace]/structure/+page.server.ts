import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { listStructures } from '#modules/directory/structure-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words, seat } = locals
	const list = listPart(await locals.askFrom(listStructures, url), (structure) => ({
		href: pageOf(workspace, structure),
		name: nameOf(words, structure),
		kind: structure.structureKind,
		level: structure.level,
		status: structure.status,
		state: structure.state,
		chair: linkIfAny(words, workspace, structure.chair),
		members: structure.members,
		meetings: structure.meetingsPerYear,
		cadence: structure.cadence,
		origin: originInColumn(structure)
	}))
	return { list, mayAdd: keepsDirectory(seat) }
}
