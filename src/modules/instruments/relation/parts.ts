import type { Parts } from '../parts.ts'
import { harmonizationEndings } from '../structure-endings.ts'
import { putOnAgenda } from './agenda-commands.ts'
import {
	addHarmonization,
	answerHarmonization,
	changeHarmonization,
	relateHarmonization,
	reopenHarmonization,
	resolveHarmonization,
	unrelateHarmonization
} from './harmonization-commands.ts'
import { getHarmonization, harmonizationBoard, listHarmonizations } from './harmonization-queries.ts'
import { kindsOfRelation } from './kinds.ts'
import { moveRelation, relatePolicies } from './relation-commands.ts'
import { getRelation, listRelations } from './relation-queries.ts'
import { harmonizationAgenda, harmonizationAttention, harmonizationDues } from './waiting.ts'

export const relationParts: Parts = {
	operations: [
		listRelations,
		getRelation,
		relatePolicies,
		moveRelation,
		listHarmonizations,
		harmonizationBoard,
		getHarmonization,
		addHarmonization,
		changeHarmonization,
		relateHarmonization,
		unrelateHarmonization,
		answerHarmonization,
		resolveHarmonization,
		reopenHarmonization,
		putOnAgenda
	],
	kinds: kindsOfRelation,
	tables: {
		harmonization: { record: 'id', mentions: [], points: ['structure_id'], division: 'state' },
		harmonization_relation: { record: 'harmonization_id', mentions: [] },
		harmonization_actor: { record: 'harmonization_id', mentions: [], points: ['actor_id'] }
	},
	places: [{ path: 'harmonization', words: 'harmonization.place', kind: 'harmonization' }],
	attention: [harmonizationAttention],
	dues: [harmonizationDues],
	agenda: [harmonizationAgenda],
	endings: [harmonizationEndings]
}
