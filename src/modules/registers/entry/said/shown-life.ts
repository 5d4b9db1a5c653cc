import type { TimelineEntry } from '#ui/timeline.ts'
import { doer } from '#modules/directory/page-links.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Move } from '../../declaration/declaration.ts'
import { daysOfStates } from '../state-day.ts'
import type { Value } from '../values.ts'
import { FORM_SCOPE } from './form-scope.ts'
import { sayCondition } from './say-condition.ts'
import type { Showing } from './shown-entry.ts'
import { sayState } from './say-value.ts'

/** A move as a page offers it: open, or what stands in its way and where to mend it. */
export type ShownMove = {
	key: string
	label: string
	to: string
	/** The form of the move; null while it cannot be sent. */
	href: string | null
	/** What must be filled first, each with where to fill it. */
	first: { label: string; href: string | null }[]
	condition: string | null
}

const labelOfKey = ({ words, compiled }: Showing, key: string) => {
	const names = compiled.fields.get(key)?.field.names ?? compiled.tables.get(key)?.table.names
	return names ? words.name(names) : key
}

/** Where a field is filled in: in the form by which the entry is changed. */
export function fillAddress(
	{ entry, compiled }: Pick<Showing, 'entry' | 'compiled'>,
	home: string,
	key: string
): string | null {
	if (!entry.may.fill.includes(key)) return null
	return `${home}/change#${FORM_SCOPE}-${compiled.tables.has(key) ? 'rows' : 'values'}:${key}`
}

/** The moves that the seat may make from here. What hidden fields hold back is decided by the command alone. */
export function shownMoves(showing: Showing, home: string): ShownMove[] {
	const { words, compiled, entry } = showing
	return entry.moves.flatMap(({ move: key, to, whyNot, fields }) => {
		const move = compiled.declaration.moves.find((one) => one.key === key)
		if (!move) return []
		const missing = fields.filter((field) => entry.sees.includes(field))
		const first = missing.map((field) => ({
			label: labelOfKey(showing, field),
			href: fillAddress(showing, home, field)
		}))
		const isHeld = whyNot === 'condition' || first.some(({ href }) => href === null)
		return [
			{
				key,
				label: words.name(move.names),
				to: sayState(words, compiled.declaration, to),
				href: isHeld ? null : `${home}/move/${key}`,
				first,
				condition: whyNot === 'condition' && move.when ? sayCondition(words, compiled.declaration, move.when) : null
			}
		]
	})
}

/** What the public sees of an entry from a move on, or sees no longer; nothing where that stays as it is. */
function publicityOf({ words, compiled, entry }: Showing, move: Move): string[] {
	const { states, fields, tables, title } = compiled.declaration
	const isPublic = (state: string) => states.some(({ key, public: shown }) => key === state && shown)
	if (isPublic(entry.standing) === isPublic(move.to)) return []
	if (!isPublic(move.to)) return [words.t('registers.move.not-public')]
	const isFilled = (key: string) => entry.values[key] !== undefined || move.needs.includes(key)
	const filled = [
		...fields.filter(({ key, public: shown }) => shown && key !== title && isFilled(key)),
		...tables.filter(({ key, public: shown }) => shown && (entry.tables[key]?.length ?? 0) > 0)
	]
	return [
		filled.length === 0
			? words.t('registers.move.public-bare')
			: words.t('registers.move.public', { fields: words.list(filled.map(({ names }) => words.name(names))) })
	]
}

/** What a move does besides, in words: who sees the entry then, whom it writes to, which action comes of it, what it puts into fields. */
export function effectsOf(showing: Showing, move: Move): string[] {
	return [...publicityOf(showing, move), ...doneBy(showing, move)]
}

function doneBy(showing: Showing, move: Move): string[] {
	const { words, compiled } = showing
	const { declaration } = compiled
	return move.does.flatMap((effect) => {
		if ('notify' in effect) {
			const group = declaration.groups.find(({ key }) => key === effect.notify)
			return group
				? [words.t('registers.move.notify', { group: words.name(group.names), text: words.name(effect.text) })]
				: []
		}
		if ('action' in effect && !showing.entry.sees.includes(effect.responsible)) return []
		if ('action' in effect)
			return [
				words.t('registers.move.action', {
					action: words.name(effect.action),
					responsible: labelOfKey(showing, effect.responsible),
					days: effect.days
				})
			]
		// What a hidden field is set to would tell of it.
		if (!showing.entry.sees.includes(effect.set)) return []
		const field = labelOfKey(showing, effect.set)
		const to = sayCondition(words, declaration, effect.to)
		// Declared before such moves were refused: where the field is not asked for, nothing is set.
		const asked = compiled.fields.get(effect.set)?.asked
		return [
			asked
				? words.t('registers.move.set-where', { field, to, condition: sayCondition(words, declaration, asked.text) })
				: words.t('registers.move.set', { field, to })
		]
	})
}

type Event = {
	at: Date
	operation: string
	reason: string | null
	by: { office: string | null; actor: RecordReference | null; role?: string }
	changes: readonly { table: string; field: string; before: unknown; after: unknown }[]
}

const timed = ({ when, at }: TimelineEntry) => (at === undefined ? (when ?? '') : new Date(at).toISOString())

/** The dates that stand in an entry, planned ones among them, and the moves it made, in their order. */
export function lifeOf(showing: Showing, events: readonly Event[]): TimelineEntry[] {
	const { words, compiled, entry } = showing
	const { declaration } = compiled
	const days = declaration.fields.flatMap((field): TimelineEntry[] => {
		const value = entry.values[field.key]
		return value === undefined ? [] : dayOf(words.name(field.names), field.type, value)
	})
	const moves = events.flatMap(({ at, reason, by, changes }): TimelineEntry[] => {
		const change = changes.find(({ table, field }) => table === 'entry' && field === 'state')
		if (typeof change?.after !== 'string') return []
		const to = sayState(words, declaration, change.after)
		const title =
			typeof change.before === 'string'
				? words.t('registers.life.moved', { from: sayState(words, declaration, change.before), to })
				: words.t('registers.life.added', { to })
		return [{ title, at, detail: [doer(words, by), reason].filter((one) => one !== null).join(' · '), tone: 'success' }]
	})
	return [...days, ...moves].sort((one, other) => (timed(one) < timed(other) ? -1 : 1))
}

const DAY_MS = 86_400_000

/**
 * Whether an entry stands in its state since it was entered there, as one that is brought in as it stood elsewhere: since when it
 * did so is not known, and the day it was entered is not that day. Where its fields tell the day, that one is kept.
 */
export function isSinceEntered({ compiled, entry, today }: Showing, events: readonly Event[]): boolean {
	if (entry.standing === compiled.declaration.states[0]?.key) return false
	if (daysOfStates(compiled, today)(entry.standing, entry.values) !== undefined) return false
	const added = events.find(({ changes }) =>
		changes.some(
			({ table, field, before, after }) =>
				table === 'entry' && field === 'state' && before === null && after === entry.standing
		)
	)
	// The day is that of the workspace, the instant is of none: they lie less than two days apart.
	return (
		added !== undefined &&
		Math.abs(added.at.getTime() - Date.parse(entry.since)) < 2 * DAY_MS &&
		!isMovedSince(events, entry.standing)
	)
}

const isMovedSince = (events: readonly Event[], standing: string) =>
	events.some(({ changes }) =>
		changes.some(
			({ table, field, before, after }) =>
				table === 'entry' && field === 'state' && before !== null && after === standing
		)
	)

function dayOf(title: string, type: string, value: Value): TimelineEntry[] {
	if ((type === 'date' || type === 'partial-date') && typeof value === 'string') return [{ title, when: value }]
	if (type === 'period' && typeof value === 'object' && 'from' in value)
		return [{ title, when: value.from, to: value.to }]
	return []
}

/** Who sees an entry that only some groups see, by the names of these; null where the usual words say it. */
export function readersOfEntry({ words, compiled: { declaration }, entry }: Showing): string | null {
	if (entry.audience.includes('public') || entry.audience.includes('workspace') || declaration.seen === 'everyone')
		return null
	const { seen } = declaration
	return words.list(declaration.groups.filter(({ key }) => seen.includes(key)).map(({ names }) => words.name(names)))
}
