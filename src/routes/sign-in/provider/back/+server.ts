import { redirect, type RequestHandler } from '@sveltejs/kit'
import { enterByProvider, linkProvider, openingForRules } from '#platform/access/sign-in/enter-by-provider.server.ts'
import { absent, conflict, isRefusal } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../face.server.ts'
import { installation } from '../../../installation.server.ts'
import { entranceOf, keep, providerHere, visitOf } from '../../at-the-door.server.ts'

/** Takes the browser back from the identity provider: lets the person in, or links the identity to the one who asked. */
export const GET: RequestHandler = async (event) => {
	const { locals, url } = event
	const provider = providerHere()
	if (!provider) refusePage(locals, url, absent('platform.no-such-page'))
	const [entrance, visit] = [entranceOf(event), visitOf(event)]
	const { facts: _facts, ...installed } = installation()
	const opening = openingForRules({ ...installed, now: visit.now, via: 'page', address: visit.address })
	keep(event, { cookies: provider.forget(entrance) })
	const next = await provider
		.receive(entrance, { cookies: visit.cookies, search: url.search, now: visit.now })
		.then(async (vouched) => {
			const { link, back } = vouched
			if (link !== undefined) {
				if (locals.person?.person.id !== link) throw conflict('sign-in.provider-over')
				await linkProvider(entrance, visit, { vouched, person: locals.person.person, opening })
				return back
			}
			const entered = await enterByProvider(entrance, visit, { vouched, opening })
			keep(event, entered)
			return entered.next === 'in' ? back : `/sign-in/second-factor?back=${encodeURIComponent(back)}`
		})
		.catch((refusal: unknown) => {
			if (isRefusal(refusal)) refusePage(locals, url, refusal)
			throw refusal
		})
	redirect(303, next)
}
