import { column } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { DEADLINE_CLASSES, RECOMMENDATION_STATES } from '../rules.ts'
import {
	actor,
	count,
	day,
	language,
	longText,
	noted,
	position,
	seen,
	SILENCES,
	STANCES,
	standing,
	structure,
	text,
	themes
} from './sheet-columns.ts'

export const procedureSheet = defineSheet({
	name: 'written_procedure',
	columns: {
		number: column.number().optional(),
		name: column.name({ max: 300 }),
		structure: structure(),
		about: column.oneOf(['decision', 'recommendation', 'minutes'], 'decision.procedure.subject'),
		about_meeting: column.reference('meeting').optional(),
		text: longText(50_000),
		language,
		opened: column.day(),
		deadline: column.day(),
		silence: column.oneOf(SILENCES, 'decision.procedure.silence').or('no-answer'),
		quorum_required: count(10_000),
		state: column.oneOf(['open', 'closed', 'stopped'], 'decision.procedure.standing').or('open'),
		state_reason: text(2_000),
		closed: day(),
		outcome: column.oneOf(['adopted', 'not-adopted'], 'decision.procedure.outcome').optional(),
		result: column.number().optional(),
		...seen,
		...standing,
		...noted
	},
	key: ['number']
})

export const writtenAnswerSheet = defineSheet({
	name: 'written_answer',
	columns: {
		procedure: column.reference('written_procedure'),
		actor: actor(),
		answer: column.oneOf(['agrees', 'disagrees', 'abstains'], 'decision.procedure.answer'),
		stance: column.oneOf(STANCES, 'decision.stance').optional(),
		text: text(10_000),
		day: column.day()
	},
	key: ['procedure', 'actor']
})

export const decisionSheet = defineSheet({
	name: 'decision',
	columns: {
		number: column.number().optional(),
		name: column.name({ max: 300 }),
		structure: structure(),
		meeting: column.reference('meeting').optional(),
		item: column.reference('agenda_item').optional(),
		procedure: column.reference('written_procedure').optional(),
		text: longText(50_000),
		language,
		basis: text(2_000),
		decided: column.day(),
		effect: day(),
		manner: column.oneOf(['consensus', 'vote', 'written-procedure'], 'decision.manner').or('consensus'),
		votes_for: count(10_000),
		votes_against: count(10_000),
		votes_abstaining: count(10_000),
		state: column.oneOf(['in-force', 'replaced', 'revoked'], 'decision.standing').or('in-force'),
		state_reason: text(2_000),
		replaced_by: column.reference('decision').optional(),
		themes,
		...seen,
		...standing,
		...noted
	},
	key: ['number']
})

export const decisionPositionSheet = defineSheet({
	name: 'decision_position',
	columns: {
		decision: column.reference('decision'),
		actor: actor(),
		vote: column.oneOf(['for', 'against', 'abstaining'], 'decision.vote').optional(),
		stance: column.oneOf(STANCES, 'decision.stance').optional(),
		text: text(10_000)
	},
	key: ['decision', 'actor']
})

/** The register of recommendations: the wording that holds stands here, the earlier ones in a sheet of their own. */
export const recommendationSheet = defineSheet({
	name: 'recommendation',
	columns: {
		number: column.number().optional(),
		name: column.name({ max: 300 }),
		text: longText(50_000),
		language,
		worded: day(),
		wording_reason: text(2_000),
		structure: structure().optional(),
		meeting: column.reference('meeting').optional(),
		item: column.reference('agenda_item').optional(),
		procedure: column.reference('written_procedure').optional(),
		addressee_actor: actor().optional(),
		addressee_structure: structure().optional(),
		addressee: text(500),
		action_word: text(80),
		themes,
		deadline_class: column.oneOf(DEADLINE_CLASSES, 'workbook.deadline').or('none'),
		due: day(),
		state: column.oneOf(RECOMMENDATION_STATES, 'workbook.recommendation-state').or('proposed'),
		state_day: day(),
		holder_structure: structure().optional(),
		holder_actor: actor().optional(),
		held_since: day(),
		manner: column.oneOf(['consensus', 'vote', 'written-procedure'], 'decision.manner').optional(),
		votes_for: count(10_000),
		votes_against: count(10_000),
		votes_abstaining: count(10_000),
		...seen,
		...standing,
		...noted
	},
	key: ['number']
})

export const recommendationPositionSheet = defineSheet({
	name: 'recommendation_position',
	columns: {
		recommendation: column.reference('recommendation'),
		actor: actor(),
		vote: column.oneOf(['for', 'against', 'abstaining'], 'decision.vote').optional(),
		stance: column.oneOf(STANCES, 'decision.stance').optional(),
		text: text(10_000)
	},
	key: ['recommendation', 'actor']
})

export const wordingSheet = defineSheet({
	name: 'recommendation_wording',
	columns: {
		recommendation: column.reference('recommendation'),
		version: position(),
		text: longText(50_000),
		language,
		worded: day(),
		wording_reason: text(2_000)
	},
	key: ['recommendation', 'version']
})

export const hopSheet = defineSheet({
	name: 'recommendation_hop',
	columns: {
		recommendation: column.reference('recommendation'),
		position: position(),
		from_structure: structure().optional(),
		from_actor: actor().optional(),
		to_structure: structure().optional(),
		to_actor: actor().optional(),
		submitted: column.day(),
		sent_note: text(2_000),
		received: day(),
		review: day(),
		answered: day(),
		answer: column
			.oneOf(['accepted', 'accepted-in-part', 'returned', 'declined', 'passed-on', 'ended'], 'workbook.hop-answer')
			.optional(),
		reasons: text(4_000),
		reasons_language: language,
		basis: text(500),
		answered_with: column.reference('recommendation').optional(),
		meeting: column.reference('meeting').optional(),
		decision: column.reference('decision').optional(),
		...noted
	},
	key: ['recommendation', 'position']
})
