import { absent } from '#platform/operation/refusal.ts'
import { whyNotLink, linkTypes } from '#platform/records/link-types.ts'
import { linkRecords } from '#platform/records/record-operations.ts'
import { takesPart } from '#platform/records/rules.ts'
import { formAction, refusePage } from '../../../../face.server.ts'
import {
	backToKind,
	chosenKind,
	findHead,
	formOf,
	optionsOfKind,
	refuseUnlessMay
} from '../../../record-page.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const record = await findHead(locals, params.kind, params.reference)
	if (!record) refusePage(locals, url, absent('platform.no-such-page'))
	refuseUnlessMay({ locals, url }, takesPart(locals.seat), 'record.link')
	return {
		...formOf(locals, record),
		toKind: chosenKind(url),
		types: linkTypes.filter(
			(type) => whyNotLink(type, { id: 'this', kind: record.kind }, { id: 'other', kind: chosenKind(url) }) === null
		),
		others: (await optionsOfKind(locals, chosenKind(url))).filter(
			({ value }) => chosenKind(url) !== record.kind || value !== record.reference
		)
	}
}

export const actions: Actions = {
	default: formAction(
		linkRecords,
		({ params, url }) => ({ from: params['reference'], fromKind: params['kind'], toKind: chosenKind(url) }),
		backToKind
	)
}
