import { linkIfAny, linkTo } from '#modules/directory/page-links.ts'
import { listAttendance } from '#modules/deliberation/dashboard/attendance-list.ts'
import { listPart } from '../../list-page.ts'
import { optionsOf } from '../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const [found, structures, actors] = await Promise.all([
		locals.askFrom(listAttendance, url),
		optionsOf(locals, 'structure'),
		optionsOf(locals, 'actor')
	])
	const list = listPart(found, ({ meeting, day, structure, actor, capacity, came }) => ({
		meeting: linkTo(words, workspace, meeting),
		day,
		structure: linkIfAny(words, workspace, structure),
		actor: linkIfAny(words, workspace, actor),
		capacity,
		came
	}))
	return { list, structures, actors, years: found.years }
}
