import { aMeeting } from '../fixtures/sat.ts'
import { perform, recordsOf } from './by-name.ts'
import type { TestWorkspace } from '../fixtures/workspace.ts'

const REASON = 'as the test says'

/** How far a prepared recommendation has come: each step on top of those before it. */
const STEPS = ['proposed', 'submitted', 'received', 'accepted', 'in work'] as const

/**
 * A recommendation at each step of its life: one of the committee, which all see and which lies with the ministry of labour
 * once it is submitted; and one of the closed group, which only its members see and which lies with the committee above.
 */
export async function prepareRecommendations(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	const { id: meeting } = await aMeeting(made, { audience: 'public', title: 'Open meeting that answered' })
	put('open meeting that answered', meeting)
	const sides = [
		{
			name: 'open',
			title: 'Open recommendation',
			structure: 'committee',
			audience: 'public',
			asks: { addresseeActor: 'union' },
			to: { toActor: 'labour' },
			answered: { basis: 'Letter of the ministry' }
		},
		{
			name: 'closed',
			title: 'Shadow recommendation',
			structure: 'closed-group',
			audience: 'members',
			// The group asks itself: whom else it asked would see it.
			asks: { addresseeStructure: 'closed-group' },
			to: { to: 'committee' },
			answered: { meeting }
		}
	] as const
	for (const { name, title, structure, audience, asks, to, answered } of sides)
		for (const [far, step] of STEPS.entries()) {
			const recommendation = await perform(administrator, 'recommendation.propose', {
				title: `${title} ${step}`,
				text: `${title}: that it be done.`,
				structure,
				...asks,
				areas: ['labour-migration'],
				audience
			})
			put(`${name} recommendation ${step}`, recommendation)
			const moves: readonly [string, object][] = [
				['recommendation.submit', to],
				['recommendation.receive', {}],
				['recommendation.answer', { answer: 'accepted', reasons: REASON, ...answered }],
				['recommendation.implement', {}]
			]
			for (const [operation, more] of moves.slice(0, far)) {
				const version = (await recordsOf(made)).find(({ id }) => id === recommendation)?.version
				await perform(administrator, operation, { recommendation, version, ...more })
			}
		}
}
