import { redirect } from '@sveltejs/kit'
import { listSeatsOfPerson } from '#platform/access/person-seats.server.ts'
import { changePerson, listMethods, listPasskeys, listSessions } from '#platform/access/sign-in/account.server.ts'
import { countRecoveryCodes } from '#platform/access/sign-in/second-factor.server.ts'
import { asksSecondFactor } from '#platform/access/sign-in/rules.ts'
import { ownLanguageName } from '#platform/languages/locale.ts'
import { installation } from '../installation.server.ts'
import { languagesHere } from '../languages.server.ts'
import { doorAction, entranceOf, signedInHere, textOf } from '../sign-in/at-the-door.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const signedIn = signedInHere(event)
	const { person, session } = signedIn
	const { words } = event.locals
	const entrance = entranceOf(event)
	const now = new Date()
	const [workspaces, methods, passkeys, sessions, recoveryCodes] = await Promise.all([
		listSeatsOfPerson(installation().database, person.id, now),
		listMethods(entrance, person.id),
		listPasskeys(entrance, person.id),
		listSessions(entrance, signedIn, now),
		countRecoveryCodes(entrance, person.id)
	])
	return {
		name: person.name,
		email: person.email,
		language: person.language,
		languages: languagesHere().map((language) => ({ value: language, label: ownLanguageName(language) })),
		isSaved: event.url.searchParams.has('saved'),
		seats: workspaces.flatMap(({ workspace, held }) =>
			held.map(({ key, role, office, actor }) => ({
				place: words.name(workspace.name),
				workspace: workspace.key,
				key,
				role,
				office,
				actor: actor && words.name(actor),
				isWaiting: asksSecondFactor(role) && !session.isStrong
			}))
		),
		hasPassword: methods.hasPassword,
		hasSecondFactor: person.hasSecondFactor,
		recoveryCodes: recoveryCodes ?? null,
		passkeys: passkeys.length,
		identities: methods.identities.length,
		sessions: sessions.length
	}
}

export const actions: Actions = {
	default: doorAction(
		'default',
		async (event, form) => {
			const language = textOf(form, 'language')
			const given = { name: textOf(form, 'name'), language: languagesHere().includes(language) ? language : null }
			await changePerson(entranceOf(event), signedInHere(event), given, new Date())
			redirect(303, '/account?saved')
		},
		{ typed: ['name', 'language'] }
	)
}
