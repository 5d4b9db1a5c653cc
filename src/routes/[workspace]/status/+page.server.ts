import { cadenceBoard } from '#modules/deliberation/cadence/cadence-board.ts'
import { boardFilters, isOnBoard } from '#modules/deliberation/cadence/board-filters.ts'
import { statusBoard } from '#modules/directory/structure-board-queries.ts'
import { needsAttention } from '#modules/directory/rules.ts'
import { waitingFirst } from '#modules/directory/status-board.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, url }) => {
	const [{ counts, structures, changes }, { items }] = await Promise.all([
		locals.ask(statusBoard, {}),
		locals.ask(cadenceBoard, {})
	])
	const done = new Map(items.map((item) => [item.structure, item]))
	const filters = boardFilters(url)
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
			members,
			functionality: done.get(id)?.functionality ?? null,
			awaits: done.get(id)?.awaits ?? null,
			judgedBy: done.get(id)?.judgedBy ?? [],
			restsOnInvented: done.get(id)?.restsOnInvented ?? false,
			disagreement: done.get(id)?.disagreement ?? null
		})
	)
	const matching = shown.filter((one) => isOnBoard(one, filters))
	return {
		hasSeat: locals.seat.key !== null,
		counts,
		waiting: waitingFirst(matching),
		others: matching.filter(({ status }) => !needsAttention(status)),
		changes
	}
}
