import { statusBoard } from '#modules/directory/structure-queries.ts'
import { needsAttention } from '#modules/directory/rules.ts'
import { waitingFirst } from '#modules/directory/status-board.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
	const { counts, structures, changes } = await locals.ask(statusBoard, {})
	const shown = structures.map(
		({
			id,
			kind,
			reference,
			title,
			acronym,
			structureKind,
			status,
			statusDetail,
			statusDay,
			source,
			year,
			chair,
			secretariat,
			host,
			members
		}) => ({
			id,
			kind,
			reference,
			title,
			acronym,
			structureKind,
			status,
			statusDetail,
			statusDay,
			source,
			year,
			chair,
			secretariat,
			host,
			members
		})
	)
	return {
		counts,
		waiting: waitingFirst(shown),
		others: shown.filter(({ status }) => !needsAttention(status)),
		changes
	}
}
