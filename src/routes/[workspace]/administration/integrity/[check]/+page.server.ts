import { z } from 'zod'
import { getCheck } from '#platform/integrity/integrity-operations.ts'
import { absent } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../../face.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	if (!z.uuid().safeParse(params.check).success) refusePage(locals, url, absent('integrity.no-such-check'))
	const { findings, ...check } = await locals.ask(getCheck, { check: params.check })
	return {
		check,
		findings: findings.map(({ step, code, name }) => ({
			step,
			name: step === 'totals' ? locals.words.t(`kind.${name}`) : name,
			sentence: locals.words.t(step === 'history' ? `audit.${code}` : `integrity.${code}`)
		}))
	}
}
