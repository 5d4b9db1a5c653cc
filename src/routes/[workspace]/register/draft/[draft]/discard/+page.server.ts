import { discardDraft } from '#modules/registers/drafting/draft-commands.ts'
import { formAction } from '../../../../../face.server.ts'
import { draftPage } from '../../drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { head, keys } = await draftPage({ locals, params, url })
	return { head, keys }
}

export const actions: Actions = {
	default: formAction(
		discardDraft,
		() => ({}),
		(_done, { params }) => `/${params['workspace'] ?? ''}/register/draft`
	)
}
