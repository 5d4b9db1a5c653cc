import type { ColumnType } from 'kysely'
import type { DayColumn, OriginColumns } from '#platform/database/tables.ts'

export type StructureRhythmTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	from_day: DayColumn
	to_day: DayColumn
	kind: 'times-a-year' | 'plan-and-review' | 'on-activation' | 'none'
	times: number | null
	notice_days: number
	quorum_kind: 'none' | 'half' | 'majority' | 'two-thirds' | 'number'
	quorum_number: number | null
	forbids_without_quorum: boolean
	silence: 'consent' | 'no-answer'
	written_days: number
	basis: string | null
}

export type StructureActivationTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	from_day: string
	to_day: DayColumn
	reason: string
	end_reason: string | null
}

export type StructureParticipationTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	actor_kind: string
	area_id: string | null
	may_speak: boolean
	may_propose: boolean
	may_see_papers: boolean
	basis: string
	from_day: string
	to_day: DayColumn
	end_reason: string | null
}

export type MeetingSeriesTable = OriginColumns & {
	workspace_id: string
	id: string
	structure_id: string
	title: string
	rule: string
	excluded: string[]
	local_start: string
	duration_minutes: number
	time_zone: string
	place: string | null
	online_address: string | null
	purpose: 'ordinary' | 'extraordinary' | 'planning' | 'review'
	state: 'active' | 'ended'
	state_reason: string | null
	calendar_sequence: number
	created_at: Date
}

export type MeetingTable = {
	workspace_id: string
	id: string
	structure_id: string
	series_id: string | null
	series_start: string | null
	purpose: 'ordinary' | 'extraordinary' | 'planning' | 'review'
	state: 'planned' | 'called' | 'held' | 'drafted' | 'circulated' | 'adopted' | 'postponed' | 'cancelled'
	state_reason: string | null
	local_start: string
	local_end: string
	time_zone: string
	starts_at: Date
	ends_at: Date
	day: string
	place: string | null
	online_address: string | null
	called_day: DayColumn
	notice_days: number | null
	minutes_language: string | null
	quorum_present: number | null
	quorum_required: number | null
	is_quorate: boolean | null
	comments_until: DayColumn
	adopted_day: DayColumn
	adopted_how: 'meeting' | 'written-procedure' | null
	adopted_in_id: string | null
	calendar_sequence: number
	calendar_changed_at: Date
}

export type AgendaItemTable = {
	workspace_id: string
	id: string
	meeting_id: string
	structure_id: string
	position: number
	kind: 'item' | 'minutes' | 'matters-arising' | 'recommendations' | 'commitments'
	state: 'proposed' | 'accepted' | 'declined' | 'withdrawn'
	state_reason: string | null
	confidentiality: 'as-meeting' | 'members' | 'full-members' | 'secretariat' | 'named'
	presenter_actor_id: string | null
	presenter: string | null
	minutes_planned: number | null
	note: string | null
	subject_id: string | null
	proposed_by_seat_id: string | null
	proposed_by_actor_id: string | null
}

export type AgendaPaperTable = {
	workspace_id: string
	id: string
	agenda_item_id: string
	document_id: string
	confidentiality: 'as-item' | 'full-members'
}

export type AttendanceTable = OriginColumns & {
	workspace_id: string
	id: string
	meeting_id: string
	actor_id: string
	seat_id: string | null
	capacity: 'member' | 'alternate' | 'invited-expert' | 'observer'
	state: 'expected' | 'coming' | 'present' | 'apologies' | 'absent'
	office: string | null
	person: string | null
	interest: string | null
	interest_item_id: string | null
	note: string | null
}

export type MinuteTable = {
	workspace_id: string
	id: string
	meeting_id: string
	text: string
	language: string
	changed_at: Date
}

/** What the standing items of a meeting held when its minutes were adopted. */
export type MeetingStandingTable = {
	workspace_id: string
	id: string
	lines: string
	kept_at: Date
}

export type MinuteDraftTable = {
	workspace_id: string
	id: string
	meeting_id: string
	state: string
	revision: number
	changed_at: Date
}

export type MeetingPaperTable = {
	workspace_id: string
	id: string
	meeting_id: string
	kind: 'notice' | 'agenda' | 'attendance' | 'minutes' | 'decisions'
	edition: 'full' | 'named' | 'full-members' | 'members' | 'workspace' | 'public'
	language: string
	docx_file_id: string
	pdf_file_id: string
	sealed_at: Date | null
	made_at: Date
	seat_id: string | null
}

export type RecommendationTable = {
	workspace_id: string
	id: string
	structure_id: string | null
	meeting_id: string | null
	agenda_item_id: string | null
	written_procedure_id: string | null
	addressee_actor_id: string | null
	addressee_structure_id: string | null
	addressee: string | null
	action_word: string | null
	deadline_class: 'immediate' | 'short-term' | 'medium-term' | 'long-term' | 'none'
	due_day: DayColumn
	state:
		| 'proposed'
		| 'submitted'
		| 'received'
		| 'under-review'
		| 'accepted'
		| 'accepted-in-part'
		| 'returned'
		| 'declined'
		| 'being-implemented'
		| 'implemented'
		| 'lapsed'
	state_day: DayColumn
	holder_structure_id: string | null
	holder_actor_id: string | null
	held_since: DayColumn
	wording: number
}

export type RecommendationWordingTable = {
	workspace_id: string
	id: string
	recommendation_id: string
	number: number
	text: string
	language: string
	reason: string | null
	day: DayColumn
	seat_id: string | null
}

export type RecommendationHopTable = OriginColumns & {
	workspace_id: string
	id: string
	recommendation_id: string
	position: number
	from_structure_id: string | null
	to_structure_id: string | null
	to_actor_id: string | null
	submitted_day: string
	received_day: DayColumn
	review_day: DayColumn
	answered_day: DayColumn
	answer: 'accepted' | 'accepted-in-part' | 'returned' | 'declined' | 'passed-on' | null
	reasons: string | null
	/** The text by which an actor answered: a letter, a Cabinet minute. */
	answer_basis: string | null
	joint_answer_id: string | null
	meeting_id: string | null
	decision_id: string | null
}

export type DecisionTable = {
	workspace_id: string
	id: string
	structure_id: string
	meeting_id: string | null
	agenda_item_id: string | null
	written_procedure_id: string | null
	text: string
	language: string
	basis: string | null
	decided_day: string
	effect_day: DayColumn
	manner: 'consensus' | 'vote' | 'written-procedure'
	votes_for: number | null
	votes_against: number | null
	votes_abstaining: number | null
	state: 'in-force' | 'replaced' | 'revoked'
	state_reason: string | null
	replaced_by_id: string | null
}

export type DecisionPositionTable = {
	workspace_id: string
	id: string
	decision_id: string
	actor_id: string
	vote: 'for' | 'against' | 'abstaining' | null
	stance: 'reservation' | 'objection' | null
	text: string | null
}

export type WrittenProcedureTable = {
	workspace_id: string
	id: string
	structure_id: string
	subject: 'decision' | 'recommendation' | 'minutes'
	subject_meeting_id: string | null
	text: string
	language: string
	opened_day: string
	deadline_day: string
	silence: 'consent' | 'no-answer'
	quorum_required: number | null
	state: 'open' | 'closed' | 'stopped'
	state_reason: string | null
	closed_day: DayColumn
	outcome: 'adopted' | 'not-adopted' | null
	result_id: string | null
	basis: string | null
	effect_day: DayColumn
	addressee_actor_id: string | null
	addressee_structure_id: string | null
	/** The day on which those who had not answered were reminded, and the day on which the secretary was told to close it. */
	reminded_day: DayColumn
	chased_day: DayColumn
}

export type WrittenAnswerTable = {
	workspace_id: string
	id: string
	written_procedure_id: string
	actor_id: string
	seat_id: string | null
	answer: 'agrees' | 'disagrees' | 'abstains'
	stance: 'reservation' | 'objection' | null
	text: string | null
	day: string
}

export type ActionTable = {
	workspace_id: string
	id: string
	structure_id: string
	meeting_id: string | null
	agenda_item_id: string | null
	decision_id: string | null
	recommendation_id: string | null
	text: string | null
	language: string
	responsible_actor_id: string
	responsible_seat_id: string | null
	state: 'open' | 'in-progress' | 'submitted' | 'closed' | 'cancelled'
	state_reason: string | null
	opened_day: string
	due_day: DayColumn
	first_due_day: DayColumn
	closed_day: DayColumn
	percent: number
	escalated_to: number
}

export type ActionSupportTable = {
	workspace_id: string
	id: string
	action_id: string
	actor_id: string
}

export type ActionStepTable = {
	workspace_id: string
	id: string
	action_id: string
	position: number
	text: string
	due_day: DayColumn
	done_day: DayColumn
	state: 'active' | 'withdrawn'
	made_by_actor_id: string | null
}

export type ActionReportTable = {
	workspace_id: string
	id: string
	action_id: string
	day: string
	text: string
	language: string
	percent: number
	is_final: boolean
	answer: 'accepted' | 'refused' | null
	answer_reason: string | null
	answered_day: DayColumn
	seat_id: string | null
	actor_id: string | null
	steps_left: string | null
}

export type ActionEvidenceTable = {
	workspace_id: string
	id: string
	action_id: string
	action_report_id: string
	document_id: string | null
	address: string | null
}

export type ActionExtensionTable = {
	workspace_id: string
	id: string
	action_id: string
	asked_day: string
	wished_day: string
	reason: string
	asked_by_seat_id: string | null
	state: 'asked' | 'granted' | 'refused'
	answer_reason: string | null
	granted_day: DayColumn
	answered_day: DayColumn
}

export type ActionEscalationTable = {
	workspace_id: string
	id: string
	action_id: string
	level: number
	to_structure_id: string | null
	to_actor_id: string | null
	day: string
	reasons: string
}

export type CalendarFeedTable = {
	workspace_id: string
	id: string
	seat_id: string
	structure_id: string | null
	hash: string
	created_at: Date
	revoked_at: Date | null
	last_used_day: DayColumn
}

export type ReminderPreferenceTable = {
	workspace_id: string
	id: string
	seat_id: string
	frequency: 'daily' | 'weekly' | 'never'
	weekday: number
	language: string | null
	last_digest_day: DayColumn
}

export type SecretariatReportTable = {
	workspace_id: string
	id: string
	structure_id: string | null
	from_day: string
	to_day: string
	state: 'draft' | 'approved'
	language: string
	figures: ColumnType<Record<string, unknown>, string, string>
	figures_at: Date
	approved_day: DayColumn
	/** Who approved it, where a file did not bring it approved. */
	approved_seat_id: ColumnType<string | null, string | null | undefined, string | null>
}

export type SecretariatReportSectionTable = {
	workspace_id: string
	id: string
	secretariat_report_id: string
	code: string
	language: string
	narrative: string
}

export type SecretariatReportEditionTable = {
	workspace_id: string
	id: string
	secretariat_report_id: string
	language: string
	docx_file_id: string
	pdf_file_id: string
	/** Made before the report was approved. */
	is_draft: ColumnType<boolean, boolean | undefined, boolean>
	made_at: Date
	seat_id: string | null
}

export type DeliberationTallyTable = {
	workspace_id: string
	measure: string
	owner: string
	other: string
	value: string
	audience: string[]
	records: number
}

declare module '#platform/database/tables.ts' {
	// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- declaration merging needs an interface
	interface Tables {
		structure_rhythm: StructureRhythmTable
		structure_activation: StructureActivationTable
		structure_participation: StructureParticipationTable
		meeting_series: MeetingSeriesTable
		meeting: MeetingTable
		agenda_item: AgendaItemTable
		agenda_paper: AgendaPaperTable
		attendance: AttendanceTable
		minute: MinuteTable
		minute_draft: MinuteDraftTable
		meeting_standing: MeetingStandingTable
		meeting_paper: MeetingPaperTable
		recommendation: RecommendationTable
		recommendation_wording: RecommendationWordingTable
		recommendation_hop: RecommendationHopTable
		decision: DecisionTable
		decision_position: DecisionPositionTable
		written_procedure: WrittenProcedureTable
		written_answer: WrittenAnswerTable
		action: ActionTable
		action_support: ActionSupportTable
		action_step: ActionStepTable
		action_report: ActionReportTable
		action_evidence: ActionEvidenceTable
		action_extension: ActionExtensionTable
		action_escalation: ActionEscalationTable
		calendar_feed: CalendarFeedTable
		reminder_preference: ReminderPreferenceTable
		secretariat_report: SecretariatReportTable
		secretariat_report_section: SecretariatReportSectionTable
		secretariat_report_edition: SecretariatReportEditionTable
		deliberation_tally: DeliberationTallyTable
	}
}
