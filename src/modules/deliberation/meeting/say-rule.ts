import { readRule, type RecurrenceRule } from '#platform/calendar/recurrence-rule.ts'
import type { Words } from '#platform/languages/words.ts'
import { WEEKDAYS } from './series-rule.ts'

type Says = Pick<Words, 't' | 'list' | 'day'>

const PLAIN = { months: null, weeks: null, yearDays: null, hours: null, minutes: null, positions: null } as const
const whichOf = (which: number) => (which === -1 ? 'last' : which >= 1 && which <= 5 ? String(which) : null)

/**
 * A rule of recurrence as people say it: "Every 3 months on the second Thursday". Null where it is one that only a calendar
 * program writes, with parts for which there is no plain sentence.
 */
export function sayRule(words: Says, text: string): string | null {
	const rule = readRule(text)
	if ('refusal' in rule) return null
	const often = oftenOf(words, rule)
	if (often === null) return null
	const { count, until } = rule
	if (count !== null) return words.t('meeting.rule.times', { often, times: count })
	if (until !== null)
		return words.t('meeting.rule.until', { often, day: words.day(new Date(until).toISOString().slice(0, 10)) })
	return often
}

function oftenOf({ t, list }: Says, rule: RecurrenceRule): string | null {
	const { frequency, interval: every, days, monthDays } = rule
	if (Object.keys(PLAIN).some((part) => Reflect.get(rule, part) !== null)) return null
	const [first] = days ?? []
	switch (frequency) {
		case 'DAILY':
			return days === null && monthDays === null ? t('meeting.rule.daily', { every }) : null
		case 'WEEKLY':
			return monthDays === null && days !== null
				? t('meeting.rule.weekly', {
						every,
						days: list(
							days.flatMap(({ weekday }) => WEEKDAYS[weekday] ?? []).map((day) => t(`meeting.rule.day.${day}`))
						)
					})
				: null
		case 'MONTHLY': {
			const [date] = monthDays ?? []
			if (days === null && monthDays?.length === 1 && date !== undefined && date > 0)
				return t('meeting.rule.monthly-day', { every, date })
			const which = first?.which ? whichOf(first.which) : null
			const weekday = WEEKDAYS[first?.weekday ?? -1]
			if (monthDays !== null || days?.length !== 1 || which === null || weekday === undefined) return null
			return t('meeting.rule.monthly-weekday', { every, which: t(`meeting.rule.which.${weekday}`, { which }) })
		}
		case 'YEARLY':
			return days === null && monthDays === null ? t('meeting.rule.yearly', { every }) : null
		default:
			return frequency satisfies never
	}
}
