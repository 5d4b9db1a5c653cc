import { redirect } from '@sveltejs/kit'
import { enterBySecondFactor, findChallenged } from '#platform/access/sign-in/enter.server.ts'
import { backTo } from '../../back.ts'
import { doorAction, entranceOf, keep, textOf, visitOf } from '../at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const back = backTo(event.url.searchParams.get('back'), '')
	const isAsked = (await findChallenged(entranceOf(event), visitOf(event))) !== undefined
	return { back, isAsked }
}

export const actions: Actions = {
	default: doorAction('default', async (event, form) => {
		keep(event, await enterBySecondFactor(entranceOf(event), visitOf(event), textOf(form, 'code')))
		redirect(303, backTo(form.get('back'), '/account'))
	})
}
