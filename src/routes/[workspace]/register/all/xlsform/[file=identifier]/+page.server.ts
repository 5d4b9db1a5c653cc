import { readXlsForm } from '#modules/registers/xlsform/xlsform-queries.ts'
import { formKeys } from '../../../../../face.server.ts'
import { declaringActions, lookThrough } from '../../../declaring.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, params } = event
	const { words } = locals
	const { name, declaration, notes, notesTotal } = await locals.ask(readXlsForm, { file: params.file })
	return {
		keys: formKeys(locals),
		name,
		text: declaration,
		looked: (await lookThrough(event, declaration)).looked,
		notes: notes.map(({ code, sheet, row, column, params: told }) => ({
			sheet,
			row,
			column,
			what: words.t(`registers.xlsform.in.${code}`, told)
		})),
		unlisted: notesTotal - notes.length
	}
}

export const actions: Actions = { look: declaringActions.look, declare: declaringActions.declare }
