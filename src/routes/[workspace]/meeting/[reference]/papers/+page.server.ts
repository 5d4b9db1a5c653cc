import { redirect } from '@sveltejs/kit'
import { makePaper, sendPaper } from '#modules/deliberation/minutes/paper-commands.ts'
import { listPapers } from '#modules/deliberation/minutes/paper-queries.ts'
import { spokenLanguage, spokenOf } from '#platform/languages/offered.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import { catalogue } from '../../../../../words.ts'
import type { Actions, PageServerLoad } from './$types'

const SECONDS = 2

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
	const meeting = await locals.ask(listPapers, { meeting: params.reference })
	if (meeting.reference !== params.reference) redirect(303, `/${params.workspace}/meeting/${meeting.reference}/papers`)
	const isMaking = meeting.making.some(({ hasFailed }) => !hasFailed)
	// Without a script the page looks again by itself, unless its reader asked it not to.
	const isStill = url.searchParams.has('still')
	if (isMaking && !isStill) setHeaders({ refresh: String(SECONDS) })
	return {
		meeting,
		isMaking,
		isStill,
		seconds: SECONDS,
		make: formKeys(locals),
		send: formKeys(locals),
		languages: spokenOf(catalogue, locals.workspace?.languages ?? []),
		chosen: spokenLanguage(catalogue, [locals.workspace?.language], locals.workspace?.languages ?? [])
	}
}

export const actions: Actions = {
	make: formAction(makePaper, ({ params }) => ({ meeting: params['reference'] })),
	send: formAction(sendPaper, ({ params }) => ({ meeting: params['reference'] }))
}
