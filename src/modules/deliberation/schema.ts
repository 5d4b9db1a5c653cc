import type {
	ActionEscalationTable,
	ActionEvidenceTable,
	ActionExtensionTable,
	ActionReportTable,
	ActionStepTable,
	ActionSupportTable,
	ActionTable,
	ReminderPreferenceTable
} from './action/schema.ts'
import type { StructureActivationTable, StructureParticipationTable, StructureRhythmTable } from './cadence/schema.ts'
import type { CalendarFeedTable } from './calendar/schema.ts'
import type {
	DeliberationTallyTable,
	SecretariatReportEditionTable,
	SecretariatReportSectionTable,
	SecretariatReportTable
} from './dashboard/schema.ts'
import type {
	DecisionPositionTable,
	DecisionTable,
	WrittenAnswerTable,
	WrittenProcedureTable
} from './decision/schema.ts'
import type {
	AgendaItemTable,
	AgendaPaperTable,
	AttendanceTable,
	DeclaredInterestTable,
	MeetingSeriesTable,
	MeetingTable
} from './meeting/schema.ts'
import type { MeetingPaperTable, MeetingStandingTable, MinuteDraftTable, MinuteTable } from './minutes/schema.ts'
import type {
	RecommendationHopTable,
	RecommendationPositionTable,
	RecommendationTable,
	RecommendationWordingTable
} from './recommendation/schema.ts'

// The tables of this area, each written down beside what reads and writes it.

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
		declared_interest: DeclaredInterestTable
		minute: MinuteTable
		minute_draft: MinuteDraftTable
		meeting_standing: MeetingStandingTable
		meeting_paper: MeetingPaperTable
		recommendation: RecommendationTable
		recommendation_wording: RecommendationWordingTable
		recommendation_hop: RecommendationHopTable
		recommendation_position: RecommendationPositionTable
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
