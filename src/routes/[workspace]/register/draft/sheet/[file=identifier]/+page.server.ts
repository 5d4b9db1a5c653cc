import { beginDraft, readSheetColumns } from '#modules/registers/drafting/draft-commands.ts'
import { chosenInForm, columnFields, columnHeaders } from '#modules/registers/drafting/sheet-form.ts'
import { formAction, formKeys } from '../../../../../face.server.ts'
import { languagesOf, refuseOthers, textsOf } from '../../drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	refuseOthers({ locals, url })
	const sheet = await locals.ask(readSheetColumns, { file: params.file })
	return {
		keys: { ...formKeys(locals), ...columnHeaders(sheet.columns) },
		languages: languagesOf(locals),
		name: sheet.name,
		rows: sheet.rows,
		columns: sheet.columns.length,
		fields: columnFields(locals.words, sheet.columns)
	}
}

export const actions: Actions = {
	default: formAction(
		beginDraft,
		({ params }, form) => ({
			from: 'sheet',
			file: params['file'],
			one: textsOf(form, 'one'),
			many: textsOf(form, 'many'),
			about: textsOf(form, 'about'),
			columns: chosenInForm(form)
		}),
		({ draft }, { params }) => `/${params['workspace'] ?? ''}/register/draft/${draft}`
	)
}
