import { nameOf, pageOf } from '#modules/directory/page-links.ts'
import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { listProvisions } from '#modules/instruments/policy/provision-queries.ts'
import { contentsOf } from '#modules/instruments/policy/contents.ts'
import { EACH_PAGE } from '../../text-pages.ts'
import type { PageServerLoad } from './$types'

const whole = (text: string | null) => (text !== null && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : null)

/** The text of a law as it stands, or as one of its versions has it: a hundred provisions a page. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	const asked = whole(url.searchParams.get('version'))
	const version = policy.versions.find(({ number }) => number === asked) ?? null
	const provisions = version ? version.provisions : policy.provisions
	const pages = Math.max(1, Math.ceil(provisions / EACH_PAGE))
	const page = Math.min(whole(url.searchParams.get('page')) ?? 1, pages)
	const { items } = await locals.ask(listProvisions, {
		filter: {
			policy: policy.reference,
			from: (page - 1) * EACH_PAGE + 1,
			until: page * EACH_PAGE,
			...(version ? { version: version.number } : {})
		},
		sort: 'position',
		limit: 200
	})
	const { id, kind, reference, title, acronym, language, current } = {
		...policy,
		current: policy.versions.find((one) => one.isCurrent) ?? null
	}
	return {
		policy: { id, kind, reference, title, acronym },
		name: nameOf(locals.words, policy),
		versions: policy.versions.filter(({ state }) => state === 'read'),
		version: version ?? current,
		isCurrent: version === null || version.isCurrent,
		language: version?.language ?? language,
		contents: version === null || version.isCurrent ? policy.contents : contentsOf(items),
		provisions,
		page,
		pages,
		items: items.map((item) => ({
			href: pageOf(params.workspace, item),
			position: item.position ?? 0,
			number: item.number,
			heading: item.heading,
			above: item.above,
			text: item.text,
			change: item.change
		}))
	}
}
