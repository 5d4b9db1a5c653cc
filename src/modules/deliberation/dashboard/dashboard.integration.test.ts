import { expect, test } from 'vitest'
import type { Writing } from '#platform/operation/operation.server.ts'
import { getRecord } from '#platform/records/find-record.server.ts'
import { seedAction, seedMeeting, seedRecommendation, written } from '#tests/fixtures/deliberated.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { listActions } from '../action/action-queries.ts'
import { getCadence } from '../cadence/cadence-queries.ts'
import { listRecommendations } from '../recommendation/recommendation-queries.ts'
import { listAttendance } from './attendance-list.ts'
import { structureDashboard, workspaceDashboard } from './dashboard-queries.ts'

const KEEPERS = ['role:administrator', 'role:secretariat']

async function directory(here: Writing) {
	const id = async (kind: string, key: string) => (await getRecord(here, kind, key)).id
	return {
		committee: await id('structure', 'committee'),
		closed: await id('structure', 'closed-group'),
		labour: await id('actor', 'labour'),
		health: await id('actor', 'health'),
		home: await id('actor', 'home-affairs')
	}
}

// From the committee to the closed group and to a ministry, some answered after 10, 20, 60 and 61 days; one waits since January.
async function deliberated() {
	const made = await aWorkspace()
	const acting = await made.as('secretariat')
	await written(acting, async (here) => {
		const { committee, closed, labour, health, home } = await directory(here)
		const submitted = '2025-10-01'
		for (const [answered, answer] of [
			['2025-10-11', 'accepted'],
			['2025-10-21', 'accepted'],
			['2025-11-30', 'returned'],
			['2025-12-01', 'declined']
		] as const)
			await seedRecommendation(here, {
				structure: committee,
				state: answer,
				hops: [{ from: committee, to: { actor: home }, submitted, answered, answer }]
			})
		await seedRecommendation(here, {
			structure: committee,
			state: 'under-review',
			hops: [
				{ from: committee, to: { structure: closed }, submitted, answered: '2026-01-10', answer: 'passed-on' },
				{ from: closed, to: { actor: home }, submitted: '2026-01-10' }
			]
		})
		await seedRecommendation(here, { structure: committee, audience: KEEPERS, title: 'Restricted' })
		for (const [due, state] of [
			['2026-02-10', 'open'],
			['2026-03-01', 'in-progress'],
			['2026-03-02', 'open'],
			['2026-03-01', 'submitted'],
			[null, 'open']
		] as const)
			await seedAction(here, { structure: committee, actor: labour, due, state })
		await seedAction(here, {
			structure: committee,
			actor: health,
			due: '2026-01-31',
			state: 'closed',
			closed: '2026-02-02'
		})
		await seedAction(here, {
			structure: committee,
			actor: health,
			due: '2026-01-31',
			state: 'closed',
			closed: '2026-01-31'
		})
		await seedAction(here, { structure: closed, actor: health, due: '2025-12-31', audience: KEEPERS })
		await seedMeeting(here, {
			structure: committee,
			day: '2025-11-05',
			attendance: [
				{ actor: labour, state: 'present' },
				{ actor: home, state: 'apologies' }
			],
			audience: ['public']
		})
		await seedMeeting(here, {
			structure: committee,
			day: '2025-11-20',
			attendance: [{ actor: labour, state: 'absent' }]
		})
		await seedMeeting(here, { structure: committee, day: '2026-03-20', state: 'called' })
		return true
	})
	return made
}

test('a dashboard tells what the records say, each seat of those it sees', async () => {
	const made = await deliberated()
	const all = await (await made.as('secretariat')).ask(workspaceDashboard, {})
	const seen = await (await made.as('outsider')).ask(workspaceDashboard, {})
	const stated = (dashboard: typeof all) =>
		dashboard.recommendations.filter(({ total }) => total > 0).map(({ state, total }) => [state, total])
	expect(stated(all)).toEqual([
		['proposed', 1],
		['under-review', 1],
		['accepted', 2],
		['returned', 1],
		['declined', 1]
	])
	expect(stated(seen)).toEqual(stated(all).slice(1))
	const acting = (dashboard: typeof all) => dashboard.actions.map(({ actor, ...one }) => [actor?.reference, one]).sort()
	expect(acting(seen)).toEqual([
		['health', { late: 0, inTime: 0, submitted: 0, closedInTime: 1, closedLate: 1, cancelled: 0 }],
		['labour', { late: 2, inTime: 2, submitted: 1, closedInTime: 0, closedLate: 0, cancelled: 0 }]
	])
	expect(acting(all)[0]).toEqual([
		'health',
		{ late: 1, inTime: 0, submitted: 0, closedInTime: 1, closedLate: 1, cancelled: 0 }
	])
})

test('the median and the longest wait are exact, and what waits is told since when', async () => {
	const made = await deliberated()
	const { waits, flows } = await (await made.as('secretariat')).ask(workspaceDashboard, {})
	const ofMinistry = waits.find(({ level }) => level.record?.reference === 'home-affairs')
	expect(ofMinistry).toMatchObject({ answered: 4, median: 40, longest: 61, open: 1, since: '2026-01-10' })
	const ofGroup = waits.find(({ level }) => level.record?.reference === 'closed-group')
	expect(ofGroup).toMatchObject({ answered: 1, median: 101, longest: 101, open: 0, since: null })
	expect(
		flows.map(({ from, to, became, total }) => [from.record?.reference, to.record?.reference, became, total]).sort()
	).toEqual([
		['closed-group', 'home-affairs', 'waiting', 1],
		['committee', 'closed-group', 'passed-on', 1],
		['committee', 'home-affairs', 'accepted', 2],
		['committee', 'home-affairs', 'declined', 1],
		['committee', 'home-affairs', 'returned', 1]
	])
})

test('a level that a seat does not see is named to it nowhere, though what passed through it is counted', async () => {
	const made = await deliberated()
	const seen = await (await made.as('outsider')).ask(workspaceDashboard, {})
	expect(JSON.stringify(seen)).not.toMatch(/closed-group|Closed Working Group/)
	const { id } = await written(await made.as('secretariat'), (here) => getRecord(here, 'structure', 'closed-group'))
	expect(JSON.stringify(seen)).not.toContain(id)
	expect(seen.flows.filter(({ from, to }) => from.id === 'hidden' || to.id === 'hidden')).toHaveLength(2)
})

test('the list behind a figure has as many as the figure says', async () => {
	const made = await deliberated()
	const seat = await made.as('secretariat')
	const { flows, actions, recommendations } = await seat.ask(workspaceDashboard, {})
	for (const { from, to, became, total } of flows) {
		const toLevel = to.record?.kind === 'actor' ? { hopToActor: to.record.reference } : { hopTo: to.record?.reference }
		const list = await seat.ask(listRecommendations, {
			filter: { hopFrom: from.record?.reference, ...toLevel, hopBecame: [became] }
		})
		expect(list.total).toBe(total)
	}
	for (const { state, total } of recommendations)
		expect((await seat.ask(listRecommendations, { filter: { status: [state] } })).total).toBe(total)
	for (const { actor, ...figures } of actions) {
		const count = async (filter: object) =>
			(await seat.ask(listActions, { filter: { responsible: actor?.reference, ...filter } })).total
		expect(await count({ overdue: true })).toBe(figures.late)
		expect(await count({ progress: ['open', 'in-progress'], overdue: false })).toBe(figures.inTime)
		expect(await count({ progress: ['submitted'] })).toBe(figures.submitted)
		expect(await count({ closed: 'late' })).toBe(figures.closedLate)
		expect(await count({ closed: 'in-time' })).toBe(figures.closedInTime)
	}
})

test('an action becomes late by the day alone, from month to month', async () => {
	const made = await deliberated()
	const on = async (day: string) => {
		const { actions } = await (await made.as('outsider', new Date(`${day}T09:00:00Z`))).ask(workspaceDashboard, {})
		return actions.find(({ actor }) => actor?.reference === 'labour')?.late
	}
	expect(await Promise.all(['2026-02-10', '2026-02-11', '2026-03-02', '2026-03-03', '2026-04-01'].map(on))).toEqual([
		0, 1, 2, 3, 3
	])
})

test('who came to which meeting is told to nobody without a seat', async () => {
	const made = await deliberated()
	const published = await (await made.as('public')).ask(workspaceDashboard, {})
	expect(published.attendance).toBeNull()
	expect(published.meetings).toEqual([{ month: '2025-11', total: 1 }])
	const seen = await (await made.as('observer')).ask(workspaceDashboard, {})
	expect(seen.meetings).toEqual([{ month: '2025-11', total: 2 }])
	expect(seen.attendance?.map(({ actor, ...one }) => [actor?.reference, one]).sort()).toEqual([
		['home-affairs', { present: 0, apologies: 1, absent: 0, of: 1 }],
		['labour', { present: 1, apologies: 0, absent: 1, of: 2 }]
	])
})

test('a structure has a dashboard of its own: what it made, what it sent, what waits for it, how it keeps its rhythm', async () => {
	const made = await deliberated()
	const seat = await made.as('secretariat')
	await written(seat, async (here) => {
		const { committee } = await directory(here)
		return here.write.add('structure_rhythm', {
			structure_id: committee,
			from_day: '2025-01-01',
			to_day: null,
			kind: 'times-a-year',
			times: 4,
			notice_days: 14,
			quorum_kind: 'none',
			quorum_number: null,
			forbids_without_quorum: false,
			silence: 'no-answer',
			written_days: 14,
			basis: null,
			origin: 'entered',
			origin_source: null,
			origin_year: null,
			origin_note: null
		})
	})
	const committee = await seat.ask(structureDashboard, { structure: 'committee' })
	expect(committee.sentWaits.map(({ level, answered }) => [level.record?.reference, answered]).sort()).toEqual([
		['closed-group', 1],
		['home-affairs', 4]
	])
	expect(committee.rhythm).toMatchObject([
		{ declared: 'active', years: [{ year: '2025', asked: 4, kept: 1 }], periods: { length: 5 } }
	])
	const closed = await seat.ask(structureDashboard, { structure: 'closed-group' })
	expect(closed.recommendations.every(({ total }) => total === 0)).toBe(true)
	expect(closed.flows).toHaveLength(2)
	expect(closed.waits).toMatchObject([{ answered: 1, longest: 101 }])
	expect(closed.actions).toMatchObject([{ late: 1 }])
})

test('the heat map of a structure tells what its own page tells: the same years, nothing missed before it was there', async () => {
	const made = await deliberated()
	const seat = await made.as('secretariat')
	for (const [key, status, times] of [
		['senior', 'proposed', 4],
		['old', 'active', 3]
	] as const)
		await seat.run(createStructure, {
			key,
			name: key,
			level: 'technical',
			kind: 'task-team',
			status,
			meetingsPerYear: times,
			...(key === 'old' ? { yearEstablished: 2010 } : {})
		})
	await written(seat, async (here) => {
		const { id } = await getRecord(here, 'structure', 'senior')
		return here.write.add('structure_activation', {
			structure_id: id,
			from_day: '2025-11-03',
			to_day: null,
			reason: 'invented',
			end_reason: null,
			origin: 'invented',
			origin_source: null,
			origin_year: null,
			origin_note: null
		})
	})
	const { rhythm } = await seat.ask(workspaceDashboard, {})
	for (const key of ['senior', 'old']) {
		const { periods, years } = await seat.ask(getCadence, { structure: key })
		const shown = rhythm.find(({ structure }) => structure.reference === key)
		const sum = (of: 'asked' | 'kept') => shown?.years.reduce((total, year) => total + year[of], 0)
		expect({ ended: sum('asked'), kept: sum('kept') }).toEqual(periods)
		if (key === 'old') expect([years[0]?.year, shown?.years[0]?.year]).toEqual([2022, '2022'])
		else expect(shown?.years).toEqual([])
	}
})

test('behind each figure of attendance stands a list of as many, narrowed by structure and year', async () => {
	const made = await deliberated()
	const seat = await made.as('observer')
	const { attendance } = await seat.ask(workspaceDashboard, {})
	const count = async (filter: object) => (await seat.ask(listAttendance, { filter })).total
	for (const { actor, present, apologies, absent, of } of attendance ?? []) {
		const own = { actor: actor?.reference }
		expect(await count(own)).toBe(of)
		expect(await count({ ...own, came: ['present'] })).toBe(present)
		expect(await count({ ...own, came: ['apologies'] })).toBe(apologies)
		expect(await count({ ...own, came: ['absent'] })).toBe(absent)
		expect(await count({ ...own, structure: 'committee', year: 2025 })).toBe(of)
		expect(await count({ ...own, year: 2026 })).toBe(0)
	}
	expect(attendance).not.toEqual([])
	const first = await seat.ask(listAttendance, { limit: 2 })
	const second = await seat.ask(listAttendance, { limit: 2, after: first.next ?? '' })
	expect(first.items.map(({ day }) => day)).toEqual(['2025-11-20', '2025-11-05'])
	expect(second.items.map(({ day }) => day)).toEqual(['2025-11-05'])
	await expect((await made.as('public')).ask(listAttendance, {})).rejects.toMatchObject({ kind: 'forbidden' })
})

test('what came from outside any structure is listed as exactly that', async () => {
	const made = await deliberated()
	await written(await made.as('secretariat'), async (here) => {
		const { committee, home } = await directory(here)
		await seedRecommendation(here, {
			structure: committee,
			state: 'submitted',
			hops: [{ from: null, to: { actor: home }, submitted: '2026-01-01' }]
		})
		return true
	})
	const seat = await made.as('secretariat')
	const { flows } = await seat.ask(workspaceDashboard, {})
	const outside = flows.filter(({ from }) => from.id === '').reduce((sum, { total }) => sum + total, 0)
	const listed = async (filter: object) => (await seat.ask(listRecommendations, { filter })).items.length
	expect(outside).toBe(1)
	expect(await listed({ hopOutside: true })).toBe(outside)
	expect(await listed({ hopOutside: false, hopToActor: 'home-affairs' })).toBeGreaterThan(outside)
	expect(await listed({ hopOutside: true, hopToActor: 'labour' })).toBe(0)
})
