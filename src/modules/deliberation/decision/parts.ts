import type { Timed } from '#platform/jobs/jobs.server.ts'
import type { Kind, Place } from '#platform/operation/registry.server.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import type { AttentionSource, DueSource } from '#platform/records/registers.ts'
import { changeDecision, noteOnDecision, replaceDecision, revokeDecision } from './decision-change-commands.ts'
import { addDecision } from './decision-commands.ts'
import { getDecision, listDecisions } from './decision-queries.ts'
import { kindsOfDecision } from './kinds.ts'
import { listDecidingMeetings, whyNotDecideIn } from './meeting-choices.ts'
import {
	answerWrittenProcedure,
	closeWrittenProcedure,
	openWrittenProcedure,
	remindOfWrittenProcedures,
	stopWrittenProcedure
} from './procedure-commands.ts'
import { remindOfProcedures } from './procedure-job.ts'
import { getWrittenProcedure, listWrittenProcedures } from './procedure-queries.ts'
import { procedureAttention, procedureDues } from './procedure-waiting.ts'

export const decisionOperations: readonly Operation[] = [
	listDecisions,
	getDecision,
	listDecidingMeetings,
	whyNotDecideIn,
	addDecision,
	changeDecision,
	noteOnDecision,
	replaceDecision,
	revokeDecision,
	listWrittenProcedures,
	getWrittenProcedure,
	openWrittenProcedure,
	answerWrittenProcedure,
	closeWrittenProcedure,
	stopWrittenProcedure,
	remindOfWrittenProcedures
]
export const decisionKinds: readonly Kind[] = kindsOfDecision
export const decisionTimed: readonly Timed[] = [remindOfProcedures]
export const decisionAttention: readonly AttentionSource[] = [procedureAttention]
export const decisionDues: readonly DueSource[] = [procedureDues]
export const decisionPlaces: readonly Place[] = [
	{ path: 'decision', words: 'decision.place' },
	{ path: 'written-procedure', words: 'decision.procedures.title' }
]
