import { linkIfAny } from '#modules/directory/page-links.ts'
import { getStorage } from '#platform/files/storage.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace } }) => {
	const { largest, ...storage } = await locals.ask(getStorage, {})
	return {
		storage,
		largest: largest.map(({ record, ...file }) => ({ ...file, record: linkIfAny(locals.words, workspace, record) }))
	}
}
