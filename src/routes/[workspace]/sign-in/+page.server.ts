import { redirect } from '@sveltejs/kit'
import { listDemonstrationSeats } from '#platform/access/demonstration-seats.server.ts'
import { endSession, openSession } from '#platform/access/find-seat.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { enterByPassword } from '#platform/access/sign-in/enter.server.ts'
import { backTo } from '../../back.ts'
import { refusePage } from '../../face.server.ts'
import { installation } from '../../installation.server.ts'
import { SESSION_COOKIE, type Session } from '../../session.server.ts'
import {
	doorAction,
	entranceOf,
	keep,
	providerHere,
	textOf,
	visitOf,
	type Knock
} from '../../sign-in/at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The seats this installation lends to anybody, none unless it was started as a demonstration. */
async function lentSeats({ workspace }: Session) {
	const { database, facts } = installation()
	return workspace && facts.isDemonstration ? listDemonstrationSeats(database, workspace, new Date()) : []
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const back = backTo(url.searchParams.get('back'), '')
	// Whoever is led here because their seat waits for a second factor is led on to where it is set up.
	if (locals.waiting) redirect(303, `/account/second-factor?back=${encodeURIComponent(back)}`)
	const seats = await lentSeats(locals)
	return {
		signedInAs: locals.person?.person.name ?? null,
		provider: providerHere()?.settings.name ?? null,
		back,
		seats: seats.map(({ key, role, office, actor }) => ({
			key,
			role,
			office,
			actor: actor && locals.words.name(actor.title),
			isCurrent: key === locals.seat.key
		}))
	}
}

// A lent seat comes before a person's own, so whoever signs in gives it back.
async function giveBackLentSeat({ cookies, locals }: Pick<Knock, 'cookies' | 'locals'>) {
	const lent = cookies.get(SESSION_COOKIE)
	if (!lent || !locals.workspace) return
	await endSession(installation().database, lent, new Date())
	cookies.delete(SESSION_COOKIE, { path: `/${locals.workspace.key}` })
}

export const actions: Actions = {
	password: doorAction(
		'password',
		async (event, form) => {
			const home = `/${event.locals.workspace?.key ?? ''}`
			const back = backTo(form.get('back'), home)
			const given = { email: textOf(form, 'email'), password: textOf(form, 'password') }
			const entered = await enterByPassword(entranceOf(event), visitOf(event), given)
			await giveBackLentSeat(event)
			keep(event, entered)
			redirect(303, entered.next === 'in' ? back : `/sign-in/second-factor?back=${encodeURIComponent(back)}`)
		},
		{ typed: ['email'] }
	),
	async lent({ locals, request, cookies, url, getClientAddress }) {
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
