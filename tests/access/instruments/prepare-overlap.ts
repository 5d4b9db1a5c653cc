import { z } from 'zod'
import type { TestWorkspace } from '../../fixtures/workspace.ts'
import { answer, perform, recordsOf } from '../by-name.ts'

const Listed = z.object({ items: z.array(z.object({ id: z.string(), number: z.string() })) })
const Mainstreamed = z.object({ passages: z.array(z.object({ id: z.string() })) })

/** A pair of provisions that was rejected and a passage that was confirmed, of a law that all see and of one that few see. */
export async function prepareOverlap(made: TestWorkspace, put: (name: string, id: string) => void): Promise<void> {
	const administrator = await made.as('administrator')
	const ids = new Map((await recordsOf(made)).map(({ key, id }) => [key, id]))
	for (const [which, key] of [
		['open', 'open-recruitment-act'],
		['closed', 'shadow-recruitment-act']
	] as const) {
		const policy = ids.get(key) ?? ''
		const { items } = Listed.parse(await answer(administrator, 'provision.list', { filter: { policy } }))
		const [first, second] = items.map(({ id }) => id)
		await perform(administrator, 'provision.rejectOverlap', { pairs: [{ first, second }], reason: 'Other matters' })
		await perform(administrator, 'mainstreaming.add', { policy, provision: first, theme: 'labour-migration' })
		const { passages } = Mainstreamed.parse(await answer(administrator, 'mainstreaming.get', { policy }))
		put(`${which} passage`, passages[0]?.id ?? '')
	}
}
