import { AUDIENCES } from '#platform/access/seat.ts'
import { column } from '#platform/exchange/column.ts'

export const text = (max: number) => column.text({ max }).optional()
export const longText = (max: number) => column.text({ max })
export const day = () => column.day().optional()
export const count = (max: number) => column.integer({ min: 0, max }).optional()
export const position = () => column.integer({ min: 1, max: 100_000 })
export const repeat = column.integer({ min: 2, max: 10_000 }).optional()
export const actor = () => column.reference('actor')
export const structure = () => column.reference('structure')

export const noted = {
	origin: column.oneOf(['reference', 'invented', 'entered'], 'ui.origin').or('entered'),
	source: text(500),
	source_year: column.year().optional(),
	note: text(4_000)
}
/** Who sees a record: the choice, and who beside those that its parts name. */
export const seen = {
	audience: column.oneOf(AUDIENCES, 'audience').or('workspace'),
	also_actors: column.list({ max: 120, most: 200 }),
	also_structures: column.list({ max: 120, most: 200 })
}
// The life of a meeting or recommendation stands in `state`; whether the record itself was withdrawn stands here.
export const standing = {
	standing: column.oneOf(['active', 'withdrawn'], 'page.state').or('active'),
	standing_reason: text(2_000)
}
export const themes = column.list({ max: 120, most: 100 })
export const language = column.text({ max: 12 }).optional()

export const SILENCES = ['consent', 'no-answer'] as const
export const STANCES = ['reservation', 'objection'] as const
