import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { catalogue } from '../../../words.ts'
import { speak } from '#platform/languages/words.ts'
import type { RecordHead } from '#platform/records/find-record.server.ts'
import { WORDS } from '#ui/words.ts'
import AgendaOrder from './AgendaOrder.svelte'
import AgendaTable from './AgendaTable.svelte'
import AttendanceTable from './AttendanceTable.svelte'
import { answerFields, guestFields, interestFields } from './attendance-fields.ts'
import { withFound } from './found-subjects.ts'
import { itemFields, itemMoveFields, orderFields, paperFields, proposalFields } from './item-fields.ts'
import { changeFields, moveFields, planFields } from './meeting-fields.ts'
import { AGENDA_MOVES } from './meeting-rules.ts'
import { seriesChangeFields, seriesFields } from './series-fields.ts'
import TakingPart from './TakingPart.svelte'
import {
	meetingFacts,
	meetingTimeline,
	monthAfter,
	moveLabel,
	quorumText,
	typedInto,
	weeksOf,
	whenOf
} from './meeting-view.ts'
import { MEETING_STATES, MEETING_MOVES } from '../rules.ts'
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
	series: { id: 'series', title: { en: 'Quarterly' }, start: '2026-03-31T09:00' },
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
	circulatedAt: new Date('2026-04-05T08:00:00Z'),
	commentsUntil: '2026-04-20',
	adoptedDay: '2026-05-01',
	onlineAddress: null,
	clock: 'once',
	life: [{ move: 'called', day: '2026-03-10', noticeDays: 22, from: null, to: null, reason: null }],
	adoptedBy: { present: 2, members: 3, required: 2 },
	structureStatus: 'active',
	minutesLanguage: 'en',
	adoptedHow: 'meeting',
	adoptedIn: { ...last, title: { en: 'Third meeting' } },
	adoptingProcedure: null,
	calendarSequence: 2,
	calendarChangedAt: new Date('2026-03-02T09:00:00Z'),
	agenda: [],
	standing: {
		lastMeeting: { meeting: last, status: 'circulated', day: '2026-01-10' },
		actions: [],
		recommendations: [],
		commitments: [],
		toSettle: []
	},
	attendance: [],
	isUnattended: false,
	takingPart: null,
	quorum: { kind: 'majority', members: 3, present: 2, required: 2, isQuorate: true, forbidsWithout: false },
	notice: { needed: 14, given: 22, hasBegun: false },
	moves: [],
	may: {
		run: true,
		change: false,
		keepAgenda: false,
		addStanding: false,
		readMinutes: true,
		propose: false,
		keepAttendance: false,
		answerFor: null
	}
}

describe.each(['en', 'fr', 'pt'])('in %s', (language) => {
	const words = speak(catalogue, language, { timeZone: 'Africa/Harare', firstLanguage: 'en' })

	test('a meeting says when it is, what it is, and how its life went', () => {
		expect(whenOf(words, page)).toContain('09:00')
		expect(meetingFacts(words, 'zwe', page).every(({ label }) => label !== '')).toBe(true)
		const life = meetingTimeline(words, 'zwe', page)
		expect(life.map(({ when }) => when)).toEqual(['2026-03-10', '2026-04-01', '2026-04-05', '2026-04-20', '2026-05-01'])
		expect(life.at(-1)).toMatchObject({ href: '/zwe/meeting/ZWE-MTG-2026-001' })
		expect(life.at(-1)?.detail).toContain('3')
		expect(quorumText(words, page.quorum)).toContain('2')
	})

	test('a meeting that was moved tells when it was called, from where to where it was moved and why, and that it was called again', () => {
		const blank = { noticeDays: null, from: null, to: null, reason: null }
		const life = meetingTimeline(words, 'zwe', {
			...page,
			life: [
				{ ...blank, move: 'called', day: '2026-03-10', noticeDays: 22 },
				{
					...blank,
					move: 'rescheduled',
					day: '2026-03-12',
					from: '2026-04-01T09:00',
					to: '2026-04-02T10:00',
					reason: 'The hall is taken'
				},
				{ ...blank, move: 'called', day: '2026-03-26', noticeDays: 7, reason: 'urgent' }
			]
		})
		expect(life.slice(0, 3).map(({ when }) => when)).toEqual(['2026-03-10', '2026-03-12', '2026-03-26'])
		expect(life[1]?.detail).toContain('The hall is taken')
		expect(life[1]?.detail).toContain(words.day('2026-04-02'))
		expect(life[2]?.title).toBe(words.t('meeting.life.called-short', { days: 7, needed: 14 }))
		expect(life[2]?.detail).toContain('urgent')
	})

	test('minutes that drew comments are drafted anew, and called so', () => {
		for (const status of MEETING_STATES) {
			const isAnew = moveLabel(words, 'draft', status) === words.t('meeting.move.draft-anew')
			expect(isAnew).toBe(status === 'circulated')
			expect(moveLabel(words, 'adopt', status)).toBe(words.t('meeting.move.adopt'))
		}
	})

	test('the form that calls a meeting which has begun asks for the day of the notice and proposes none', () => {
		const form = { ...page, today: '2026-04-01', languages: ['en'], later: [], attendance: [], commentsUntil: null }
		expect(moveFields(words, 'call', { ...form, hasBegun: false })[0]?.value).toBe('2026-04-01')
		expect(moveFields(words, 'call', { ...form, hasBegun: true })[0]?.value).toBe(null)
	})

	test('the form that records that it was held demands of nobody that something is said of them', () => {
		const labour = { reference: 'labour', title: { en: 'Ministry of Labour' } }
		const attendance = [{ actor: labour, capacity: 'member', state: 'expected' as const, office: null, person: null }]
		const form = { ...page, today: '2026-04-01', languages: ['en'], later: [], hasBegun: true, attendance }
		expect(moveFields(words, 'hold', form)[0]).toMatchObject({
			required: false,
			empty: words.t('meeting.attendance.unsaid')
		})
	})

	test('every form has its words', () => {
		const options = [{ value: 'a', label: 'A' }]
		const offered = { languages: ['en', 'fr'], actors: options, areas: options, subjects: options }
		const place = { structures: options, structure: null, zone: 'Africa/Harare' }
		const series = {
			...page,
			title: { en: 'Quarterly' },
			durationMinutes: 120,
			excluded: ['2026-07-01T09:00'],
			coming: ['2026-10-01T09:00']
		}
		const saved = {
			...page,
			hasBegun: false,
			today: '2026-03-02',
			languages: ['en'],
			later: options,
			attendance: [came]
		}
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
			...paperFields(words),
			...orderFields(words, [item(1)]),
			...guestFields(words, options),
			...answerFields(words),
			...interestFields(words, options, options),
			...seriesFields(words, { ...place, languages: ['en', 'fr'] }),
			...seriesChangeFields(words, series, ['en', 'fr'])
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

test('beside each item of an agenda stand buttons that move it, but for the ends of the agenda', () => {
	const { body } = show(AgendaOrder, {
		items: [item(1), item(2), item(3)],
		hidden: { seat: 'chair', once: 'key', version: 4 }
	})
	expect(body.match(/action="\?\/up"/g)).toHaveLength(2)
	expect(body.match(/action="\?\/down"/g)).toHaveLength(2)
	expect(body).toContain('value="key-up-item-2"')
	expect(body.match(/name="in:order"/g)).toHaveLength(12)
})

const labour = { ...committee, kind: 'actor', reference: 'labour', title: { en: 'Labour' } }
const came = {
	...({
		id: null,
		actor: labour,
		capacity: 'member',
		state: 'expected',
		office: 'Deputy Director',
		person: null,
		note: null,
		counts: true,
		isCoOpted: false
	} as const),
	interests: []
}

test('attendance shows capacity, state, and whether one counts', () => {
	const { body } = show(AttendanceTable, {
		workspace: 'zwe',
		rows: [came]
	})
	expect(body).toContain('/zwe/actor/labour')
	expect(body).toContain('Deputy Director')
	expect(body).toContain('Counts for the quorum')
	expect(body).toContain('Expected')
	expect(body).not.toContain('false')
	const item = { ...committee, kind: 'agenda-item', reference: 'item-1', title: { en: 'The lane' }, acronym: null }
	const interests = [
		{ text: 'It pays for it', item },
		{ text: 'It owns the hall', item: null }
	]
	const declared = show(AttendanceTable, { workspace: 'zwe', rows: [{ ...came, interests }] })
	expect(declared.body).toContain('It pays for it (The lane); It owns the hall')
	const over = show(AttendanceTable, { workspace: 'zwe', rows: [came], isOver: true })
	expect(over.body).toContain('Not recorded')
	expect(over.body).not.toContain('Expected')
	const coming = show(AttendanceTable, { workspace: 'zwe', rows: [{ ...came, state: 'coming' }] })
	expect(coming.body).toContain('Coming')
	expect(coming.body).not.toContain('Expected')
})

test('whoever is co-opted reads on what it may speak and propose, and why not in more', () => {
	const areas = [
		{ id: 'a', kind: 'area', reference: 'labour-migration', title: { en: 'Labour migration' }, acronym: null }
	]
	const part = {
		actorKind: 'academia',
		place: 'co-opted',
		given: { since: '2026-02-12', rights: ['speak'] },
		rights: [
			{ right: 'speak', on: 'areas', areas },
			{ right: 'propose', on: 'nothing', areas: [] },
			{ right: 'papers', on: 'nothing', areas: [] }
		],
		whyNotPropose: 'not-proposing'
	} as const
	const shown = (more: object = {}) =>
		show(TakingPart, {
			workspace: 'zwe',
			part: {
				...part,
				given: { ...part.given, rights: ['speak' as const] },
				rights: [...part.rights.map((one) => ({ ...one, areas: [...one.areas] }))],
				...more
			}
		}).body
	expect(shown()).toContain('12 February 2026')
	expect(shown()).toContain('Labour migration')
	expect(shown()).toContain('It does not let them propose items')
	const outside = shown({ place: 'recommended', whyNotPropose: 'not-co-opted' })
	expect(outside).toContain('is recommended as a member and does not sit')
	expect(outside).not.toContain('You may speak')
	expect(shown({ whyNotPropose: 'reads-only' })).toContain('an observer')
})

test('a record that was looked for is chosen, and what was typed stays', () => {
	const option = { value: 'r', label: 'A recommendation' }
	const fields = [
		{ name: 'note', label: 'Note' },
		{ name: 'subject', label: 'About', kind: 'select' as const, options: [{ value: 'a', label: 'An action' }] }
	]
	const typed = [
		['note', 'As agreed'],
		['subject', '']
	] as const
	const [note, subject] = withFound(fields, { typed, options: [option], chosen: 'r' })
	expect(note?.value).toBe('As agreed')
	expect(subject).toMatchObject({ value: 'r', options: [option, { value: 'a' }] })
	// Of several nobody said which is meant: what was chosen before stays.
	const several = withFound(fields, {
		typed: [['subject', '']],
		options: [option, { value: 's', label: 'S' }],
		chosen: null
	})
	expect(several[1]?.options).toHaveLength(3)
	expect(several[1]?.value ?? '').toBe('')
	const nothing = withFound(fields, { typed: [['subject', 'a']], options: [], chosen: null })[1]
	expect(nothing).toMatchObject({ value: 'a', options: [{ value: 'a' }] })
	expect(withFound(fields, null)).toEqual(fields)
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
