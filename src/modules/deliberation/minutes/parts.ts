import type { Work } from '#platform/jobs/jobs.server.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import { pushDraft, saveMinute } from './minute-commands.ts'
import { getMinutes, pullDrafts } from './minute-queries.ts'
import { makePaper, sendPaper } from './paper-commands.ts'
import { listPapers } from './paper-queries.ts'
import { renderPapers } from './paper-work.server.ts'
import { getSeriesMinutes, printSeriesMinutes } from './series-queries.ts'

export const minutesOperations: readonly Operation[] = [
	getMinutes,
	getSeriesMinutes,
	printSeriesMinutes,
	saveMinute,
	pushDraft,
	pullDrafts,
	makePaper,
	listPapers,
	sendPaper
]
export const minutesWorks: readonly Work[] = [renderPapers]
