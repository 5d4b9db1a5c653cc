import { z } from 'zod'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { spokenLanguage, spokenOf } from '#platform/languages/offered.ts'
import { Reference } from '#platform/operation/fields.ts'
import { command } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { runsMeetings } from '../rules.ts'
import { tell, Telling } from '../telling/tell.server.ts'
import { toldOutside } from '../telling/told-outside.ts'
import { reachOfPapers } from './by-hand.server.ts'
import { PAPER_KINDS, whyNotMakePaper } from './minutes-rules.ts'
import { RENDER_PAPERS, type RenderInput } from './paper-job.ts'
import { isBeingMade, latestPapers, sealedKinds } from './paper-queries.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

/** Has a paper of a meeting written, one for each circle of readers that reads something different. */
export const makePaper = command({
	name: 'meetingPaper.make',
	input: z.strictObject({ meeting: Reference, kind: z.enum(PAPER_KINDS), language: Language.optional() }),
	output: z.object({ job: z.string(), reference: z.string() }),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { kind, language }, meeting) {
		const why = whyNotMakePaper(kind, meeting.row.state, await sealedKinds(here, meeting.id))
		if (why) throw conflict(why)
		if (await isBeingMade(here, meeting.id, kind)) throw conflict('deliberation.paper-being-made')
		// Minutes adopted elsewhere, or brought by a file, have no paper: it is sealed now, and says so.
		const late = meeting.row.state === 'adopted' && (kind === 'minutes' || kind === 'decisions')
		const { catalogue } = here.registry
		if (language !== undefined && !spokenOf(catalogue, [language]).includes(language))
			throw conflict('deliberation.language-not-spoken')
		const input: RenderInput = {
			meeting: meeting.id,
			kinds: [kind],
			language: spokenLanguage(catalogue, [language, meeting.row.minutes_language], here.workspace.languages),
			seal: late,
			late
		}
		return { job: await enqueue(here, { operation: RENDER_PAPERS, input }), reference: meeting.reference }
	}
})

/**
 * Tells those entitled to a paper that it is there: who sits for the members and who is expected, each of them by the edition
 * that they may open. Nobody is told of a paper that they could not open: whoever has only an address opens what everybody may.
 */
export const sendPaper = command({
	name: 'meetingPaper.send',
	input: z.strictObject({ meeting: Reference, kind: z.enum(PAPER_KINDS) }),
	output: z.object(Telling),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { kind }, meeting) {
		const papers = (await latestPapers(here, meeting.id)).filter((paper) => paper.kind === kind)
		if (papers.length === 0) throw conflict('deliberation.paper-not-made')
		const { title } = toldOutside(meeting, here.workspace.language)
		const { id, audience, row } = meeting
		const reach = await reachOfPapers(here, { id, audience, structureId: row.structure_id }, papers)
		const link = `/${here.workspace.key}/meeting/${meeting.reference}/papers`
		const letter = { template: 'meeting-paper', params: { paper: kind, number: meeting.reference, link } }
		here.write.mention(meeting.id)
		return tell(here, reach, {
			toSeats: { ...letter, records: { meeting: meeting.id } },
			toOffices: {
				...letter,
				params: {
					...letter.params,
					meeting: title[here.workspace.language] ?? Object.values(title)[0] ?? meeting.reference
				}
			}
		})
	}
})
