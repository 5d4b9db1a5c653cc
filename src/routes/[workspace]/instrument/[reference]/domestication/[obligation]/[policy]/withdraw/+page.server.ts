import { withdrawJudgement } from '#modules/instruments/domestication/judgement-commands.ts'
import { formAction } from '../../../../../../../face.server.ts'
import { formOf, refuseUnlessMay } from '../../../../../../record-page.server.ts'
import { backToCell, cellOf } from '../../../cell.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { obligation, may } = await cellOf(locals, params)
	refuseUnlessMay({ locals, url }, may.judge, 'judgement.withdraw')
	return { ...formOf(locals, obligation), judgement: url.searchParams.get('judgement') ?? '' }
}

export const actions: Actions = { default: formAction(withdrawJudgement, () => ({}), backToCell) }
