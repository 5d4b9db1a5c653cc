import { z } from 'zod'
import { run } from './stage.ts'

const Done = z.looseObject({ reference: z.string() })

/** Actions of a structure: one that was just assigned, and one that was handed in, by number. */
export async function stageActions(structure: string) {
	const assign = async (title: string) =>
		Done.parse(
			await run('action.assign', {
				structure,
				title,
				text: 'As the committee agreed.',
				responsible: 'zwe-mopslsw',
				due: '2030-06-30',
				steps: ['Ask the districts', 'Write it down'],
				audience: 'public'
			})
		).reference
	const assigned = await assign('Publish the figures of the year')
	const handedIn = await assign('Open the desk at the gate')
	await run('action.report', {
		action: handedIn,
		text: 'The desk is open.',
		isFinal: true,
		stepsLeft: 'The districts answer with the next figures.',
		addresses: ['https://ministry.example/desk']
	})
	return { assigned, handedIn }
}
