import './schema.ts'
import type { Area } from '#platform/operation/registry.server.ts'
import {
	actionAttentions,
	actionDueSources,
	actionEndingSources,
	actionHandovers,
	actionKinds,
	actionLetters,
	actionOperations,
	actionPlaces,
	actionTimed
} from './action/parts.ts'
import { cadenceAttention, cadenceOperations, cadencePages, cadencePlaces, cadenceTimed } from './cadence/parts.ts'
import { deliberationResults } from './dashboard/counted.ts'
import { deliberationImporter } from './exchange/import.ts'
import {
	dashboardKinds,
	dashboardOperations,
	dashboardPages,
	dashboardPlaces,
	reportPlaces,
	dashboardWorks
} from './dashboard/parts.ts'
import {
	decisionAttention,
	decisionDues,
	decisionKinds,
	decisionOperations,
	decisionPlaces,
	decisionTimed
} from './decision/parts.ts'
import {
	meetingAttentionSources,
	meetingDueSources,
	meetingKinds,
	meetingOperations,
	meetingPlaces
} from './meeting/parts.ts'
import { closedSeries } from './meeting/series-queries.ts'
import { closedMinutes } from './minutes/find-minutes.server.ts'
import { minutesOperations, minutesWorks } from './minutes/parts.ts'
import { oparlOperations, oparlPages } from './oparl/parts.ts'
import { structureEndings } from './structure-endings.ts'
import { tellingLetters, tellingOperations } from './telling/parts.ts'
import {
	recommendationAttentions,
	recommendationDueSources,
	recommendationEndingSources,
	recommendationKinds,
	recommendationOperations,
	recommendationPlaces
} from './recommendation/parts.ts'

/** From the meeting room to a decision to something done: meetings, minutes, recommendations, decisions, actions. */
export const deliberation: Area = {
	name: 'deliberation',
	operations: [
		...tellingOperations,
		...cadenceOperations,
		...meetingOperations,
		...minutesOperations,
		...recommendationOperations,
		...decisionOperations,
		...oparlOperations,
		...actionOperations,
		...dashboardOperations
	],
	kinds: [...meetingKinds, ...recommendationKinds, ...decisionKinds, ...actionKinds, ...dashboardKinds],
	tables: {
		structure_rhythm: { record: 'structure_id', mentions: [] },
		structure_activation: { record: 'structure_id', mentions: [] },
		structure_participation: { record: 'structure_id', mentions: [], points: ['area_id'] },
		meeting_series: { record: 'structure_id', mentions: [], closed: closedSeries },
		meeting: {
			record: 'id',
			mentions: ['structure_id'],
			points: ['adopted_in_id'],
			inside: ['online_address'],
			division: 'state'
		},
		agenda_item: {
			record: 'id',
			mentions: ['meeting_id'],
			points: ['subject_id', 'presenter_actor_id', 'proposed_by_actor_id']
		},
		agenda_paper: { record: 'agenda_item_id', mentions: [] },
		attendance: { record: 'meeting_id', mentions: [], points: ['actor_id', 'interest_item_id'], inside: true },
		declared_interest: { record: 'meeting_id', mentions: [], points: ['agenda_item_id'], inside: true },
		minute: { record: 'id', mentions: [], points: ['meeting_id'], inside: true, closed: closedMinutes },
		minute_draft: { record: 'id', mentions: [], secret: ['state'] },
		meeting_standing: { record: 'id', mentions: [], secret: ['lines'] },
		meeting_paper: { record: 'meeting_id', mentions: [] },
		recommendation: {
			record: 'id',
			mentions: ['meeting_id'],
			points: [
				'structure_id',
				'agenda_item_id',
				'addressee_actor_id',
				'addressee_structure_id',
				'holder_structure_id',
				'holder_actor_id',
				'written_procedure_id'
			],
			division: 'state'
		},
		recommendation_wording: { record: 'recommendation_id', mentions: [] },
		recommendation_hop: {
			record: 'recommendation_id',
			mentions: [],
			points: ['from_structure_id', 'from_actor_id', 'to_structure_id', 'to_actor_id', 'meeting_id', 'decision_id']
		},
		recommendation_position: { record: 'recommendation_id', mentions: [], points: ['actor_id'] },
		decision: {
			record: 'id',
			mentions: ['meeting_id'],
			points: ['structure_id', 'agenda_item_id', 'written_procedure_id', 'replaced_by_id'],
			division: 'state'
		},
		decision_position: { record: 'decision_id', mentions: [], points: ['actor_id'] },
		written_procedure: {
			record: 'id',
			mentions: ['structure_id'],
			points: ['subject_meeting_id', 'result_id', 'addressee_actor_id', 'addressee_structure_id']
		},
		written_answer: { record: 'written_procedure_id', mentions: [], points: ['actor_id'], inside: true },
		action: {
			record: 'id',
			mentions: ['meeting_id'],
			points: ['structure_id', 'agenda_item_id', 'decision_id', 'recommendation_id', 'responsible_actor_id'],
			division: 'state'
		},
		action_support: { record: 'action_id', mentions: [], points: ['actor_id'] },
		action_step: { record: 'action_id', mentions: [], points: ['made_by_actor_id'] },
		action_report: { record: 'action_id', mentions: [], points: ['actor_id'] },
		action_evidence: { record: 'action_id', mentions: [] },
		action_extension: { record: 'action_id', mentions: [] },
		action_escalation: { record: 'action_id', mentions: [], points: ['to_structure_id', 'to_actor_id'] },
		calendar_feed: { record: null, mentions: [], secret: ['hash'] },
		reminder_preference: { record: null, mentions: [] },
		secretariat_report: { record: 'id', mentions: [], points: ['structure_id'], secret: ['figures'] },
		secretariat_report_section: { record: 'secretariat_report_id', mentions: [] },
		secretariat_report_edition: { record: 'secretariat_report_id', mentions: [] },
		deliberation_tally: { record: null, mentions: [] }
	},
	places: [
		...dashboardPlaces,
		...meetingPlaces,
		...recommendationPlaces,
		...decisionPlaces,
		...actionPlaces,
		...cadencePlaces,
		...reportPlaces
	],
	works: [...minutesWorks, ...dashboardWorks],
	results: deliberationResults,
	publicPages: [...cadencePages, ...dashboardPages, ...oparlPages],
	attention: [
		...cadenceAttention,
		...meetingAttentionSources,
		...recommendationAttentions,
		...actionAttentions,
		...decisionAttention
	],
	dues: [...meetingDueSources, ...recommendationDueSources, ...actionDueSources, ...decisionDues],
	handover: [...actionHandovers],
	endings: [...recommendationEndingSources, ...actionEndingSources, ...structureEndings],
	letters: [...actionLetters, ...tellingLetters],
	importer: deliberationImporter,
	timed: [...cadenceTimed, ...actionTimed, ...decisionTimed]
}
