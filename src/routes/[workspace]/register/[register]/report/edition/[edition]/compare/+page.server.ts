import type { KeptFigure } from '#modules/registers/edition/content.ts'
import { compareEditions } from '#modules/registers/edition/edition-queries.ts'
import { sayKeptFigure } from '#modules/registers/edition/say-kept-figure.ts'
import { absent } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../../../../../face.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const other = url.searchParams.get('with')
	if (other === null) refusePage(locals, url, absent('registers.no-such-issue'))
	const compared = await locals.ask(compareEditions, {
		edition: params.edition,
		with: other,
		language: words.language.slice(0, 2)
	})
	const said = (figure: KeptFigure | null) => sayKeptFigure(words, figure)
	const none = '–'
	return {
		page: `/${params.workspace}/register/${params.register}/report/edition/${compared.edition.reference}`,
		name: words.name(compared.edition.title),
		other: words.name(compared.with.title),
		figures: compared.figures.map(({ key, names, before, after }) => ({
			key,
			label: words.name(names),
			other: said(before),
			own: said(after)
		})),
		tables: compared.tables.map(({ key, heading, rows, same, isMore }) => ({
			key,
			heading,
			rows: rows.map(({ label, before, after }) => ({ label, other: before ?? none, own: after ?? none })),
			same: words.t('registers.edition.compare.same', { count: same, many: words.number(same) }),
			isMore
		}))
	}
}
