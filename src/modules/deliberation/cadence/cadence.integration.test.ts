import { expect, test } from 'vitest'
import { seedMeeting, written } from '#tests/fixtures/deliberated.ts'
import { idOf, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { changeStructure, createStructure, setStructureStatus } from '#modules/directory/structure-commands.ts'
import { workspaceDashboard } from '../dashboard/dashboard-queries.ts'
import { cadenceAttention } from './attention.ts'
import { cadenceBoard } from './cadence-board.ts'
import { getCadence, listCadences } from './cadence-queries.ts'
import { addParticipation, endParticipation } from './participation-commands.ts'
import { guidelinesOf, listParticipation } from './participation-queries.ts'
import { setRhythm } from './rhythm-commands.ts'
import { getRhythm, rhythmOn } from './rhythm-queries.ts'

const version = (made: TestWorkspace, key = 'committee') => versionOf(made, 'structure', key)

const QUARTERLY = {
	structure: 'committee',
	from: '2025-01-01',
	kind: 'times-a-year',
	times: 4,
	noticeDays: 14,
	quorum: 'majority',
	silence: 'no-answer',
	writtenDays: 14,
	reason: 'the terms of reference say so'
} as const

async function set(made: TestWorkspace, more: object = {}) {
	const chair = await made.as('chair')
	return chair.run(setRhythm, { ...QUARTERLY, version: await version(made), ...more })
}

async function held(made: TestWorkspace, days: readonly string[], audience?: readonly string[]) {
	const administrator = await made.as('administrator')
	const structure = await idOf(made, 'structure', 'committee')
	return written(administrator, async (here) => {
		const ids: string[] = []
		for (const day of days)
			ids.push(await seedMeeting(here, { structure, state: 'held', day, ...(audience ? { audience } : {}) }))
		return ids
	})
}

test('new rules end those before on the day before, and each is found by its day', async () => {
	const made = await aWorkspace()
	await set(made)
	await set(made, { from: '2025-07-01', quorum: 'half', forbidsWithoutQuorum: true })
	const chair = await made.as('chair')
	const { current, versions } = await chair.ask(getRhythm, { structure: 'committee' })
	expect(versions.map(({ from, to, quorum }) => [from, to, quorum])).toEqual([
		['2025-07-01', null, 'half'],
		['2025-01-01', '2025-06-30', 'majority']
	])
	expect(current).toMatchObject({ from: '2025-07-01', forbidsWithoutQuorum: true, origin: 'entered' })
	const structure = await idOf(made, 'structure', 'committee')
	const quorums = await written(await made.as('administrator'), async (here) =>
		Promise.all(
			['2024-12-31', '2025-06-30', '2025-07-01'].map(async (day) => (await rhythmOn(here, structure, day)).quorum_kind)
		)
	)
	expect(quorums).toEqual(['none', 'majority', 'half'])
	const { items } = await chair.ask(getHistory, { record: 'committee', kind: 'structure' })
	expect(items[0]).toMatchObject({ operation: 'rhythm.set', reason: QUARTERLY.reason })
})

test('rules never slip under a meeting that was judged, nor under those before, and are not set twice', async () => {
	const made = await aWorkspace()
	await set(made)
	expect(await refusalOf(set(made, { from: '2025-02-01' }))).toMatchObject({ code: 'deliberation.rhythm-same' })
	expect(await refusalOf(set(made, { from: '2025-01-01', quorum: 'half' }))).toMatchObject({
		code: 'deliberation.rhythm-not-after-last'
	})
	await held(made, ['2025-09-10'])
	expect(await refusalOf(set(made, { from: '2025-09-10', quorum: 'half' }))).toMatchObject({
		code: 'deliberation.rhythm-meeting-judged'
	})
	await set(made, { from: '2025-09-11', quorum: 'half' })
})

test.each([
	[{ kind: 'times-a-year', times: undefined }, 'times', 'deliberation.rhythm-times-missing'],
	[{ quorum: 'number' }, 'quorumNumber', 'deliberation.rhythm-quorum-number-missing'],
	[{ quorum: 'none', forbidsWithoutQuorum: true }, 'forbidsWithoutQuorum', 'deliberation.rhythm-forbids-without-quorum']
] as const)('rules that do not go together are told at their field: %j', async (more, field, code) => {
	const made = await aWorkspace()
	const refused = await refusalOf(set(made, more))
	expect(refused.issues).toMatchObject([{ path: [field], code }])
})

test('without rules of its own a structure goes by what the directory says of its meetings', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	await chair.run(changeStructure, { structure: 'committee', version: await version(made), meetingsPerYear: 3 })
	const { rhythm, years } = await chair.ask(getCadence, { structure: 'committee' })
	expect(rhythm).toMatchObject({ id: null, kind: 'times-a-year', times: 3, origin: 'entered' })
	expect(years.at(-1)?.periods.map(({ from, state }) => [from, state])).toEqual([
		['2026-01-01', 'running'],
		['2026-05-01', 'ahead'],
		['2026-09-01', 'ahead']
	])
})

test('a rhythm is judged alike for every reader, and a meeting is named to those who see it', async () => {
	const made = await aWorkspace()
	await set(made)
	const keepers = ['role:administrator', 'role:secretariat']
	await held(made, ['2025-02-10', '2025-05-10', '2025-08-10'])
	await held(made, ['2025-11-10'], keepers)
	const seen = async (key: SeatKey) => (await made.as(key)).ask(getCadence, { structure: 'committee' })
	const [secretariat, outsider, nobody] = [await seen('secretariat'), await seen('outsider'), await seen('public')]
	const judged = ({ functionality, disagreement, periods, years }: Awaited<ReturnType<typeof seen>>) => ({
		functionality,
		disagreement,
		periods,
		years: years.map((year) => year.periods.map(({ state, held: count }) => [state, count]))
	})
	expect(judged(outsider)).toEqual(judged(secretariat))
	expect(judged(nobody)).toEqual(judged(secretariat))
	expect(secretariat).toMatchObject({ functionality: 'active', periods: { ended: 4, kept: 4 } })
	expect(secretariat.lastMeeting).toMatchObject({ day: '2025-11-10' })
	expect(outsider.lastMeeting).toEqual({ day: null, meeting: null })
	const named = (page: typeof secretariat) =>
		page.years.flatMap(({ periods }) => periods).flatMap(({ meetings }) => meetings)
	expect(named(secretariat)).toHaveLength(4)
	expect(named(outsider)).toHaveLength(3)
	expect(JSON.stringify(outsider)).not.toContain('2025-11-10')
})

test('a meeting that was entered in error keeps no rhythm, for whoever never saw it either', async () => {
	const made = await aWorkspace()
	await set(made)
	const [meeting = ''] = await held(made, ['2025-11-10'], ['role:administrator', 'role:secretariat'])
	const administrator = await made.as('administrator')
	await administrator.run(withdrawRecord, { record: meeting, kind: 'meeting', version: 1, reason: 'in error' })
	for (const key of ['administrator', 'outsider', 'public'] as const)
		expect(await (await made.as(key)).ask(getCadence, { structure: 'committee' })).toMatchObject({
			functionality: 'never-met',
			lastMeeting: null
		})
})

test('an active structure that does not meet is proposed for reactivation; declared, the two agree', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	await set(made, { from: '2024-01-01' })
	await held(made, ['2024-02-10'])
	const before = await chair.ask(getCadence, { structure: 'committee' })
	expect(before).toMatchObject({
		status: 'active',
		functionality: 'dormant',
		disagreement: { propose: 'needs-reactivation', reason: 'declared-active-but-asleep' }
	})
	await chair.run(setStructureStatus, {
		structure: 'committee',
		version: await version(made),
		status: 'needs-reactivation',
		day: TODAY,
		reason: 'as proposed'
	})
	expect((await chair.ask(getCadence, { structure: 'committee' })).disagreement).toBeNull()
})

test('the list is narrowed by what structures do, pages both ways, and counts all', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	for (const name of ['Alpha', 'Beta', 'Gamma'])
		await administrator.run(createStructure, {
			key: name.toLowerCase(),
			name,
			level: 'technical',
			kind: 'task-team',
			status: 'ad-hoc-idle'
		})
	const idle = await administrator.ask(listCadences, { filter: { functionality: ['ad-hoc-idle'] } })
	expect(idle.items.map(({ reference }) => reference)).toEqual(['alpha', 'beta', 'gamma'])
	expect(idle.counts).toContainEqual({ functionality: 'never-met', structures: 2 })
	const first = await administrator.ask(listCadences, { limit: 2 })
	const second = await administrator.ask(listCadences, { limit: 2, after: first.next ?? '' })
	const back = await administrator.ask(listCadences, { limit: 2, before: second.previous ?? '' })
	expect([...first.items, ...second.items].map(({ reference }) => reference)).toEqual([
		'alpha',
		'beta',
		'closed-group',
		'committee'
	])
	expect(back.items).toEqual(first.items)
	const disagreeing = async () =>
		(await administrator.ask(listCadences, { filter: { agreement: ['disagrees'] } })).items.map((one) => one.reference)
	expect(await disagreeing(), 'no meeting is asked for, and none is known').toEqual([])
	await set(made)
	expect(await disagreeing()).toEqual(['committee'])
	const outsider = await made.as('outsider')
	expect((await outsider.ask(listCadences, {})).items.map(({ reference }) => reference)).not.toContain('closed-group')
})

test('the list that is kept for one seat is given to no other, whoever asked first, and ends with the next command', async () => {
	const made = await aWorkspace()
	await set(made)
	await held(made, ['2026-01-10'], ['role:administrator', 'role:secretariat'])
	const keys: readonly SeatKey[] = ['secretariat', 'outsider', 'public', 'chair']
	const asked = async (key: SeatKey, mine?: boolean) => {
		const seat = await made.as(key)
		const { items } = await seat.ask(listCadences, mine === undefined ? {} : { filter: { mine } })
		return items.map(({ reference, lastMeeting, disagreement }) => [
			reference,
			lastMeeting?.day ?? null,
			disagreement?.propose ?? null
		])
	}
	const first = new Map<SeatKey, unknown>()
	for (const key of keys) first.set(key, [await asked(key), await asked(key, true)])
	for (const key of keys.toReversed()) expect([await asked(key), await asked(key, true)], key).toEqual(first.get(key))
	expect(await asked('secretariat')).toContainEqual(['committee', '2026-01-10', null])
	expect(await asked('outsider')).toContainEqual(['committee', null, null])
	expect((await asked('outsider')).map(([reference]) => reference)).not.toContain('closed-group')
	expect((await asked('chair', true)).map(([reference]) => reference)).toContain('committee')
	expect(await asked('public', true)).toEqual([])
	await held(made, ['2026-02-10'])
	expect(await asked('outsider')).toContainEqual(['committee', '2026-02-10', null])
})

test('guidelines say whom a structure takes in, and end with a reason', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const add = async (more: object = {}) =>
		chair.run(addParticipation, {
			structure: 'committee',
			version: await version(made),
			actorKind: 'trade-union',
			area: 'labour-migration',
			maySpeak: true,
			mayPropose: true,
			basis: 'Decision 12',
			from: '2026-01-01',
			...more
		})
	const { id } = await add()
	expect(await refusalOf(add())).toMatchObject({ code: 'deliberation.participation-there' })
	const refused = await refusalOf(add({ actorKind: 'media', maySpeak: false, mayPropose: false }))
	expect(refused.issues[0]?.code).toBe('deliberation.participation-without-rights')
	const { items } = await chair.ask(listParticipation, { structure: 'committee' })
	expect(items).toMatchObject([
		{ actorKind: 'trade-union', area: { reference: 'labour-migration' }, mayPropose: true, maySeePapers: false }
	])
	await chair.run(endParticipation, { participation: id, day: TODAY, reason: 'the decision was revoked' })
	expect(
		await refusalOf(chair.run(endParticipation, { participation: id, day: TODAY, reason: 'again' }))
	).toMatchObject({ code: 'deliberation.participation-ended' })
	const structure = await idOf(made, 'structure', 'committee')
	const found = await written(await made.as('administrator'), (here) => guidelinesOf(here, structure))
	expect(found).toMatchObject([{ actorKind: 'trade-union', to: TODAY }])
})

test('whoever has to do with a structure is told of the meeting nobody called, and keepers of what does not agree', async () => {
	const made = await aWorkspace()
	await set(made, { noticeDays: 60 })
	const told = async (key: SeatKey) => {
		const found = await written(await made.as(key), async (here) =>
			(await Promise.all(cadenceAttention.map((source) => source.matters(here)))).flat()
		)
		return found.map(({ code, total, first }) => [code, total, first[0]?.record.reference])
	}
	expect(await told('chair')).toEqual([['meeting-not-set', 1, 'committee']])
	expect(await told('secretariat')).toEqual([['status-disagrees', 1, 'committee']])
	expect(await told('outsider')).toEqual([])
})

test('the public reads on every page what everybody reads of a structure, and no proposal to correct it', async () => {
	const made = await aWorkspace()
	await set(made)
	const structure = await idOf(made, 'structure', 'committee')
	await written(await made.as('administrator'), async (here) =>
		seedMeeting(here, {
			structure,
			day: '2025-11-20',
			audience: ['role:administrator', 'role:secretariat'],
			origin: 'invented'
		})
	)
	const told = async (key: SeatKey) => {
		const acting = await made.as(key)
		const [list, board, { rhythm }] = [
			await acting.ask(listCadences, {}),
			await acting.ask(cadenceBoard, {}),
			await acting.ask(workspaceDashboard, {})
		]
		const listed = list.items.find(({ reference }) => reference === 'committee')
		const shown = rhythm.find((one) => one.structure.reference === 'committee')
		return [listed, board.items.find((one) => one.structure === structure), shown].map((one) => [
			one?.functionality,
			one?.restsOnInvented
		])
	}
	const [ofPublic, ofChair] = [await told('public'), await told('chair')]
	expect(ofPublic).toEqual(ofChair)
	expect(ofPublic).toEqual(Array.from({ length: 3 }, () => ['active', true]))
})

test('what ought to be declared is proposed to seats and never to the public', async () => {
	const made = await aWorkspace()
	await set(made)
	const told = async (key: SeatKey) => {
		const acting = await made.as(key)
		const [{ items }, board, { rhythm }, page] = [
			await acting.ask(listCadences, { filter: { agreement: ['disagrees'] } }),
			await acting.ask(cadenceBoard, {}),
			await acting.ask(workspaceDashboard, {}),
			await acting.ask(getCadence, { structure: 'committee' })
		]
		return [
			items.length,
			board.items.filter(({ disagreement }) => disagreement !== null).length,
			rhythm.filter(({ proposes, reason }) => proposes !== null || reason !== null).length,
			page.disagreement === null ? 0 : 1
		]
	}
	expect(await told('secretariat')).toEqual([1, 1, 1, 1])
	expect(await told('public')).toEqual([0, 0, 0, 0])
})
