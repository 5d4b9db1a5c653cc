import { sayFileType } from '#platform/files/file-type.ts'
import type { Words } from '#platform/languages/words.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { seenBy } from '#modules/directory/seen-by.ts'

type Change = { table: string; row: string; field: string; before: unknown; after: unknown }
type Named = { id: string; title: Record<string, string>; acronym: string | null }
type Told = { label: string; before: string | null; after: string | null }

/** Tells the changes of a row that an area words itself, as of when they were made; undefined where it leaves them to the usual telling. */
export type OwnTelling = (
	row: readonly Change[],
	event: { sequence: number; at: Date; operation: string }
) => Told[] | undefined

// Kept for the machine, and told elsewhere on the page or not worth a line.
const SILENT = new Set(['id', 'workspace_id', 'title_sort', 'version', 'created_at', 'changed_at', 'key'])

// Rows of these tables are the record itself; those of others are its parts.
const OWN = new Set([
	'record',
	'actor',
	'structure',
	'framework',
	'theme_area',
	'action',
	'decision',
	'meeting',
	'agenda_item',
	'recommendation',
	'written_procedure',
	'policy',
	'provision'
])

// Of a part that came or went as a whole, these say nothing that its line needs.
const SILENT_IN_PART = /^(origin.*|state|position)$/

// The words of closed sets stand under these beginnings.
const SETS: Readonly<Record<string, string>> = {
	'actor.kind': 'actor-kind',
	'actor.status': 'ui.status',
	'structure.kind': 'structure-kind',
	'structure.level': 'level',
	'structure.declared_status': 'ui.status',
	'structure_status.status': 'ui.status',
	'membership.kind': 'membership-kind',
	'membership.role': 'membership-role',
	'nomination.capacity': 'capacity',
	'framework.kind': 'framework-kind',
	'link.type': 'link',
	'actor_succession.kind': 'succession',
	'meeting.state': 'meeting.status',
	'meeting.purpose': 'meeting.purpose',
	'agenda_item.kind': 'meeting.item-kind',
	'agenda_item.state': 'meeting.item-status',
	'agenda_item.confidentiality': 'meeting.confidentiality',
	'agenda_paper.confidentiality': 'meeting.paper-confidentiality',
	'attendance.capacity': 'meeting.capacity',
	'attendance.state': 'meeting.attendance',
	'meeting_series.purpose': 'meeting.purpose',
	'meeting_series.state': 'meeting.page.series.status',
	'record.kind': 'kind',
	'record.state': 'page.state',
	'seat.role': 'role',
	'recommendation.state': 'recommendation.state',
	'recommendation.deadline_class': 'recommendation.deadline',
	'recommendation.manner': 'decision.manner',
	'recommendation_hop.answer': 'recommendation.answer',
	'recommendation_position.vote': 'decision.vote',
	'recommendation_position.stance': 'decision.stance',
	'action.state': 'action.state',
	'action_report.answer': 'action.answer',
	'action_extension.state': 'action.extension-state',
	'decision.state': 'decision.standing',
	'decision.manner': 'decision.manner',
	'decision_position.vote': 'decision.vote',
	'decision_position.stance': 'decision.stance',
	'written_procedure.state': 'decision.procedure.standing',
	'written_procedure.subject': 'decision.procedure.subject',
	'written_procedure.silence': 'decision.procedure.silence',
	'written_procedure.outcome': 'decision.procedure.outcome',
	'written_answer.answer': 'decision.procedure.answer',
	'written_answer.stance': 'decision.stance',
	'reminder_preference.frequency': 'action.frequency',
	'policy.form': 'policy.form',
	'policy.stage': 'policy.stage',
	'policy_stage.stage': 'policy.stage',
	'policy_version.state': 'policy.version.state',
	'policy_version.fault': 'policy.fault',
	'provision_text.change': 'policy.change'
}

// Kept by language.
const NAMES = new Set(['record.title', 'record_name.name', 'meeting_series.title'])

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/**
 * The changes of an event in words: fields by their labels, other records by their names, days and choices as people say
 * them. A part of the record (a membership, a mandate) that came or went is one line.
 */
export function tellChanges(
	words: Words,
	changes: readonly Change[],
	names: readonly Named[],
	record: string,
	own?: (row: readonly Change[]) => Told[] | undefined
): Told[] {
	const named = new Map(names.map((one) => [one.id, one]))
	const rows = Map.groupBy(changes, ({ table, row }) => `${table} ${row}`)
	return [...rows.values()].flatMap((row) => {
		const worded = own?.(row)
		if (worded) return worded
		const table = row[0]?.table ?? ''
		const told = row.filter((change) => isTold(change, record)).flatMap(byLanguage)
		if (OWN.has(table)) return told.flatMap((change) => tellField(words, change, named))
		const part = partOf(words, table)
		if (!isWhole(row))
			return told
				.flatMap((change) => tellField(words, change, named))
				.map((one) => ({ ...one, label: words.t('page.history.part-field', { part, label: one.label }) }))
		const lines = told
			.filter(({ field }) => !SILENT_IN_PART.test(field))
			.flatMap((change) => tellField(words, change, named))
		return [{ label: part, before: joined(words, lines, 'before'), after: joined(words, lines, 'after') }]
	})
}

/** A name is one field a language: so that it is told which of them changed. */
function byLanguage(change: Change): (Change & { language?: string })[] {
	if (!NAMES.has(`${change.table}.${change.field}`)) return [change]
	const [before, after] = [namesIn(change.before), namesIn(change.after)]
	if (!isByLanguage(before) || !isByLanguage(after)) return [change]
	return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((language) => ({
		...change,
		before: before[language] ?? null,
		after: after[language] ?? null,
		language
	}))
}

// Some tables keep them as the text of an object.
function namesIn(value: unknown): unknown {
	if (typeof value !== 'string' || !value.startsWith('{')) return value ?? {}
	try {
		return JSON.parse(value)
	} catch {
		return value
	}
}

const isByLanguage = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value)

// Of every part it would be said again that it belongs to the record whose history this is.
const isTold = ({ table, field, before, after }: Change, record: string) =>
	!SILENT.has(field) && (OWN.has(table) || (before !== record && after !== record))

const isWhole = (row: readonly Change[]) =>
	row.every(({ before }) => before === null) || row.every(({ after }) => after === null)

function joined(words: Words, lines: readonly Told[], side: 'before' | 'after') {
	const said = lines.flatMap(({ label, [side]: value }) =>
		value === null ? [] : [words.t('page.history.field', { label, value })]
	)
	return said.length === 0 ? null : said.join('; ')
}

function tellField(words: Words, change: Change, named: ReadonlyMap<string, Named>): Told[] {
	const [before, after] = [tell(words, change, change.before, named), tell(words, change, change.after, named)]
	return before === after ? [] : [{ label: labelOf(words, change), before, after }]
}

const partOf = ({ t, has }: Words, table: string) =>
	has(`page.history.part.${table}`) ? t(`page.history.part.${table}`) : table.replaceAll('_', ' ')

function labelOf({ t, has, languageName }: Words, { table, field, language }: Change & { language?: string }) {
	if (language !== undefined) return t('directory.field.name-in', { language: languageName(language) })
	const key = `field.${table}.${field}`
	return has(key) ? t(key) : field.replaceAll('_', ' ')
}

function tell(words: Words, change: Change, value: unknown, named: ReadonlyMap<string, Named>): string | null {
	if (value === null || value === undefined || value === '') return null
	if (change.field === 'audience' && Array.isArray(value)) return seenBy(words, value.map(String))
	if (change.field === 'origin') return words.t(`ui.origin.${textOf(value)}`)
	if (typeof value === 'boolean') return words.t(value ? 'page.history.yes' : 'page.history.no')
	if (Array.isArray(value)) return value.length === 0 ? null : value.map(textOf).join('; ')
	if (typeof value === 'object') return Object.values(value).map(textOf).join('; ')
	// Years and sizes alike: digits as they were entered.
	if (typeof value !== 'string') return textOf(value)
	if (change.field === 'media_type') return sayFileType(words, value)
	if (UUID.test(value)) return recordName(words, named.get(value))
	if (DAY.test(value)) return words.day(value)
	if (INSTANT.test(value)) return words.instant(value)
	const set = SETS[`${change.table}.${change.field}`]
	return set !== undefined && words.has(`${set}.${value}`) ? words.t(`${set}.${value}`) : value
}

const recordName = (words: Words, record: Named | undefined) =>
	record ? nameOf(words, record) : words.t('page.history.unseen')

const textOf = (value: unknown) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value))
