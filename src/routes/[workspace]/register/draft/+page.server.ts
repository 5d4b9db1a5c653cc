import { nameOf } from '#modules/directory/page-links.ts'
import { beginDraft } from '#modules/registers/drafting/draft-commands.ts'
import { listDrafts } from '#modules/registers/drafting/draft-queries.ts'
import { listRegisters } from '#modules/registers/register-queries.ts'
import { LIST_MOST } from '#platform/operation/lists.server.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { refuseOthers } from './drafting.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	refuseOthers({ locals, url })
	const [drafts, registers] = await Promise.all([
		locals.ask(listDrafts, { limit: LIST_MOST, sort: '-changed' }),
		locals.ask(listRegisters, { limit: LIST_MOST })
	])
	const { words } = locals
	return {
		keys: formKeys(locals),
		drafts: drafts.items.map((draft) => ({
			reference: draft.reference,
			name: nameOf(words, draft),
			href: `/${params.workspace}/register/draft/${draft.reference}`,
			register: draft.register,
			from: draft.from,
			changed: words.instant(draft.changedAt.toISOString())
		})),
		registers: registers.items.map((one) => ({ value: one.reference, label: nameOf(words, one) })),
		chosen: url.searchParams.get('register') ?? ''
	}
}

export const actions: Actions = {
	next: formAction(
		beginDraft,
		() => ({ from: 'next' }),
		({ draft }, { params }) => `/${params['workspace'] ?? ''}/register/draft/${draft}`
	)
}
