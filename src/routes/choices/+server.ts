import { redirect, type RequestHandler } from '@sveltejs/kit'
import { changePerson } from '#platform/access/sign-in/account.server.ts'
import { backTo } from '../back.ts'
import { languagesHere } from '../languages.server.ts'
import { entranceOf } from '../sign-in/at-the-door.server.ts'

const THEMES: readonly unknown[] = ['auto', 'light', 'dark']
const YEAR_SECONDS = 365 * 24 * 3_600

/**
 * Keeps a reader's choice of language or appearance in a cookie, for reading only what the server sends anyway. A language
 * that a person has chosen for themselves would outweigh the cookie, so it is chosen anew with it.
 */
export const POST: RequestHandler = async (event) => {
	const { request, cookies, url, locals } = event
	const form = await request.formData()
	const [theme, language] = [form.get('theme'), form.get('language')]
	const keep = {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		maxAge: YEAR_SECONDS,
		secure: url.protocol === 'https:'
	} as const
	if (typeof theme === 'string' && THEMES.includes(theme)) cookies.set('pitso_theme', theme, keep)
	if (typeof language === 'string' && languagesHere().includes(language)) {
		cookies.set('pitso_language', language, keep)
		const { person } = locals
		if (person?.person.language)
			await changePerson(entranceOf(event), person, { name: person.person.name, language }, new Date())
	}
	redirect(303, backTo(form.get('back'), '/'))
}
