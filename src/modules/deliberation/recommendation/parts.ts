import type { Operation } from '#platform/operation/operation.server.ts'
import type { Kind, Place } from '#platform/operation/registry.server.ts'
import type { EndingSource } from '#platform/records/endings.ts'
import type { AttentionSource, DueSource } from '#platform/records/registers.ts'
import { recommendationAttention, recommendationDues } from './attention.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import { findAnswering } from './answering-queries.ts'
import { answerRecommendation, answerTogether } from './answer-commands.ts'
import {
	completeRecommendation,
	implementRecommendation,
	lapseRecommendation,
	receiveRecommendation,
	reviewRecommendation,
	submitRecommendation
} from './chain-commands.ts'
import { exportRecommendations } from './export-register.ts'
import { recommendationEndings } from './endings.ts'
import { changeRecommendation, proposeRecommendation, rewordRecommendation } from './recommendation-commands.ts'
import { noteOnRecommendation, retakeRecommendation } from './taken-commands.ts'
import { recommendationKind } from './recommendation-kinds.ts'
import { getRecommendation } from './recommendation-page.ts'
import { listMakers, listRecommendations } from './recommendation-queries.ts'

export const recommendationOperations: readonly Operation[] = [
	listRecommendations,
	listMakers,
	getRecommendation,
	findAnswering,
	exportRecommendations,
	proposeRecommendation,
	changeRecommendation,
	rewordRecommendation,
	retakeRecommendation,
	noteOnRecommendation,
	submitRecommendation,
	receiveRecommendation,
	reviewRecommendation,
	answerRecommendation,
	answerTogether,
	implementRecommendation,
	completeRecommendation,
	lapseRecommendation,
	changeManyRecommendations
]
export const recommendationKinds: readonly Kind[] = [recommendationKind]
export const recommendationPlaces: readonly Place[] = [{ path: 'recommendation', words: 'kind.recommendation.plural' }]
export const recommendationAttentions: readonly AttentionSource[] = [recommendationAttention]
export const recommendationDueSources: readonly DueSource[] = [recommendationDues]
export const recommendationEndingSources: readonly EndingSource[] = [recommendationEndings]
