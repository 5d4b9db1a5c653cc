import { changeDraft } from '#modules/registers/drafting/draft-commands.ts'
import { asDeclared } from '../../../sent-declaration.server.ts'
import { formAction } from '../../../../../face.server.ts'
import { draftPage, takeText } from '../../drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { draft, head, keys } = await draftPage({ locals, params, url })
	return { head, keys, text: draft.declaration }
}

const homeOf = (params: Readonly<Record<string, string | undefined>>) =>
	`/${params['workspace'] ?? ''}/register/draft/${params['draft'] ?? ''}`

export const actions: Actions = {
	change: formAction(
		changeDraft,
		(_event, form) => {
			const text = form.get('declaration')
			return { declaration: typeof text === 'string' ? asDeclared(text) : '' }
		},
		(_done, { params }) => homeOf(params)
	),
	file: (event) =>
		takeText(
			event,
			changeDraft,
			(declaration) => ({ declaration }),
			() => homeOf(event.params)
		)
}
