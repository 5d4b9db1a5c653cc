import { describe, expect, test } from 'vitest'
import { refusalOf } from '../../../../tests/fixtures/directory.ts'
import { aWorkspace, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { changeMeeting, rescheduleMeeting } from './meeting-commands.ts'
import { listMeetings } from './meeting-queries.ts'
import { changeSeries, createSeries, endSeries, extendSeries } from './series-commands.ts'
import { previewOf } from './series-form.server.ts'
import { getSeries, previewSeries } from './series-queries.ts'

describe('a series of meetings', () => {
	const monthly = {
		structure: 'committee',
		title: 'Monthly meeting',
		repeats: 'monthly-weekday',
		start: '2026-04-06T09:00',
		durationMinutes: 120,
		planUntil: '2026-07-31'
	} as const

	const meetingsOf = async (made: TestWorkspace, series: string) =>
		(await (await made.as('chair')).ask(listMeetings, { filter: { series } })).items

	test('plans its meetings up to a day, each at its local time whatever the clocks do', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const input = { ...monthly, zone: 'Europe/Lisbon', start: '2026-03-02T09:00', planUntil: '2026-04-30' }
		const { rule, starts } = await chair.ask(previewSeries, {
			repeats: 'monthly-weekday',
			start: input.start,
			zone: input.zone,
			until: '2026-04-30'
		})
		expect(rule).toBe('FREQ=MONTHLY;BYDAY=1MO')
		const series = await chair.run(createSeries, input)
		const meetings = await meetingsOf(made, series.id)
		expect(meetings.map(({ start }) => start)).toEqual(starts)
		expect(meetings.map(({ startsAt }) => startsAt.toISOString())).toEqual([
			'2026-03-02T09:00:00.000Z',
			'2026-04-06T08:00:00.000Z'
		])
	})

	test('keeps the place of a moved meeting, changes the others, and ends', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { id: series } = await chair.run(createSeries, monthly)
		const [first, second] = await meetingsOf(made, series)
		await chair.run(rescheduleMeeting, {
			meeting: first?.reference ?? '',
			version: first?.version ?? 0,
			start: '2026-04-08T09:00',
			end: '2026-04-08T11:00',
			reason: 'A holiday.'
		})
		await chair.run(changeSeries, {
			series,
			title: 'Monthly sitting',
			start: '2026-04-06T14:00',
			repeats: 'monthly-weekday',
			place: 'Mutare',
			reason: 'Afternoons suit better.'
		})
		const changed = await meetingsOf(made, series)
		expect(changed.find(({ id }) => id === first?.id)).toMatchObject({
			start: '2026-04-08T09:00',
			series: { start: '2026-04-06T09:00' }
		})
		expect(changed.find(({ id }) => id === second?.id)).toMatchObject({
			start: '2026-05-04T14:00',
			place: 'Mutare',
			title: { en: 'Monthly sitting' }
		})
		expect((await chair.run(extendSeries, { series, planUntil: '2026-08-31' })).planned).toBe(1)
		await chair.run(endSeries, { series, reason: 'No more.' })
		const ended = await meetingsOf(made, series)
		expect(ended.every(({ status }) => status === 'cancelled')).toBe(true)
		expect(await chair.ask(getSeries, { series })).toMatchObject({ status: 'ended', may: { change: false } })
		expect(await refusalOf(chair.run(extendSeries, { series, planUntil: '2026-12-31' }))).toMatchObject({
			code: 'deliberation.series-ended'
		})
	})

	test('is named in several languages, and its meetings with it; one named by hand keeps its name', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const title = { en: 'Monthly sitting', fr: 'Séance mensuelle' }
		const { id: series } = await chair.run(createSeries, { ...monthly, title })
		expect(await chair.ask(getSeries, { series })).toMatchObject({ title })
		const [first] = await meetingsOf(made, series)
		expect(first).toMatchObject({ title, series: { title } })
		await chair.run(changeMeeting, { meeting: first?.reference ?? '', version: first?.version ?? 0, title: 'Opening' })
		const renamed = { en: 'Monthly sitting', fr: 'Réunion mensuelle' }
		await chair.run(changeSeries, { series, title: renamed, reason: 'As it is called.' })
		expect((await meetingsOf(made, series)).map((one) => one.title).slice(0, 2)).toEqual([{ en: 'Opening' }, renamed])
		expect(await refusalOf(chair.run(createSeries, { ...monthly, title: { fr: 'Seule' } }))).toMatchObject({
			issues: [{ path: ['title'], code: 'platform.field.first-language' }]
		})
	})

	test('leaves out the times that are ticked and the days that are given, and offers its next times', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { id: series } = await chair.run(createSeries, monthly)
		const { coming } = await chair.ask(getSeries, { series })
		expect(coming.slice(0, 3)).toEqual(['2026-04-06T09:00', '2026-05-04T09:00', '2026-06-01T09:00'])
		await chair.run(changeSeries, {
			series,
			excluded: ['2026-05-04T09:00', '2026-06-01'],
			reason: 'Holidays.'
		})
		const left = await chair.ask(getSeries, { series })
		expect(left.excluded).toEqual(['2026-05-04T09:00', '2026-06-01T09:00'])
		expect(left.coming).toContain('2026-06-01T09:00')
		const statuses = new Map((await meetingsOf(made, series)).map((one) => [one.start.slice(0, 10), one.status]))
		expect(statuses.get('2026-04-06')).toBe('planned')
		expect(statuses.get('2026-05-04')).toBe('cancelled')
	})

	test('that begins after a year is planned from its first meeting on, and its days are shown so before', async () => {
		const made = await aWorkspace()
		const chair = await made.as('chair')
		const { planUntil: _until, ...open } = { ...monthly, start: '2028-04-03T09:00' }
		const { id: series, planned } = await chair.run(createSeries, open)
		expect(planned).toBe(13)
		expect((await meetingsOf(made, series))[0]?.start).toBe('2028-04-03T09:00')
		const typed = [
			['start', '2028-04-03T09:00'],
			['repeats', monthly.repeats]
		] as const
		const around = { today: '2026-03-02', zone: 'Africa/Harare', say: ({ code }: { code: string }) => code }
		expect(previewOf(typed, around)).toMatchObject({ until: '2029-04-03', refused: [] })
		expect(previewOf(typed, around).starts).toHaveLength(13)
		expect(previewOf([...typed, ['planUntil', '2027-12-31']], around)).toMatchObject({
			starts: [],
			until: '2027-12-31'
		})
	})

	test('whose rule cannot be expanded exactly is refused', async () => {
		const { as } = await aWorkspace()
		const chair = await as('chair')
		const { repeats: _repeats, ...rest } = monthly
		for (const rule of ['FREQ=HOURLY', 'FREQ=MONTHLY;BYDAY=2TU', 'every month'])
			expect(await refusalOf(chair.run(createSeries, { ...rest, rule }))).toMatchObject({
				kind: 'invalid',
				issues: [{ path: ['rule'] }]
			})
	})
})
