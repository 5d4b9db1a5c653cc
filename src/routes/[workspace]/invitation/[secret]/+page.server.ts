import { redirect } from '@sveltejs/kit'
import { findInvitation } from '#platform/access/invitation.server.ts'
import { enterByInvitation, takeInvitation } from '#platform/access/sign-in/enter-by-invitation.server.ts'
import { PASSWORD_LEAST } from '#platform/access/sign-in/password.ts'
import { findPersonByEmail } from '#platform/access/sign-in/people.server.ts'
import { asksSecondFactor } from '#platform/access/sign-in/rules.ts'
import { publicSeat } from '#platform/access/seat.ts'
import { absent, invalid } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../face.server.ts'
import type { Session } from '../../../session.server.ts'
import { SEAT_COOKIE } from '../../../session.server.ts'
import {
	doorAction,
	entranceOf,
	keep,
	providerHere,
	signedInHere,
	textOf,
	visitOf,
	type Knock
} from '../../../sign-in/at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const { locals, params, url } = event
	const entrance = entranceOf(event)
	const { opening, words } = locals
	const found = opening && (await findInvitation(entrance.database, opening.workspace, params.secret, opening.now))
	if (!found) refusePage(locals, url, absent('access.no-such-invitation'))
	const { seat, name, email, state, expiresAt } = found
	const isKnown = state === 'open' && (await findPersonByEmail(entrance, email.toLowerCase())) !== undefined
	return {
		state,
		name,
		email,
		expiresAt,
		invitedBy: found.invitedBy,
		seat: { office: seat.office, role: seat.role, actor: seat.actor && words.name(seat.actor.title) },
		signedInAs: locals.person ? { name: locals.person.person.name, email: locals.person.person.email } : null,
		isKnown,
		needsSecondFactor: asksSecondFactor(seat.role),
		provider: providerHere()?.settings.name ?? null,
		here: url.pathname,
		least: PASSWORD_LEAST
	}
}

// Whoever takes an invitation acts from no seat: the secret in the link is their right.
function openingOf({ locals, url }: { locals: Session; url: URL }) {
	if (!locals.opening) refusePage(locals, url, absent('platform.no-such-page'))
	return { ...locals.opening, seat: publicSeat }
}

function actFrom({ cookies, url, locals }: Knock, seat: string) {
	const path = `/${locals.workspace?.key ?? ''}`
	cookies.set(SEAT_COOKIE, seat, { path, httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' })
}

export const actions: Actions = {
	take: doorAction('take', async (event) => {
		const taken = await takeInvitation(openingOf(event), signedInHere(event), event.params['secret'] ?? '')
		actFrom(event, taken.seat)
		redirect(303, `/${event.params['workspace'] ?? ''}`)
	}),
	enter: doorAction(
		'enter',
		async (event, form) => {
			const password = textOf(form, 'password')
			if (password !== textOf(form, 'again')) throw invalid([{ path: ['again'], code: 'sign-in.password-differs' }])
			const entered = await enterByInvitation(entranceOf(event), visitOf(event), {
				opening: openingOf(event),
				secret: event.params['secret'] ?? '',
				name: textOf(form, 'name'),
				password,
				language: event.locals.words.language
			})
			keep(event, entered)
			actFrom(event, entered.seat)
			redirect(303, `/account/second-factor?back=${encodeURIComponent(`/${event.params['workspace'] ?? ''}`)}`)
		},
		{ typed: ['name'] }
	)
}
