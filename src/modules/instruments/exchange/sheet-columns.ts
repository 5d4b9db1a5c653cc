import { AUDIENCES, type Audience } from '#platform/access/seat.ts'
import { column } from '#platform/exchange/column.ts'

export const text = (max: number) => column.text({ max }).optional()
export const day = () => column.day().optional()
/** A year, a month or a day; what it may be is for the importer to look at. */
export const partialDay = () => column.text({ max: 10, numbers: true }).optional()
export const months = () => column.integer({ min: 0, max: 1_200 }).optional()
export const position = () => column.integer({ min: 1, max: 100_000 })
export const repeat = column.integer({ min: 2, max: 10_000 }).optional()
export const language = column.text({ max: 12 }).optional()
export const country = () => column.text({ max: 3 })
export const actor = () => column.reference('actor').optional()
export const keys = (most: number) => column.list({ max: 120, most })
export const yesOrNo = () => column.oneOf(['yes', 'no'], 'workbook.answer').optional()

export const noted = {
	origin: column.oneOf(['reference', 'invented', 'entered'], 'ui.origin').or('entered'),
	source: text(500),
	source_year: column.year().optional(),
	note: text(4_000)
}

/** Who sees a record, and whether it was withdrawn: its life has columns of its own. */
export const head = (audience: Audience) => ({
	audience: column.oneOf(AUDIENCES, 'audience').or(audience),
	also_actors: keys(200),
	also_structures: keys(200),
	standing: column.oneOf(['active', 'withdrawn'], 'page.state').or('active'),
	standing_reason: text(2_000)
})
