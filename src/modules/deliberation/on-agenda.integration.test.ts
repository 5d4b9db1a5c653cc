import { beforeEach, expect, test } from 'vitest'
import { assignAction } from './action/action-commands.ts'
import { getAction } from './action/action-queries.ts'
import { addDecision } from './decision/decision-commands.ts'
import { getDecision } from './decision/decision-queries.ts'
import { proposeRecommendation } from './recommendation/recommendation-commands.ts'
import { getRecommendation } from './recommendation/recommendation-page.ts'
import { aMeeting } from '#tests/fixtures/sat.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'

let made: TestWorkspace

beforeEach(async () => {
	made = await aWorkspace()
})

/** A meeting whose first item is about a recommendation, and whose second is about nothing. */
async function onAgenda() {
	const secretary = await made.as('secretariat')
	const raised = await aMeeting(made, { day: '2026-02-02' })
	const proposal = {
		title: 'One form',
		text: 'Take one form.',
		meeting: raised.id,
		addresseeActor: 'health',
		areas: ['labour-migration']
	}
	const recommendation = await secretary.run(proposeRecommendation, proposal)
	const meeting = await aMeeting(made, {
		items: [
			['The form', 'workspace'],
			['Other matters', 'workspace']
		]
	})
	const [about = '', other = ''] = meeting.items
	await made.database.owner
		.updateTable('agenda_item')
		.set({ subject_id: recommendation.id })
		.where('workspace_id', '=', made.workspace.id)
		.where('id', '=', about)
		.execute()
	const assign = (more: object) =>
		secretary.run(assignAction, { title: 'Print the form', responsible: 'labour', due: '2026-04-01', ...more })
	return { secretary, raised, recommendation, meeting, about, other, assign }
}

test('what is handed out in an item about a recommendation belongs to its chain', async () => {
	const { secretary, raised, recommendation, about, other, assign } = await onAgenda()
	const action = await assign({ agendaItem: about })
	expect(await secretary.ask(getAction, { action: action.id })).toMatchObject({
		recommendation: { reference: recommendation.reference },
		recommendationMeeting: { reference: raised.reference }
	})
	const chain = await secretary.ask(getRecommendation, { recommendation: recommendation.id })
	expect(chain.actions).toMatchObject([{ record: { reference: action.reference } }])
	const elsewhere = await assign({ agendaItem: other })
	expect((await secretary.ask(getAction, { action: elsewhere.id })).recommendation).toBeNull()
})

test('a recommendation that is named goes before the one on the agenda', async () => {
	const { secretary, raised, about, assign } = await onAgenda()
	const named = await secretary.run(proposeRecommendation, {
		title: 'Two',
		text: 'Take two.',
		meeting: raised.id,
		addresseeActor: 'health',
		areas: ['labour-migration']
	})
	const action = await assign({ agendaItem: about, recommendation: named.id })
	expect((await secretary.ask(getAction, { action: action.id })).recommendation?.id).toBe(named.id)
})

test('a decision taken in such an item stands in the chain, and so does what follows from it', async () => {
	const { secretary, recommendation, meeting, about, other, assign } = await onAgenda()
	const decide = (agendaItem: string) =>
		secretary.run(addDecision, {
			meeting: meeting.id,
			agendaItem,
			title: 'The form is taken',
			text: 'It is taken.',
			manner: 'consensus'
		})
	const decision = await decide(about)
	await decide(other)
	const read = await secretary.ask(getDecision, { decision: decision.id })
	expect(read.recommendation?.reference).toBe(recommendation.reference)
	const action = await assign({ decision: decision.id })
	const chain = await secretary.ask(getRecommendation, { recommendation: recommendation.id })
	expect(chain.decisions.map(({ reference }) => reference)).toEqual([decision.reference])
	expect(chain.actions.map(({ record }) => record.reference)).toEqual([action.reference])
})
