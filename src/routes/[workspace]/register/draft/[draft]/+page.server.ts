import { SECTIONS, looseOf, nameAmong } from '#modules/registers/drafting/loose-declaration.ts'
import { optionsOfThings } from '#modules/registers/drafting/piece-options.ts'
import { draftPage, pieceAt } from '../drafting.server.ts'
import { lookTogether } from './together.server.ts'
import type { PageServerLoad } from './$types'

const SHOWN_FIRST = 8

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const page = await draftPage({ locals, params, url })
	const { words } = locals
	const loose = looseOf(page.plain)
	const { looked, together } = await lookTogether(locals, page.draft, `/${params.workspace}/register/draft`)
	return {
		head: page.head,
		stateReason: page.draft.stateReason,
		about: words.name(loose.about),
		file: page.draft.file,
		code: loose.code,
		version: loose.version,
		faults: looked.faults.length,
		/** The drafts that it is declared with, and that are sound as well. */
		together: words.list(together.map(({ name }) => name)),
		othersFaulty: words.list(together.filter(({ faults }) => faults > 0).map(({ name }) => name)),
		sections: SECTIONS.map((section) => {
			const things = loose.sections[section] ?? []
			return {
				section,
				href: pieceAt(page.home, section),
				count: things.length,
				first: things.slice(0, SHOWN_FIRST).map((thing, index) => ({
					label: optionsOfThings(words, [thing])[0]?.label ?? words.t('registers.draft.unnamed'),
					href: pieceAt(page.home, `${section}/${nameAmong(things, index)}`)
				}))
			}
		})
	}
}
