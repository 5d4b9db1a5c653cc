import { addDays } from '#modules/deliberation/days.ts'
import { getRhythm } from '#modules/deliberation/cadence/rhythm-queries.ts'
import { openWrittenProcedure } from '#modules/deliberation/decision/procedure-commands.ts'
import { subjectAsked, WRITTEN_DAYS } from '#modules/deliberation/decision/procedure-rules.ts'
import { getMeeting, listMeetings } from '#modules/deliberation/meeting/meeting-queries.ts'
import { whyNotMoveMeeting } from '#modules/deliberation/rules.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { formAction, formKeys, refusePage } from '../../../face.server.ts'
import { runOptions } from '../../action/assigning.server.ts'
import { optionsFrom } from '../../decision/decision-page.server.ts'
import { areaGroups, onTo, optionsOf, refuseUnlessMay, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

type Page = Pick<Parameters<PageServerLoad>[0], 'locals' | 'url'>

export const load: PageServerLoad = async ({ locals, url }) => {
	const structures = await runOptions(locals)
	const runs = (reference: string | undefined) => structures.some(({ value }) => value === reference)
	const meeting = await meetingOf({ locals, url })
	const mayOpen = meeting ? runs(meeting.structure?.reference) : structures.length > 0
	refuseUnlessMay({ locals, url }, mayOpen, 'writtenProcedure.open')
	const structure = meeting?.structure?.reference ?? url.searchParams.get('structure')
	const [areas, actors, addressees, meetings, days] = await Promise.all([
		meeting ? [] : areaGroups(locals),
		meeting ? [] : optionsOf(locals, 'actor'),
		meeting ? [] : optionsOf(locals, 'structure'),
		meeting
			? { items: [] }
			: locals.ask(listMeetings, { filter: { status: ['circulated'] }, sort: '-start', limit: 200 }),
		runs(structure ?? undefined) && structure ? writtenDays(locals, structure) : WRITTEN_DAYS
	])
	const deadline = addDays(todayOf(locals), days)
	return {
		keys: formKeys(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		zone: locals.workspace?.timeZone ?? 'UTC',
		structures,
		addressees,
		actors,
		areas,
		meetings: optionsFrom(
			locals,
			meetings.items.filter((one) => runs(one.structure?.reference))
		),
		/** The minutes that are put to the members: then there is nothing else to choose. */
		minutes: meeting && {
			reference: meeting.reference,
			name: nameOf(locals.words, meeting),
			day: meeting.day,
			language: meeting.minutesLanguage
		},
		given: { structure, subject: subjectAsked(url.searchParams.get('subject')) },
		deadline,
		earliest: structure === null ? null : deadline
	}
}

/** The meeting whose minutes the address names; where they cannot be adopted now, the rule is told before anything is typed. */
async function meetingOf({ locals, url }: Page) {
	const named = url.searchParams.get('meeting')
	if (!named) return null
	const meeting = await locals.ask(getMeeting, { meeting: named })
	const why = whyNotMoveMeeting(meeting.status, 'adopt')
	if (why) refusePage(locals, url, conflict(why))
	return meeting
}

async function writtenDays(locals: Page['locals'], structure: string) {
	const { current } = await locals.ask(getRhythm, { structure })
	return current?.writtenDays ?? WRITTEN_DAYS
}

export const actions: Actions = { default: formAction(openWrittenProcedure, () => ({}), onTo('written-procedure')) }
