import { z } from 'zod'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { answer, perform } from '../by-name.ts'
import { OPEN_REGISTER } from '../prepared-register.ts'

/** A report of one of the prepared registers, for some readers. */
export const reportDefinition = (key: string, audience: 'public' | 'workspace' | 'secretariat' = 'workspace') => ({
	key,
	names: { en: `The ${key} report` },
	period: 'month' as const,
	day: 'day',
	audience,
	to: { groups: ['keepers'] },
	blocks: [
		{ block: 'text' as const, key: 'summary', text: { en: 'In {period}, {figure.all}.' }, complete: 'may' as const },
		{ block: 'figures' as const, key: 'figures', figures: [{ key: 'all', names: { en: 'All entries' } }] }
	]
})

const Found = z.object({ version: z.int() })

/** A report that is public and one for the secretariat, each with an edition that stands and a draft. */
export async function prepareEditions(made: TestWorkspace, put: (name: string, id: string) => void): Promise<void> {
	const administrator = await made.as('administrator')
	for (const [which, audience] of [
		['open', 'public'],
		['closed', 'secretariat']
	] as const) {
		const definition = reportDefinition(which, audience)
		const template = await perform(administrator, 'reportTemplate.add', { register: OPEN_REGISTER, definition })
		put(`${which} report layout`, template)
		const edition = await perform(administrator, 'reportEdition.make', { template, day: '2026-01-05' })
		const { version } = Found.parse(await answer(administrator, 'reportEdition.get', { edition }))
		await perform(administrator, 'reportEdition.complete', { edition, version })
		put(`${which} edition`, edition)
		const draft = await perform(administrator, 'reportEdition.make', { template, day: '2025-12-05' })
		put(which === 'open' ? 'draft edition' : 'closed draft edition', draft)
	}
}
