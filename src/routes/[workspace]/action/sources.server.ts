import type { RequestEvent } from '@sveltejs/kit'
import { getDecision } from '#modules/deliberation/decision/decision-queries.ts'
import { getAgendaItem } from '#modules/deliberation/meeting/agenda-queries.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import { getRecommendation } from '#modules/deliberation/recommendation/recommendation-page.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'

type Locals = RequestEvent['locals']
type Found = Pick<RecordReference, 'title' | 'acronym'> & { structure: RecordReference | null }

// What an action can arise from, as the address of its form names it; the first that is named says whose action it is.
const SOURCES = {
	agendaItem: (locals: Locals, agendaItem: string): Promise<Found> => locals.ask(getAgendaItem, { agendaItem }),
	meeting: (locals: Locals, meeting: string): Promise<Found> => locals.ask(getMeeting, { meeting }),
	decision: (locals: Locals, decision: string): Promise<Found> => locals.ask(getDecision, { decision }),
	// Where a recommendation lies changes on its way: the command finds whose action it is.
	recommendation: async (locals: Locals, recommendation: string): Promise<Found> => ({
		...(await locals.ask(getRecommendation, { recommendation })),
		structure: null
	})
}
const NAMES = ['agendaItem', 'meeting', 'decision', 'recommendation'] as const

/** What an action arises from, as an address names it: the fields that carry it, its names, and the structure it is of. */
export async function sourcesIn(locals: Locals, url: URL) {
	const named = NAMES.flatMap((name) => {
		const reference = url.searchParams.get(name)?.slice(0, 120)
		return reference ? [{ name, reference }] : []
	})
	const found = await Promise.all(named.map(({ name, reference }) => SOURCES[name](locals, reference)))
	return {
		fields: Object.fromEntries(named.map(({ name, reference }) => [name, reference])),
		names: found.map((one) => nameOf(locals.words, one)),
		structure: found.find(({ structure }) => structure !== null)?.structure?.reference ?? null
	}
}
