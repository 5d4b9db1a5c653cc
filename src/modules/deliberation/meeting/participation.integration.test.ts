import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { nothing, query } from '#platform/operation/operation.server.ts'
import { refusalOf } from '../../../../tests/fixtures/directory.ts'
import { letSpeak, meetingBy, rulesOf } from '../../../../tests/fixtures/sat.ts'
import { aWorkspace, TODAY, type TestWorkspace } from '../../../../tests/fixtures/workspace.ts'
import { assignAction } from '../action/action-commands.ts'
import { addDecision } from '../decision/decision-commands.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { proposeAgendaItem } from './agenda-commands.ts'
import { getMeeting } from './meeting-queries.ts'
import { coOpted, held, planned, readAs } from '#tests/fixtures/committee.ts'
import { standingLinesOf } from './standing-queries.ts'

const right = (page: Awaited<ReturnType<typeof readAs>>, wanted: string) =>
	page.takingPart?.rights.find((one) => one.right === wanted)

describe('whoever is co-opted', () => {
	test('reads on the page of a meeting what it may do there, and proposes where it may', async () => {
		const made = await aWorkspace()
		await coOpted(made, { mayPropose: true, area: 'labour-migration' })
		const { meeting } = await planned(made)
		const page = await readAs(made, meeting, 'outsider')
		expect(page.may.propose).toBe(true)
		expect(page.takingPart).toMatchObject({ place: 'co-opted', whyNotPropose: null })
		expect(right(page, 'propose')).toMatchObject({ on: 'areas', areas: [{ reference: 'labour-migration' }] })
		expect(right(page, 'papers')).toMatchObject({ on: 'nothing' })
	})

	test('reads why it may not propose where the guidelines let it speak alone', async () => {
		const made = await aWorkspace()
		await coOpted(made, { maySpeak: true })
		const { meeting } = await planned(made)
		const page = await readAs(made, meeting, 'outsider')
		expect(page.may.propose).toBe(false)
		expect(page.takingPart).toMatchObject({
			given: { rights: ['speak'] },
			whyNotPropose: 'not-proposing'
		})
	})
})

describe('whoever a guideline speaks of and who is not co-opted', () => {
	const recommended = async (made: TestWorkspace) => {
		await letSpeak(made, 'committee', 'trade-union')
		const administrator = await made.as('administrator')
		await administrator.run(addMembership, {
			structure: 'committee',
			actor: 'union',
			kind: 'recommended',
			from: '2026-01-01',
			reason: 'As the study recommends.'
		})
	}

	test('reads that it does not sit there yet', async () => {
		const made = await aWorkspace()
		await recommended(made)
		const { meeting } = await planned(made)
		const page = await readAs(made, meeting, 'observer')
		expect(page.may.propose).toBe(false)
		expect(page.takingPart).toMatchObject({ place: 'recommended', whyNotPropose: 'not-co-opted' })
	})

	test('and a seat that only reads learns that of itself', async () => {
		const made = await aWorkspace()
		await letSpeak(made, 'committee', 'trade-union')
		await (
			await made.as('administrator')
		).run(addMembership, {
			structure: 'committee',
			actor: 'union',
			kind: 'co-opted',
			from: '2026-01-01',
			reason: 'As the guidelines say.'
		})
		const { meeting } = await planned(made)
		expect((await readAs(made, meeting, 'observer')).takingPart).toMatchObject({ whyNotPropose: 'reads-only' })
	})

	test('nothing is said to members, to those who run the meeting, to State bodies outside and to the public', async () => {
		const made = await aWorkspace()
		await letSpeak(made, 'committee', 'trade-union')
		const { meeting } = await planned(made, { audience: 'public' })
		for (const key of ['chair', 'member', 'secretariat', 'outsider', 'public'] as const)
			expect((await readAs(made, meeting, key)).takingPart).toBe(null)
	})
})

test('a State body that is co-opted proposes items: guidelines are not made for it', async () => {
	const made = await aWorkspace()
	await (
		await made.as('administrator')
	).run(addMembership, {
		structure: 'committee',
		actor: 'health',
		kind: 'co-opted',
		from: '2026-01-01',
		reason: 'Its hospitals are at the border.'
	})
	const { meeting } = await planned(made)
	expect((await readAs(made, meeting, 'outsider')).may.propose).toBe(true)
	await (await made.as('outsider')).run(proposeAgendaItem, { meeting, title: 'Hospitals' })
})

test('a meeting of whose attendance nothing is known decides nothing where the rules ask for a quorum', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const decide = (meeting: string) =>
		administrator.run(addDecision, { meeting, title: 'Decided', text: 'It is decided.', manner: 'consensus' })
	await rulesOf(made, 'committee', { quorum_kind: 'majority', forbids_without_quorum: true })
	const { reference } = await meetingBy(administrator, { state: 'held', isQuorate: null })
	expect(await refusalOf(decide(reference))).toMatchObject({ code: 'deliberation.decision-without-quorum' })
	await decide(await held(made, '2026-02-10', ['home-affairs', 'labour']))
})

test('the matters arising are those that were open before the meeting began, and none that it gave rise to', async () => {
	const made = await aWorkspace()
	const { reference: meeting } = await meetingBy(await made.as('administrator'), { state: 'held' })
	const early = await made.as('chair', new Date(`${TODAY}T05:00:00Z`))
	const chair = await made.as('chair')
	const plan = { responsible: 'labour', due: '2026-03-20' }
	await early.run(assignAction, { ...plan, structure: 'committee', title: 'Open that morning' })
	await early.run(assignAction, { ...plan, meeting, title: 'Written down ahead' })
	await chair.run(assignAction, { ...plan, meeting, title: 'Born in it' })
	await chair.run(assignAction, { ...plan, structure: 'committee', title: 'Assigned after it began' })
	const later = await made.as('chair', new Date('2026-03-04T09:00:00Z'))
	await later.run(assignAction, { ...plan, meeting, title: 'Noted late' })
	await later.run(assignAction, { ...plan, structure: 'committee', title: 'Assigned later' })
	const { standing } = await later.ask(getMeeting, { meeting })
	expect(standing.actions.map(({ record }) => record.title['en'])).toEqual(['Open that morning'])
})

test('the lines of the standing items tell what waits for a meeting, each with its day and who answers for it', async () => {
	const made = await aWorkspace()
	const before = await held(made, '2026-02-10')
	const { meeting } = await planned(made)
	const chair = await made.as('chair')
	const action = await chair.run(assignAction, {
		meeting: before,
		title: 'Bring figures',
		responsible: 'labour',
		due: '2026-03-20'
	})
	const asking = query({
		name: 'meeting.get',
		input: z.strictObject({ meeting: z.string() }),
		output: z.record(z.string(), z.array(z.unknown())),
		about: nothing,
		allow: () => true,
		run: async (here, asked) => standingLinesOf(here, (await getMeetingRow(here, asked.meeting)).row)
	})
	expect(await chair.ask(asking, { meeting })).toEqual({
		minutes: [expect.objectContaining({ record: expect.objectContaining({ reference: before }), code: 'held' })],
		'matters-arising': [
			expect.objectContaining({
				record: expect.objectContaining({ reference: action.reference }),
				code: 'open',
				day: '2026-03-20',
				responsible: expect.objectContaining({ reference: 'labour' })
			})
		],
		recommendations: [],
		commitments: [],
		'to-settle': []
	})
})
