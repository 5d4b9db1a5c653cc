import { nameOf } from '#modules/directory/page-links.ts'
import { monthAfter, weeksOf } from '#modules/deliberation/meeting/meeting-view.ts'
import { calendarEntries } from '#modules/registers/figures/calendar-queries.ts'
import { sayState } from '#modules/registers/entry/said/say-value.ts'
import { isDated } from '#modules/registers/figures/told-apart.server.ts'
import { originInColumn } from '../../../../list-page.ts'
import { todayOf } from '../../../record-page.server.ts'
import { lookedAt } from '../looked.server.ts'
import type { PageServerLoad } from './$types'

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const looked = await lookedAt({ locals, params, url }, 'calendar')
	const { view, filter, offer, compiled, home } = looked
	const { words } = locals
	const days = [...offer.filters].flatMap(([key, { one }]) => (isDated(one) ? [key] : []))
	const day = url.searchParams.get('day') ?? view?.day ?? days[0]
	const bare = { subscribe: null, dayName: '', choices: [], isMore: false, before: null, after: null }
	const nothing = { ...bare, weeks: [], entries: [] }
	const today = todayOf(locals)
	const wished = url.searchParams.get('month') ?? ''
	const month = MONTH.test(wished) && wished >= '1800' && wished < '2200' ? wished : today.slice(0, 7)
	const moved = { month, today, previous: monthAfter(month, -1), next: monthAfter(month, 1) }
	// A register without days has no calendar: its page says so, under its own heading and with the other ways to look at it.
	if (day === undefined) return { shown: looked.page(), day: null, ...moved, ...nothing }
	const weeks = weeksOf(month)
	const [from, until] = [weeks[0]?.[0]?.day ?? `${month}-01`, weeks.at(-1)?.at(-1)?.day ?? `${month}-28`]
	const found = await locals.ask(calendarEntries, { register: params.register, day, from, until, filter })
	return {
		shown: looked.page({ day, month }),
		subscribe:
			locals.seat.id === null
				? null
				: `/${params.workspace}/seat/calendars?register=${encodeURIComponent(params.register)}`,
		day,
		dayName: words.name(compiled.fields.get(day)?.field.names ?? {}),
		choices: looked.options(days),
		...moved,
		before: found.before?.slice(0, 7) ?? null,
		after: found.after?.slice(0, 7) ?? null,
		isMore: found.totalIsMore || found.total > found.items.length,
		weeks,
		entries: found.items.map((item) => ({
			on: item.on,
			until: item.until === item.on ? null : item.until,
			href: `${home}/${item.reference}`,
			name: nameOf(words, item),
			reference: item.reference,
			origin: originInColumn(item),
			standing: sayState(words, compiled.declaration, item.standing)
		}))
	}
}
