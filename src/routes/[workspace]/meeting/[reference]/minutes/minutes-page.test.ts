import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import MinutesItem from './MinutesItem.svelte'
import SeriesMinutes from './SeriesMinutes.svelte'
import type { MinutesItem as Item } from '#modules/deliberation/minutes/minute-outputs.ts'

const context = new Map([[WORDS, speak(catalogue, 'en', { timeZone: 'Africa/Harare' })]])
const key = { seat: 'secretariat', once: 'once' }
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
	minute: { text: 'First.\n\n<b>Second</b>\nline', language: 'fr', at: new Date('2026-03-02T09:00:00Z') },
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
			problem: null
		},
		{ line: '@action x: y', said: 'x', actor: null, text: 'y', day: null, problem: 'no-day' }
	]
}
const shown = (mayWrite: boolean) =>
	render(MinutesItem, {
		props: {
			workspace: 'test',
			item: mayWrite ? item : { ...item, draft: null, proposed: [] },
			meetingLanguage: 'en',
			mayWrite,
			mayRun: mayWrite,
			keys,
			actors: [{ value: 'labour', label: 'Labour' }],
			structures: [],
			languages: ['en', 'fr'],
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
	expect(html).toContain('Say by when')
	expect(html).toContain('href="/test/action/T-ACT-2026-001"')
	expect(html).toContain('Record a decision')
})

test('whoever only reads is shown the text as it was typed, in its own language, and no form', () => {
	const html = shown(false)
	expect(html).not.toContain('<form')
	expect(html).toContain('lang="fr"')
	expect(html).toContain('&lt;b>Second')
	expect(html).not.toContain('More.')
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
