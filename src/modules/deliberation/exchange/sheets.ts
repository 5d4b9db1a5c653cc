import { AUDIENCES } from '#platform/access/seat.ts'
import { column } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { ACTION_STATES, DEADLINE_CLASSES, MEETING_PURPOSES, MEETING_STATES, RECOMMENDATION_STATES } from '../rules.ts'

const text = (max: number) => column.text({ max }).optional()
const longText = (max: number) => column.text({ max })
const day = () => column.day().optional()
const count = (max: number) => column.integer({ min: 0, max }).optional()
const position = () => column.integer({ min: 1, max: 100_000 })
const repeat = column.integer({ min: 2, max: 10_000 }).optional()
const actor = () => column.reference('actor')
const structure = () => column.reference('structure')

const noted = {
	origin: column.oneOf(['reference', 'invented', 'entered'], 'ui.origin').or('entered'),
	source: text(500),
	source_year: column.year().optional(),
	note: text(4_000)
}
/** Who sees a record: the choice, and who beside those that its parts name. */
const seen = {
	audience: column.oneOf(AUDIENCES, 'audience').or('workspace'),
	also_actors: column.list({ max: 120, most: 200 }),
	also_structures: column.list({ max: 120, most: 200 })
}
// The life of a meeting or recommendation stands in `state`; whether the record itself was withdrawn stands here.
const standing = {
	standing: column.oneOf(['active', 'withdrawn'], 'page.state').or('active'),
	standing_reason: text(2_000)
}
const themes = column.list({ max: 120, most: 100 })
const language = column.text({ max: 12 }).optional()

export const SILENCES = ['consent', 'no-answer'] as const
export const STANCES = ['reservation', 'objection'] as const

export const rhythmSheet = defineSheet({
	name: 'structure_rhythm',
	columns: {
		structure: structure(),
		from: day(),
		to: day(),
		kind: column.oneOf(['times-a-year', 'plan-and-review', 'on-activation', 'none'], 'workbook.rhythm'),
		times: column.integer({ min: 1, max: 12 }).optional(),
		notice_days: column.integer({ min: 0, max: 180 }).or(0),
		quorum: column.oneOf(['none', 'half', 'majority', 'two-thirds', 'number'], 'meeting.quorum').or('none'),
		quorum_number: column.integer({ min: 1, max: 1_000 }).optional(),
		forbids_without_quorum: column.yes(),
		silence: column.oneOf(SILENCES, 'decision.procedure.silence').or('no-answer'),
		written_days: column.integer({ min: 1, max: 180 }).or(14),
		basis: text(1_000),
		repeat,
		...noted
	},
	key: ['structure', 'from', 'repeat']
})

export const activationSheet = defineSheet({
	name: 'structure_activation',
	columns: {
		structure: structure(),
		from: column.day(),
		to: day(),
		reason: longText(2_000),
		end_reason: text(2_000),
		repeat,
		...noted
	},
	key: ['structure', 'from', 'repeat']
})

export const participationSheet = defineSheet({
	name: 'structure_participation',
	columns: {
		structure: structure(),
		actor_kind: column.text({ max: 60 }),
		area: column.reference('area').optional(),
		may_speak: column.yes(),
		may_propose: column.yes(),
		may_see_papers: column.yes(),
		basis: longText(2_000),
		from: column.day(),
		to: day(),
		end_reason: text(2_000),
		repeat,
		...noted
	},
	key: ['structure', 'actor_kind', 'area', 'from', 'repeat']
})

export const seriesSheet = defineSheet({
	name: 'meeting_series',
	columns: {
		structure: structure(),
		title: longText(300),
		rule: longText(1_000),
		excluded: column.list({ max: 16, most: 500 }),
		first_day: column.day(),
		starts: column.text({ max: 5 }),
		duration_minutes: column.integer({ min: 5, max: 20_160 }),
		time_zone: text(60),
		place: text(500),
		online_address: text(2_000),
		purpose: column.oneOf(MEETING_PURPOSES, 'meeting.purpose').or('ordinary'),
		state: column.oneOf(['active', 'ended'], 'workbook.series-state').or('active'),
		state_reason: text(2_000),
		repeat,
		...noted
	},
	key: ['structure', 'title', 'repeat']
})

export const meetingSheet = defineSheet({
	name: 'meeting',
	columns: {
		number: column.number().optional(),
		name: column.name({ max: 300 }),
		structure: structure(),
		series: text(300),
		series_repeat: repeat,
		series_start: text(16),
		purpose: column.oneOf(MEETING_PURPOSES, 'meeting.purpose').or('ordinary'),
		state: column.oneOf(MEETING_STATES, 'meeting.status').or('planned'),
		state_reason: text(2_000),
		day: column.day(),
		starts: column.text({ max: 5 }),
		last_day: day(),
		ends: column.text({ max: 5 }),
		time_zone: text(60),
		place: text(500),
		online_address: text(2_000),
		called: day(),
		notice_days: count(366),
		minutes_language: text(12),
		quorum_present: count(10_000),
		quorum_required: count(10_000),
		quorate: column.oneOf(['yes', 'no'], 'workbook.quorate').optional(),
		comments_until: day(),
		adopted: day(),
		adopted_how: column.oneOf(['meeting', 'written-procedure'], 'workbook.adopted-how').optional(),
		adopted_in: column.number().optional(),
		...seen,
		...standing,
		...noted
	},
	key: ['number']
})

export const agendaItemSheet = defineSheet({
	name: 'agenda_item',
	columns: {
		key: column.key().optional(),
		meeting: column.reference('meeting'),
		position: position(),
		name: column.name({ max: 300 }),
		kind: column
			.oneOf(['item', 'minutes', 'matters-arising', 'recommendations', 'commitments'], 'meeting.item-kind')
			.or('item'),
		state: column.oneOf(['proposed', 'accepted', 'declined', 'withdrawn'], 'meeting.item-status').or('accepted'),
		state_reason: text(2_000),
		confidentiality: column
			.oneOf(['as-meeting', 'members', 'full-members', 'secretariat', 'named'], 'meeting.confidentiality')
			.or('as-meeting'),
		presenter_actor: actor().optional(),
		presenter: text(200),
		minutes_planned: column.integer({ min: 1, max: 1_440 }).optional(),
		remark: text(4_000),
		subject_kind: column.kind().optional(),
		subject: column.key({ numbers: true }).optional(),
		proposed_by: actor().optional(),
		themes,
		...seen,
		// Left empty it follows from the confidentiality.
		audience: column.oneOf(AUDIENCES, 'audience').optional(),
		...standing,
		...noted
	},
	key: ['key']
})

export const attendanceSheet = defineSheet({
	name: 'attendance',
	columns: {
		meeting: column.reference('meeting'),
		actor: actor(),
		capacity: column.oneOf(['member', 'alternate', 'invited-expert', 'observer'], 'meeting.capacity'),
		state: column.oneOf(['expected', 'present', 'apologies', 'absent'], 'meeting.attendance').or('expected'),
		office: text(200),
		interest: text(2_000),
		interest_item: column.reference('agenda_item').optional(),
		remark: text(2_000),
		repeat,
		...noted
	},
	key: ['meeting', 'actor', 'capacity', 'repeat']
})

export const minuteSheet = defineSheet({
	name: 'minute',
	columns: { item: column.reference('agenda_item'), text: longText(50_000), language },
	key: ['item']
})

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
		...seen,
		...standing,
		...noted
	},
	key: ['number']
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
		to_structure: structure().optional(),
		to_actor: actor().optional(),
		submitted: column.day(),
		received: day(),
		review: day(),
		answered: day(),
		answer: column
			.oneOf(['accepted', 'accepted-in-part', 'returned', 'declined', 'passed-on'], 'workbook.hop-answer')
			.optional(),
		reasons: text(4_000),
		answered_with: column.reference('recommendation').optional(),
		meeting: column.reference('meeting').optional(),
		decision: column.reference('decision').optional(),
		...noted
	},
	key: ['recommendation', 'position']
})

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
		text: longText(50_000)
	},
	key: ['report', 'section']
})

/** The sheets of the area in the order in which their rows may point to each other. */
export const deliberationSheets = [
	rhythmSheet,
	activationSheet,
	participationSheet,
	seriesSheet,
	meetingSheet,
	agendaItemSheet,
	attendanceSheet,
	minuteSheet,
	procedureSheet,
	writtenAnswerSheet,
	decisionSheet,
	decisionPositionSheet,
	recommendationSheet,
	wordingSheet,
	hopSheet,
	actionSheet,
	stepSheet,
	reportSheet,
	evidenceSheet,
	extensionSheet,
	escalationSheet,
	secretariatReportSheet,
	reportSectionSheet
] as const
