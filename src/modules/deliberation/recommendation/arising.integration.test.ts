import { beforeAll, describe, expect, test } from 'vitest'
import { isRefusal } from '#platform/operation/refusal.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aMeeting, rulesOf } from '#tests/fixtures/sat.ts'
import { aWorkspace, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { answerWrittenProcedure, closeWrittenProcedure, openWrittenProcedure } from '../decision/procedure-commands.ts'
import { getWrittenProcedure } from '../decision/procedure-queries.ts'
import { declineAgendaItem, proposeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { MEETING_STATES, type MeetingState } from '../rules.ts'
import { proposeRecommendation } from './recommendation-commands.ts'

const ASKS = { addresseeActor: 'statistics', areas: ['labour-migration'] }
const SAID = { title: 'One desk', text: 'That one desk be opened.' }
const LATER = new Date('2026-04-01T09:00:00Z')

let made: TestWorkspace
let chair: Acting
beforeAll(async () => {
	made = await aWorkspace()
	chair = await made.as('chair')
})

/** What comes of recommending in a place: the recommendation, or why not. */
const recommending = async (where: object, acting = chair) => {
	try {
		await acting.run(proposeRecommendation, { ...SAID, ...ASKS, ...where })
		return 'made'
	} catch (error) {
		if (isRefusal(error)) return error.code
		throw error
	}
}

const IN_STATE: Record<MeetingState, string> = {
	planned: 'deliberation.recommendation-meeting-not-called',
	called: 'made',
	held: 'made',
	drafted: 'made',
	circulated: 'deliberation.recommendation-minutes-circulated',
	adopted: 'deliberation.recommendation-minutes-adopted',
	postponed: 'deliberation.recommendation-meeting-not-called',
	cancelled: 'deliberation.recommendation-meeting-cancelled'
}

describe('a body recommends where it decides', () => {
	test.each(MEETING_STATES)('in a meeting that is %s', async (state) => {
		const { reference: meeting } = await aMeeting(made, { state })
		expect(await recommending({ meeting })).toBe(IN_STATE[state])
	})

	test('not before a meeting that is called begins, and not when its day is past and nobody says that it was held', async () => {
		const ahead = await aMeeting(made, { state: 'called', day: '2026-03-20', isQuorate: null })
		expect(await recommending({ meeting: ahead.reference })).toBe('deliberation.recommendation-meeting-not-begun')
		const past = await aMeeting(made, { state: 'called', day: '2026-02-20', isQuorate: null })
		expect(await recommending({ meeting: past.reference })).toBe('deliberation.recommendation-meeting-past')
	})

	test('not without a quorum where its rules forbid it', async () => {
		const strict = await aWorkspace()
		await rulesOf(strict, 'committee', { quorum_kind: 'majority', forbids_without_quorum: true })
		const { reference: meeting } = await aMeeting(strict, { isQuorate: false })
		expect(await recommending({ meeting }, await strict.as('chair'))).toBe(
			'deliberation.recommendation-meeting-without-quorum'
		)
	})

	test('not in an item that was not accepted for the agenda', async () => {
		const { id: meeting } = await aMeeting(made, { state: 'called', isQuorate: null })
		const { reference: agendaItem } = await (
			await made.as('member')
		).run(proposeAgendaItem, { meeting, title: 'A matter' })
		expect(await recommending({ agendaItem })).toBe('deliberation.recommendation-item-not-on-agenda')
		const secretariat = await made.as('secretariat')
		const { version } = await secretariat.ask(getAgendaItem, { agendaItem })
		await secretariat.run(declineAgendaItem, { agendaItem, version, reason: 'for another meeting' })
		expect(await recommending({ agendaItem })).toBe('deliberation.recommendation-item-not-on-agenda')
	})
})

describe('a recommendation by written procedure', () => {
	const opened = async (subject: 'decision' | 'recommendation') =>
		(
			await chair.run(openWrittenProcedure, {
				structure: 'committee',
				subject,
				title: 'In writing',
				text: 'That it be done.',
				deadline: '2026-03-31',
				...(subject === 'recommendation' ? ASKS : {})
			})
		).reference
	const closed = async (writtenProcedure: string, answer: 'agrees' | 'disagrees') => {
		for (const key of ['chair', 'member'] as const)
			await (await made.as(key)).run(answerWrittenProcedure, { writtenProcedure, answer })
		const later = await made.as('chair', LATER)
		const { version } = await later.ask(getWrittenProcedure, { writtenProcedure })
		return later.run(closeWrittenProcedure, { writtenProcedure, version })
	}
	const REFUSED = 'deliberation.recommendation-procedure-recommends-when-closed'

	test('is made by closing one that adopted it, once, and by naming none', async () => {
		const writtenProcedure = await opened('recommendation')
		expect(await recommending({ writtenProcedure })).toBe(REFUSED)
		const { result, outcome } = await closed(writtenProcedure, 'agrees')
		expect(outcome).toBe('adopted')
		expect(result).not.toBeNull()
		expect(await recommending({ writtenProcedure }, await made.as('chair', LATER))).toBe(REFUSED)
	})

	test('comes of none that did not adopt it, and of none about anything else', async () => {
		const refused = await opened('recommendation')
		expect((await closed(refused, 'disagrees')).outcome).toBe('not-adopted')
		expect(await recommending({ writtenProcedure: refused }, await made.as('chair', LATER))).toBe(REFUSED)
		expect(await recommending({ writtenProcedure: await opened('decision') })).toBe(REFUSED)
	})

	test('comes of it and of no meeting', async () => {
		const { reference: meeting } = await aMeeting(made)
		const writtenProcedure = await opened('recommendation')
		const refusal = await refusalOf(chair.run(proposeRecommendation, { ...SAID, ...ASKS, meeting, writtenProcedure }))
		expect(refusal.issues).toMatchObject([{ code: 'deliberation.recommendation-of-two-things' }])
	})
})
