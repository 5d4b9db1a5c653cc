import { nameOf } from '#modules/directory/page-links.ts'
import { beginDraft } from '#modules/registers/drafting/draft-commands.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { languagesOf, refuseOthers, textsOf } from '../drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The address by which a register is chosen that is copied. */
const COPY = 'copy'

export const load: PageServerLoad = async ({ locals, url }) => {
	refuseOthers({ locals, url })
	const isCopy = url.searchParams.has(COPY)
	const { items } = isCopy ? await locals.ask(listRegisters, { limit: LIST_MOST }) : { items: [] }
	return {
		keys: formKeys(locals),
		isCopy,
		languages: languagesOf(locals),
		chosen: url.searchParams.get(COPY) ?? '',
		registers: items.map((one) => ({ value: one.reference, label: nameOf(locals.words, one) }))
	}
}

export const actions: Actions = {
	default: formAction(
		beginDraft,
		({ url }, form) => ({
			from: url.searchParams.has(COPY) ? 'copy' : 'nothing',
			one: textsOf(form, 'one'),
			many: textsOf(form, 'many'),
			about: textsOf(form, 'about')
		}),
		({ draft }, { params }) => `/${params['workspace'] ?? ''}/register/draft/${draft}`
	)
}
