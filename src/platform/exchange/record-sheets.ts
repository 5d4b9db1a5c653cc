import { AUDIENCES } from '#platform/access/seat.ts'
import { linkTypes } from '#platform/records/link-types.ts'
import { column } from './column.ts'
import { defineSheet } from './sheet.ts'

const text = (max: number) => column.text({ max }).optional()

/** Links between records of any kind, but for those between areas that the cross-walk holds. */
export const linkSheet = defineSheet({
	name: 'link',
	columns: {
		record_kind: column.kind(),
		record: column.key({ numbers: true }),
		type: column.oneOf(linkTypes, 'link'),
		other_kind: column.kind(),
		other: column.key({ numbers: true }),
		argument: text(2_000),
		state: column.oneOf(['open', 'being-resolved', 'resolved'], 'workbook.link-state').or('open'),
		from: column.day().optional(),
		to: column.day().optional(),
		origin: column.oneOf(['reference', 'invented', 'entered'], 'ui.origin').or('entered'),
		source: text(500),
		source_year: column.year().optional(),
		note: text(4_000)
	},
	key: ['record_kind', 'record', 'type', 'other_kind', 'other']
})

/** Records that turned out to be the same as another: their keys lead to that one. */
export const mergedSheet = defineSheet({
	name: 'merged',
	columns: {
		kind: column.kind(),
		key: column.key({ numbers: true }),
		name: column.name({ max: 300 }),
		acronym: text(40),
		into: column.key({ numbers: true }),
		reason: text(2_000),
		audience: column.oneOf(AUDIENCES, 'audience').or('public'),
		origin: column.oneOf(['reference', 'invented', 'entered'], 'ui.origin').or('entered'),
		source: text(500),
		source_year: column.year().optional(),
		note: text(4_000)
	},
	key: ['kind', 'key']
})
