import { beginDraft } from '#modules/registers/drafting/draft-commands.ts'
import { formKeys } from '../../../../face.server.ts'
import { refuseOthers, takeText } from '../drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => {
	refuseOthers({ locals, url })
	return { keys: formKeys(locals) }
}

export const actions: Actions = {
	default: (event) =>
		takeText(
			event,
			beginDraft,
			(declaration) => ({ from: 'text', declaration }),
			({ draft }) => `/${event.params.workspace}/register/draft/${draft}`
		)
}
