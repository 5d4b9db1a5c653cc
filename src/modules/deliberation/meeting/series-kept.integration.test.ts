import { describe, expect, test } from 'vitest'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { refusalOf } from '../../../../tests/fixtures/directory.ts'
import { aWorkspace, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { changeMeeting } from './meeting-commands.ts'
import { listMeetings } from './meeting-queries.ts'
import { changeSeries, createSeries, endSeries, extendSeries } from './series-commands.ts'
import { getSeries, listSeries } from './series-queries.ts'

const monthly = {
	structure: 'committee',
	title: 'Security briefing',
	repeats: 'monthly-weekday',
	start: '2026-04-06T09:00',
	durationMinutes: 120,
	place: 'Room 4',
	planUntil: '2026-06-30'
} as const

const meetingsOf = async (made: TestWorkspace, series: string) =>
	(await (await made.as('chair')).ask(listMeetings, { filter: { series } })).items

describe('a series that few see', () => {
	test('plans its later meetings for the same few when it is extended and when it is changed', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { id: series } = await chair.run(createSeries, { ...monthly, audience: 'full-members' })
		await chair.run(extendSeries, { series, planUntil: '2026-08-31' })
		await chair.run(changeSeries, {
			series,
			repeats: 'monthly-weekday',
			start: '2026-04-07T09:00',
			reason: 'Tuesdays.'
		})
		const meetings = await meetingsOf(made, series)
		expect(meetings.length).toBeGreaterThan(5)
		for (const { audience } of meetings)
			expect(audience).toEqual(['role:administrator', 'role:secretariat', expect.stringMatching(/^members:/)])
	})

	test('stands in no list, page or file of anybody else', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { id: hidden } = await chair.run(createSeries, { ...monthly, audience: 'full-members' })
		const { id: open } = await chair.run(createSeries, { ...monthly, title: 'Open sitting', audience: 'workspace' })
		const outsider = await made.as('outsider')
		expect((await outsider.ask(listSeries, {})).items.map(({ id }) => id)).toEqual([open])
		expect((await chair.ask(listSeries, {})).items.map(({ id }) => id).toSorted()).toEqual([hidden, open].toSorted())
		expect((await (await made.as('public')).ask(listSeries, {})).items).toEqual([])
		expect(await refusalOf(outsider.ask(getSeries, { series: hidden }))).toMatchObject({ kind: 'absent' })
		const { id } = await chair.ask(getStructure, { structure: 'committee' })
		const { items } = await outsider.ask(getHistory, { record: id })
		expect(JSON.stringify(items)).not.toContain('Security briefing')
	})
})

describe('a series that is changed', () => {
	test('leaves what somebody changed of one meeting by hand, and tells calendars of nothing that stayed', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { id: series } = await chair.run(createSeries, monthly)
		const [first, second] = await meetingsOf(made, series)
		if (!first || !second) throw new Error('No meetings were planned.')
		const own = { title: 'Opening sitting', place: 'Gweru', onlineAddress: 'https://meet.example.org/own' }
		await chair.run(changeMeeting, { meeting: first.reference, version: first.version, ...own })
		const before = await meetingsOf(made, series)
		await chair.run(changeSeries, { series, title: 'Sitting', place: 'Mutare', reason: 'A better room.' })
		const changed = await meetingsOf(made, series)
		expect(changed[0]).toMatchObject({ title: { en: 'Opening sitting' }, place: 'Gweru', version: before[0]?.version })
		expect(changed[1]).toMatchObject({ title: { en: 'Sitting' }, place: 'Mutare' })
	})

	test('from a version somebody else has changed is refused, and a field that is not given stays', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { id: series } = await chair.run(createSeries, monthly)
		const { version } = await chair.ask(getSeries, { series })
		await chair.run(changeSeries, { series, version, place: 'Mutare', reason: 'A better room.' })
		const stale = { code: 'platform.changed-meanwhile' }
		const late = { series, version, reason: 'Late.' }
		expect(await refusalOf(chair.run(changeSeries, { ...late, title: 'Late' }))).toMatchObject(stale)
		expect(await refusalOf(chair.run(extendSeries, { series, version, planUntil: '2026-09-30' }))).toMatchObject(stale)
		expect(await refusalOf(chair.run(endSeries, late))).toMatchObject(stale)
		await Promise.all([
			chair.run(changeSeries, { series, title: 'Renamed', reason: 'One.' }),
			chair.run(changeSeries, { series, place: 'Kariba', reason: 'Other.' })
		])
		expect(await chair.ask(getSeries, { series })).toMatchObject({ title: { en: 'Renamed' }, place: 'Kariba' })
	})
})
