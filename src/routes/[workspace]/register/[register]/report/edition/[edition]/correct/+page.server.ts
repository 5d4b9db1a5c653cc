import { correctEdition } from '#modules/registers/edition/edition-commands.ts'
import { formAction, formKeys } from '../../../../../../../face.server.ts'
import { editionFor, textFields, textsSent } from '../../../edition-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { edition, said, page } = await editionFor({ locals, params, url }, 'correct', correctEdition.name)
	return {
		title: said.title,
		page,
		fields: textFields(edition, locals.words),
		keys: { ...formKeys(locals), version: edition.version }
	}
}

export const actions: Actions = {
	default: formAction(
		correctEdition,
		({ params }, form) => ({ edition: params['edition'], texts: textsSent(form) }),
		(_done, { params }) =>
			`/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/report/edition/${params['edition'] ?? ''}`
	)
}
