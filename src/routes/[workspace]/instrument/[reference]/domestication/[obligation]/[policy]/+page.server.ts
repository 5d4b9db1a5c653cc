import { listJudgements } from '#modules/instruments/domestication/judgement-queries.ts'
import { headOf } from '../../../../../record-page.server.ts'
import { cellOf, lawNamed } from '../../cell.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const law = lawNamed(params.policy)
	const [{ obligation, provisions: _provisions, ...cell }, { items }] = await Promise.all([
		cellOf(locals, params),
		locals.ask(listJudgements, {
			filter: {
				obligation: params.obligation,
				...law,
				...('policy' in law ? {} : { withoutLaw: true }),
				state: ['stands', 'replaced', 'withdrawn']
			},
			limit: 200
		})
	])
	return { ...cell, record: headOf(obligation), judgements: items }
}
