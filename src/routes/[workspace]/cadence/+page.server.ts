import { listCadences } from '#modules/deliberation/cadence/cadence-queries.ts'
import { linkOf, rhythmText } from '#modules/deliberation/cadence/cadence-page.ts'
import { keepsDirectory } from '#modules/directory/rules.ts'
import { listPart } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words, seat } = locals
	const found = await locals.askFrom(listCadences, url)
	const list = listPart(found, ({ rhythm, lastMeeting, disagreement, next, ...item }) => ({
		...linkOf(words, workspace, item),
		level: item.level,
		status: item.status,
		functionality: item.functionality,
		awaits: item.awaits,
		judgedBy: item.judgedBy,
		restsOnInvented: item.restsOnInvented,
		proposed: disagreement?.propose ?? null,
		reason: disagreement?.reason ?? null,
		rhythm: rhythm ? rhythmText(words, rhythm) : null,
		last: lastMeeting?.day ?? null,
		isLastHidden: lastMeeting !== null && lastMeeting.day === null,
		kept: item.periods,
		next: next?.lacks ? { lacks: next.lacks, by: next.lacks === 'notice' ? (next.callBy ?? next.to) : next.to } : null
	}))
	return { list, counts: found.counts, mayDeclare: keepsDirectory(seat), hasSeat: seat.key !== null }
}
