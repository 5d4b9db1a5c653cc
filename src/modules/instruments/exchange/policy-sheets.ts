import { column } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { JUDGED_STATES } from '../overlap/mainstreaming/passage-states.ts'
import { CHANGES, FORMS, STAGES, STANDINGS, VERSION_STATES } from '../policy/policy-rules.ts'
import { actor, day, head, keys, language, noted, partialDay, position, repeat, text } from './sheet-columns.ts'

export const policySheet = defineSheet({
	name: 'policy',
	columns: {
		key: column.key(),
		name: column.name({ max: 300 }),
		acronym: text(40),
		form: column.oneOf(FORMS, 'policy.form'),
		stage: column.oneOf(STANDINGS, 'policy.stage').or('not-known'),
		country: text(3),
		region: text(120),
		citation: text(300),
		year: column.year().optional(),
		period: text(60),
		summary: text(20_000),
		language,
		lead: actor(),
		contributors: keys(60),
		themes: keys(60),
		...head('workspace'),
		...noted
	},
	key: ['key']
})

export const policyStageSheet = defineSheet({
	name: 'policy_stage',
	columns: {
		policy: column.reference('policy'),
		stage: column.oneOf(STAGES, 'policy.stage'),
		/** Its place among the stages that were entered; empty while it is only planned. */
		position: column.integer({ min: 1, max: 10_000 }).optional(),
		day: partialDay(),
		planned: day(),
		first_planned: day(),
		text: text(2_000),
		repeat
	},
	key: ['policy', 'position', 'stage', 'repeat']
})

export const versionSheet = defineSheet({
	name: 'policy_version',
	columns: {
		policy: column.reference('policy'),
		position: position(),
		label: column.text({ max: 300, numbers: true }),
		day: day(),
		language,
		state: column.oneOf(VERSION_STATES, 'policy.version.state').or('read'),
		fault: text(120),
		pages: column.integer({ min: 0, max: 100_000 }).optional(),
		pages_without_text: column.integer({ min: 0, max: 100_000 }).optional(),
		current: column.yes()
	},
	key: ['policy', 'position']
})

export const provisionSheet = defineSheet({
	name: 'provision',
	columns: {
		key: column.key(),
		policy: column.reference('policy'),
		position: column.integer({ min: 0, max: 1_000_000 }).optional(),
		number: text(120),
		level: column.integer({ min: 0, max: 100 }),
		above: column.list({ max: 300, most: 50 }),
		heading: text(2_000),
		text: text(50_000),
		language,
		...head('workspace'),
		...noted
	},
	key: ['key']
})

export const provisionTextSheet = defineSheet({
	name: 'provision_text',
	columns: {
		policy: column.reference('policy'),
		version: position(),
		position: column.integer({ min: 0, max: 1_000_000 }),
		provision: column.reference('provision'),
		number: text(120),
		level: column.integer({ min: 0, max: 100 }),
		above: column.list({ max: 300, most: 50 }),
		heading: text(2_000),
		text: text(50_000),
		change: column.oneOf(CHANGES, 'policy.change')
	},
	key: ['policy', 'version', 'position']
})

/** Pairs of provisions that were set aside when overlaps were looked for. */
export const overlapVerdictSheet = defineSheet({
	name: 'overlap_verdict',
	columns: {
		first: column.reference('provision'),
		second: column.reference('provision'),
		text: text(2_000)
	},
	key: ['first', 'second']
})

/** Passages of plans that a person confirmed to concern migration, or set aside. */
export const passageSheet = defineSheet({
	name: 'mainstreaming_passage',
	columns: {
		provision: column.reference('provision'),
		chapter: text(2_000),
		state: column.oneOf(JUDGED_STATES, 'mainstreaming.standing'),
		area: column.reference('area').optional(),
		decided: day()
	},
	key: ['provision']
})
