import { describe, expect, test } from 'vitest'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { adopt, papersFor, textFor, workAll } from '#tests/fixtures/papers.ts'
import { doing } from '#tests/fixtures/workplace.ts'
import type { SeatKey } from '#tests/fixtures/workspace.ts'
import { findRecord } from '#platform/records/find-record.server.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { assignAction } from '../action/action-commands.ts'
import { addDecision } from '../decision/decision-commands.ts'
import { getDecision } from '../decision/decision-queries.ts'
import { changeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { proposeRecommendation } from '../recommendation/recommendation-commands.ts'
import { getMinutes } from './minute-queries.ts'
import { makePaper } from './paper-commands.ts'

/** A meeting with a decision, a recommendation and an action made in its first item, with the item's audience, and one decision for all. */
async function withOutcomes() {
	const whole = await aMeeting()
	const { secretariat } = whole
	const agendaItem = whole.items.open
	const decision = await secretariat.run(addDecision, {
		agendaItem,
		title: 'Agreed',
		text: 'Agreed.',
		manner: 'consensus'
	})
	const recommendation = await secretariat.run(proposeRecommendation, {
		agendaItem,
		title: 'Recommended',
		text: 'Do.',
		addresseeActor: 'statistics',
		areas: ['labour-migration']
	})
	const action = await secretariat.run(assignAction, { agendaItem, title: 'Assigned', responsible: 'police' })
	const open = await secretariat.run(addDecision, {
		agendaItem,
		title: 'For everybody',
		text: 'For everybody.',
		manner: 'consensus',
		audience: 'public'
	})
	const restrict = async (confidentiality: 'members' | 'secretariat' | 'as-meeting') => {
		const { version } = await secretariat.ask(getAgendaItem, { agendaItem })
		await secretariat.run(changeAgendaItem, { agendaItem, version, confidentiality })
	}
	const sees = async (key: SeatKey) => {
		const acting = await whole.made.as(key)
		const found = await acting.run(
			doing((here) =>
				Promise.all([decision, recommendation, action, open].map(({ id }) => findRecord(here, null, id)))
			),
			{}
		)
		return found.map((one) => one !== undefined)
	}
	return { ...whole, restrict, sees, open, decision, action }
}

describe('an item that is narrowed', () => {
	test('takes what was made in it along, but for whoever must act on it already and what was chosen to be seen by more', async () => {
		const whole = await withOutcomes()
		expect(await whole.sees('outsider')).toEqual([true, true, true, true])
		await whole.restrict('secretariat')
		expect(await whole.sees('outsider')).toEqual([false, false, false, true])
		expect(await whole.sees('police')).toEqual([false, false, true, true])
		// Whom a recommendation asks is told of it when it is submitted or accepted, and not before.
		expect(await whole.sees('statistician')).toEqual([false, false, false, true])
		expect(await whole.sees('secretariat')).toEqual([true, true, true, true])
		const { items } = await whole.secretariat.ask(getMinutes, { meeting: whole.meeting })
		const item = items.find(({ reference }) => reference === whole.items.open)
		expect(item?.wider.map(({ reference }) => reference)).toEqual([whole.open.reference])
	})

	test('takes it along again when it is narrowed once more, and leaves it when it is widened', async () => {
		const whole = await withOutcomes()
		await whole.restrict('members')
		expect(await whole.sees('member')).toEqual([true, true, true, true])
		expect(await whole.sees('outsider')).toEqual([false, false, false, true])
		await whole.restrict('secretariat')
		expect(await whole.sees('member')).toEqual([false, false, false, true])
		await whole.restrict('as-meeting')
		expect(await whole.sees('outsider')).toEqual([false, false, false, true])
	})

	test('takes it along when the whole meeting is shown to fewer', async () => {
		const whole = await withOutcomes()
		const { version } = await whole.changing()
		await whole.secretariat.run(setRecordAudience, {
			record: whole.meeting,
			kind: 'meeting',
			version,
			audience: 'members',
			reason: 'in confidence'
		})
		expect(await whole.sees('outsider')).toEqual([false, false, false, true])
		expect(await whole.sees('member')).toEqual([true, true, true, true])
	})
})

test('what was made in an item that a reader does not see stands in their paper with what else was made, and tells of no item', async () => {
	const whole = await withOutcomes()
	await whole.secretariat.run(addDecision, {
		meeting: whole.meeting,
		title: 'Of no item',
		text: 'Next.',
		manner: 'consensus'
	})
	await whole.restrict('secretariat')
	await adopt(whole)
	const outsider = await textFor(whole, 'outsider', 'minutes')
	expect(outsider?.pdf).toMatch(/Also made at this meeting .*For everybody.*Of no item/)
	for (const form of ['pdf', 'docx'] as const)
		for (const words of ['Opening', 'Agreed', 'Assigned', whole.decision.reference])
			expect(outsider?.[form]).not.toContain(words)
	expect(outsider?.pdf).toContain('1. Closing')
})

test('a paper that prints a decision is closed to readers whom the decision is kept from afterwards, and to no others', async () => {
	const whole = await withOutcomes()
	await whole.secretariat.run(makePaper, { meeting: whole.meeting, kind: 'decisions' })
	await workAll(whole)
	const editions = async (key: SeatKey) => (await papersFor(whole, key)).map(({ edition }) => edition)
	expect(await editions('outsider')).toEqual(['workspace'])
	expect(await editions('member')).not.toEqual([])
	const { version } = await whole.secretariat.ask(getDecision, { decision: whole.decision.reference })
	await whole.secretariat.run(setRecordAudience, {
		record: whole.decision.reference,
		kind: 'decision',
		version,
		audience: 'secretariat',
		reason: 'in confidence'
	})
	expect(await editions('outsider')).toEqual([])
	expect(await editions('secretariat')).not.toEqual([])
})
