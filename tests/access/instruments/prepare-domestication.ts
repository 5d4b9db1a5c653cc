import { promise } from '../../fixtures/promised.ts'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { perform, recordsOf } from '../by-name.ts'

/**
 * An instrument that everybody sees and one that only insiders see, each with obligations that were judged, a law, and a road map
 * with a step and an obstacle.
 */
export async function prepareDomestication(
	made: TestWorkspace,
	put: (name: string, id: string) => void
): Promise<void> {
	const administrator = await made.as('administrator')
	const closed = (await recordsOf(made)).find((record) => record.key === 'closed-group')?.id ?? ''
	for (const [which, prefix, audience] of [
		['open', 'Promised', 'public'],
		['closed', 'Shadow', { structureId: closed }]
	] as const) {
		const { instrument, obligations, laws } = await promise(made, {
			prefix,
			audience,
			obligations: 2,
			laws: [{ provisions: 1 }]
		})
		const [first = '', second = ''] = obligations
		const [law] = laws
		put(`${which} promised instrument`, instrument)
		put(`${which} promised obligation`, first)
		put(`${which} promised law`, law?.id ?? '')
		put(`${which} promised provision`, law?.provisions[0] ?? '')
		put(
			`${which} judgement`,
			await perform(administrator, 'obligation.judge', {
				obligation: first,
				provision: law?.provisions[0],
				verdict: 'partly',
				reason: `${prefix} reason of the judgement`
			})
		)
		await perform(administrator, 'obligation.judge', {
			obligation: second,
			verdict: 'not-met',
			reason: `${prefix} reason without a law`
		})
		put(
			`${which} road map step`,
			await perform(administrator, 'roadMapStep.add', {
				instrument,
				form: 'study',
				title: `${prefix} study`,
				lead: 'labour',
				structure: which === 'open' ? 'committee' : 'closed-group',
				target: '2026-06-30'
			})
		)
		put(
			`${which} obstacle`,
			await perform(administrator, 'roadMapObstacle.add', {
				instrument,
				obstacle: 'complexity',
				note: `${prefix} note of the obstacle`
			})
		)
	}
}
