import { redirect } from '@sveltejs/kit'
import { enterByPassword } from '#platform/access/sign-in/enter.server.ts'
import { mailIsOn } from '#platform/mail/send-mail.server.ts'
import { backTo } from '../back.ts'
import { doorAction, entranceOf, keep, providerHere, textOf, visitOf } from './at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = ({ locals, url }) => ({
	back: backTo(url.searchParams.get('back'), ''),
	signedInAs: locals.person?.person.name ?? null,
	provider: providerHere()?.settings.name ?? null,
	mailIsOn: mailIsOn()
})

export const actions: Actions = {
	password: doorAction(
		'password',
		async (event, form) => {
			const back = backTo(form.get('back'), '')
			const given = { email: textOf(form, 'email'), password: textOf(form, 'password') }
			const entered = await enterByPassword(entranceOf(event), visitOf(event), given)
			keep(event, entered)
			if (entered.next === 'second-factor') redirect(303, `/sign-in/second-factor?back=${encodeURIComponent(back)}`)
			redirect(303, back === '' ? '/account' : back)
		},
		{ typed: ['email'] }
	)
}
