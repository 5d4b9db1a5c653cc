import type { TestWorkspace } from '../fixtures/workspace.ts'
import { commandOf, perform, recordsOf } from './by-name.ts'

/**
 * Of the committee and of the closed group each: a meeting in every state that some move starts from, with an item on the agenda
 * of the planned one and one that is proposed for it, and a series. What is the committee's is seen by everybody.
 */
export async function prepareMeetings(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	const member = await made.as('member')
	const version = async (id: string) => (await recordsOf(made)).find((one) => one.id === id)?.version
	for (const [which, structure, audience, title] of [
		['open', 'committee', 'public', 'Open'],
		['closed', 'closed-group', 'members', 'Shadow']
	] as const) {
		const meeting = async (state: string, day: string, moves: readonly (readonly [string, object])[]) => {
			const id = await perform(administrator, 'meeting.plan', {
				structure,
				title: `${title} ${state} meeting`,
				start: `${day}T09:00`,
				end: `${day}T12:00`,
				place: 'Harare',
				audience,
				standing: false
			})
			// Minutes are drafted of what was on the agenda.
			if (moves.length > 1) await perform(administrator, 'agendaItem.add', { meeting: id, title: `${title} matter` })
			for (const [move, input] of moves)
				await perform(administrator, move, { meeting: id, version: await version(id), ...input })
			put(`${which} ${state} meeting`, id)
			return id
		}
		const called = ['meeting.call', { day: '2026-01-02' }] as const
		const came = { attendance: [{ actor: 'labour', state: 'present' }] } as const
		const held = [called, ['meeting.hold', came]] as const
		const planned = await meeting('planned', '2026-05-04', [])
		await meeting('called', '2026-02-20', [called])
		await meeting('held', '2026-02-15', held)
		await meeting('drafted', '2026-01-20', [...held, ['meeting.draft', {}]])
		await meeting('circulated', '2026-01-10', [
			...held,
			['meeting.draft', {}],
			// Before the meeting in which they may be adopted.
			['meeting.circulate', { day: '2026-01-12', commentsUntil: '2026-03-20' }]
		])
		const item = await perform(administrator, 'agendaItem.add', {
			meeting: planned,
			title: `${title} item of the agenda`,
			note: `${title} matters`,
			minutes: 30
		})
		put(`${which} item`, item)
		const proposal = { meeting: planned, title: `Shadow proposal to the ${title} meeting` }
		put(`closed proposal ${which}`, await perform(member, 'agendaItem.propose', proposal))
		await administrator.runRaw(commandOf('attendance.invite'), {
			meeting: planned,
			actor: 'statistics',
			capacity: 'invited-expert',
			office: `Statistician for the ${title} meeting`
		})
		await administrator.runRaw(commandOf('attendance.declareInterest'), {
			meeting: planned,
			actor: 'statistics',
			interest: `Counts for the ${title} meeting`
		})
		put(
			`${which} series`,
			await perform(administrator, 'meetingSeries.create', {
				structure,
				title: `${title} series`,
				repeats: 'monthly-weekday',
				start: '2026-06-01T09:00',
				durationMinutes: 120,
				audience,
				planUntil: '2026-07-31'
			})
		)
	}
}
