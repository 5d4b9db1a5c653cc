import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import ChainPicture from './ChainPicture.svelte'
import ChainTable from './ChainTable.svelte'
import {
	changedAmong,
	levelLines,
	standingLine,
	stationsOf,
	timelineOf,
	toneOf,
	type Level,
	type Recommendation
} from './chain-stations.ts'
import { recommendationActions } from './page-actions.ts'
import Positions from '../decision/Positions.svelte'
import { newFields, submitFields, submitLevel } from './form-fields.ts'
import RecommendationFacts from './RecommendationFacts.svelte'
import { RECOMMENDATION_STATES } from '../rules.ts'
import { differencesOf } from './wording-difference.ts'
import Wordings from './Wordings.svelte'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })

function shown<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
	const { body } = render(component, { props, context: new Map([[WORDS, words]]) })
	const html = body.replaceAll(/<!--.*?-->/gs, '').replaceAll(/\s+/g, ' ')
	return { html, text: html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ') }
}

const named = (kind: string, reference: string, name: string) => ({
	id: reference,
	kind,
	reference,
	title: { en: name },
	acronym: null
})
const entered = { origin: 'entered', source: null, year: null, note: null } as const
const forum = named('structure', 'forum', 'Border Forum')
const committee = named('structure', 'committee', 'Inter-ministerial Committee')
const cabinet = named('actor', 'cabinet', 'Cabinet')

const level = (more: Partial<Level>): Level => ({
	id: 'hop',
	position: 1,
	from: forum,
	to: committee,
	submittedDay: '2026-01-10',
	sentNote: null,
	receivedDay: '2026-01-12',
	reviewDay: null,
	answeredDay: '2026-01-20',
	answer: 'passed-on',
	reasons: null,
	basis: null,
	isPlaced: false,
	reasonsLanguage: 'pt',
	answeredWith: 1,
	meeting: null,
	decision: null,
	days: 10,
	untilReceived: 2,
	isOpen: false,
	back: null,
	sentIn: [],
	isAgain: false,
	...entered,
	...more
})

const recommendation: Recommendation = {
	...named('recommendation', 'ZWE-REC-2026-001', 'One desk'),
	...entered,
	state: 'active',
	stateReason: null,
	audience: ['public'],
	version: 4,
	changedAt: new Date('2026-02-01T00:00:00Z'),
	status: 'received',
	statusDay: '2026-01-22',
	structure: forum,
	holder: cabinet,
	heldSince: '2026-01-20',
	daysHeld: 12,
	answered: null,
	addresseeActor: cabinet,
	addresseeStructure: null,
	addressee: null,
	deadlineClass: 'short-term',
	dueDay: '2026-06-30',
	isOverdue: false,
	manner: 'vote',
	votes: { for: 3, against: 1, abstaining: 0 },
	positions: [{ actor: cabinet, vote: 'for', stance: 'reservation', text: 'For a year.' }],
	retaking: { may: true, whyNot: null },
	actionWord: 'establish',
	meeting: named('meeting', 'ZWE-MTG-2026-001', 'First meeting'),
	meetingDay: '2026-01-08',
	agendaItem: null,
	writtenProcedure: null,
	areas: [named('area', 'labour', 'Labour migration')],
	wordings: [
		{ number: 1, text: 'That one desk be opened.', language: 'en', reason: null, day: '2026-01-08', atLevel: 0 },
		{ number: 2, text: 'That two desks be opened.', language: 'en', reason: 'two gates', day: '2026-01-09', atLevel: 0 }
	],
	hops: [
		level({}),
		level({
			id: 'second',
			position: 2,
			from: committee,
			to: null,
			submittedDay: '2026-01-20',
			receivedDay: '2026-01-22',
			answeredDay: null,
			answer: null,
			days: 12,
			isOpen: true
		})
	],
	daysInAll: 22,
	daysAtLevels: 22,
	daysBack: 0,
	actions: Array.from({ length: 14 }, (_, index) => ({
		record: named('action', `ZWE-ACT-2026-${String(index + 1).padStart(3, '0')}`, `Action ${String(index + 1)}`),
		status: index === 0 ? ('closed' as const) : ('open' as const),
		dueDay: '2026-05-01',
		responsible: cabinet
	})),
	decisions: [],
	merged: [],
	next: ['accept', 'submit', 'review', 'lapse', 'change'],
	above: { structures: [], actors: [], isNextUnseen: false }
}
const changed = [{ record: named('actor', 'law', 'Border Act'), argument: 'section 4 was amended' }]

test('the whole way is one picture: where it arose, each level with its wait, how it stands, what came of it', () => {
	const stations = stationsOf(words, 'zwe', recommendation, changed)
	expect(stations.map(({ kind }) => kind)).toEqual([
		'origin',
		'level',
		'level',
		'standing',
		...Array.from({ length: 12 }, () => 'action'),
		'more',
		'change'
	])
	const { html, text } = shown(ChainPicture, { title: 'The way', stations })
	for (const said of [
		'Border Forum',
		'Waited 10 days',
		'Waits for 12 days',
		'Received',
		'2 more actions',
		'Closed',
		'Open',
		'Border Act'
	])
		expect(text).toContain(said)
	// Each station is a drawing of its own, so that on paper a page ends between two of them.
	expect(html.match(/<li><svg/g)?.length).toBe(stations.length)
	// The state of an action is told by its shape and its word, not by a colour.
	expect(html.match(/class="mark done/g)?.length).toBe(1)
	expect(html.match(/class="mark empty/g)?.length).toBe(11)
	expect(html).toContain('href="/zwe/meeting/ZWE-MTG-2026-001"')
	expect(html).not.toContain('<script')
	expect(html).not.toContain('style=')
})

const returned = level({
	answer: 'returned',
	back: { untilDay: '2026-02-04', endedBy: 'submitted', days: 15, isOpen: false }
})
const again = level({ id: 'again', position: 2, submittedDay: '2026-02-04', isAgain: true, answer: 'accepted' })

test('where it lay between a return and the next submission is a station with its own clock, and the level comes again', () => {
	const stations = stationsOf(words, 'zwe', { ...recommendation, hops: [returned, again], actions: [] }, [])
	expect(stations.map(({ kind, role, name }) => [kind, role, name]).slice(1, 4)).toEqual([
		['level', 'Level 1', 'Inter-ministerial Committee'],
		['back', 'Back with questions', 'Border Forum'],
		['level', 'Level 2: the same level again', 'Inter-ministerial Committee']
	])
	expect(stations[2]?.lines.at(-1)).toBe('Submitted again on 4 February 2026')
	expect(stations[2]?.wait).toEqual({ part: 1, label: 'Lay there for 15 days', isOpen: false })
	const { html, text } = shown(ChainTable, {
		workspace: 'zwe',
		caption: 'Way',
		levels: [returned, again],
		empty: 'none'
	})
	expect(html.match(/<tr/g)).toHaveLength(4)
	for (const said of ['Back with questions', 'Lay there for 15 days', 'the same level again'])
		expect(text).toContain(said)
})

test('what happened on one day is told in the order in which it was entered: questions come before the wording they led to', () => {
	const day = '2026-02-04'
	const told = (atLevel: number, more: Partial<Level> = {}) =>
		timelineOf(words, {
			...recommendation,
			wordings: recommendation.wordings.map((one) => (one.number === 2 ? { ...one, day, atLevel } : one)),
			hops: [
				{ ...returned, submittedDay: day, receivedDay: day, answeredDay: day, ...more },
				{ ...again, submittedDay: day, receivedDay: day, answeredDay: day }
			]
		})
			.map(({ title }) => title)
			.toReversed()
	const level = 'Inter-ministerial Committee'
	const first = [`Submitted to ${level} by Border Forum`, `Received by ${level}`]
	expect(told(1)).toEqual([
		'First wording',
		...first,
		`Returned with questions by ${level}`,
		'Wording 2',
		...first,
		`Accepted by ${level}`
	])
	expect(told(2).at(-2)).toBe('Wording 2')
	expect(told(0).slice(0, 2)).toEqual(['First wording', 'Wording 2'])
})

test('a level the seat does not see is told as such, and never named', () => {
	const { text } = shown(ChainTable, { workspace: 'zwe', caption: 'Way', levels: recommendation.hops, empty: 'none' })
	expect(text).toContain('A level your seat does not see')
	expect(text).toContain('Passed on')
	expect(text).toContain('No answer yet')
})

test('the answer of a level stands with its reasons, and says with how many others it was given', () => {
	const declined = level({ answer: 'declined', reasons: 'There is no money.', answeredWith: 3 })
	const levels = [declined]
	const { text, html } = shown(ChainTable, { workspace: 'zwe', caption: 'Way', levels, empty: 'none' })
	// In another language than the reader's: said, and marked for who has it read aloud.
	expect(html).toContain('<p lang="pt">There is no money.</p>')
	expect(text).toContain('Written in: Portuguese')
	const own = [
		{ ...declined, reasonsLanguage: 'en' },
		{ ...declined, reasonsLanguage: null }
	]
	expect(shown(ChainTable, { workspace: 'zwe', caption: 'Way', levels: own, empty: 'none' }).text).not.toContain(
		'Written in'
	)
	expect(text).toContain('Declined')
	expect(text).toContain('There is no money.')
	expect(text).toContain('Answered together with 2 others')
})

test('who sent it to a level, and what was said with it, stand in the picture and in the table', () => {
	const sent = level({ from: cabinet, sentNote: 'The ministry pays.' })
	const { text } = shown(ChainTable, { workspace: 'zwe', caption: 'Way', levels: [sent], empty: 'none' })
	expect(text).toContain('by Cabinet')
	expect(text).toContain('The ministry pays.')
	const held = level({ sentIn: [named('meeting', 'ZWE-MTG-2026-002', 'Second meeting')] })
	const met = shown(ChainTable, { workspace: 'zwe', caption: 'Way', levels: [held], empty: 'none' })
	expect(met.html).toContain('href="/zwe/meeting/ZWE-MTG-2026-002"')
	const lines = levelLines(words, sent)
	expect(lines[0]).toMatch(/^Submitted on .* by Cabinet$/)
	expect(lines[1]).toBe('With the note: The ministry pays.')
	expect(levelLines(words, level({ sentNote: 'x'.repeat(2_000) }))[1]?.length).toBeLessThan(160)
})

test('what lapsed at a level was not passed on: it ended there without an answer, placed nowhere', () => {
	const levels = [level({ answer: 'ended' })]
	const { text } = shown(ChainTable, { workspace: 'zwe', caption: 'Way', levels, empty: 'none' })
	expect(text).toContain('Ended without an answer')
	expect(text).not.toContain('Passed on')
	expect(text).not.toContain('not recorded')
	expect(timelineOf(words, { ...recommendation, hops: levels }).map(({ title }) => title)).toContain(
		'Ended at Inter-ministerial Committee without an answer'
	)
})

test('a wording in another language is compared with the last in its own, or said to be the first there', () => {
	const said = (number: number, text: string, language: string) => ({
		number,
		text,
		language,
		reason: null,
		day: null,
		atLevel: 0
	})
	const wordings = [said(1, 'One desk.', 'en'), said(2, 'Un guichet.', 'fr'), said(3, 'Two desks.', 'en')]
	const differences = differencesOf(wordings)
	expect(differences.map(({ since }) => since)).toEqual([null, null, 1])
	const { text } = shown(Wordings, { wordings, differences })
	expect(text).toContain('This is the first wording in French')
	expect(text).toContain('Compared with version 1, the last before it in English.')
	const reasoned = wordings.map((one) => ({ ...one, reason: `Reason ${String(one.number)}` }))
	const { html } = shown(Wordings, { wordings: reasoned, differences })
	expect(html).toContain('lang="fr">Reason 2')
})

test('the level next above that a seat does not see is offered unnamed, and a note with every submission', () => {
	const offered = { structures: [], actors: [], today: '2026-03-02' }
	const fields = submitFields(words, { ...offered, isNextUnseen: true, isReturned: true })
	expect(fields.find(({ name }) => name === 'to')).toMatchObject({
		value: 'next:',
		options: [{ label: 'The level next above, which your seat does not see' }]
	})
	expect(fields.find(({ name }) => name === 'note')).toMatchObject({ hint: expect.stringContaining('questions') })
	const form = new FormData()
	form.set('to', 'next:')
	expect(submitLevel(form)).toEqual({ to: undefined, toNext: true })
	const known = submitFields(words, { ...offered, isNextUnseen: false, isReturned: false })
	expect(known.find(({ name }) => name === 'to')).toMatchObject({ options: [] })
})

test('of an answer that is placed nowhere it is said so, and of a text that gave it which', () => {
	const said = (more: Partial<Level>) =>
		shown(ChainTable, {
			workspace: 'zwe',
			caption: 'Way',
			levels: [level({ answer: 'accepted', reasons: 'It is needed.', ...more })],
			empty: 'none'
		}).text
	expect(said({})).toContain('Where it was decided is not recorded')
	expect(said({ answer: 'passed-on' })).not.toContain('not recorded')
	const placed = said({ isPlaced: true, basis: 'Cabinet minute 4 of 2026' })
	expect(placed).toContain('By Cabinet minute 4 of 2026')
	expect(placed).not.toContain('not recorded')
})

test('the clock at the head runs until the answer and no further', () => {
	const line = (more: Partial<Recommendation>) => standingLine(words, { ...recommendation, ...more })
	expect(line({})).toBe('Lies with Cabinet for 12 days')
	expect(line({ daysHeld: null, answered: { by: cabinet, day: '2026-02-01', days: 12 } })).toMatch(
		/^Answered by Cabinet on .*, after 12 days$/
	)
	expect(line({ daysHeld: null })).toBeNull()
})

test('what it changed is any record that it changed, that implements it or that follows from it', () => {
	const links = ['changed', 'implemented-by', 'leads-to', 'amends', 'related-to', 'follows-from'].map((reads) => ({
		reads
	}))
	expect(changedAmong(links).map(({ reads }) => reads)).toEqual(['changed', 'implemented-by', 'leads-to', 'amends'])
})

test('whom nobody named and what no area holds is said to be unnamed, in the source or by us', () => {
	const nothing = { addresseeActor: null, addresseeStructure: null, addressee: null, areas: [] }
	const told = (origin: 'entered' | 'reference') =>
		shown(RecommendationFacts, { workspace: 'zwe', recommendation: { ...recommendation, ...nothing, origin } }).text
	expect(told('reference').match(/Not named in the source/g)?.length).toBe(2)
	expect(told('entered')).not.toContain('in the source')
	expect(told('entered')).toContain('Not named')
})

test('the wording that holds comes first, and each later one is compared with the one before', () => {
	const differences = differencesOf(recommendation.wordings)
	const { html, text } = shown(Wordings, { wordings: recommendation.wordings, differences })
	expect(text.indexOf('That two desks be opened.')).toBeLessThan(text.indexOf('Version 2'))
	expect(html).toContain('<del>one desk </del>')
	expect(html).toContain('<ins>two desks </ins>')
	expect(text).toContain('two gates')
})

test('what it is tells who made it, whom it asks and by when', () => {
	const { text } = shown(RecommendationFacts, { workspace: 'zwe', recommendation })
	for (const said of ['Border Forum', 'Cabinet', 'Short term', 'Labour migration', 'establish'])
		expect(text).toContain(said)
})

test('it is told how it was taken where that is recorded, with the counts and what members said', () => {
	const facts = (more: Partial<Recommendation>) =>
		shown(RecommendationFacts, { workspace: 'zwe', recommendation: { ...recommendation, ...more } }).text
	expect(facts({})).toMatch(/How it was taken\s+By vote/)
	expect(facts({ manner: null })).not.toContain('How it was taken')
	const { votes, positions } = recommendation
	const { text } = shown(Positions, { workspace: 'zwe', votes, positions })
	for (const said of ['Cabinet', 'Reservation', 'For a year.']) expect(text).toContain(said)
})

test('how it was taken is asked of what a meeting makes, and of nothing else', () => {
	const offered = { actors: [], structures: [], languages: ['en'], makers: [], mayWithoutStructure: false }
	const members = [{ value: 'labour', label: 'Labour' }]
	const names = (from: Parameters<typeof newFields>[1]['from']) =>
		newFields(words, { ...offered, members, from }).map(({ name }) => name)
	const taking = [
		'manner',
		'votesFor',
		'votesAgainst',
		'votesAbstaining',
		'votedFor',
		'votedAgainst',
		'votedAbstaining'
	]
	expect(names({ agendaItem: 'item-abc' })).toEqual(expect.arrayContaining(taking))
	expect(names({ structure: 'forum' }).filter((name) => taking.includes(name))).toEqual([])
})

test('what happened is told newest first', () => {
	const titles = timelineOf(words, recommendation).map(({ title }) => title)
	expect(titles[0]).toBe('Received by A level your seat does not see')
	expect(titles.at(-1)).toBe('First wording')
	expect(titles).toContain('Left Inter-ministerial Committee')
})

test('the buttons of a page are what may be done next, and no others', () => {
	const labels = (more: Partial<Recommendation>, keep = false) =>
		recommendationActions(words, '/page', { ...recommendation, ...more }, keep).map(({ label }) => label)
	expect(labels({})).toEqual(['Answer', 'Submit to the level above', 'Take under review', 'Let it lapse', 'Correct'])
	expect(labels({ next: [] })).toEqual([])
	expect(labels({ next: [] }, true)).toContain('Merge into another')
	expect(labels({ state: 'withdrawn' })).toEqual([])
})

test('every state has a word and a tone', () => {
	for (const state of RECOMMENDATION_STATES) {
		expect(words.has(`recommendation.state.${state}`)).toBe(true)
		expect(['information', 'success', 'warning', 'error']).toContain(toneOf(state))
	}
})
