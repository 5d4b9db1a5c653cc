import type { HandoverSource } from '#platform/access/handover.ts'
import type { Timed } from '#platform/jobs/jobs.server.ts'
import type { Letter } from '#platform/mail/letters.ts'
import type { Operation } from '#platform/operation/operation.server.ts'
import type { Kind, Place } from '#platform/operation/registry.server.ts'
import type { EndingSource } from '#platform/records/endings.ts'
import type { AttentionSource, DueSource } from '#platform/records/registers.ts'
import { addSupport, assignAction, cancelAction, changeAction, removeSupport, reopenAction } from './action-commands.ts'
import { getAction, listActions } from './action-queries.ts'
import { actionKind } from './action-text.ts'
import { actionAttention } from './attention.ts'
import { remindOfActions } from './digest.ts'
import { digestLetter } from './digest-letter.ts'
import { actionDues } from './dues.ts'
import { actionEndings } from './endings.ts'
import { escalateActions } from './escalation.ts'
import { answerExtension, askExtension } from './extension-commands.ts'
import { handOverAction, handOverActions } from './hand-over-commands.ts'
import { actionHandover } from './handover.ts'
import { sendDigest, setReminder } from './reminder-commands.ts'
import { getDigest, getReminder } from './reminder-queries.ts'
import { acceptAction, refuseAction, reportAction } from './report-commands.ts'
import { addStep, finishStep, withdrawStep } from './step-commands.ts'

export const actionOperations: readonly Operation[] = [
	listActions,
	getAction,
	assignAction,
	changeAction,
	addSupport,
	removeSupport,
	addStep,
	finishStep,
	withdrawStep,
	reportAction,
	acceptAction,
	refuseAction,
	askExtension,
	answerExtension,
	cancelAction,
	reopenAction,
	handOverAction,
	handOverActions,
	escalateActions,
	getReminder,
	setReminder,
	getDigest,
	sendDigest
]
export const actionKinds: readonly Kind[] = [actionKind]
export const actionTimed: readonly Timed[] = [remindOfActions]
export const actionPlaces: readonly Place[] = [{ path: 'action', words: 'kind.action.plural' }]
export const actionAttentions: readonly AttentionSource[] = [actionAttention]
export const actionDueSources: readonly DueSource[] = [actionDues]
export const actionHandovers: readonly HandoverSource[] = [actionHandover]
export const actionEndingSources: readonly EndingSource[] = [actionEndings]
export const actionLetters: readonly Letter[] = [digestLetter]
