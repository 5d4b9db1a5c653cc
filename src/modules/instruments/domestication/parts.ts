import type { Parts } from '../parts.ts'
import { getCarries } from './carries-queries.ts'
import { getCell } from './cell-queries.ts'
import { judgeObligation, judgeObligations, withdrawJudgement } from './judgement-commands.ts'
import { listJudgements } from './judgement-queries.ts'
import { leadEndings } from './lead-endings.ts'
import { listLaws } from './law-options.ts'
import { getMatrix } from './matrix-queries.ts'
import {
	addObstacle,
	addStep,
	changeStep,
	followRecommendation,
	moveStep,
	overcomeObstacle,
	placeStep,
	setStepTarget
} from './road-map-commands.ts'
import { roadMapAttention, roadMapDues } from './road-map-dues.ts'
import { getRoadMap, listSteps } from './road-map-queries.ts'

export const domesticationParts: Parts = {
	operations: [
		judgeObligation,
		judgeObligations,
		withdrawJudgement,
		listJudgements,
		getMatrix,
		listLaws,
		getCell,
		getCarries,
		getRoadMap,
		listSteps,
		followRecommendation,
		addStep,
		changeStep,
		moveStep,
		setStepTarget,
		placeStep,
		addObstacle,
		overcomeObstacle
	],
	places: [{ path: 'road-map', words: 'page.road-map' }],
	attention: [roadMapAttention],
	dues: [roadMapDues],
	endings: leadEndings,
	tables: {
		judgement: { record: 'obligation_id', mentions: [], points: ['policy_id', 'provision_id'] },
		road_map_step: { record: 'instrument_id', mentions: [], points: ['lead_actor_id', 'structure_id'] },
		road_map_obstacle: { record: 'instrument_id', mentions: [] }
	}
}
