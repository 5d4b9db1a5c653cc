import { dateOf } from '../instrument/status-rows.server.ts'
import { spanOf } from '../instrument/partial-days.ts'

/** A date known in part as a cell holds it, from its two columns. */
export const cellOf = (row: { first: string | null; last: string | null }) => dateOf(row.first, row.last)

/** The two columns of a date known in part, from its cell. */
export const spanIn = (cell: string | undefined) => (cell === undefined ? { first: null, last: null } : spanOf(cell))

export const answerOf = (value: boolean | null) => (value === null ? null : value ? 'yes' : 'no')
export const isYes = (answer: 'yes' | 'no' | undefined) => (answer === undefined ? null : answer === 'yes')
