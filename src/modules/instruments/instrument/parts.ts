import type { Parts } from '../parts.ts'
import { listCommitments } from './commitment-queries.ts'
import { addReportingDuty, changeReportingDuty, withdrawReportingDuty } from './duty-commands.ts'
import { instrumentFigures } from './figures-queries.ts'
import { addInstrument, changeInstrument } from './instrument-commands.ts'
import { getInstrument, listInstruments } from './instrument-queries.ts'
import { instrumentKinds } from './kinds.ts'
import { addObligation, changeObligation, withdrawObligation } from './obligation-commands.ts'
import { getObligation, listObligations } from './obligation-queries.ts'
import {
	addTreatyReport,
	changeTreatyReport,
	dropTreatyReport,
	recordDialogue,
	recordObservations,
	submitTreatyReport
} from './report-commands.ts'
import { getTreatyReport, listTreatyReports } from './report-queries.ts'
import { keepInstrumentsCurrent, scheduleReports } from './report-schedule.ts'
import { reportAttention, reportDues } from './report-waiting.ts'
import { refreshPositions, setStatus, withdrawStatus } from './status-commands.ts'
import { importStatuses, previewStatuses } from './status-table-commands.ts'
import { listStates, listStatuses, statusAt } from './status-queries.ts'
import { addInstrumentText, readInstrumentText } from './text-commands.ts'

export const instrumentParts: Parts = {
	operations: [
		listInstruments,
		getInstrument,
		instrumentFigures,
		listCommitments,
		addInstrument,
		changeInstrument,
		setStatus,
		withdrawStatus,
		statusAt,
		listStatuses,
		listStates,
		refreshPositions,
		previewStatuses,
		importStatuses,
		addInstrumentText,
		listObligations,
		getObligation,
		addObligation,
		changeObligation,
		withdrawObligation,
		addReportingDuty,
		changeReportingDuty,
		withdrawReportingDuty,
		listTreatyReports,
		getTreatyReport,
		addTreatyReport,
		changeTreatyReport,
		submitTreatyReport,
		recordDialogue,
		recordObservations,
		dropTreatyReport,
		scheduleReports
	],
	kinds: instrumentKinds,
	places: [
		{ path: 'commitments', words: 'commitment.title' },
		{ path: 'instrument', words: 'kind.instrument.plural' },
		{ path: 'obligation', words: 'kind.obligation.plural' },
		{ path: 'treaty-report', words: 'kind.treaty-report.plural' }
	],
	publicPages: [{ name: 'commitments', operations: [listCommitments.name] }],
	works: [readInstrumentText],
	timed: [keepInstrumentsCurrent],
	attention: [reportAttention],
	dues: [reportDues],
	tables: {
		instrument: {
			record: 'id',
			mentions: [],
			points: ['depositary_actor_id', 'adopting_actor_id'],
			division: 'position'
		},
		instrument_status: { record: 'instrument_id', mentions: [] },
		instrument_text: { record: 'instrument_id', mentions: [], secret: ['text'] },
		obligation: { record: 'id', mentions: ['instrument_id'] },
		reporting_duty: { record: 'instrument_id', mentions: [] },
		treaty_report: { record: 'id', mentions: ['instrument_id'], points: ['lead_actor_id'] }
	}
}
