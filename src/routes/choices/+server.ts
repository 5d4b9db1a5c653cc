import { redirect, type RequestHandler } from '@sveltejs/kit'
import { offeredLanguages } from '../../words.ts'
import { backTo } from '../back.ts'

const THEMES: readonly unknown[] = ['auto', 'light', 'dark']
const YEAR_SECONDS = 365 * 24 * 3_600

/** Keeps a reader's choice of language or appearance in a cookie, for reading only what the server sends anyway. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
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
	if (typeof language === 'string' && offeredLanguages.includes(language)) cookies.set('pitso_language', language, keep)
	redirect(303, backTo(form.get('back'), '/'))
}
