import type { TestWorkspace } from '../fixtures/workspace.ts'
import { perform } from './by-name.ts'

const OPEN = 'committee'
const CLOSED = 'closed-group'

/** Rules of procedure, guidelines, ad hoc bodies and a calendar address: of what all see, and of what few see. */
export async function prepareCadence(made: TestWorkspace, put: (name: string, id: string) => void) {
	const administrator = await made.as('administrator')
	const version = async (key: string) =>
		(
			await made.database.owner
				.selectFrom('record')
				.select('version')
				.where('workspace_id', '=', made.workspace.id)
				.where('key', '=', key)
				.executeTakeFirstOrThrow()
		).version
	for (const structure of [OPEN, CLOSED]) {
		await perform(administrator, 'rhythm.set', {
			structure,
			version: await version(structure),
			from: '2026-11-01',
			kind: 'times-a-year',
			times: 4,
			noticeDays: 14,
			quorum: 'majority',
			silence: 'no-answer',
			writtenDays: 14,
			basis: `Standing orders of ${structure}`,
			reason: 'as the test says'
		})
		put(
			`participation ${structure}`,
			await perform(administrator, 'participation.add', {
				structure,
				version: await version(structure),
				actorKind: 'academia',
				...(structure === OPEN ? { area: 'shadow-area' } : {}),
				maySpeak: true,
				basis: `Guidelines of ${structure}`,
				from: '2026-01-15'
			})
		)
	}
	for (const [prefix, audience] of [
		['', 'public'],
		['shadow-', 'secretariat']
	])
		for (const [key, status] of [
			['idle-team', 'ad-hoc-idle'],
			['activated-team', 'ad-hoc-activated']
		])
			put(
				`${prefix ?? ''}${key ?? ''}`,
				await perform(administrator, 'structure.create', {
					key: `${prefix ?? ''}${key ?? ''}`,
					name: prefix === '' ? `Team ${key ?? ''}` : `Shadow ${key ?? ''}`,
					level: 'technical',
					kind: 'task-team',
					status,
					audience
				})
			)
	put('feed', await perform(await made.as('member'), 'calendarFeed.create', {}))
}
