import { seatWhere } from '#platform/access/find-seat.server.ts'
import type { Seat } from '#platform/access/seat.ts'
import { dayIn } from '#platform/access/workspace.ts'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import { defineLetter } from '#platform/mail/letters.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { isDigestDay, isRemindedSince, type Preference } from './action-rules.ts'
import { escalateActions } from './escalation.ts'
import { DIGEST, sendDigest } from './reminder-commands.ts'
import { getDigest, preferenceOf, type Digest, type Section } from './reminder-queries.ts'

/**
 * Whether a digest is worth a mail today. What was told upward goes out whatever was chosen; the rest follows the choice, and
 * a daily reader hears only on the days that matter (14, 7 and 1 days before, the day itself, the first day after, then weekly).
 */
export function isWorthMail({ sections }: Digest, preference: Preference, today: string): boolean {
	if (preference.lastDigestDay !== null && preference.lastDigestDay >= today) return false
	const has = (section: Section) => sections.some((one) => one.section === section)
	if (has('escalated')) return true
	if (!isDigestDay(preference, today)) return false
	if (preference.frequency === 'weekly') return sections.length > 0
	return sections.some(
		({ section, items }) =>
			section === 'answered' || items.some(({ day }) => isRemindedSince(day, preference.lastDigestDay, today))
	)
}

/** Tells upward what is late, then writes every seat that has something to hear its one digest of the day. */
export const remindOfActions = defineTimed({
	name: 'action.remind',
	cron: '0 4 * * *',
	async run(opening) {
		let told = await run(opening, escalateActions, {})
		while (told.isMore) told = await run(opening, escalateActions, {})
		const { workspace, now } = opening
		const today = dayIn(workspace.timeZone, now)
		for (const seatId of await heldSeats(opening)) await remindSeat(opening, seatId, today)
	}
})

const inWorkspace = ({ workspace }: Opening) => ({ workspaceId: workspace.id, audience: ['public'] })

async function heldSeats(opening: Opening) {
	const rows = await opening.database.read(inWorkspace(opening), (tx) =>
		tx
			.selectFrom('person_seat')
			.select('seat_id')
			.distinct()
			.where('workspace_id', '=', opening.workspace.id)
			.where('ended_at', 'is', null)
			.orderBy('seat_id')
			.execute()
	)
	return rows.map((row) => row.seat_id)
}

// Read under the seat with the rights it has now; written by the clock, once a day whatever happens.
async function remindSeat(opening: Opening, seatId: string, today: string) {
	const { workspace, database } = opening
	const found = await database.read(inWorkspace(opening), async (tx) => {
		const seat: Seat | undefined = await seatWhere(tx, workspace, 'id', seatId, today)
		return seat && { seat, preference: await preferenceOf({ tx, workspace }, seatId) }
	})
	if (!found || (found.preference.lastDigestDay ?? '') >= today) return
	const { lastDigestDay } = found.preference
	const input = lastDigestDay === null ? {} : { since: lastDigestDay }
	const digest = await ask({ ...opening, seat: found.seat }, getDigest, input)
	if (isWorthMail(digest, found.preference, today)) await run(opening, sendDigest, { seat: seatId, ...input })
}

/** The digest as it is read: written when it is sent, as its reader sees things then. */
export const digestLetter = defineLetter<Digest>({
	template: DIGEST,
	query: getDigest,
	params({ sections }, { words, url, workspace }) {
		if (sections.length === 0) return null
		const { t, day, name } = words
		const list = sections
			.map(({ section, items, isMore }) =>
				[
					t(`action.digest.${section}`),
					...items.map(({ record, day: told, isGranted }) =>
						[
							`- ${record.reference} ${name(record.title)} (${t(`action.digest.day-${dayWords(section, isGranted)}`, { day: day(told) })})`,
							`  ${url ?? ''}/${workspace}/action/${record.reference}`
						].join('\n')
					),
					...(isMore ? [`- ${t('action.digest.more')}`] : [])
				].join('\n')
			)
			.join('\n\n')
		const total = sections.reduce((sum, { items }) => sum + items.length, 0)
		return { list, total, settings: `/${workspace}/seat/reminders` }
	}
})

function dayWords(section: Section, isGranted: boolean | null) {
	switch (section) {
		case 'overdue':
		case 'today':
		case 'soon':
			return 'due'
		case 'answered':
			return isGranted === true ? 'granted' : 'refused'
		case 'acceptance':
		case 'extension':
		case 'escalated':
			return 'since'
		default:
			return section satisfies never
	}
}
