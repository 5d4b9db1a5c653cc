import { declareDraft } from '#modules/registers/drafting/draft-commands.ts'
import { readDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { formAction } from '../../../../../face.server.ts'
import { draftPage } from '../../drafting.server.ts'
import { consentsIn, lookThrough } from '../../../declaring.server.ts'
import { faultsWithForms } from '../draft-faults.server.ts'
import { pictureOf } from './picture.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const page = await draftPage({ locals, params, url })
	const { draft, head, keys } = page
	const { looked } = await lookThrough({ locals }, draft.declaration)
	const read = readDeclaration(draft.declaration)
	const { entries, from, to, changes, effects, steps } = looked
	return {
		head,
		keys,
		file: draft.file,
		entries,
		from,
		to,
		changes,
		effects,
		steps,
		...faultsWithForms(page, looked),
		picture: 'register' in read ? await pictureOf(locals, read.register) : null
	}
}

export const actions: Actions = {
	declare: formAction(
		declareDraft,
		(_event, form) => ({ mayWait: true, consents: consentsIn(form) }),
		({ register, job, file }, { params, cookies }) => {
			const home = `/${params['workspace'] ?? ''}/register/${register}`
			if (job === null) return file === null ? home : `${home}/import/${file}`
			// Nothing is done yet: the page of the job says when it is.
			cookies.delete('pitso_done', { path: '/' })
			return `${home}/declaration/progress?job=${job}`
		}
	)
}
