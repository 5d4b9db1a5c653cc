import { Day } from '#platform/operation/fields.ts'
import { invalid } from '#platform/operation/refusal.ts'
import type { ReportDefinition } from './definition.ts'
import { periodOf, whyNotPeriod, type Days } from './periods.ts'

/** Which period is asked for. */
export const DaysAsked = {
	/** Any day of the period, where the template is of months, quarters, half-years or years. */
	day: Day.optional(),
	from: Day.optional(),
	until: Day.optional()
}

type Asked = { day?: string | undefined; from?: string | undefined; until?: string | undefined }

/** The days asked for: those of the period in which a day lies, or the ones that are named. Refused where nothing can be told of them yet. */
export function daysAsked({ period }: Pick<ReportDefinition, 'period'>, asked: Asked, today: string): Days {
	const days = daysNamed(period, asked)
	const why = whyNotPeriod(period, days, today)
	if (why) throw invalid([{ path: [period === 'free' ? 'until' : 'day'], code: why }])
	return days
}

function daysNamed(period: ReportDefinition['period'], { day, from, until }: Asked): Days {
	if (period === 'free') {
		if (from === undefined || until === undefined)
			throw invalid([{ path: [from === undefined ? 'from' : 'until'], code: 'platform.field.missing' }])
		return { first: from, last: until }
	}
	if (day === undefined) throw invalid([{ path: ['day'], code: 'platform.field.missing' }])
	return periodOf(period, day)
}
