import type { TestWorkspace } from '../fixtures/workspace.ts'
import { commandOf, perform } from './by-name.ts'

const EVIDENCE = { text: 'It was done.', addresses: ['https://ministry.example/report'] }

/**
 * Of the committee, whose actions all see, and of the closed group, whose actions only its members see: an action that was just
 * assigned, one that was handed in, and one for which more time was asked. The ministry of labour answers for them, the ministry
 * of home affairs supports it.
 */
export async function prepareActions(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	const member = await made.as('member')
	for (const { which, structure, audience, title } of [
		{ which: 'open', structure: 'committee', audience: 'public', title: 'Open action' },
		{ which: 'closed', structure: 'closed-group', audience: 'members', title: 'Shadow action' }
	] as const) {
		for (const step of ['assigned', 'handed in', 'asked'] as const) {
			const action = await perform(administrator, 'action.assign', {
				title: `${title} ${step}`,
				responsible: 'labour',
				supporting: ['home-affairs'],
				structure,
				audience,
				due: '2026-05-01'
			})
			put(`${which} action ${step}`, action)
			if (step === 'assigned')
				put(`${which} step`, await perform(administrator, 'action.addStep', { action, text: `${title} first` }))
			if (step === 'handed in') await perform(member, 'action.report', { action, isFinal: true, ...EVIDENCE })
			if (step === 'asked')
				await perform(member, 'action.askExtension', { action, until: '2026-06-01', reason: `${title} is late` })
		}
	}
	// A member's own choice, so that there is one of each.
	await member.runRaw(commandOf('reminder.set'), { frequency: 'weekly', weekday: 3 })
}
