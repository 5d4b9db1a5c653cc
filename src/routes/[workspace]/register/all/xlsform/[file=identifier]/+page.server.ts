import { readXlsForm } from '#modules/registers/xlsform/xlsform-queries.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { redirect } from '@sveltejs/kit'
import { UNREAD } from '../unread.ts'
import { formKeys } from '../../../../../face.server.ts'
import { declaringActions, lookThrough } from '../../../declaring.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** What the workbook says; where it is no form, back to where another one is sent, which says why. */
async function readOrBack({ locals, params }: Parameters<PageServerLoad>[0]) {
	const input = { file: params.file }
	try {
		return await locals.attempt(readXlsForm, input)
	} catch (refusal) {
		const why = isRefusal(refusal)
			? UNREAD.find((one) => refusal.issues.some(({ code }) => code === `registers.${one}`))
			: undefined
		if (why !== undefined) redirect(303, `/${params.workspace}/register/all/xlsform?unread=${why}`)
		return locals.ask(readXlsForm, input)
	}
}

export const load: PageServerLoad = async (event) => {
	const { locals } = event
	const { words } = locals
	const { name, declaration, notes, notesTotal } = await readOrBack(event)
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
