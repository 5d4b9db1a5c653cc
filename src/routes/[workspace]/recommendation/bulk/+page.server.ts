import { redirect } from '@sveltejs/kit'
import { changeManyRecommendations } from '#modules/deliberation/recommendation/bulk-commands.ts'
import { answeredWhere } from '#modules/deliberation/recommendation/answer-fields.ts'
import { findAnswering } from '#modules/deliberation/recommendation/answering-queries.ts'
import { answerTogether } from '#modules/deliberation/recommendation/answer-commands.ts'
import { isShownToFew } from '#modules/deliberation/recommendation/page-actions.ts'
import { itemsOf, leftAsIs, readItems } from '#modules/deliberation/recommendation/picked-items.ts'
import { listRecommendations } from '#modules/deliberation/recommendation/recommendation-queries.ts'
import { linkIfAny, nameOf, pageOf } from '#modules/directory/page-links.ts'
import { formAction, formKeys } from '../../../face.server.ts'
import { areaGroups, optionsOf, todayOf } from '../../record-page.server.ts'
import { wordsFound } from '../finding.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const reference = readItems(url.searchParams.getAll('item')).map(({ id }) => id)
	// Back to the list, which says why.
	if (reference.length === 0) redirect(303, `/${workspace}/recommendation?choose=none`)
	const { words } = locals
	const find = wordsFound(url)
	const { items } = await locals.ask(listRecommendations, {
		filter: { reference, state: ['active', 'withdrawn'] },
		sort: 'created',
		limit: 200
	})
	if (items.length === 0) redirect(303, `/${workspace}/recommendation?choose=none`)
	const together = await locals.ask(findAnswering, {
		recommendations: items.map((one) => one.reference),
		...(find === '' ? {} : { words: find })
	})
	return {
		find,
		together,
		today: todayOf(locals),
		languages: [...(locals.workspace?.languages ?? [])],
		rows: items.map((one) => ({
			reference: one.reference,
			version: one.version,
			href: pageOf(workspace, one),
			name: nameOf(words, one),
			status: one.status,
			isRestricted: isShownToFew(one),
			holder: linkIfAny(words, workspace, one.holder)
		})),
		keys: formKeys(locals),
		actors: await optionsOf(locals, 'actor'),
		structures: await optionsOf(locals, 'structure'),
		areas: await areaGroups(locals)
	}
}

const back = (_done: unknown, { params }: { params: Readonly<Record<string, string | undefined>> }) =>
	`/${params['workspace'] ?? ''}/recommendation`

export const actions: Actions = {
	change: formAction(changeManyRecommendations, (_event, form) => ({ ...itemsOf(form), ...leftAsIs(form) }), back),
	lapse: formAction(changeManyRecommendations, (_event, form) => ({ ...itemsOf(form), lapse: true }), back),
	answer: formAction(answerTogether, (_event, form) => ({ ...itemsOf(form), ...answeredWhere(form) }), back)
}
