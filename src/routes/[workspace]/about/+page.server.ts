import { registry } from '#areas'
import { sourceDocuments } from '../../about/sources.server.ts'
import { countRecords } from '../../counts.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals: { opening }, params: { workspace } }) => {
	const counts = await Promise.all(
		registry.kinds.map(async (kind) => {
			const count = (origin: string) => (opening ? countRecords(opening, kind, { origin: [origin] }) : 0)
			const [reference, invented, entered] = await Promise.all([
				count('reference'),
				count('invented'),
				count('entered')
			])
			return { kind: kind.name, reference, invented, entered, href: `/${workspace}/${kind.name}` }
		})
	)
	return { sources: [...sourceDocuments], year: new Date().getFullYear(), counts }
}
