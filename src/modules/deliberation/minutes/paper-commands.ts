import { z } from 'zod'
import { seatWhere } from '#platform/access/find-seat.server.ts'
import { enqueue } from '#platform/jobs/jobs.server.ts'
import { sendMail } from '#platform/mail/send-mail.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { command, type Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { runsMeetings } from '../rules.ts'
import { meets } from './editions.ts'
import { PAPER_KINDS, whyNotMakePaper } from './minutes-rules.ts'
import { RENDER_PAPERS, type RenderInput } from './paper-job.ts'
import { isBeingMade, latestPapers } from './paper-queries.ts'

const Language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)

/** Has a paper of a meeting written, one for each circle of readers that reads something different. */
export const makePaper = command({
	name: 'meetingPaper.make',
	input: z.strictObject({ meeting: Reference, kind: z.enum(PAPER_KINDS), language: Language.optional() }),
	output: z.object({ job: z.string(), reference: z.string() }),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { kind, language }, meeting) {
		const why = whyNotMakePaper(kind, meeting.row.state)
		if (why) throw conflict(why)
		if (await isBeingMade(here, meeting.id, kind)) throw conflict('deliberation.paper-being-made')
		const input: RenderInput = {
			meeting: meeting.id,
			kinds: [kind],
			language: language ?? meeting.row.minutes_language ?? here.workspace.language,
			seal: false
		}
		return { job: await enqueue(here, { operation: RENDER_PAPERS, input }), reference: meeting.reference }
	}
})

const SENT_MOST = 500

// Whoever sits for a member today, and whoever is expected or was there: by seat, once.
async function entitledSeats(here: Here, meetingId: string, structureId: string) {
	const [nominees, attending] = await Promise.all([
		here.tx
			.selectFrom('membership')
			.innerJoin('nomination', (on) =>
				on
					.onRef('nomination.workspace_id', '=', 'membership.workspace_id')
					.onRef('nomination.membership_id', '=', 'membership.id')
			)
			.select(['nomination.seat_id', 'nomination.office'])
			.where('membership.workspace_id', '=', here.workspace.id)
			.where('membership.structure_id', '=', structureId)
			.where('membership.kind', 'in', ['member', 'co-opted'])
			.where((where) =>
				where.or([where('membership.from_day', 'is', null), where('membership.from_day', '<=', here.today)])
			)
			.where((where) =>
				where.or([where('membership.to_day', 'is', null), where('membership.to_day', '>=', here.today)])
			)
			.where((where) =>
				where.or([where('nomination.from_day', 'is', null), where('nomination.from_day', '<=', here.today)])
			)
			.where((where) =>
				where.or([where('nomination.to_day', 'is', null), where('nomination.to_day', '>=', here.today)])
			)
			.orderBy('nomination.id')
			.limit(SENT_MOST)
			.execute(),
		here.tx
			.selectFrom('attendance')
			.select(['seat_id', 'office'])
			.where('workspace_id', '=', here.workspace.id)
			.where('meeting_id', '=', meetingId)
			.orderBy('id')
			.limit(SENT_MOST)
			.execute()
	])
	const all = [...nominees, ...attending]
	return {
		seats: [...new Set(all.map((one) => one.seat_id).filter((id) => id !== null))],
		withoutSeat: [...new Set(all.filter((one) => one.seat_id === null).map((one) => one.office ?? ''))].filter(
			(office) => office !== ''
		)
	}
}

/**
 * Tells those entitled to a paper that it is there: who sits for the members and who is expected, each of them by the edition
 * that they may open. Nobody is told of a paper that they could not open.
 */
export const sendPaper = command({
	name: 'meetingPaper.send',
	input: z.strictObject({ meeting: Reference, kind: z.enum(PAPER_KINDS) }),
	output: z.object({
		sent: z.int(),
		/** Those who sit there and may open no edition of it. */
		notEntitled: z.int(),
		/** Offices that nobody holds a seat for: they are told by hand. */
		withoutSeat: z.array(z.string())
	}),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { kind }, meeting) {
		const papers = (await latestPapers(here, meeting.id)).filter((paper) => paper.kind === kind)
		if (papers.length === 0) throw conflict('deliberation.paper-not-made')
		const { seats, withoutSeat } = await entitledSeats(here, meeting.id, meeting.row.structure_id)
		let sent = 0
		let notEntitled = 0
		for (const id of seats) {
			const seat = await seatWhere(here.tx, here.workspace, 'id', id, here.today)
			const isEntitled =
				seat !== undefined &&
				meets(seat.audience, meeting.audience) &&
				papers.some(({ audience }) => meets(seat.audience, audience))
			if (!isEntitled) {
				notEntitled++
				continue
			}
			await sendMail(here, {
				template: 'meeting-paper',
				to: { seatId: id },
				params: { paper: kind, link: `/${here.workspace.key}/meeting/${meeting.reference}/papers` },
				records: { meeting: meeting.id }
			})
			sent++
		}
		here.write.mention(meeting.id)
		return { sent, notEntitled, withoutSeat }
	}
})
