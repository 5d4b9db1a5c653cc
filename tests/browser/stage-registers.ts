import { aKey, anActor, run } from './stage.ts'

/** A training with two sessions, offered by an actor of its own, in the register that comes with the product. */
export async function aTraining(values: Record<string, unknown> = {}) {
	const name = `Training ${aKey('training')}`
	const provider = await anActor()
	const { reference } = await run('entry.add', {
		register: 'training',
		values: { name, provider: provider.key, mode: 'online', ...values },
		tables: {
			sessions: [
				{ day: '2026-03-01', subject: 'Law' },
				{ day: '2026-03-02', subject: 'Practice' }
			],
			participants: [{ person: 'Tariro Zvaita', sex: 'female' }]
		}
	})
	return { name, provider, reference: String(reference), page: `/zwe/register/training/${String(reference)}` }
}
