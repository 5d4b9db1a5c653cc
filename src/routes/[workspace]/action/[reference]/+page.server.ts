import { redirect } from '@sveltejs/kit'
import { getAction } from '#modules/deliberation/action/action-queries.ts'
import { addStep, finishStep, withdrawStep } from '#modules/deliberation/action/step-commands.ts'
import { addComment } from '#platform/records/discussion.ts'
import { formAction } from '../../../face.server.ts'
import { recordParts, todayOf } from '../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const action = await locals.ask(getAction, { action: params.reference })
	if (action.reference !== params.reference) redirect(303, `/${params.workspace}/action/${action.reference}`)
	return { action, today: todayOf(locals), parts: await recordParts(locals, action) }
}

type Addressed = { params: Readonly<Record<string, string | undefined>> }
const about = ({ params }: Addressed) => ({ action: params['reference'] })
const aboutStep = (event: Addressed, form: FormData) => ({ ...about(event), step: form.get('step') })
const toSteps = (_done: unknown, { url }: { url: URL }) => `${url.pathname}#steps`

export const actions: Actions = {
	comment: formAction(
		addComment,
		({ params }) => ({ record: params['reference'], kind: 'action' }),
		(_done, { url }) => `${url.pathname}#discussion`
	),
	addStep: formAction(addStep, about, toSteps),
	finishStep: formAction(finishStep, aboutStep, toSteps),
	withdrawStep: formAction(withdrawStep, aboutStep, toSteps)
}
