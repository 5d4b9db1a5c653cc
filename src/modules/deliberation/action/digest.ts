import { seatWhere } from '#platform/access/find-seat.server.ts'
import type { Seat } from '#platform/access/seat.ts'
import { dayIn } from '#platform/access/workspace.ts'
import { defineTimed } from '#platform/jobs/jobs.server.ts'
import type { Words } from '#platform/languages/words.ts'
import { defineLetter } from '#platform/mail/letters.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { isDigestDay, isRemindedSince, weekdayOf, type Preference } from './action-rules.ts'
import { escalateActions } from './escalation.ts'
import { DIGEST, sendDigest } from './reminder-commands.ts'
import { getDigest, preferenceOf, type Digest, type Section } from './reminder-queries.ts'

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

type Says = { words: Words; site: string }

// A mail names the reasons; the page of the action has them whole.
const REASONS_MOST = 300
function brief(text: string) {
	const line = text.replaceAll(/\s+/g, ' ').trim()
	return line.length <= REASONS_MOST ? line : `${line.slice(0, REASONS_MOST)}…`
}

function saySection({ section, items, isMore }: Digest['sections'][number], { words: { t, day, name }, site }: Says) {
	const lines = items.flatMap(({ record, day: told, isGranted, reasons }) => [
		`- ${record.reference} ${name(record.title)} (${t(`action.digest.day-${dayWords(section, isGranted)}`, { day: day(told) })})`,
		...(reasons === null ? [] : [`  ${t('action.digest.reasons', { reasons: brief(reasons) })}`]),
		`  ${site}/${record.kind}/${record.reference}`
	])
	return [t(`action.digest.${section}`), ...lines, ...(isMore ? [`- ${t('action.digest.more')}`] : [])].join('\n')
}

function sayMatters(matters: Digest['matters'], { words: { t, day, name }, site }: Says) {
	const lines = matters.flatMap(({ code, whose, total, path, first }) => [
		`- ${t(`attention.whose.${whose}`)}${t('ui.colon')}${t(`attention.${code}`, { count: total })}`,
		...first.map(({ record, day: when }) =>
			[`  ${record.reference} ${name(record.title)}`, ...(when === null ? [] : [`(${day(when)})`])].join(' ')
		),
		`  ${site}${path}`
	])
	return [t('action.digest.other'), ...lines].join('\n')
}

/** The digest as it is read: written when it is sent, as its reader sees things then. */
export const digestLetter = defineLetter<Digest>({
	template: DIGEST,
	query: getDigest,
	params({ sections, matters }, { words, url, workspace }) {
		if (sections.length + matters.length === 0) return null
		const says = { words, site: `${url ?? ''}/${workspace}` }
		const told = sections.map((section) => saySection(section, says))
		const list = [...told, ...(matters.length > 0 ? [sayMatters(matters, says)] : [])].join('\n\n')
		const named = new Set(sections.flatMap(({ items }) => items.map(({ record }) => record.id)))
		const total = matters.reduce((sum, matter) => sum + matter.total, named.size)
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
		case 'assigned':
		case 'sent-back':
		case 'acceptance':
		case 'extension':
		case 'recommendation':
		case 'escalated':
			return 'since'
		default:
			return section satisfies never
	}
}
