import { importEntries, previewEntryImport } from '#modules/registers/exchange/exchange-operations.ts'
import { formAction, formKeys } from '../../../../../face.server.ts'
import { sayFaults } from '../../../../../import-page.server.ts'
import { registerPage } from '../../list.server.ts'
import { columnNames } from './column-names.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const [shown, preview] = await Promise.all([
		registerPage({ locals, params }),
		locals.ask(previewEntryImport, { register: params.register, file: params.file })
	])
	const { faults, ...rest } = preview
	const called = columnNames(shown.compiled, locals.words)
	const { counts } = rest
	return {
		keys: formKeys(locals),
		title: locals.words.name(shown.register.title),
		home: shown.home,
		preview: {
			...rest,
			readOver: rest.readOver.map(called),
			changed: rest.changed.map((row) => ({
				...row,
				cells: row.cells.map((cell) => ({ ...cell, header: called(cell.header) }))
			}))
		},
		// Anybody can write an address: only where the file has nothing left to do can it have come in.
		isDone:
			url.searchParams.has('done') && counts.added + counts.changed + counts.refused === 0 && preview.faultsTotal === 0,
		faults: sayFaults(locals.words, faults)
	}
}

export const actions: Actions = {
	default: formAction(
		importEntries,
		({ params }) => ({ register: params['register'], file: params['file'], mayWait: true }),
		({ job }, { url, cookies }) => {
			if (job === null) return `${url.pathname}?done`
			// Nothing is done yet: the page of the job says when it is.
			cookies.delete('pitso_done', { path: '/' })
			return `${url.pathname}/progress?job=${job}`
		}
	)
}
