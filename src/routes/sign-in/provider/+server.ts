import { redirect, type RequestHandler } from '@sveltejs/kit'
import { linkMark } from '#platform/access/sign-in/provider.server.ts'
import { absent, isRefusal } from '#platform/operation/refusal.ts'
import { backTo } from '../../back.ts'
import { refusePage } from '../../face.server.ts'
import { entranceOf, keep, providerHere } from '../at-the-door.server.ts'

/** Sends the browser to the ministry's identity provider. */
export const GET: RequestHandler = async (event) => {
	const { locals, url } = event
	const provider = providerHere()
	if (!provider) refusePage(locals, url, absent('platform.no-such-page'))
	const entrance = entranceOf(event)
	const { person } = locals
	const mark = url.searchParams.get('link')
	const links = person && mark !== null && mark === linkMark(entrance.secret, person.session.id)
	const sent = await provider
		.send(entrance, {
			back: backTo(url.searchParams.get('back'), '/account'),
			now: new Date(),
			again: url.searchParams.has('again'),
			...(links ? { link: person.person.id } : {})
		})
		.catch((refusal: unknown) => {
			if (isRefusal(refusal)) refusePage(locals, url, refusal)
			throw refusal
		})
	keep(event, sent)
	// The one place of the product that leads elsewhere: to where the configured issuer says that people sign in.
	redirect(303, sent.address, { external: [new URL(sent.address).origin] })
}
