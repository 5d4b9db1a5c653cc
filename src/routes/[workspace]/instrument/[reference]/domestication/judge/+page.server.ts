import { getMatrix, OBLIGATIONS_A_PAGE } from '#modules/instruments/domestication/matrix-queries.ts'
import { judgeObligations } from '#modules/instruments/domestication/judgement-commands.ts'
import { judgedIn, placeFaults } from '#modules/instruments/domestication/judge-fields.ts'
import { pagesAround, WITHOUT_LAW } from '#modules/instruments/domestication/matrix-view.ts'
import { listLaws } from '#modules/instruments/domestication/law-options.ts'
import { formAction } from '../../../../../face.server.ts'
import { withPlacedFaults } from '../../../../../placed-faults.server.ts'
import { formOf, refuseUnlessMay } from '../../../../record-page.server.ts'
import { lawNamed } from '../cell.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const asked = url.searchParams.get('policy')
	const page = Number(url.searchParams.get('obligations') ?? 1)
	const [{ instrument, obligations, may }, laws] = await Promise.all([
		locals.ask(getMatrix, {
			instrument: params.reference,
			obligations: Number.isInteger(page) ? page : 1,
			...(asked === null || asked === WITHOUT_LAW ? {} : { law: asked })
		}),
		locals.ask(listLaws, asked === null ? {} : { sectionsOf: asked })
	])
	refuseUnlessMay({ locals, url }, may.judge, 'obligation.judgeMany')
	return {
		...formOf(locals, instrument),
		policy: asked,
		laws: laws.items.map(({ reference, title }) => ({ value: reference, label: locals.words.name(title) })),
		sections: laws.sections,
		hasMoreSections: laws.hasMoreSections,
		page: obligations.page,
		pages: pagesAround(obligations, OBLIGATIONS_A_PAGE),
		obligations: obligations.items.map(({ reference, article, title, withoutLaw, cells: [cell] }) => ({
			reference,
			article,
			title,
			verdict: asked === WITHOUT_LAW ? withoutLaw : (cell?.verdict ?? null)
		}))
	}
}

const judge = formAction(
	judgeObligations,
	({ params, url }, form) => ({
		instrument: params['reference'],
		...lawNamed(url.searchParams.get('policy') ?? undefined),
		items: judgedIn(form)
	}),
	(_result, { params }) => `/${params['workspace'] ?? ''}/instrument/${params['reference'] ?? ''}/domestication`
)

export const actions: Actions = {
	default: withPlacedFaults(judge, placeFaults)
}
