import { z } from 'zod'
import { Day, Reference } from '#platform/operation/fields.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { everyone, query } from '#platform/operation/operation.server.ts'
import { invalid } from '#platform/operation/refusal.ts'
import { itemsOf } from '../entry/entry-queries.ts'
import { findEntries } from '../entry/list-entries.server.ts'
import { EntryFilter, FieldKey, narrowingOf } from '../listing/narrowing.server.ts'
import type { FieldBounds, FieldFilter } from '../listing/scope-entries.server.ts'
import { addDays } from '../formula/days.ts'
import { getRegister } from '../registers.server.ts'
import { nearestDays, runningOn } from './beyond-days.server.ts'
import { Calendar } from './figure-outputs.ts'
import { calendarField } from './told-apart.server.ts'

// A picture of more than two months is read by nobody.
const DAYS_MOST = 62

/** The entries whose day lies between two days, or whose period touches them: those that run on from before come first. */
export const calendarEntries = query({
	name: 'entry.calendar',
	input: z.strictObject({
		register: Reference,
		/** The key of a field of days or periods. */
		day: FieldKey,
		from: Day,
		until: Day,
		filter: EntryFilter.optional(),
		/** The fields told of each entry beside its day. */
		columns: z.array(FieldKey).max(8).default([])
	}),
	output: Calendar,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, { day, from, until, filter, columns }, register) {
		const one = calendarField(here, register.compiled, day)
		const last = register.compiled.declaration.views.find(
			(view) => view.shows === 'calendar' && view.day === day
		)?.until
		if (until < from) throw invalid([{ path: ['until'], code: 'registers.value.period-backwards' }])
		if (until > addDays(from, DAYS_MOST))
			throw invalid([{ path: ['until'], code: 'registers.calendar-too-long', params: { most: DAYS_MOST } }])
		const asked = narrowingOf(here, register, filter)
		const page = await findEntries(here, {
			...asked,
			fields: { ...asked.fields, [day]: within(asked.fields[day], from, until, one.field.type === 'period') },
			sort: day,
			limit: LIST_MOST
		})
		const running =
			one.field.type === 'period' || last !== undefined
				? await runningOn(here, { asked, day, until: last, on: from, most: LIST_MOST })
				: { ids: [], isMore: false }
		const ids = [...new Set([...running.ids, ...page.ids])]
		const { items, names, seats } = await itemsOf(here, ids, [
			...new Set([day, ...(last === undefined ? [] : [last]), ...columns])
		])
		// An empty month leads to where there is something.
		const nearest =
			ids.length === 0 ? await nearestDays(here, { asked, day, from, until }) : { before: null, after: null }
		return {
			day,
			from,
			until,
			names,
			seats,
			total: page.total + ids.length - page.ids.length,
			totalIsMore: page.totalIsMore || running.isMore,
			...nearest,
			items: items.flatMap((item) => {
				const value = item.values[day]
				const end = last === undefined ? undefined : item.values[last]
				if (typeof value === 'string')
					return [{ ...item, on: `${value}-01-01`.slice(0, 10), until: typeof end === 'string' ? end : null }]
				return typeof value === 'object' && 'from' in value ? [{ ...item, on: value.from, until: value.to }] : []
			})
		}
	}
})

/** The days that are shown, as far as the filter of the same field leaves them: of periods those that begin on one of them. */
function within(filter: FieldFilter | undefined, from: string, until: string, isPeriod: boolean): FieldFilter {
	const own: FieldBounds = filter !== undefined && ('from' in filter || 'until' in filter) ? filter : {}
	if (isPeriod) return { ...own, begins: { from, until } }
	return {
		from: own.from !== undefined && own.from > from ? own.from : from,
		until: own.until !== undefined && own.until < until ? own.until : until
	}
}
