import { getCarries } from '#modules/instruments/domestication/carries-queries.ts'
import { listJudgements } from '#modules/instruments/domestication/judgement-queries.ts'
import { headOf } from '../../../record-page.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const after = url.searchParams.get('after')
	const before = url.searchParams.get('before')
	const [{ policy, ...carries }, judgements] = await Promise.all([
		locals.ask(getCarries, { policy: params.reference }),
		locals.ask(listJudgements, {
			filter: { policy: params.reference },
			...(after === null ? {} : { after }),
			...(before === null ? {} : { before })
		})
	])
	return { ...carries, record: headOf(policy), judgements }
}
