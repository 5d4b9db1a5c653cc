import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { catalogue } from '../../../words.ts'
import { speak } from '#platform/languages/words.ts'
import type { RecordHead } from '#platform/records/find-record.server.ts'
import { WORDS } from '#ui/words.ts'
import AgendaTable from './AgendaTable.svelte'
import AttendanceTable from './AttendanceTable.svelte'
import {
	changeFields,
	itemFields,
	itemMoveFields,
	moveFields,
	planFields,
	proposalFields,
	seriesChangeFields,
	seriesFields
} from './meeting-fields.ts'
import { AGENDA_MOVES } from './meeting-rules.ts'
import { meetingFacts, meetingTimeline, monthAfter, quorumText, typedInto, weeksOf, whenOf } from './meeting-view.ts'
import { MEETING_MOVES } from '../rules.ts'
import type { MeetingPage } from './outputs.ts'

type Page = z.output<typeof MeetingPage>
const show = <Props extends Record<string, unknown>>(component: Component<Props>, props: Props) =>
	render(component, { props, context: new Map([[WORDS, speak(catalogue, 'en', { timeZone: 'Africa/Harare' })]]) })

const record: Omit<RecordHead, 'id' | 'kind' | 'reference' | 'title'> = {
	acronym: null,
	origin: 'entered',
	source: null,
	year: null,
	note: null,
	state: 'active',
	stateReason: null,
	audience: ['public'],
	version: 1,
	changedAt: new Date('2026-03-02T09:00:00Z')
}

const item = (number: number | null, more: Partial<Page['agenda'][number]> = {}): Page['agenda'][number] => ({
	...record,
	id: `item ${String(number)}`,
	kind: 'agenda-item',
	reference: `item-${String(number)}`,
	title: { en: `Item ${String(number)}` },
	agendaKind: 'item',
	status: 'accepted',
	statusReason: null,
	confidentiality: 'as-meeting',
	number,
	at: '2026-04-01T09:30',
	minutes: 30,
	presenter: 'Director',
	presenterActor: null,
	note: null,
	subject: null,
	proposedBy: null,
	isMine: false,
	papers: [],
	...more
})

const committee = { id: 's', kind: 'structure', reference: 'committee', title: { en: 'Committee' }, acronym: 'CC' }
const last = { id: 'l', kind: 'meeting', reference: 'ZWE-MTG-2026-001', title: { en: 'The last one' }, acronym: null }

const page: Page = {
	...record,
	id: 'm',
	kind: 'meeting',
	reference: 'ZWE-MTG-2026-002',
	title: { en: 'Second meeting' },
	structure: committee,
	series: { id: 'series', title: 'Quarterly', start: '2026-03-31T09:00' },
	purpose: 'ordinary',
	status: 'adopted',
	statusReason: null,
	start: '2026-04-01T09:00',
	end: '2026-04-01T12:00',
	zone: 'Africa/Harare',
	startsAt: new Date('2026-04-01T07:00:00Z'),
	endsAt: new Date('2026-04-01T10:00:00Z'),
	day: '2026-04-01',
	place: 'Harare',
	calledDay: '2026-03-10',
	noticeDays: 22,
	isQuorate: true,
	commentsUntil: '2026-04-20',
	adoptedDay: '2026-05-01',
	onlineAddress: null,
	clock: 'once',
	structureStatus: 'active',
	minutesLanguage: 'en',
	adoptedHow: 'meeting',
	adoptedIn: { ...last, title: { en: 'Third meeting' } },
	calendarSequence: 2,
	calendarChangedAt: new Date('2026-03-02T09:00:00Z'),
	agenda: [],
	standing: {
		lastMeeting: { meeting: last, status: 'circulated', day: '2026-01-10' },
		actions: [],
		recommendations: [],
		commitments: []
	},
	attendance: [],
	quorum: { kind: 'majority', members: 3, present: 2, required: 2, isQuorate: true, forbidsWithout: false },
	notice: { needed: 14, given: 22 },
	moves: [],
	may: { run: true, change: false, keepAgenda: false, propose: false, keepAttendance: false, answerFor: null }
}

describe.each(['en', 'fr', 'pt'])('in %s', (language) => {
	const words = speak(catalogue, language, { timeZone: 'Africa/Harare', firstLanguage: 'en' })

	test('a meeting says when it is, what it is, and how its life went', () => {
		expect(whenOf(words, page)).toContain('09:00')
		expect(meetingFacts(words, 'zwe', page).every(({ label }) => label !== '')).toBe(true)
		const life = meetingTimeline(words, 'zwe', page)
		expect(life.map(({ when }) => when)).toEqual(['2026-03-10', '2026-04-01', '2026-04-20', '2026-05-01'])
		expect(life.at(-1)).toMatchObject({ href: '/zwe/meeting/ZWE-MTG-2026-001' })
		expect(quorumText(words, page.quorum)).toContain('2')
	})

	test('every form has its words', () => {
		const options = [{ value: 'a', label: 'A' }]
		const offered = { languages: ['en', 'fr'], actors: options, areas: options }
		const place = { structures: options, structure: null, zone: 'Africa/Harare' }
		const saved = { ...page, today: '2026-03-02', languages: ['en'], later: options }
		const fields = [
			...planFields(words, { ...place, languages: ['en'] }),
			...changeFields(words, ['en', 'fr'], page),
			...MEETING_MOVES.flatMap((move) => moveFields(words, move, saved)),
			...moveFields(words, 'call', { ...saved, purpose: 'extraordinary' }),
			...itemFields(words, offered),
			...proposalFields(words, offered),
			...AGENDA_MOVES.flatMap((move) =>
				itemMoveFields(words, move, { confidentiality: 'as-meeting', actors: options })
			),
			...seriesFields(words, place),
			...seriesChangeFields(words, { start: '2026-04-01T09:00' })
		]
		expect(fields.every(({ label }) => label !== '')).toBe(true)
		for (const move of MEETING_MOVES)
			expect(words.t(`meeting.intro.${move}`, { needed: 14, given: 3 })).not.toContain('meeting.intro')
	})
})

test('an agenda shows number, time, presenter, papers, who sees an item, and what a standing item holds', () => {
	const paper = {
		id: 'p',
		document: 'd',
		title: 'Briefing',
		language: 'en',
		day: null,
		confidentiality: 'as-item',
		file: { id: 'f', name: 'briefing.pdf', mediaType: 'application/pdf', size: 10 }
	} as const
	const { body } = show(AgendaTable, {
		workspace: 'zwe',
		caption: 'Agenda',
		rows: [
			item(1, { papers: [paper], confidentiality: 'full-members' }),
			item(2, { agendaKind: 'minutes' }),
			item(3, { agendaKind: 'matters-arising', at: null, minutes: null })
		],
		meeting: { ...page, status: 'planned' },
		empty: 'Nothing'
	})
	expect(body).toContain('/zwe/agenda-item/item-1')
	expect(body).toContain('09:30')
	expect(body).toContain('/zwe/file/f')
	expect(body).toContain('Full members only')
	expect(body).toContain('The last one')
	expect(body).toContain('Nothing at this moment')
})

test('attendance shows capacity, state, and whether one counts', () => {
	const { body } = show(AttendanceTable, {
		workspace: 'zwe',
		rows: [
			{
				id: null,
				actor: { ...committee, kind: 'actor', reference: 'labour', title: { en: 'Labour' } },
				capacity: 'member',
				state: 'expected',
				office: 'Deputy Director',
				person: null,
				interest: null,
				interestItem: null,
				note: null,
				counts: true,
				isCoOpted: false
			}
		]
	})
	expect(body).toContain('/zwe/actor/labour')
	expect(body).toContain('Deputy Director')
	expect(body).toContain('Counts for the quorum')
})

test('a month is shown in whole weeks that begin on Monday', () => {
	const weeks = weeksOf('2026-03')
	expect(weeks.every((week) => week.length === 7)).toBe(true)
	expect(weeks[0]?.[0]).toEqual({ day: '2026-02-23', isOther: true })
	expect(weeks.at(-1)?.at(-1)).toEqual({ day: '2026-04-05', isOther: true })
	expect(weeksOf('2027-02')).toHaveLength(4)
	expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
})

test('a form that was sent for its days alone keeps what was typed', () => {
	const fields = typedInto(
		[
			{ name: 'title', label: 'Title', value: null },
			{ name: 'weekdays', label: 'Days', kind: 'checkboxes', value: [] },
			{ name: 'every', label: 'Every', value: 1 }
		],
		[
			['title', 'Monthly'],
			['weekdays', 'MO'],
			['weekdays', 'WE']
		]
	)
	expect(fields.map(({ value }) => value)).toEqual(['Monthly', ['MO', 'WE'], null])
})
