import { render } from 'svelte/server'
import { describe, expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import Page from './+page.svelte'
import MinutesItem from './MinutesItem.svelte'
import ReadMinute from './ReadMinute.svelte'
import SeriesMinutes from './SeriesMinutes.svelte'
import type { Minutes, MinutesItem as Item } from '#modules/deliberation/minutes/minute-outputs.ts'

const context = new Map([[WORDS, speak(catalogue, 'en', { timeZone: 'Africa/Harare' })]])
const key = { acting: 'secretariat', once: 'once' }
const keys = { save: key, decide: key, recommend: key, act: key, comment: key, confirm: [key, key] }
const noFailures = { save: null, decide: null, recommend: null, act: null, confirm: null, comment: null }

const head = {
	origin: 'entered' as const,
	source: null,
	year: null,
	note: null,
	state: 'active' as const,
	stateReason: null,
	audience: ['workspace'],
	version: 3,
	changedAt: new Date(0),
	acronym: null
}
const item: Item = {
	...head,
	id: '1',
	kind: 'agenda-item',
	reference: 'item-abc',
	title: { en: 'Opening' },
	number: 1,
	agendaKind: 'item',
	confidentiality: 'secretariat',
	subject: null,
	minute: {
		text: 'First.\n\n<b>Second</b>\nline\n@action labour: send figures by 2026-04-30',
		language: 'fr',
		at: new Date('2026-03-02T09:00:00Z'),
		parts: [{ text: 'First.\n\n<b>Second</b>\nline' }, { action: '2' }]
	},
	standing: [],
	hasAreas: false,
	comments: [],
	wider: [],
	draft: { text: 'First. More.', state: 'AAA=', revision: 2 },
	decisions: [],
	recommendations: [],
	moves: [],
	actions: [
		{
			id: '2',
			kind: 'action',
			reference: 'T-ACT-2026-001',
			title: { en: 'Send figures' },
			acronym: null,
			text: null,
			state: 'open',
			responsible: { id: '3', kind: 'actor', reference: 'labour', title: { en: 'Labour' }, acronym: null },
			due: '2026-04-30',
			now: { due: null, responsible: null }
		}
	],
	proposed: [
		{
			line: '@action labour: call by 2026-05-01',
			said: 'labour',
			actor: { reference: 'labour', title: { en: 'Labour' }, acronym: null },
			seat: 'analyst',
			seats: [
				{ key: 'member', office: 'Director' },
				{ key: 'analyst', office: 'Desk of figures' }
			],
			text: 'call',
			day: '2026-05-01',
			problems: []
		},
		{
			line: '@action x: y',
			said: 'x',
			actor: null,
			seat: null,
			seats: [],
			text: 'y',
			day: null,
			problems: ['unknown-actor', 'no-day']
		}
	]
}
const shown = (
	mayWrite: boolean,
	whyNotDecide: string | null = null,
	more: Partial<Item> = {},
	props: { done?: string } = {}
) =>
	render(MinutesItem, {
		props: {
			workspace: 'test',
			meeting: 'T-MTG-2026-001',
			item: mayWrite ? { ...item, ...more } : { ...item, draft: null, proposed: [], ...more },
			meetingLanguage: 'en',
			mayWrite,
			mayRun: mayWrite,
			whyNotDecide,
			isAdopted: false,
			keys,
			actors: [{ value: 'labour', label: 'Labour' }],
			structures: [],
			areas: [{ value: 'borders', label: 'Borders' }],
			languages: ['en', 'fr'],
			example: '2026-04-01',
			isReadable: true,
			failures: noFailures,
			...props
		},
		context
	}).body.replaceAll(/<!--.*?-->/gs, '')

test('a decision or a recommendation by vote is recorded with its counts, and a longer form takes votes by name', () => {
	const html = shown(true)
	for (const name of ['votesFor', 'votesAgainst', 'votesAbstaining']) {
		const field = `<input[^>]* name="${name}"[^>]* type="number"|<input[^>]* type="number"[^>]* name="${name}"`
		expect(html.match(new RegExp(field, 'g'))).toHaveLength(2)
	}
	expect(html).toContain('How it was decided')
	expect(html).toContain('How it was taken')
	expect(html).toContain('href="/test/recommendation/new?meeting=T-MTG-2026-001&amp;item=item-abc"')
	expect(html).toContain('Counts of a vote')
	expect(html).toContain('href="/test/decision/new?meeting=T-MTG-2026-001&amp;item=item-abc"')
})

const labour = { id: '3', kind: 'actor', reference: 'labour', title: { en: 'Labour' }, acronym: null }

test('what was decided and recommended is read in its own words, with how it was taken', () => {
	const outcome = { kind: 'decision', title: { en: 'A lane' }, acronym: null, language: 'fr' }
	for (const mayWrite of [true, false]) {
		const html = shown(mayWrite, null, {
			decisions: [
				{
					...outcome,
					id: '4',
					reference: 'T-DEC-2026-001',
					text: 'La voie est ouverte.',
					state: 'replaced',
					manner: 'vote',
					votes: { for: 1, against: 0, abstaining: 1 },
					positions: [{ actor: labour, vote: 'for', stance: 'reservation', text: 'Pour un an.' }],
					basis: null,
					effect: '2026-04-01'
				}
			],
			recommendations: [
				{
					...outcome,
					kind: 'recommendation',
					id: '5',
					reference: 'T-REC-2026-001',
					text: 'Ouvrir <b>une</b> autre voie.',
					state: 'proposed',
					manner: 'vote',
					votes: { for: 5, against: 0, abstaining: 0 },
					positions: [{ actor: labour, vote: null, stance: 'reservation', text: 'Sans frais.' }],
					addressee: labour,
					addressedTo: null,
					due: null,
					isReworded: false
				}
			]
		})
		expect(html).toMatch(/<div[^>]* lang="fr"[^>]*>La voie est ouverte\.<\/div>/)
		expect(html).toContain('By vote: 1 for, 0 against, 1 abstention')
		expect(html).toContain('Voted for: Labour')
		expect(html).toMatch(/Reservation of Labour: <\/span><span lang="fr">Pour un an\./)
		expect(html).toContain('By vote: 5 for, 0 against, 0 abstentions')
		expect(html).toMatch(/Reservation of Labour: <\/span><span lang="fr">Sans frais\./)
		expect(html).toContain('Takes effect on 1 April 2026')
		expect(html).toContain('Replaced')
		expect(html).toMatch(/<div[^>]* lang="fr"[^>]*>Ouvrir &lt;b>une&lt;\/b> autre voie\.<\/div>/)
	}
})

test('an item is written in one form, with what came of it and what its lines propose beside it', () => {
	const html = shown(true)
	expect(html).toContain('name="agendaItem" value="item-abc"')
	expect(html).toContain('name="version" value="3"')
	expect(html).toContain('data-typing="item-abc"')
	expect(html).toContain('name="responsible" value="labour"')
	expect(html).toContain('name="due" value="2026-05-01"')
	// Who sees to it is chosen among those who act for the actor: the one the line names is there already.
	expect(html).toMatch(/<option value="analyst" selected[^>]*>Desk of figures/)
	expect(html).toContain('Director</option>')
	// What a line lacks is said all at once, and days as the reader writes them.
	expect(html).toContain('No actor and no office is called “x”')
	expect(html).toContain('Say by when: “by 1 April 2026”')
	expect(html).toContain('what is to be done by 1 April 2026” becomes an action')
	expect(html).toContain('href="/test/action/T-ACT-2026-001"')
	expect(html).toContain('Record a decision')
	expect(html).toContain('name="areas"')
	expect(html).toContain('This item is restricted')
})

test('what was done in an item is said in the item, where the focus is led', () => {
	const html = shown(true, null, {}, { done: 'The decision is recorded.' })
	expect(html).toMatch(/id="item-abc-done"[^>]*tabindex="-1"[^>]*autofocus/)
	expect(html.indexOf('The decision is recorded.')).toBeGreaterThan(html.indexOf('1. Opening'))
	expect(shown(true)).not.toContain('item-abc-done')
})

test('on paper the text of an item stands in place of the form in which it is written', () => {
	const copied = (more: Partial<Item>) => /data-paper[^>]*>([^<]*)</.exec(shown(true, null, more))?.[1]?.trim()
	expect(copied({})).toBe('First. More.')
	expect(copied({ draft: null })).toContain('First.')
	expect(shown(true)).toMatch(/class="on-paper as-typed"[^>]* lang="fr"/)
})

test('a decision is not offered where it would be refused, and the reason is said', () => {
	const html = shown(true, 'Too few members are there.')
	expect(html).not.toContain('?/decide')
	expect(html).toContain('No decision can be recorded here now, and no recommendation made. Too few members are there.')
	expect(html).toContain('Assign an action')
})

test('a standing item shows what it holds, and what is seen by more than its item is named', () => {
	const record = { id: '7', kind: 'action', reference: 'T-ACT-2026-009', title: { en: 'Old promise' }, acronym: null }
	const html = shown(false, null, {
		agendaKind: 'matters-arising',
		standing: [{ record, code: 'open', day: '2026-04-30', responsible: null }],
		wider: [{ ...record, id: '6', reference: 'T-DEC-2026-001' }]
	})
	expect(html).toContain('As things stand now:')
	expect(html).toContain('Open, due 30 April 2026')
	expect(html).toContain('href="/test/action/T-ACT-2026-009"')
	expect(html).toContain('Seen by more people than this item')
	expect(html).toContain('T-DEC-2026-001 · Old promise')
})

test('whoever only reads is shown the text as it was typed, in its own language, and no form', () => {
	const html = shown(false)
	expect(html).not.toContain('<form')
	expect(html).toContain('lang="fr"')
	expect(html).toContain('&lt;b>Second')
	expect(html).not.toContain('More.')
	expect(html).not.toContain('@action')
	expect(html.split('T-ACT-2026-001 · Send figures').length).toBe(2)
})

test('says of an item whether nothing is written, a draft is kept, or it is entered in the record', () => {
	const standing = (more: Partial<Item>) =>
		/data-standing.*?<\/p>/s
			.exec(shown(true, null, more))?.[0]
			.match(/<span[^>]*>/g)
			?.find((one) => !one.includes('hidden'))
	expect(standing({})).toContain('draft')
	expect(standing({ draft: { text: item.minute?.text ?? '', state: 'AAA=', revision: 2 } })).toContain('entered')
	expect(standing({ minute: null, draft: { text: '', state: 'AAA=', revision: 0 } })).toContain('nothing')
	expect(shown(true)).toContain('Kept as a draft.')
})

test('whoever may not read the text yet is not told that there is none', () => {
	const html = render(ReadMinute, {
		props: { workspace: 'test', minute: null, actions: [], isReadable: false },
		context
	})
	expect(html.body).not.toContain('Nothing is recorded')
	expect(render(ReadMinute, { props: { workspace: 'test', minute: null, actions: [] }, context }).body).toContain(
		'Nothing is recorded'
	)
})

describe('the page', () => {
	const about = { start: '2026-03-02T08:00', end: '2026-03-02T10:00', zone: 'Africa/Harare', place: null }
	const quorum = { kind: 'none', members: 3, present: 1, required: null, isQuorate: true, forbidsWithout: false }
	type More = { items?: Item[]; may: Minutes['may']; mayAdd?: { item: boolean; proposal: boolean } } & Partial<
		Pick<Minutes, 'status' | 'whyNot' | 'commentsUntil' | 'earlyReason'>
	>
	const page = ({ items = [], may, mayAdd = { item: false, proposal: false }, ...more }: More) => {
		const minutes = {
			...head,
			id: '8',
			kind: 'meeting',
			reference: 'T-MTG-2026-001',
			title: { en: 'First meeting' },
			structure: null,
			status: 'held' as const,
			day: '2026-03-02',
			commentsUntil: null,
			earlyReason: null,
			place: null,
			language: 'en',
			items,
			beside: { decisions: [], recommendations: [], actions: [], moves: [] },
			may,
			whyNot: null,
			whyNotDecide: null,
			...more
		}
		const data = {
			notice: null,
			language: 'en',
			letterhead: null,
			waits: null,
			shell: {
				languages: [],
				theme: 'light' as const,
				choicesAction: '/choices',
				back: '/',
				asOf: null,
				version: '1',
				demonstration: false,
				navigation: [],
				about: '/about'
			},
			minutes,
			about: { ...about, quorum, isHeld: true, counts: [], present: [], unrecorded: 0 },
			next: { move: 'draft' as const, isMine: false, missing: { empty: 0, unsaved: 0, unconfirmed: 0 } },
			mayAdd,
			noticeAt: null,
			actors: [],
			structures: [],
			areas: [],
			keys: items.map(() => keys),
			seat: 'secretariat',
			languages: ['en'],
			example: '2026-04-01'
		}
		const { body, head: inHead } = render(Page, {
			props: { data, form: null, params: { workspace: 'test', reference: 'T-MTG-2026-001' } },
			context
		})
		return inHead + body.replaceAll(/<!--.*?-->/gs, '')
	}

	test('of a meeting without an agenda leads to the agenda whoever keeps it, and types nothing', () => {
		const html = page({
			may: { write: true, runs: true, read: true, comment: false },
			mayAdd: { item: true, proposal: false }
		})
		expect(html).toContain('href="/test/meeting/T-MTG-2026-001/agenda/add"')
		expect(html).toContain('Add an item to the agenda first.')
		expect(html).not.toContain('minutes.js')
		expect(html).not.toContain('id="typing"')
		const read = page({ may: { write: false, runs: false, read: true, comment: false } })
		expect(read).toContain('The chair or the secretary of the structure puts items on the agenda')
		expect(read).not.toContain('/agenda/add')
	})

	const comment = {
		id: '5',
		text: 'The chair said otherwise.',
		language: 'en',
		at: new Date('2026-03-03T09:00:00Z'),
		by: { office: 'Director', actor: null },
		state: 'active' as const,
		mayWithdraw: false
	}
	const readOnly = { ...item, draft: null, proposed: [] }

	test('with the members for comment asks for comments under each item until the day, and shows those made', () => {
		const may = { write: false, runs: false, read: true, comment: true }
		const items = [{ ...readOnly, comments: [comment] }]
		const html = page({ items, may, status: 'circulated', commentsUntil: '2026-03-20' })
		expect(html).toContain('Comment on these minutes until 20 March 2026')
		expect(html).toContain('1 comment on this item')
		expect(html).toContain('The chair said otherwise.')
		expect(html).toContain('?/comment&amp;item=item-abc')
		expect(html).toContain('name="record" value="item-abc"')
		const over = page({ items, may: { ...may, comment: false }, status: 'circulated', commentsUntil: '2026-03-20' })
		expect(over).toContain('The chair said otherwise.')
		expect(over).not.toContain('?/comment')
	})

	test('that is no longer written has room for what a browser could not send, with the reason, for writers alone', () => {
		const may = { write: false, runs: true, read: true, comment: false }
		const html = page({ items: [readOnly], may, status: 'circulated', whyNot: 'deliberation.minutes-circulated' })
		expect(html).toContain('data-unsent="item-abc"')
		expect(html).toContain('was not taken into the minutes')
		expect(html).toContain('minutes.js')
		const read = page({ items: [readOnly], may: { ...may, runs: false }, status: 'circulated' })
		expect(read).not.toContain('data-unsent')
		expect(read).not.toContain('minutes.js')
	})

	test('adopted before the time for comments was over says why', () => {
		const may = { write: false, runs: false, read: true, comment: false }
		const html = page({ items: [readOnly], may, status: 'adopted', earlyReason: 'Every member has commented.' })
		expect(html).toContain('Adopted before the time for comments was over: Every member has commented.')
	})

	test('tells the script the seat that types', () => {
		const html = page({ items: [item], may: { write: true, runs: true, read: true, comment: false } })
		expect(html).toContain('data-seat="secretariat"')
		expect(html).toContain('minutes.js')
	})

	test('says to whom it shows no text yet when they may read it, and who does before', () => {
		const unread = { ...item, minute: null, draft: null, proposed: [] }
		const html = page({ items: [unread], may: { write: false, runs: false, read: false, comment: false } })
		expect(html).toContain('You may read these minutes once they are adopted.')
		expect(html).toContain('its members, its chair and its secretary read them')
		expect(html).not.toContain('Nothing is recorded')
	})
})

test('the minutes of a series are read as one, with what is open first', () => {
	const { body } = render(SeriesMinutes, {
		props: {
			workspace: 'test',
			today: '2026-03-02',
			address: '/test/structure/committee/minutes',
			read: {
				structure: { ...head, id: '9', kind: 'structure', reference: 'committee', title: { en: 'Committee' } },
				series: null,
				from: '2026-01-01',
				to: null,
				meetings: [
					{
						...head,
						id: '8',
						kind: 'meeting',
						reference: 'T-MTG-2026-001',
						title: { en: 'First meeting' },
						day: '2026-03-02',
						status: 'adopted',
						place: null,
						isReadable: true,
						items: [{ ...item, minute: item.minute, number: 1 }],
						beside: { decisions: [], recommendations: [], actions: [], moves: [] }
					}
				],
				left: 0,
				open: { decisions: [], recommendations: [], actions: item.actions, moves: [] }
			}
		},
		context
	})
	const html = body.replaceAll(/<!--.*?-->/gs, '')
	expect(html).toContain('document?format=pdf&amp;from=2026-01-01')
	expect(html.indexOf('Send figures')).toBeLessThan(html.indexOf('1. Opening'))
	expect(html).toContain('minutes adopted')
})
