import { shellOf } from './shell.server.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = ({ locals, url }) => ({
	language: locals.words.language,
	...(locals.workspace ? { timeZone: locals.workspace.timeZone, firstLanguage: locals.workspace.language } : {}),
	shell: shellOf(locals, url)
})
