import { moveRelation } from '#modules/instruments/relation/relation-commands.ts'
import { getRelation } from '#modules/instruments/relation/relation-queries.ts'
import { linkStatesAfter } from '#platform/records/link-states.ts'
import { formAction, formKeys } from '../../../../face.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const relation = await locals.ask(getRelation, { relation: params.relation })
	return { keys: formKeys(locals), relation, states: [...linkStatesAfter(relation.state)] }
}

export const actions: Actions = {
	default: formAction(moveRelation, ({ params }) => ({ relation: params['relation'] }))
}
