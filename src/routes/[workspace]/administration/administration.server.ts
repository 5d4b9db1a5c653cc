import type { RequestEvent } from '@sveltejs/kit'
import { keepsAccess } from '#platform/access/access-rules.ts'
import { listSeatOptions } from '#platform/access/seat-operations.ts'
import { refuseUnlessMay } from '../record-page.server.ts'

type Page = Pick<RequestEvent, 'locals' | 'url'>

/** Refuses a page of the administration to all but administrators, before anything is typed. */
export const refuseUnlessAdministrator = (page: Page, operation: string): void =>
	refuseUnlessMay(page, keepsAccess(page.locals.seat), operation)

/** The open seats as the options of a select: those that nobody holds, or all. */
export async function seatOptions(locals: App.Locals, which: 'all' | 'vacant') {
	const { items } = await locals.ask(listSeatOptions, {})
	return items
		.filter((seat) => which === 'all' || !seat.isHeld)
		.map((seat) => ({ value: seat.key, label: `${seat.office} (${locals.words.t(`role.${seat.role}`)})` }))
}

/** The languages of the workspace as the options of a select. */
export const languageOptions = ({ workspace, words }: App.Locals) =>
	(workspace?.languages ?? []).map((language) => ({ value: language, label: words.languageName(language) }))

/** The link of an invitation as a whole address, since it is carried to somebody elsewhere. */
export const wholeLink = (url: URL, path: string | null): string | null => path && `${url.origin}${path}`
