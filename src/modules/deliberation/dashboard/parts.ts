import type { Work } from '#platform/jobs/jobs.server.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import type { Kind, Place, PublicPage } from '#platform/operation/registry.server.ts'
import { listAttendance } from './attendance-list.ts'
import { structureDashboard, workspaceDashboard } from './dashboard-queries.ts'
import { approveReport, draftReport, makeEdition, refreshReport, writeSection } from './report-commands.ts'
import { getReport, listReports, reportText } from './report-queries.ts'
import { renderReport } from './report-work.ts'

export const dashboardOperations: readonly Operation[] = [
	workspaceDashboard,
	structureDashboard,
	listAttendance,
	listReports,
	getReport,
	draftReport,
	refreshReport,
	writeSection,
	approveReport,
	makeEdition
]

export const dashboardKinds: readonly Kind[] = [
	{
		name: 'secretariat-report',
		code: 'QSR',
		list: listReports,
		get: getReport,
		getInput: (report) => ({ report }),
		searchText: reportText,
		// Its figures were counted for those who may read it: they would tell anybody else what is not theirs to see.
		isPart: true
	}
]

export const dashboardPlaces: readonly Place[] = [{ path: 'dashboard', words: 'dashboard.title' }]
export const reportPlaces: readonly Place[] = [{ path: 'secretariat-report', words: 'kind.secretariat-report.plural' }]
export const dashboardWorks: readonly Work[] = [renderReport]
export const dashboardPages: readonly PublicPage[] = [
	{ name: 'dashboard', operations: ['dashboard.workspace', 'dashboard.structure'] }
]
