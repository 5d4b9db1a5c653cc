import { redirect } from '@sveltejs/kit'
import { endSession } from '#platform/access/find-seat.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { backTo } from '../../back.ts'
import { refusePage } from '../../face.server.ts'
import { installation } from '../../installation.server.ts'
import { SEAT_COOKIE, SESSION_COOKIE } from '../../session.server.ts'
import { signedInHere } from '../../sign-in/at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const { locals, url } = event
	signedInHere(event)
	const acting = locals.seat.key ?? locals.waiting?.key
	return {
		back: backTo(url.searchParams.get('back'), ''),
		seats: locals.held.map(({ key, role, office, actor }) => ({
			key,
			role,
			office,
			actor: actor && locals.words.name(actor),
			isCurrent: key === acting
		}))
	}
}

const MONTHS = 180 * 86_400

export const actions: Actions = {
	async default(event) {
		const { locals, url, request, cookies } = event
		signedInHere(event)
		const home = `/${locals.workspace?.key ?? ''}`
		const form = await request.formData()
		const seat = locals.held.find(({ key }) => key === form.get('seat'))
		const lent = cookies.get(SESSION_COOKIE)
		if (!seat && !lent) refusePage(locals, url, absent('platform.no-such-seat'))
		if (lent) {
			await endSession(installation().database, lent, new Date())
			cookies.delete(SESSION_COOKIE, { path: home })
		}
		if (seat)
			cookies.set(SEAT_COOKIE, seat.key, {
				path: home,
				httpOnly: true,
				sameSite: 'lax',
				maxAge: MONTHS,
				secure: url.protocol === 'https:'
			})
		redirect(303, backTo(form.get('back'), home))
	}
}
