import { linkTo, pageOf } from '#modules/directory/page-links.ts'
import { listProvisions } from '#modules/instruments/policy/provision-queries.ts'
import { listPart, originInColumn } from '../../list-page.ts'
import type { PageServerLoad } from './$types'

// Of a long wording the list shows the beginning; the whole stands on the page of the provision.
const SHOWN = 240

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const found = await locals.askFrom(listProvisions, url)
	const list = listPart(found, (provision) => ({
		href: pageOf(workspace, provision),
		name: words.name(provision.title),
		policy: linkTo(words, workspace, provision.policy),
		text: provision.text.length > SHOWN ? `${provision.text.slice(0, SHOWN)}…` : provision.text,
		language: provision.language,
		isGone: provision.position === null,
		state: provision.state,
		origin: originInColumn(provision)
	}))
	return { list, policy: url.searchParams.get('filter[policy]') }
}
