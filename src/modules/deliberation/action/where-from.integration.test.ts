import { expect, test } from 'vitest'
import { assign } from '#tests/fixtures/action.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aMeeting } from '#tests/fixtures/sat.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { acceptAgendaItem, declineAgendaItem, proposeAgendaItem } from '../meeting/agenda-commands.ts'
import { getAgendaItem } from '../meeting/agenda-queries.ts'
import { MEETING_STATES } from '../rules.ts'
import { whyNotAssignIn } from './action-rules.ts'

test('an action arises in a meeting in each of its states as the rule says', async () => {
	const made = await aWorkspace()
	for (const state of MEETING_STATES) {
		const { id: meeting } = await aMeeting(made, { state })
		const why = whyNotAssignIn(state)
		const refused = why === null ? (await assign(made, { meeting }), null) : await refusalOf(assign(made, { meeting }))
		expect([state, refused?.kind, refused?.code]).toEqual([
			state,
			why === null ? undefined : 'conflict',
			why ?? undefined
		])
	}
})

test('nothing arises in an item that was only proposed, or declined, until it is accepted', async () => {
	const made = await aWorkspace()
	const [member, chair] = [await made.as('member'), await made.as('chair')]
	const { id: meeting } = await aMeeting(made, { state: 'called', isQuorate: null })
	const propose = async (title: string) => (await member.run(proposeAgendaItem, { meeting, title })).reference
	const [declined, accepted] = [await propose('Declined matter'), await propose('Accepted matter')]
	const version = async (agendaItem: string) => (await chair.ask(getAgendaItem, { agendaItem })).version
	const refused = { kind: 'conflict', code: 'deliberation.action-item-not-on-agenda' }
	expect(await refusalOf(assign(made, { agendaItem: declined }))).toMatchObject(refused)
	await chair.run(declineAgendaItem, { agendaItem: declined, version: await version(declined), reason: 'Not now.' })
	expect(await refusalOf(assign(made, { agendaItem: declined }))).toMatchObject(refused)
	await chair.run(acceptAgendaItem, { agendaItem: accepted, version: await version(accepted) })
	await assign(made, { agendaItem: accepted })
})
