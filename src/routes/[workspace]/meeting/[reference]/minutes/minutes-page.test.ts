import { render } from 'svelte/server'
import { describe, expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import MinutesContext from './MinutesContext.svelte'
import Page from './+page.svelte'
import MinutesItem from './MinutesItem.svelte'
import ReadMinute from './ReadMinute.svelte'
import SeriesMinutes from './SeriesMinutes.svelte'
import type { Minutes, MinutesItem as Item } from '#modules/deliberation/minutes/minute-outputs.ts'

const context = new Map([[WORDS, speak(catalogue, 'en', { timeZone: 'Africa/Harare' })]])
const key = { acting: 'secretariat', once: 'once' }
const keys = { save: key, decide: key, recommend: key, act: key, confirm: [key, key] }
const noFailures = { save: null, decide: null, recommend: null, act: null, confirm: null }

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
	wider: [],
	draft: { text: 'First. More.', state: 'AAA=', revision: 2 },
	decisions: [],
	recommendations: [],
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
			due: '2026-04-30'
		}
	],
	proposed: [
		{
			line: '@action labour: call by 2026-05-01',
			said: 'labour',
			actor: { reference: 'labour', title: { en: 'Labour' }, acronym: null },
			text: 'call',
			day: '2026-05-01',
			problems: []
		},
		{ line: '@action x: y', said: 'x', actor: null, text: 'y', day: null, problems: ['unknown-actor', 'no-day'] }
	]
}
const shown = (mayWrite: boolean, whyNotDecide: string | null = null, more: Partial<Item> = {}) =>
	render(MinutesItem, {
		props: {
			workspace: 'test',
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
			failures: noFailures
		},
		context
	}).body.replaceAll(/<!--.*?-->/gs, '')

test('an item is written in one form, with what came of it and what its lines propose beside it', () => {
	const html = shown(true)
	expect(html).toContain('name="agendaItem" value="item-abc"')
	expect(html).toContain('name="version" value="3"')
	expect(html).toContain('data-typing="item-abc"')
	expect(html).toContain('name="responsible" value="labour"')
	expect(html).toContain('name="due" value="2026-05-01"')
	// What a line lacks is said all at once, and days as the reader writes them.
	expect(html).toContain('No actor is called “x”')
	expect(html).toContain('Say by when: “by 1 April 2026”')
	expect(html).toContain('what is to be done by 1 April 2026” becomes an action')
	expect(html).toContain('href="/test/action/T-ACT-2026-001"')
	expect(html).toContain('Record a decision')
	expect(html).toContain('name="areas"')
	expect(html).toContain('This item is restricted')
})

test('a decision is not offered where it would be refused, and the reason is said', () => {
	const html = shown(true, 'Too few members are there.')
	expect(html).not.toContain('?/decide')
	expect(html).toContain('No decision can be recorded here now. Too few members are there.')
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
	const page = (more: { items?: Item[]; may: Minutes['may']; mayAdd?: { item: boolean; proposal: boolean } }) => {
		const { items = [], may, mayAdd = { item: false, proposal: false } } = more
		const minutes = {
			...head,
			id: '8',
			kind: 'meeting',
			reference: 'T-MTG-2026-001',
			title: { en: 'First meeting' },
			structure: null,
			status: 'held' as const,
			day: '2026-03-02',
			place: null,
			language: 'en',
			items,
			beside: { decisions: [], recommendations: [], actions: [] },
			may,
			whyNot: null,
			whyNotDecide: null
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
		const html = page({ may: { write: true, runs: true, read: true }, mayAdd: { item: true, proposal: false } })
		expect(html).toContain('href="/test/meeting/T-MTG-2026-001/agenda/add"')
		expect(html).toContain('Add an item to the agenda first.')
		expect(html).not.toContain('minutes.js')
		expect(html).not.toContain('id="typing"')
		const read = page({ may: { write: false, runs: false, read: true } })
		expect(read).toContain('The chair or the secretary of the structure puts items on the agenda')
		expect(read).not.toContain('/agenda/add')
	})

	test('tells the script the seat that types', () => {
		const html = page({ items: [item], may: { write: true, runs: true, read: true } })
		expect(html).toContain('data-seat="secretariat"')
		expect(html).toContain('minutes.js')
	})

	test('says to whom it shows no text yet when they may read it, and who does before', () => {
		const unread = { ...item, minute: null, draft: null, proposed: [] }
		const html = page({ items: [unread], may: { write: false, runs: false, read: false } })
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
						beside: { decisions: [], recommendations: [], actions: [] }
					}
				],
				left: 0,
				open: { decisions: [], recommendations: [], actions: item.actions }
			}
		},
		context
	})
	const html = body.replaceAll(/<!--.*?-->/gs, '')
	expect(html).toContain('document?format=pdf&amp;from=2026-01-01')
	expect(html.indexOf('Send figures')).toBeLessThan(html.indexOf('1. Opening'))
	expect(html).toContain('minutes adopted')
})

test('the minutes say of which meeting they are, who was there, how they stand and what comes next', () => {
	const present = {
		actor: { title: { en: 'Labour' }, acronym: 'MoL' },
		capacity: 'member' as const,
		office: 'Director',
		person: null
	}
	const minutes = {
		...head,
		id: '8',
		kind: 'meeting',
		reference: 'T-MTG-2026-001',
		title: { en: 'First meeting' },
		structure: { id: '9', kind: 'structure', reference: 'committee', title: { en: 'Committee' }, acronym: null },
		status: 'drafted' as const,
		day: '2026-03-02',
		place: 'Harare',
		language: 'en',
		items: [],
		beside: { decisions: [], recommendations: [], actions: [] },
		may: { write: true, runs: true, read: true },
		whyNot: null,
		whyNotDecide: null
	}
	const about = {
		start: '2026-03-02T08:00',
		end: '2026-03-02T10:00',
		zone: 'Africa/Harare',
		place: 'Harare',
		quorum: { kind: 'half', members: 3, present: 1, required: 2, isQuorate: false, forbidsWithout: true },
		isHeld: true,
		counts: [{ capacity: 'member' as const, count: 1 }],
		present: [{ ...present, actor: { ...present.actor, id: '3', kind: 'actor', reference: 'labour' } }],
		unrecorded: 2
	}
	const next = { move: 'circulate' as const, isMine: true, missing: { empty: 1, unsaved: 0, unconfirmed: 2 } }
	const { body } = render(MinutesContext, { props: { workspace: 'test', minutes, about, next }, context })
	const html = body.replaceAll(/<!--.*?-->/gs, '')
	for (const said of [
		'First meeting',
		'href="/test/structure/committee"',
		'2 March 2026',
		'Harare',
		'Minutes drafted',
		'Not quorate',
		'Of 2 expected nothing was recorded.',
		'<summary>Show who</summary>',
		'Labour (MoL)',
		'1 item has no minutes yet.',
		'2 lines name an action that is not confirmed.',
		'href="/test/meeting/T-MTG-2026-001/move/circulate"'
	])
		expect(html).toContain(said)
	const read = render(MinutesContext, {
		props: { workspace: 'test', minutes, about, next: { ...next, isMine: false } },
		context
	}).body
	expect(read).not.toContain('/move/circulate')
})
