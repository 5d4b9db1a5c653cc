import { completeEdition, recountEdition, writeEdition } from '#modules/registers/edition/edition-commands.ts'
import { formAction, formKeys } from '../../../../../../../face.server.ts'
import { editionFor, textFields, textsSent } from '../../../edition-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { edition, said, page, home, register, imprint } = await editionFor(
		{ locals, params, url },
		'write',
		completeEdition.name
	)
	return {
		title: said.title,
		page,
		home,
		register,
		madeAt: edition.shown.madeAt,
		mayComplete: edition.may.complete,
		draft: imprint.standing,
		fields: textFields(edition, locals.words),
		keys: { ...formKeys(locals), version: edition.version }
	}
}

type Addressed = { params: Readonly<Record<string, string | undefined>> }
// One form has three buttons: whichever is pressed, what was typed comes along.
const about = ({ params }: Addressed, form: FormData) => ({ edition: params['edition'], texts: textsSent(form) })
const pageOf = ({ params }: Addressed) =>
	`/${params['workspace'] ?? ''}/register/${params['register'] ?? ''}/report/edition/${params['edition'] ?? ''}`

export const actions: Actions = {
	write: formAction(writeEdition, about),
	recount: formAction(recountEdition, about),
	complete: formAction(completeEdition, about, (_done, event) => pageOf(event))
}
