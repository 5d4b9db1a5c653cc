import { sql } from 'kysely'
import type { DayEvent } from '#platform/calendar/write-calendar.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, headColumns, toHead } from '#platform/records/find-record.server.ts'
import type { CalendarSource } from '#platform/records/registers.ts'
import type { CompiledField, CompiledRegister } from '../declaration/compile-declaration.ts'
import { columnName } from '../entry/columns.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { sayState } from '../entry/said/say-value.ts'
import { addDays } from '../formula/days.ts'
import { isDated } from '../figures/told-apart.server.ts'
import { declaredDues } from '../due/declared-dues.ts'
import { mightSeePart } from '../listing/might-see.ts'
import { registerOf } from '../registers.server.ts'

const EVENTS_MOST = 2_000

type Shown = { field: CompiledField; names: Readonly<Record<string, string>>; states: readonly string[] | null }

/**
 * The days of a register that its calendar shows: what it declares to fall due, in the states in which it does, and the days of its
 * calendar views in any. A day of both is told as what falls due in those states, else as the field.
 */
function daysShown(here: Here, compiled: CompiledRegister): Shown[] {
	const { views, states } = compiled.declaration
	const dues = declaredDues(compiled.declaration)
	const seat = askingOf(here)
	const seen = (key: string | undefined) => {
		const field = key === undefined ? undefined : compiled.fields.get(key)
		return field && isDated(field) && mightSeePart(compiled, field.part, seat) ? field : undefined
	}
	const falling = dues.flatMap(({ day, names, states: among }): Shown[] => {
		const field = seen(day)
		return field ? [{ field, names, states: among }] : []
	})
	const viewed = new Set(views.flatMap(({ shows, day }) => (shows === 'calendar' && day !== undefined ? [day] : [])))
	// A register that declares neither has a calendar all the same: that of its first day.
	if (viewed.size + dues.length === 0)
		viewed.add([...compiled.fields].find(([key, one]) => one.field.filtered && seen(key))?.[0] ?? '')
	const others = [...viewed].flatMap((key): Shown[] => {
		const field = seen(key)
		if (!field) return []
		const told = new Set(falling.filter((one) => one.field === field).flatMap((one) => one.states ?? []))
		const left = states.flatMap((state) => (told.has(state.key) ? [] : [state.key]))
		return left.length === 0 ? [] : [{ field, names: field.field.names, states: told.size === 0 ? null : left }]
	})
	return [...falling, ...others]
}

type Row = { id: string; day: string; until: string | null; standing: string }

// A period that began longer ago than this and still runs stands in the register, not in a calendar program.
const LONGEST_DAYS = 366

/**
 * The entries whose day lies between two days, or whose period runs on into them, each by the index of its column; of a part the
 * seat does not see none is found.
 */
const rowsOf = (here: Here, id: string, { field, states }: Shown, [from, last]: readonly [string, string]) => {
	const isPeriod = field.field.type === 'period'
	const until = isPeriod ? sql`shown_document.document -> ${field.field.key}::text ->> 'to'` : sql`null::text`
	const document = sql`join entry_document as shown_document on shown_document.workspace_id = shown.workspace_id and shown_document.id = shown.id`
	const begun = isPeriod ? addDays(from, -LONGEST_DAYS) : from
	const day = sql.ref(`shown.${columnName('day', field.column?.position ?? 0)}`)
	const found = sql<Row>`(
		select record.id, ${day}::text as day, ${until} as until, shown.state as standing
		from entry_part as shown
		join record as part on part.workspace_id = shown.workspace_id and part.id = shown.id
		join record on record.workspace_id = shown.workspace_id and record.id = shown.entry_id
		${isPeriod ? document : sql``}
		where shown.workspace_id = ${here.workspace.id} and shown.register_id = ${id} and shown.part = ${field.part}
			and ${day} is not null and ${day} >= ${begun} and ${day} <= ${last} and record.state = 'active'
			${isPeriod ? sql`and (${day} >= ${from} or ${until} >= ${from})` : sql``}
			${states === null ? sql`` : sql`and shown.state = any (${[...states]}::text[])`}
		order by ${day}, shown.id limit ${EVENTS_MOST}
	)`
	return here.tx.selectFrom(found.as('found')).selectAll().execute()
}

/** The calendar of a register, at the address a seat made for it. */
export const registerCalendar: CalendarSource = {
	kind: 'register',
	async events(here, { id, from, until, words, uid, page }) {
		const compiled = await registerOf(here, id)
		const shown = daysShown(here, compiled)
		const found = await Promise.all(shown.map((one) => rowsOf(here, id, one, [from, until])))
		const ids = [...new Set(found.flat().map((row) => row.id))]
		if (ids.length === 0) return []
		const heads = await here.tx
			.selectFrom('record')
			.select(headColumns)
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf(ids))
			.execute()
		const known = new Map(heads.map((row) => [row.id, toHead(row)]))
		const told = new Set<string>()
		return shown.flatMap(({ field, names }, index) =>
			(found[index] ?? []).flatMap((row): DayEvent[] => {
				const entry = known.get(row.id)
				const event = `${row.id}-${field.field.key}`
				if (!entry || told.has(event)) return []
				told.add(event)
				// In a calendar nothing else tells that it is made up.
				const name = words.name(entry.title)
				const title = entry.origin === 'invented' ? `${name} (${words.t('ui.origin.invented')})` : name
				return [
					{
						// One day of an entry is one event, under whichever name it is told.
						uid: uid(event),
						sequence: entry.version,
						changedAt: entry.changedAt,
						status: 'CONFIRMED',
						summary: words.t('cadence.feed.due', { what: words.name(names), title }),
						description: `${entry.reference}\n${sayState(words, compiled.declaration, row.standing)}`,
						url: page(entry),
						day: row.day,
						until: row.until
					}
				]
			})
		)
	}
}
