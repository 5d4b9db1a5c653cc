import { expect, test } from 'vitest'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { createStructure, setStructureStatus } from '#modules/directory/structure-commands.ts'
import { planned, readAs } from '#tests/fixtures/committee.ts'
import { refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aMeeting } from '#tests/fixtures/sat.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { openWrittenProcedure, stopWrittenProcedure } from './decision/procedure-commands.ts'
import { getWrittenProcedure } from './decision/procedure-queries.ts'
import { callMeeting, cancelMeeting } from './meeting/meeting-commands.ts'
import { createSeries, endSeries } from './meeting/series-commands.ts'

const REASON = 'as the test says'

const dissolve = async (made: TestWorkspace, structure = 'committee') =>
	(await made.as('administrator')).run(setStructureStatus, {
		structure,
		version: await versionOf(made, 'structure', structure),
		status: 'dissolved',
		day: '2026-03-02',
		reason: REASON
	})

test('a structure is not dissolved over a series, a meeting that is called, or an open procedure; each says how it ends', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const series = await chair.run(createSeries, {
		structure: 'committee',
		title: 'Monthly',
		repeats: 'monthly-weekday',
		start: '2026-04-06T09:00',
		durationMinutes: 60,
		planUntil: '2026-05-31'
	})
	const { meeting, version } = await planned(made)
	await chair.run(callMeeting, { meeting, version })
	const procedure = await chair.run(openWrittenProcedure, {
		structure: 'committee',
		subject: 'decision',
		title: 'A procedure',
		text: 'Agreed.',
		deadline: '2026-03-20'
	})
	expect(await refusalOf(dissolve(made))).toMatchObject({
		kind: 'conflict',
		code: 'deliberation.structure-has-series',
		params: { count: 1 }
	})
	await chair.run(endSeries, { series: series.id, reason: REASON })
	// What the series had planned went with it: the called meeting is left.
	expect(await refusalOf(dissolve(made))).toMatchObject({
		code: 'deliberation.structure-has-meetings-ahead',
		params: { count: 1 }
	})
	await chair.run(cancelMeeting, { meeting, version: (await readAs(made, meeting)).version, reason: REASON })
	expect(await refusalOf(dissolve(made))).toMatchObject({
		code: 'deliberation.structure-has-open-procedures',
		params: { count: 1 }
	})
	await chair.run(stopWrittenProcedure, {
		writtenProcedure: procedure.id,
		version: (await chair.ask(getWrittenProcedure, { writtenProcedure: procedure.id })).version,
		reason: REASON
	})
	await dissolve(made)
})

test('minutes that were begun stand in the way until they are adopted; a meeting that was only held does not', async () => {
	for (const [state, code] of [
		['held', undefined],
		['drafted', 'deliberation.structure-has-minutes-unadopted'],
		['circulated', 'deliberation.structure-has-minutes-unadopted'],
		['adopted', undefined],
		['cancelled', undefined],
		['planned', 'deliberation.structure-has-meetings-ahead'],
		['postponed', 'deliberation.structure-has-meetings-ahead']
	] as const) {
		const made = await aWorkspace()
		await aMeeting(made, { state })
		const refused = code === undefined ? (await dissolve(made), undefined) : await refusalOf(dissolve(made))
		expect([state, refused?.code]).toEqual([state, code])
	}
})

test('a structure that meets is not joined with another before its meetings are settled', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(createStructure, {
		key: 'twin',
		name: 'Twin',
		level: 'technical',
		kind: 'working-group',
		status: 'active'
	})
	await planned(made)
	const merge = async (record: string, into: string) =>
		administrator.run(mergeRecords, {
			record,
			kind: 'structure',
			version: await versionOf(made, 'structure', record),
			into,
			reason: REASON
		})
	expect(await refusalOf(merge('committee', 'twin'))).toMatchObject({
		code: 'deliberation.structure-has-meetings-ahead',
		params: { count: 1 }
	})
	await merge('twin', 'committee')
})
