import { expect, test } from 'vitest'
import { aMeeting } from '#tests/fixtures/meeting.ts'
import { adopt } from '#tests/fixtures/papers.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { assignAction, changeAction } from '../action/action-commands.ts'
import { getAction } from '../action/action-queries.ts'
import { handOverAction } from '../action/hand-over-commands.ts'
import { addDecision } from '../decision/decision-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { proposeRecommendation, rewordRecommendation } from '../recommendation/recommendation-commands.ts'
import { getRecommendation } from '../recommendation/recommendation-page.ts'
import type { MinutesItem } from './minute-outputs.ts'
import { getMinutes } from './minute-queries.ts'

const itemOf = ({ items }: { items: readonly MinutesItem[] }, key: string) => {
	const found = items.find(({ reference }) => reference === key)
	if (!found) throw new Error(`no item ${key}`)
	return found
}

const TO_DO = { title: 'Assigned', responsible: 'police' }
const ASKED = { title: 'Recommended', text: 'Do.', addresseeActor: 'statistics', areas: ['labour-migration'] }

/** A meeting with a decision in its first item, whose minutes are adopted. */
async function adopted() {
	const whole = await aMeeting()
	const { secretariat } = whole
	const agendaItem = whole.items.open
	const agreed = { title: 'Agreed', text: 'Agreed.', manner: 'consensus' } as const
	const decision = await secretariat.run(addDecision, { agendaItem, ...agreed })
	const recommendation = await secretariat.run(proposeRecommendation, { agendaItem, ...ASKED })
	await adopt(whole)
	const before = await secretariat.ask(getMinutes, { meeting: whole.meeting })
	return { ...whole, agendaItem, decision, recommendation, before }
}

test('minutes that are adopted take no further action and no further recommendation, in an item or beside', async () => {
	const { secretariat, agendaItem, meeting, before } = await adopted()
	for (const place of [{ agendaItem }, { meeting }]) {
		expect(await refusalOf(secretariat.run(assignAction, { ...TO_DO, ...place }))).toMatchObject({
			kind: 'conflict',
			code: 'deliberation.action-minutes-adopted'
		})
		expect(await refusalOf(secretariat.run(proposeRecommendation, { ...ASKED, ...place }))).toMatchObject({
			kind: 'conflict',
			code: 'deliberation.recommendation-minutes-adopted'
		})
	}
	expect(await secretariat.ask(getMinutes, { meeting })).toEqual(before)
})

test('what a decision or a recommendation of theirs asks for is assigned from it, and stands in no minutes', async () => {
	const { secretariat, meeting, decision, recommendation, agendaItem, before } = await adopted()
	const ofDecision = await secretariat.run(assignAction, { ...TO_DO, decision: decision.reference })
	await secretariat.run(assignAction, { ...TO_DO, recommendation: recommendation.reference })
	await secretariat.run(assignAction, { ...TO_DO, structure: 'committee' })
	await secretariat.run(proposeRecommendation, { ...ASKED, structure: 'committee' })
	expect(await secretariat.ask(getMinutes, { meeting })).toEqual(before)
	const action = await secretariat.ask(getAction, { action: ofDecision.reference })
	expect(action).toMatchObject({ decision: { reference: decision.reference }, meeting: null })
	expect((await secretariat.ask(getAgendaItem, { agendaItem })).actions).toHaveLength(1)
})

test('while the minutes are still being written, what a decision asks for stands in them', async () => {
	const whole = await aMeeting()
	const { secretariat, items, meeting } = whole
	const decision = await secretariat.run(addDecision, {
		agendaItem: items.open,
		title: 'Agreed',
		text: 'Agreed.',
		manner: 'consensus'
	})
	await secretariat.run(assignAction, { ...TO_DO, decision: decision.reference })
	const minutes = await secretariat.ask(getMinutes, { meeting })
	expect(minutes.items.find(({ reference }) => reference === items.open)?.actions).toHaveLength(1)
})

test('minutes that are adopted say for ever what was adopted, and beside it what became otherwise', async () => {
	const whole = await aMeeting()
	const { secretariat, meeting, items } = whole
	const agendaItem = items.open
	const recommendation = await secretariat.run(proposeRecommendation, { agendaItem, ...ASKED })
	const action = await secretariat.run(assignAction, { ...TO_DO, agendaItem, due: '2026-04-30' })
	// What is set right before they are adopted is what they say.
	const first = await secretariat.ask(getAction, { action: action.reference })
	await secretariat.run(changeAction, {
		action: action.reference,
		version: first.version,
		due: '2026-05-31',
		reason: 'A slip.'
	})
	await adopt(whole)
	const before = itemOf(await secretariat.ask(getMinutes, { meeting }), agendaItem)
	expect(before.actions[0]).toMatchObject({ due: '2026-05-31', now: { due: null, responsible: null } })
	const { version } = await secretariat.ask(getAction, { action: action.reference })
	await secretariat.run(changeAction, {
		action: action.reference,
		version,
		title: 'Assigned and called otherwise',
		due: '2026-09-30',
		reason: 'More time.'
	})
	const moved = await secretariat.ask(getAction, { action: action.reference })
	await secretariat.run(handOverAction, {
		action: action.reference,
		version: moved.version,
		actor: 'labour',
		reason: 'It is theirs.'
	})
	await secretariat.run(rewordRecommendation, {
		recommendation: recommendation.reference,
		version: (await secretariat.ask(getRecommendation, { recommendation: recommendation.reference })).version,
		text: 'Do otherwise.',
		reason: 'Clearer.'
	})
	const after = itemOf(await secretariat.ask(getMinutes, { meeting }), agendaItem)
	expect(after.actions.map(({ now: _now, state: _state, ...one }) => one)).toEqual(
		before.actions.map(({ now: _now, state: _state, ...one }) => one)
	)
	expect(after.actions[0]?.now).toMatchObject({ due: '2026-09-30', responsible: { reference: 'labour' } })
	expect(after.recommendations).toEqual([{ ...before.recommendations[0], isReworded: true }])
	expect(after.recommendations[0]).toMatchObject({ text: 'Do.' })
})
