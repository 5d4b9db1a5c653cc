import { doneText, readDone } from '#platform/exchange/import-done.ts'
import { importWorkspace, previewImport } from '#platform/exchange/import-operation.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { sayFaults } from '../../../import-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { faults, ...preview } = await locals.ask(previewImport, { file: params.file })
	return {
		keys: formKeys(locals),
		preview,
		done: readDone(url.searchParams.get('done'), preview),
		faults: sayFaults(locals.words, faults)
	}
}

export const actions: Actions = {
	default: formAction(
		importWorkspace,
		({ params }) => ({ file: params['file'], mayWait: true }),
		({ job, sheets }, { url, cookies }) => {
			const done = doneText(sheets)
			if (job === null) return `${url.pathname}?done=${done}`
			// Nothing is done yet: the page of the job says when it is.
			cookies.delete('pitso_done', { path: '/' })
			return `${url.pathname}/progress?job=${job}&done=${done}`
		}
	)
}
