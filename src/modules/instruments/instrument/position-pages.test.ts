import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import type { Component } from 'svelte'
import type { StatusLine } from './instrument-outputs.ts'
import PositionOn from './PositionOn.svelte'
import { coverageFigure, sayPeriod, saySince } from './position-view.ts'
import PositionPicture from './PositionPicture.svelte'
import StatusHistory from './StatusHistory.svelte'

const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })

function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
	const { body } = render(component, { props, context: new Map([[WORDS, words]]) })
	return body
		.replaceAll(/<!--.*?-->/gs, '')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll(/\s+/g, ' ')
}

test('a period tells its months and days, and not those of which there are none', () => {
	expect(sayPeriod(words, { months: 3, days: 0 })).toBe('3 months')
	expect(sayPeriod(words, { months: null, days: 30 })).toBe('30 days')
	expect(sayPeriod(words, { months: 1, days: 1 })).toBe('1 month and 1 day')
	expect(sayPeriod(words, { months: null, days: null })).toBe('0 days')
})

const line = (more: Partial<StatusLine>): StatusLine => ({
	id: 'one',
	country: 'ZWE',
	event: 'ratified',
	day: '2013',
	effectDay: null,
	withdraws: null,
	text: null,
	language: null,
	state: 'active',
	stateReason: null,
	origin: 'entered',
	source: null,
	year: null,
	note: null,
	...more
})

test('the lines of a status stand in time and as a table, and one that was withdrawn says why and counts no more', () => {
	const text = show(StatusHistory, {
		lines: [
			line({}),
			line({ id: 'two', event: 'signed', day: null, source: 'Country profile', year: 2018 }),
			line({ id: 'three', event: 'denounced', day: '2020-03-01', state: 'withdrawn', stateReason: 'another treaty' })
		],
		withdraw: null
	})
	expect(text).toContain('Country profile')
	expect(text).toContain('Withdrawn: another treaty')
	expect(text.match(/Denunciation/g)).toHaveLength(1)
	expect(text.match(/Ratification/g)).toHaveLength(2)
	expect(text).not.toContain('Withdraw this line')
})

test('a position says what it rests on, what stood then in its own words, and that nobody knows where nobody does', () => {
	const position = {
		standing: 'in-force' as const,
		joinedBy: 'ratified' as const,
		inForce: 'yes' as const,
		restsOn: line({ day: '2013-12-13' }),
		bindsSince: '2014-01-12',
		leavesOn: '2021-03-01',
		reservations: [
			{ line: line({ id: 'two', event: 'reservation', text: 'Article 15 does not bind us.' }), stands: 'yes' as const }
		],
		declarations: []
	}
	const text = show(PositionOn, { position, country: 'ZWE', on: '2020-06-01' })
	expect(text).toContain('Zimbabwe')
	expect(text).toContain('In force for the country')
	expect(text).toContain('It binds the country since 12 January 2014.')
	expect(text).toContain('Article 15 does not bind us.')
	expect(text).toContain('with effect from')
	const unknown = show(PositionOn, {
		position: {
			...position,
			standing: 'not-known',
			joinedBy: null,
			inForce: 'not-known',
			restsOn: null,
			bindsSince: null,
			leavesOn: null,
			reservations: []
		},
		country: 'ZWE',
		on: '2020-06-01'
	})
	expect(unknown).toContain('Nothing is noted that tells it')
})

test('the picture of positions has its table, each scope leading to the list as it is narrowed already', () => {
	const { body } = render(PositionPicture, {
		props: {
			cells: [
				{ scope: 'global', position: 'in-force', count: 4 },
				{ scope: 'regional', position: null, count: 2 }
			],
			list: new URL('https://pitso.example/zwe/instrument?filter[binding]=yes&filter[scope]=global&after=x')
		},
		context: new Map([[WORDS, words]])
	})
	expect(body).toContain('role="img"')
	expect(body).toContain('/zwe/instrument?filter%5Bbinding%5D=yes&amp;filter%5Bscope%5D=regional"')
	expect(body).toContain('Not known')
})

test('since when a country stands so is the day from which it is bound, else the day it joined and said to be that', () => {
	const say = (standing: 'in-force' | 'signed', since: string | null, bindsSince: string | null) =>
		saySince(words, { standing, since, bindsSince, statedIn: null })
	expect(say('in-force', '2022-06-01', '2022-10-01')).toBe('1 October 2022')
	expect(say('in-force', '2013', null)).toBe('joined 2013')
	expect(say('in-force', null, null)).toBe(null)
	expect(say('signed', '2000-12-14', null)).toBe('14 December 2000')
	expect(saySince(words, null)).toBe(null)
})

test('what a source states without a date is said to be as stated there', () => {
	const say = (source: string | null, year: number | null) =>
		saySince(words, { standing: 'signed', since: null, bindsSince: null, statedIn: { source, year } })
	expect(say('Assessment of migration governance', 2018)).toBe('as stated in Assessment of migration governance, 2018')
	expect(say('Assessment (2018), Table 2', 2018)).toBe('as stated in Assessment (2018), Table 2')
	expect(say(null, null)).toBe(null)
})

test('what nobody judged is drawn without a judgement: in the neutral tone', () => {
	const coverage = { met: 1, partly: 1, notMet: 1, notJudged: 1, notApplicable: 1 }
	const { legend } = coverageFigure(words, [{ label: 'One', coverage }])
	expect(legend.map(({ tone }) => tone)).toEqual(['good', 'part', 'bad', 'none', 'heat-1'])
})
