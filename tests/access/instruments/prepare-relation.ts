import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { perform, recordsOf } from '../by-name.ts'

/**
 * Relations between laws that all see and one that only the keepers of all records see; items of the harmonization board that all see
 * and such as only the members of a structure see, of which one each is settled.
 */
export async function prepareRelation(made: TestWorkspace, put: (name: string, id: string) => void): Promise<void> {
	const administrator = await made.as('administrator')
	const ids = new Map((await recordsOf(made)).map(({ key, id }) => [key, id]))
	const [open, closed] = [ids.get('open-recruitment-act') ?? '', ids.get('shadow-recruitment-act') ?? '']
	const other = await perform(administrator, 'policy.add', {
		name: 'Open Wages Act',
		form: 'act',
		stage: 'in-force',
		on: '2024',
		lead: 'labour',
		audience: 'public'
	})
	put('open other policy', other)
	const relate = (from: string, type: string, argument: string) =>
		perform(administrator, 'policy.relate', { from, type, to: other, argument })
	const relations = {
		'open relation': await relate(open, 'contradicts', 'Fees are allowed here and forbidden there.'),
		'open second relation': await relate(open, 'overlaps', 'Both name the same licence.'),
		'open loose relation': await relate(open, 'needs-alignment-with', 'Terms differ.'),
		'closed relation': await relate(closed, 'contradicts', 'Shadow argument')
	}
	for (const [name, id] of Object.entries(relations)) put(name, id)
	for (const [which, structure, audience, grouped] of [
		['open', 'committee', 'public', ['open relation', 'open second relation']],
		['closed', 'closed-group', 'members', ['closed relation', 'open second relation']]
	] as const) {
		for (const end of ['', ' settled']) {
			const id = await perform(administrator, 'harmonization.add', {
				title: `${which === 'open' ? 'Fees' : 'Shadow fees'}${end}`,
				text: `${which === 'open' ? 'Who pays' : 'Shadow text'}${end}`,
				structure,
				due: '2026-05-01',
				relations: grouped.map((name) => relations[name]),
				actors: ['labour'],
				audience
			})
			put(`${which}${end} harmonization`, id)
			if (end === '') continue
			const version = (await recordsOf(made)).find((record) => record.id === id)?.version
			await perform(administrator, 'harmonization.resolve', {
				harmonization: id,
				version,
				resolution: 'The later Act holds.',
				despite: 'The ministry was heard.'
			})
		}
	}
}
