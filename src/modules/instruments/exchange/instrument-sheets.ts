import { column } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { INSTRUMENT_FORMS, SCOPES, STATUS_EVENTS } from '../instrument/instrument-rules.ts'
import { JUDGEMENT_STATES, VERDICTS } from '../domestication/domestication-rules.ts'
import { OBSTACLES, STEP_FORMS, STEP_STATES } from '../domestication/road-map-rules.ts'
import {
	actor,
	country,
	day,
	head,
	keys,
	language,
	months,
	noted,
	partialDay,
	position,
	repeat,
	text,
	yesOrNo
} from './sheet-columns.ts'

export const instrumentSheet = defineSheet({
	name: 'instrument',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		acronym: text(40),
		form: column.oneOf(INSTRUMENT_FORMS, 'instrument.form'),
		scope: column.oneOf(SCOPES, 'instrument.scope'),
		binding: yesOrNo(),
		binding_basis: text(300),
		adopted: partialDay(),
		in_force: partialDay(),
		is_in_force: yesOrNo(),
		signable_until: day(),
		place: text(200),
		depositary: text(300),
		depositary_actor: actor(),
		adopting_body: text(300),
		adopting_actor: actor(),
		region: text(120),
		entry_months: months(),
		entry_days: months(),
		entry_first_of_month: yesOrNo(),
		leaving_months: months(),
		summary: text(20_000),
		language,
		themes: keys(60),
		...head('public'),
		...noted
	},
	key: ['key']
})

export const statusSheet = defineSheet({
	name: 'instrument_status',
	columns: {
		instrument: column.reference('instrument'),
		country: country(),
		event: column.oneOf(STATUS_EVENTS, 'instrument.event'),
		day: partialDay(),
		effect: day(),
		text: text(20_000),
		language,
		/** The day of the reservation or declaration that a withdrawal takes back; behind a space its repeat, where it has one. */
		withdraws: text(20),
		state: column.oneOf(['active', 'withdrawn'], 'page.state').or('active'),
		state_reason: text(2_000),
		repeat,
		...noted
	},
	key: ['instrument', 'country', 'event', 'day', 'repeat']
})

export const obligationSheet = defineSheet({
	name: 'obligation',
	columns: {
		key: column.key(),
		instrument: column.reference('instrument'),
		article: column.text({ max: 60, numbers: true }),
		position: position(),
		text: column.text({ max: 10_000 }),
		language,
		themes: keys(60),
		...head('public'),
		...noted
	},
	key: ['key']
})

export const reportingDutySheet = defineSheet({
	name: 'reporting_duty',
	columns: {
		instrument: column.reference('instrument'),
		article: text(60),
		body: column.text({ max: 300 }),
		first_months: column.integer({ min: 1, max: 1_200 }).optional(),
		every_months: column.integer({ min: 1, max: 1_200 }).optional(),
		language,
		state: column.oneOf(['active', 'withdrawn'], 'page.state').or('active'),
		repeat,
		...noted
	},
	key: ['instrument', 'article', 'body', 'repeat']
})

export const judgementSheet = defineSheet({
	name: 'judgement',
	columns: {
		obligation: column.reference('obligation'),
		policy: column.reference('policy').optional(),
		provision: column.reference('provision').optional(),
		day: column.day(),
		verdict: column.oneOf(VERDICTS, 'domestication.verdict'),
		reason: column.text({ max: 10_000 }),
		language,
		reviewer: text(300),
		state: column.oneOf(JUDGEMENT_STATES, 'domestication.state').or('stands'),
		until: day(),
		state_reason: text(2_000),
		repeat,
		...noted
	},
	key: ['obligation', 'policy', 'provision', 'day', 'repeat']
})

export const stepSheet = defineSheet({
	name: 'road_map_step',
	columns: {
		instrument: column.reference('instrument'),
		position: position(),
		form: column.oneOf(STEP_FORMS, 'domestication.step'),
		title: column.text({ max: 2_000 }),
		language,
		lead: actor(),
		structure: column.reference('structure').optional(),
		first_target: day(),
		target: day(),
		done: day(),
		state: column.oneOf(STEP_STATES, 'domestication.step-state').or('planned'),
		state_reason: text(2_000),
		repeat,
		...noted
	},
	key: ['instrument', 'position', 'repeat']
})

export const obstacleSheet = defineSheet({
	name: 'road_map_obstacle',
	columns: {
		instrument: column.reference('instrument'),
		/** The position of the step that it holds up. */
		step: column.integer({ min: 1, max: 100_000 }).optional(),
		obstacle: column.oneOf(OBSTACLES, 'domestication.obstacle'),
		day: column.day(),
		overcome: day(),
		text: text(2_000),
		language,
		repeat,
		...noted
	},
	key: ['instrument', 'step', 'obstacle', 'day', 'repeat']
})
