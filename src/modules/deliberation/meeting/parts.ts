import type { Operation } from '#platform/operation/operation.server.ts'
import {
	acceptAgendaItem,
	addAgendaItem,
	addAgendaPaper,
	changeAgendaItem,
	declineAgendaItem,
	proposeAgendaItem,
	reorderAgenda,
	withdrawAgendaItem
} from './agenda-commands.ts'
import { getAgendaItem, listAgendaItems } from './agenda-queries.ts'
import {
	answerInvitation,
	declareInterest,
	inviteGuest,
	listAttendance,
	recordAttendance
} from './attendance-commands.ts'
import { holdMeeting } from './hold-command.ts'
import { meetingKindsOfRecord } from './kinds.ts'
import {
	addStandingItems,
	callMeeting,
	cancelMeeting,
	changeMeeting,
	planMeeting,
	postponeMeeting,
	rescheduleMeeting
} from './meeting-commands.ts'
import { listMeetingOptions } from './meeting-options.ts'
import { getMeeting, listMeetings } from './meeting-queries.ts'
import { adoptMinutes, circulateMinutes, draftMinutes } from './minutes-moves.ts'
import { meetingAttention, meetingDues } from './attention.ts'
import { changeSeries, createSeries, endSeries, extendSeries } from './series-commands.ts'
import { listRunStructures } from './run-structures.ts'
import { getSeries, listSeries, previewSeries } from './series-queries.ts'

export const meetingOperations: readonly Operation[] = [
	listMeetings,
	listMeetingOptions,
	getMeeting,
	planMeeting,
	changeMeeting,
	callMeeting,
	holdMeeting,
	draftMinutes,
	circulateMinutes,
	adoptMinutes,
	postponeMeeting,
	rescheduleMeeting,
	cancelMeeting,
	addStandingItems,
	listAgendaItems,
	getAgendaItem,
	addAgendaItem,
	proposeAgendaItem,
	changeAgendaItem,
	reorderAgenda,
	withdrawAgendaItem,
	acceptAgendaItem,
	declineAgendaItem,
	addAgendaPaper,
	listAttendance,
	recordAttendance,
	inviteGuest,
	answerInvitation,
	declareInterest,
	listSeries,
	getSeries,
	previewSeries,
	createSeries,
	extendSeries,
	changeSeries,
	endSeries,
	listRunStructures
]
export const meetingKinds = meetingKindsOfRecord
export const meetingAttentionSources = [meetingAttention]
export const meetingDueSources = [meetingDues]
export const meetingPlaces = [
	{ path: 'meeting', words: 'meeting.page' },
	{ path: 'meeting-series', words: 'meeting.page.series', kind: 'meeting' }
]
