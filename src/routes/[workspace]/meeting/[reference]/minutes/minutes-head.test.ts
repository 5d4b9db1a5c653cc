import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import MinutesContext from './MinutesContext.svelte'

const context = new Map([[WORDS, speak(catalogue, 'en', { timeZone: 'Africa/Harare' })]])

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
		commentsUntil: null,
		earlyReason: null,
		place: 'Harare',
		language: 'en',
		items: [],
		beside: { decisions: [], recommendations: [], actions: [], moves: [] },
		may: { write: true, runs: true, read: true, comment: false },
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
		'Show who</summary>',
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
