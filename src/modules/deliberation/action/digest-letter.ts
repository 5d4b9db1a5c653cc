import { z } from 'zod'
import { dayIn } from '#platform/access/workspace.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Letter } from '#platform/mail/letters.ts'
import { Day } from '#platform/operation/fields.ts'
import { sayMatter } from '#platform/records/say-matter.ts'
import { digestsOf, withoutScope, type SeatDigest } from './digests-of.server.ts'
import { remindedOf, seatsOf } from './reminded.server.ts'
import { DIGEST } from './reminder-commands.ts'
import type { Digest, Section } from './reminder-queries.ts'

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

function sayMatters(matters: Digest['matters'], { words, site }: Says) {
	const { t, day, name } = words
	// What has no other name than its number is named once.
	const calledIn = ({ reference, title }: Digest['matters'][number]['first'][number]['record']) =>
		[...new Set([reference, name(title)])].join(' ')
	const lines = matters.flatMap(({ code, names, whose, total, path, first }) => [
		`- ${t(`attention.whose.${whose}`)}${t('ui.colon')}${sayMatter(words, { code, names, total })}`,
		...first.map(({ record, day: when }) =>
			[`  ${calledIn(record)}`, ...(when === null ? [] : [`(${day(when)})`])].join(' ')
		),
		`  ${site}${path}`
	])
	return [t('action.digest.other'), ...lines].join('\n')
}

const Input = z.object({ since: Day.optional() })

/**
 * The digest as it is read: written when it is sent, as its reader sees things then with each of their seats. Where several have something
 * to tell, what each tells stands under its office.
 */
export const digestLetter: Letter = {
	template: DIGEST,
	async compose(opening, input, { words, url, workspace }) {
		const { since } = Input.parse(input)
		const seatId = opening.seat.id ?? ''
		const seatIds = await withoutScope(opening, async (tx) => {
			const reading = { tx, workspace: opening.workspace }
			return seatsOf(reading, await remindedOf(reading, seatId))
		})
		const today = dayIn(opening.workspace.timeZone, opening.now)
		const told = await digestsOf(opening, { seatIds, today }, since === undefined ? {} : { since })
		if (told.length === 0) return null
		const says = { words, site: `${url ?? ''}/${workspace}` }
		const list = told.map((one) => saySeat(one, says, told.length > 1)).join('\n\n')
		const total = told.reduce((sum, { digest }) => sum + totalOf(digest), 0)
		return { params: { list, total, settings: `/${workspace}/seat/reminders` } }
	}
}

function saySeat({ office, digest }: SeatDigest, says: Says, isOneOfSeveral: boolean) {
	const { sections, matters } = digest
	return [
		...(isOneOfSeveral ? [says.words.t('action.digest.seat', { office })] : []),
		...sections.map((section) => saySection(section, says)),
		...(matters.length > 0 ? [sayMatters(matters, says)] : [])
	].join('\n\n')
}

function totalOf({ sections, matters }: Digest) {
	const named = new Set(sections.flatMap(({ items }) => items.map(({ record }) => record.id)))
	return matters.reduce((sum, matter) => sum + matter.total, named.size)
}

function dayWords(section: Section, isGranted: boolean | null) {
	switch (section) {
		case 'overdue':
		case 'supported':
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
