import { changeAgreement } from '#modules/instruments/agreement/agreement-commands.ts'
import { getAgreement } from '#modules/instruments/agreement/agreement-queries.ts'
import { formAction } from '../../../../face.server.ts'
import { backTo, formOf, refuseUnlessMay } from '../../../record-page.server.ts'
import { agreementChoices, saidIn, withParties } from '../../agreement-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const agreement = await locals.ask(getAgreement, { agreement: params.reference })
	refuseUnlessMay({ locals, url }, agreement.may.change, 'agreement.change')
	return {
		...formOf(locals, agreement),
		...(await agreementChoices(locals)),
		areas: agreement.areas.map(({ reference }) => reference),
		saved: {
			names: agreement.title,
			acronym: agreement.acronym,
			form: agreement.form,
			subject: agreement.subject,
			language: agreement.language,
			year: agreement.yearOf,
			signedOn: agreement.signedOn,
			inForceOn: agreement.inForceOn,
			expiryDay: agreement.expiryDay,
			renewal: agreement.renewal,
			renewalMonths: agreement.renewalMonths,
			noticeMonths: agreement.noticeMonths,
			summary: agreement.summary,
			lead: agreement.lead?.reference ?? null,
			commission: agreement.commission?.reference ?? null,
			parties: agreement.parties.map(({ country, actor, name }) => ({
				country,
				actor: actor?.reference ?? null,
				name
			}))
		}
	}
}

export const actions: Actions = {
	default: withParties(
		formAction(
			changeAgreement,
			({ params }, form) => ({ agreement: params['reference'], ...saidIn(form) }),
			backTo('agreement')
		)
	)
}
