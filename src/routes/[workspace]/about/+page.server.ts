import { getWorkspace } from '#platform/access/workspace-operations.ts'
import { registry } from '#areas'
import { sourceDocuments } from '../../about/sources.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace } }) => {
	const { records, contact } = await locals.ask(getWorkspace, {})
	const counts = registry.kinds.map(({ name }) => {
		const { reference = 0, invented = 0, entered = 0 } = records.find(({ kind }) => kind === name) ?? {}
		return { kind: name, reference, invented, entered, href: `/${workspace}/${name}` }
	})
	return { sources: [...sourceDocuments], year: new Date().getFullYear(), counts, contact }
}
