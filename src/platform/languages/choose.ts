import Negotiator from 'negotiator'
import { LAST_LANGUAGE } from './words.ts'

/**
 * The language to speak: the person's own choice, then the cookie's, then what the browser accepts, then English.
 * A choice that is not offered is passed over, so that a language taken away never breaks a page.
 */
export function chooseLanguage(wish: {
	person?: string | null
	cookie?: string | null
	acceptLanguage?: string | null
	offered: readonly string[]
}): string {
	const { person, cookie, acceptLanguage, offered } = wish
	for (const choice of [person, cookie]) if (choice && offered.includes(choice)) return choice
	const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage ?? undefined } })
	const accepted = acceptLanguage ? negotiator.language(offered) : undefined
	return accepted ?? (offered.includes(LAST_LANGUAGE) ? LAST_LANGUAGE : (offered[0] ?? LAST_LANGUAGE))
}
