import { aKey, anActor, run } from './stage.ts'

/** A training with two sessions on the days given, offered by an actor of its own, in the register that comes with the product. */
export async function aTraining(values: Record<string, unknown> = {}, days = ['2026-05-01', '2026-05-02']) {
	const name = `Training ${aKey('training')}`
	const provider = await anActor()
	const { reference } = await run('entry.add', {
		register: 'training',
		values: { name, provider: provider.key, mode: 'online', ...values },
		tables: {
			sessions: ['Law', 'Practice'].map((subject, index) => ({ day: days[index], subject })),
			participants: [{ person: 'Tariro Zvaita', sex: 'female' }]
		}
	})
	return { name, provider, reference: String(reference), page: `/zwe/register/training/${String(reference)}` }
}
