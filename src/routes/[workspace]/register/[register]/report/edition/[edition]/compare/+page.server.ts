import type { KeptFigure } from '#modules/registers/edition/content.ts'
import { compareEditions } from '#modules/registers/edition/edition-queries.ts'
import { absent } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../../../../../face.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { words } = locals
	const other = url.searchParams.get('with')
	if (other === null) refusePage(locals, url, absent('registers.no-such-issue'))
	const compared = await locals.ask(compareEditions, { edition: params.edition, with: other })
	const said = (figure: KeptFigure | null) => {
		if (!figure) return words.t('registers.edition.no-such-figure')
		if (figure.now.isFew) return words.t('registers.edition.few')
		if (figure.sum === null) return words.number(figure.now.records)
		return (
			figure.now.sums
				.map(({ amount, currency }) => (currency === null ? amount : `${amount} ${currency}`))
				.join(', ') || '0'
		)
	}
	return {
		page: `/${params.workspace}/register/${params.register}/report/edition/${compared.edition.reference}`,
		name: words.name(compared.edition.title),
		other: words.name(compared.with.title),
		figures: compared.figures.map(({ key, names, before, after }) => ({
			key,
			label: words.name(names),
			other: said(before),
			own: said(after)
		}))
	}
}
