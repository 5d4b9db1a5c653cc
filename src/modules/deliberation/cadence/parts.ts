import type { Operation } from '#platform/operation/operation.server.ts'
import type { Timed } from '#platform/jobs/jobs.server.ts'
import type { Place, PublicPage } from '#platform/operation/registry.server.ts'
import { calendarFeedOperations } from '../calendar/parts.ts'
import { activateStructure, standDownStructure } from './activation-commands.ts'
import { cadenceBoard } from './cadence-board.ts'
import { getCadence, listCadences } from './cadence-queries.ts'
import { addParticipation, endParticipation } from './participation-commands.ts'
import { followParticipation } from './participation-job.ts'
import { listParticipation } from './participation-queries.ts'
import { setRhythm } from './rhythm-commands.ts'
import { getRhythm } from './rhythm-queries.ts'

export { cadenceAttention } from './attention.ts'

export const cadencePlaces: readonly Place[] = [{ path: 'cadence', words: 'page.cadence' }]

export const cadencePages: readonly PublicPage[] = [{ name: 'cadence', operations: ['cadence.list'] }]

export const cadenceTimed: readonly Timed[] = [followParticipation]

export const cadenceOperations: readonly Operation[] = [
	setRhythm,
	getRhythm,
	getCadence,
	listCadences,
	cadenceBoard,
	activateStructure,
	standDownStructure,
	addParticipation,
	endParticipation,
	listParticipation,
	...calendarFeedOperations
]
