import { dayIn } from '#platform/access/workspace.ts'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { run, type Opening } from '#platform/operation/perform.server.ts'
import { isDigestDay, isRemindedSince, weekdayOf, type Preference } from './action-rules.ts'
import { digestsOf, withoutScope } from './digests-of.server.ts'
import { escalateActions } from './escalation.ts'
import { sendDigest } from './reminder-commands.ts'
import { preferenceOf } from './reminded.server.ts'
import type { Digest, Section } from './reminder-queries.ts'

/**
 * Whether a digest is worth a mail today. What was told upward goes out whatever was chosen; the rest follows the choice, and
 * a daily reader hears only on the days that matter (14, 7 and 1 days before, the day itself, the first day after, then weekly).
 */
export function isWorthMail({ sections, matters }: Digest, preference: Preference, today: string): boolean {
	if (preference.lastDigestDay !== null && preference.lastDigestDay >= today) return false
	const has = (section: Section) => sections.some((one) => one.section === section)
	if (has('escalated')) return true
	if (!isDigestDay(preference, today)) return false
	if (preference.frequency === 'weekly') return sections.length + matters.length > 0
	if (matters.some((matter) => isDueToTell(matter, preference, today))) return true
	return sections.some(
		({ section, items }) =>
			TOLD_AT_ONCE.has(section) || items.some(({ day }) => isRemindedSince(day, preference.lastDigestDay, today))
	)
}

// Told the day after, whatever day it is due on.
const TOLD_AT_ONCE: ReadonlySet<Section> = new Set(['answered', 'assigned', 'sent-back'])

// What the sections tell in their own rhythm; among the rest it is only named.
const IN_SECTIONS = /^(?:action|recommendation)-/

// What has no day of its own is told once a week.
function isDueToTell({ code, first }: Digest['matters'][number], preference: Preference, today: string) {
	if (IN_SECTIONS.test(code)) return false
	return first.some(({ day }) =>
		day === null ? weekdayOf(today) === preference.weekday : isRemindedSince(day, preference.lastDigestDay, today)
	)
}

/** Tells upward what is late, then writes every person who has something to hear one digest of the day, for all their seats. */
export const remindOfActions = defineTimed({
	name: 'action.remind',
	cron: '0 4 * * *',
	async run(opening) {
		let told = await run(opening, escalateActions, {})
		while (told.isMore) told = await run(opening, escalateActions, {})
		const { workspace, now } = opening
		const today = dayIn(workspace.timeZone, now)
		for (const [person, seatIds] of await seatsByPerson(opening)) await remind(opening, { person, seatIds }, today)
	}
})

async function seatsByPerson(opening: Opening): Promise<Map<string, string[]>> {
	const rows = await withoutScope(opening, (tx) =>
		tx
			.selectFrom('person_seat')
			.select(['person_id', 'seat_id'])
			.where('workspace_id', '=', opening.workspace.id)
			.where('ended_at', 'is', null)
			.orderBy('person_id')
			.orderBy('seat_id')
			.execute()
	)
	const seats = Map.groupBy(rows, (row) => row.person_id)
	return new Map([...seats].map(([person, held]) => [person, held.map((row) => row.seat_id)]))
}

// Read under each seat with the rights it has now; written by the clock, once a day whatever happens.
async function remind(
	opening: Opening,
	{ person, seatIds }: { person: string; seatIds: readonly string[] },
	today: string
) {
	const { workspace } = opening
	const preference = await withoutScope(opening, (tx) =>
		preferenceOf({ tx, workspace }, { seat_id: null, person_id: person })
	)
	const { lastDigestDay } = preference
	if (lastDigestDay !== null && lastDigestDay >= today) return
	const since = lastDigestDay === null ? {} : { since: lastDigestDay }
	const told = await digestsOf(opening, { seatIds, today }, since)
	const [first] = told
	const whole = {
		sections: told.flatMap(({ digest }) => digest.sections),
		matters: told.flatMap(({ digest }) => digest.matters)
	}
	if (first && isWorthMail(whole, preference, today)) await run(opening, sendDigest, { seat: first.seatId, ...since })
}
