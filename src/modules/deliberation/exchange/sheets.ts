import {
	rhythmSheet,
	activationSheet,
	participationSheet,
	seriesSheet,
	meetingSheet,
	agendaItemSheet,
	attendanceSheet,
	interestSheet,
	minuteSheet
} from './meeting-sheets.ts'
import {
	procedureSheet,
	writtenAnswerSheet,
	decisionSheet,
	decisionPositionSheet,
	recommendationSheet,
	recommendationPositionSheet,
	wordingSheet,
	hopSheet
} from './chain-sheets.ts'
import {
	actionSheet,
	stepSheet,
	reportSheet,
	evidenceSheet,
	extensionSheet,
	escalationSheet,
	secretariatReportSheet,
	reportSectionSheet
} from './action-sheets.ts'

/** The sheets of the area in the order in which their rows may point to each other. */
export const deliberationSheets = [
	rhythmSheet,
	activationSheet,
	participationSheet,
	seriesSheet,
	meetingSheet,
	agendaItemSheet,
	attendanceSheet,
	interestSheet,
	minuteSheet,
	procedureSheet,
	writtenAnswerSheet,
	decisionSheet,
	decisionPositionSheet,
	recommendationSheet,
	recommendationPositionSheet,
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
