import { column } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { ACTION_STATES } from '../rules.ts'
import {
	actor,
	day,
	language,
	longText,
	noted,
	position,
	repeat,
	seen,
	standing,
	structure,
	text
} from './sheet-columns.ts'

export const actionSheet = defineSheet({
	name: 'action',
	columns: {
		number: column.number().optional(),
		name: column.name({ max: 300 }),
		structure: structure(),
		meeting: column.reference('meeting').optional(),
		item: column.reference('agenda_item').optional(),
		decision: column.reference('decision').optional(),
		recommendation: column.reference('recommendation').optional(),
		text: text(50_000),
		language,
		responsible: actor(),
		supporting: column.list({ max: 120, most: 100 }),
		state: column.oneOf(ACTION_STATES, 'action.state').or('open'),
		state_reason: text(2_000),
		opened: column.day(),
		due: day(),
		first_due: day(),
		closed: day(),
		percent: column.integer({ min: 0, max: 100 }).or(0),
		escalated_to: column.integer({ min: 0, max: 2 }).or(0),
		...seen,
		...standing,
		...noted
	},
	key: ['number']
})

export const stepSheet = defineSheet({
	name: 'action_step',
	columns: {
		action: column.reference('action'),
		position: position(),
		text: longText(2_000),
		due: day(),
		done: day(),
		state: column.oneOf(['active', 'withdrawn'], 'page.state').or('active'),
		made_by: actor().optional(),
		repeat
	},
	key: ['action', 'position', 'repeat']
})

export const reportSheet = defineSheet({
	name: 'action_report',
	columns: {
		action: column.reference('action'),
		day: column.day(),
		text: longText(50_000),
		language,
		percent: column.integer({ min: 0, max: 100 }),
		final: column.yes(),
		answer: column.oneOf(['accepted', 'refused'], 'workbook.report-answer').optional(),
		answer_reason: text(2_000),
		answered: day(),
		actor: actor().optional(),
		steps_left: text(2_000),
		repeat
	},
	key: ['action', 'day', 'repeat']
})

export const evidenceSheet = defineSheet({
	name: 'action_evidence',
	columns: {
		action: column.reference('action'),
		report_day: column.day(),
		report_repeat: repeat,
		address: longText(2_000)
	},
	key: ['action', 'report_day', 'report_repeat', 'address']
})

export const extensionSheet = defineSheet({
	name: 'action_extension',
	columns: {
		action: column.reference('action'),
		asked: column.day(),
		wished: column.day(),
		reason: longText(2_000),
		state: column.oneOf(['asked', 'granted', 'refused'], 'workbook.extension-state').or('asked'),
		answer_reason: text(2_000),
		granted: day(),
		answered: day(),
		repeat
	},
	key: ['action', 'asked', 'repeat']
})

export const escalationSheet = defineSheet({
	name: 'action_escalation',
	columns: {
		action: column.reference('action'),
		level: column.integer({ min: 1, max: 2 }),
		to_structure: structure().optional(),
		to_actor: actor().optional(),
		day: column.day(),
		reasons: longText(4_000)
	},
	key: ['action', 'level', 'day']
})

export const secretariatReportSheet = defineSheet({
	name: 'secretariat_report',
	columns: {
		number: column.number().optional(),
		name: column.name({ max: 300 }),
		structure: structure().optional(),
		from: column.day(),
		to: column.day(),
		state: column.oneOf(['draft', 'approved'], 'workbook.report-state').or('draft'),
		language,
		approved: day(),
		...seen,
		...standing,
		...noted
	},
	key: ['number']
})

export const reportSectionSheet = defineSheet({
	name: 'secretariat_report_section',
	columns: {
		report: column.reference('secretariat_report'),
		section: column.text({ max: 60 }),
		language,
		text: longText(50_000)
	},
	key: ['report', 'section', 'language']
})
