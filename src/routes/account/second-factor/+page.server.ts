import { redirect } from '@sveltejs/kit'
import { renderSVG } from 'uqr'
import { listSeatsOfPerson } from '#platform/access/person-seats.server.ts'
import { asksSecondFactor } from '#platform/access/sign-in/rules.ts'
import { listPasskeys } from '#platform/access/sign-in/account.server.ts'
import {
	cancelSecondFactor,
	confirmSecondFactor,
	countRecoveryCodes,
	endSecondFactor,
	findStartedKey,
	renewRecoveryCodes,
	startSecondFactor
} from '#platform/access/sign-in/second-factor.server.ts'
import { backTo } from '../../back.ts'
import { doorAction, entranceOf, keep, signedInHere, textOf, visitOf } from '../../sign-in/at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const signedIn = signedInHere(event)
	const entrance = entranceOf(event)
	const [started, left, passkeys, seats] = await Promise.all([
		findStartedKey(entrance, signedIn),
		countRecoveryCodes(entrance, signedIn.person.id),
		listPasskeys(entrance, signedIn.person.id),
		listSeatsOfPerson(entrance.database, signedIn.person.id, new Date())
	])
	return {
		back: backTo(event.url.searchParams.get('back'), ''),
		isOn: left !== undefined,
		left: left ?? 0,
		isNeeded: !signedIn.session.isStrong && seats.some(({ held }) => held.some(({ role }) => asksSecondFactor(role))),
		isStrong: signedIn.session.isStrong,
		hasPasskey: passkeys.length > 0,
		started: started && {
			// In groups of four, as people copy it.
			key: started.key.replace(/(.{4})(?!$)/g, '$1 '),
			// As a picture of its own: the address in it holds the key, so no other server draws it.
			picture: `data:image/svg+xml;base64,${Buffer.from(renderSVG(started.address, { border: 2 })).toString('base64')}`
		}
	}
}

const here = (form: FormData) => {
	const back = backTo(form.get('back'), '')
	return `/account/second-factor${back === '' ? '' : `?back=${encodeURIComponent(back)}`}`
}

export const actions: Actions = {
	start: doorAction('start', async (event, form) => {
		await startSecondFactor(entranceOf(event), signedInHere(event))
		redirect(303, here(form))
	}),
	cancel: doorAction('cancel', async (event, form) => {
		await cancelSecondFactor(entranceOf(event), signedInHere(event))
		redirect(303, here(form))
	}),
	confirm: doorAction('confirm', async (event, form) => {
		const code = textOf(form, 'code')
		const done = await confirmSecondFactor(entranceOf(event), visitOf(event), signedInHere(event), code)
		keep(event, done)
		return { recoveryCodes: done.recoveryCodes }
	}),
	renew: doorAction('renew', async (event) => ({
		recoveryCodes: await renewRecoveryCodes(entranceOf(event), visitOf(event), signedInHere(event))
	})),
	end: doorAction('end', async (event, form) => {
		keep(event, await endSecondFactor(entranceOf(event), visitOf(event), signedInHere(event)))
		redirect(303, here(form))
	})
}
