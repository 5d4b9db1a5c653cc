import { z } from 'zod'
import { run } from './stage.ts'

const Done = z.looseObject({ reference: z.string() })

async function made(structure: string, title: string, steps: readonly (readonly [string, object])[]) {
	const { reference } = Done.parse(
		await run('recommendation.propose', {
			structure,
			title,
			text: 'That one desk receives those who return, from the first of July on.',
			addresseeActor: 'zwe-mopslsw',
			areas: ['themes-of-the-sources-labour-migration'],
			deadlineClass: 'short-term',
			dueDay: '2026-01-31',
			audience: 'public'
		})
	)
	let version = 1
	for (const [operation, more] of steps) {
		await run(operation, { recommendation: reference, version, ...more })
		version++
	}
	return reference
}

/** Recommendations of a structure at three steps of their way, by number. */
export async function stageRecommendations(structure: string) {
	const submitted = ['recommendation.submit', { toActor: 'zwe-mopslsw' }] as const
	const received = ['recommendation.receive', {}] as const
	return {
		proposed: await made(structure, 'One desk for those who return', [
			[
				'recommendation.reword',
				{ text: 'That two desks receive those who return, from the first of July on.', reason: 'there are two gates' }
			]
		]),
		received: await made(structure, 'One register of permits', [submitted, received]),
		inWork: await made(structure, 'One form for both sides of the border', [
			submitted,
			received,
			[
				'recommendation.answer',
				{ answer: 'accepted-in-part', reasons: 'The form, and not yet the fee.', basis: 'Letter of the ministry' }
			],
			['recommendation.implement', {}]
		])
	}
}
