import { aMeeting } from '../fixtures/sat.ts'
import type { TestWorkspace } from '../fixtures/workspace.ts'
import { commandOf, perform, recordsOf } from './by-name.ts'

const EARLIER = new Date('2026-02-01T09:00:00Z')
const NOTHING_COMES_OF_IT = { subject: 'decision', text: 'That it be so.' }

/**
 * Of the committee and of the closed group each: two decisions of a meeting, a written procedure that takes answers, and one whose
 * deadline has passed. Those of the committee are seen by everybody.
 */
export async function prepareDecisions(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	for (const [which, structure, audience, title] of [
		['open', 'committee', 'public', 'Open'],
		['closed', 'closed-group', 'members', 'Shadow']
	] as const) {
		const meeting = await aMeeting(made, { structure, audience, title: `${title} meeting that decided` })
		put(`${which} meeting that decided`, meeting.id)
		for (const name of ['decision', 'later decision'])
			put(
				`${which} ${name}`,
				await perform(administrator, 'decision.add', {
					meeting: meeting.id,
					title: `${title} ${name}`,
					text: 'It is decided.',
					manner: 'consensus'
				})
			)
		put(
			`${which} recommendation of meeting`,
			await perform(administrator, 'recommendation.propose', {
				meeting: meeting.id,
				title: `${title} recommendation of meeting`,
				text: 'That it be done.',
				// The group asks itself: whom else it asked would see it.
				addresseeStructure: structure,
				areas: ['labour-migration'],
				manner: 'vote',
				votedFor: ['home-affairs'],
				positions: [{ actor: 'home-affairs', stance: 'reservation', text: 'Noted' }],
				audience
			})
		)
		const asked = { ...NOTHING_COMES_OF_IT, structure }
		put(
			`${which} procedure`,
			await perform(administrator, 'writtenProcedure.open', {
				...asked,
				title: `${title} procedure`,
				deadline: '2026-04-01'
			})
		)
		put(
			`${which} procedure past`,
			await perform(await made.as('administrator', EARLIER), 'writtenProcedure.open', {
				...asked,
				title: `${title} procedure past its deadline`,
				deadline: '2026-02-20'
			})
		)
		put(
			`${which} answered procedure`,
			await perform(await made.as('member', EARLIER), 'writtenProcedure.answer', {
				writtenProcedure: (await lastProcedure(made))?.id,
				answer: 'agrees'
			})
		)
	}
	for (const { id, kind, audience, version } of await recordsOf(made))
		if (kind === 'written-procedure' && audience.includes(`structure:${await committee(made)}`))
			await administrator.runRaw(commandOf('record.setAudience'), {
				record: id,
				version,
				audience: 'public',
				reason: 'as the test says'
			})
}

const lastProcedure = async (made: TestWorkspace) =>
	(await recordsOf(made))
		.filter((one) => one.kind === 'written-procedure')
		.sort((one, other) => one.sequence - other.sequence)
		.at(-1)

const committee = async (made: TestWorkspace) =>
	(await recordsOf(made)).find((one) => one.key === 'committee')?.id ?? ''
