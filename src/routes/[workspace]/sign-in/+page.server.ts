import { redirect } from '@sveltejs/kit'
import { listDemonstrationSeats } from '#platform/access/demonstration-seats.server.ts'
import { endSession, openSession } from '#platform/access/find-seat.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { backTo } from '../../back.ts'
import { refusePage } from '../../face.server.ts'
import { installation } from '../../installation.server.ts'
import { SESSION_COOKIE, type Session } from '../../session.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The seats this installation lends to anybody, none unless it was started as a demonstration. */
async function lentSeats({ workspace }: Session) {
	const { database, facts } = installation()
	return workspace && facts.isDemonstration ? listDemonstrationSeats(database, workspace, new Date()) : []
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const seats = await lentSeats(locals)
	return {
		back: backTo(url.searchParams.get('back'), ''),
		seats: seats.map(({ key, role, office, actor }) => ({
			key,
			role,
			office,
			actor: actor && locals.words.name(actor.title),
			isCurrent: key === locals.seat.key
		}))
	}
}

export const actions: Actions = {
	async default({ locals, request, cookies, url, getClientAddress }) {
		const { workspace } = locals
		if (!workspace) refusePage(locals, url, absent('platform.no-such-page'))
		const { database } = installation()
		const form = await request.formData()
		const seat = (await lentSeats(locals)).find(({ key }) => key === form.get('seat'))
		if (!seat) refusePage(locals, url, absent('platform.no-such-seat'))
		const now = new Date()
		const before = cookies.get(SESSION_COOKIE)
		if (before) await endSession(database, before, now)
		const home = `/${workspace.key}`
		cookies.set(SESSION_COOKIE, await openSession(database, workspace, seat.id, now, getClientAddress()), {
			path: home,
			httpOnly: true,
			sameSite: 'lax',
			secure: url.protocol === 'https:'
		})
		redirect(303, backTo(form.get('back'), home))
	}
}
