import type { RequestHandler } from '@sveltejs/kit'
import { exportAudit } from '#platform/events/audit.ts'
import { asAttachment } from '#platform/files/file-name.ts'

/** The audit, narrowed as its list is, as a CSV file; that it was taken along stands in the audit itself. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const filters = new URL(url)
	for (const name of [...filters.searchParams.keys()])
		if (!name.startsWith('filter[')) filters.searchParams.delete(name)
	const { name, csv } = await locals.askFrom(exportAudit, filters)
	return new Response(csv, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': asAttachment(name),
			'cache-control': 'private, no-store'
		}
	})
}
