import { z } from 'zod'
import { isPartialDate, partialOf, spanOf, type DaySpan } from '../instrument/partial-days.ts'

/** A year, a month or a day, as precisely as it is known. */
export const PartialDay = z
	.string()
	.regex(/^\d{4}(-\d{2}){0,2}$/)
	.refine(isPartialDate, { params: { code: 'no-such-day' } })

export const daysOf = (on: string): DaySpan => spanOf(on)

/** A span as it was told; null where no day is known. */
export const toldDay = ({ day_first: first, day_last: last }: { day_first: string | null; day_last: string | null }) =>
	first === null || last === null ? null : partialOf(first, last)

export const spanOfRow = ({
	day_first: first,
	day_last: last
}: {
	day_first: string | null
	day_last: string | null
}): DaySpan | null => (first === null || last === null ? null : { first, last })
