import { calendarFile } from '#modules/deliberation/meeting/calendar-file.server.ts'
import { getMeeting } from '#modules/deliberation/meeting/meeting-queries.ts'
import type { RequestHandler } from './$types'

/** One meeting as a calendar program takes it: the same event, under the same identifier, as in the calendars to subscribe to. */
export const GET: RequestHandler = async ({ locals, params, url }) => {
	const meeting = await locals.ask(getMeeting, { meeting: params.reference })
	return new Response(calendarFile(meeting, { workspace: params.workspace, site: url.origin, words: locals.words }), {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': `attachment; filename="${meeting.reference}.ics"`,
			'cache-control': 'private, no-store'
		}
	})
}
