import { fail } from '@sveltejs/kit'
import { declareDraft } from '#modules/registers/drafting/draft-commands.ts'
import { readDraft } from '#modules/registers/drafting/draft-queries.ts'
import { readDeclaration } from '#modules/registers/declaration/read-declaration.ts'
import { formAction } from '../../../../../face.server.ts'
import { draftPage } from '../../drafting.server.ts'
import { consentsIn, lookThrough, unseenIn } from '../../../declaring.server.ts'
import { faultsWithForms } from '../draft-faults.server.ts'
import { lookTogether } from '../together.server.ts'
import { pictureOf } from './picture.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const page = await draftPage({ locals, params, url })
	const { draft, head, keys } = page
	const { looked, together } = await lookTogether(locals, draft, `/${params.workspace}/register/draft`)
	const read = readDeclaration(draft.declaration)
	const { entries, from, to, changes, effects, steps } = looked
	return {
		head,
		keys,
		file: draft.file,
		text: draft.declaration,
		entries,
		from,
		to,
		changes,
		effects,
		steps,
		together,
		/** Whether entries hold something of which it is not said yet what becomes of it. */
		isHeld: looked.from !== null && looked.faults.some(({ examples }) => examples.length > 0),
		...faultsWithForms(locals.words, page, looked),
		picture: 'register' in read ? await pictureOf(locals, read.register) : null
	}
}

const WITH = 'with:'

/** The drafts that a form declares with its own, each with the version that its page showed. */
const togetherIn = (form: FormData) =>
	[...form].flatMap(([name, version]) =>
		name.startsWith(WITH) ? [{ draft: name.slice(WITH.length), version: Number(version) }] : []
	)

const declareSent = formAction(
	declareDraft,
	(_event, form) => ({ mayWait: true, consents: consentsIn(form), together: togetherIn(form) }),
	({ register, job, file }, { params, cookies }) => {
		const home = `/${params['workspace'] ?? ''}/register/${register}`
		if (job === null) return file === null ? home : `${home}/import/${file}`
		// Nothing is done yet: the page of the job says when it is.
		cookies.delete('pitso_done', { path: '/' })
		return `${home}/declaration/progress?job=${job}`
	}
)

async function stepsTold(event: RequestEvent, unseen: ReturnType<typeof unseenIn>) {
	const { declaration } = await event.locals.ask(readDraft, { draft: event.params.draft })
	return (await lookThrough(event, declaration, { unseen })).looked.steps
}

export const actions: Actions = {
	declare: async (event) => {
		const answer = await declareSent(event)
		const unseen = unseenIn(answer.data.failure)
		const steps = unseen.size === 0 ? null : await stepsTold(event, unseen)
		return fail(answer.status, { ...answer.data, steps })
	}
}
