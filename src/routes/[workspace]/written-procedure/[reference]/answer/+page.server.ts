import { answerWrittenProcedure } from '#modules/deliberation/decision/procedure-commands.ts'
import { getWrittenProcedure } from '#modules/deliberation/decision/procedure-queries.ts'
import { getActor } from '#modules/directory/actor-queries.ts'
import { nameOf } from '#modules/directory/page-links.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf } from '../../../record-page.server.ts'
import { refuseUnlessPossible } from '../../refuse-procedure.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const procedure = await locals.ask(getWrittenProcedure, { writtenProcedure: params.reference })
	refuseUnlessPossible({ locals, url }, procedure, 'answer')
	const actor = await locals.ask(getActor, { actor: locals.seat.actorId ?? '' })
	const { text, language, deadlineDay, mine } = procedure
	return {
		...formOf(locals, procedure),
		put: { text, language, deadlineDay },
		zone: locals.workspace?.timeZone ?? 'UTC',
		mine,
		actor: nameOf(locals.words, actor)
	}
}

export const actions: Actions = {
	default: formAction(
		answerWrittenProcedure,
		({ params }) => ({ writtenProcedure: params['reference'] }),
		backTo('written-procedure')
	)
}
