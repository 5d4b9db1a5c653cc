import { AUDIENCES } from '#platform/access/seat.ts'
import { column } from '#platform/exchange/column.ts'
import { defineSheet } from '#platform/exchange/sheet.ts'
import { MEETING_PURPOSES, MEETING_STATES } from '../rules.ts'
import {
	actor,
	count,
	day,
	language,
	longText,
	noted,
	position,
	repeat,
	seen,
	SILENCES,
	standing,
	structure,
	text,
	themes
} from './sheet-columns.ts'

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
		title: column.name({ max: 300 }),
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
		audience: column.oneOf(AUDIENCES, 'audience').or('workspace'),
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
			.oneOf(['item', 'minutes', 'matters-arising', 'recommendations', 'commitments', 'to-settle'], 'meeting.item-kind')
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
		state: column.oneOf(['expected', 'coming', 'present', 'apologies', 'absent'], 'meeting.attendance').or('expected'),
		office: text(200),
		remark: text(2_000),
		repeat,
		...noted
	},
	key: ['meeting', 'actor', 'capacity', 'repeat']
})

/** What those at the table declared: of one item, or where none is named of the whole meeting. */
export const interestSheet = defineSheet({
	name: 'declared_interest',
	columns: {
		meeting: column.reference('meeting'),
		actor: actor(),
		item: column.reference('agenda_item').optional(),
		text: longText(2_000),
		repeat
	},
	key: ['meeting', 'actor', 'item', 'repeat']
})

export const minuteSheet = defineSheet({
	name: 'minute',
	columns: { item: column.reference('agenda_item'), text: longText(50_000), language },
	key: ['item']
})
