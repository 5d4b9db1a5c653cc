import { column } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { linkTypes } from '#platform/records/link-types.ts'
import { REPORT_FORMS, REPORT_STATES } from '../instrument/report-rules.ts'
import { ANSWERS, HARMONIZATION_STATES } from '../relation/relation-rules.ts'
import { actor, day, head, language, noted, text } from './sheet-columns.ts'

export const treatyReportSheet = defineSheet({
	name: 'treaty_report',
	columns: {
		number: column.number().optional(),
		name: column.name({ max: 300 }),
		instrument: column.reference('instrument'),
		/** The duty it fulfils, as `nameOfDuty` names it. */
		duty: text(400),
		form: column.oneOf(REPORT_FORMS, 'treaty-report.form'),
		due: column.day(),
		lead: actor(),
		state: column.oneOf(REPORT_STATES, 'treaty-report.progress').or('due'),
		submitted: day(),
		dialogue: day(),
		observations: day(),
		...head('public'),
		...noted
	},
	key: ['number']
})

export const harmonizationSheet = defineSheet({
	name: 'harmonization',
	columns: {
		number: column.number().optional(),
		name: column.name({ max: 300 }),
		text: column.text({ max: 20_000 }),
		language,
		structure: column.reference('structure').optional(),
		due: day(),
		state: column.oneOf(HARMONIZATION_STATES, 'harmonization.standing').or('open'),
		resolution: text(20_000),
		resolved: day(),
		...head('workspace'),
		...noted
	},
	key: ['number']
})

/** Which relations are resolved together: each named as the sheet of links names it. */
export const harmonizationRelationSheet = defineSheet({
	name: 'harmonization_relation',
	columns: {
		harmonization: column.reference('harmonization'),
		record_kind: column.kind(),
		record: column.key({ numbers: true }),
		type: column.oneOf(linkTypes, 'link'),
		other_kind: column.kind(),
		other: column.key({ numbers: true })
	},
	key: ['harmonization', 'record_kind', 'record', 'type', 'other_kind', 'other']
})

export const harmonizationActorSheet = defineSheet({
	name: 'harmonization_actor',
	columns: {
		harmonization: column.reference('harmonization'),
		actor: column.reference('actor'),
		answer: column.oneOf(ANSWERS, 'harmonization.answer').optional(),
		answered: day(),
		text: text(10_000)
	},
	key: ['harmonization', 'actor']
})
