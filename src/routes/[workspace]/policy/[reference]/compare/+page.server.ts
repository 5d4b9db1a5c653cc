import { pageOf } from '#modules/directory/page-links.ts'
import { getPolicy } from '#modules/instruments/policy/policy-queries.ts'
import { compareVersions } from '#modules/instruments/policy/version-queries.ts'
import { conflict } from '#platform/operation/refusal.ts'
import { refusePage } from '../../../../face.server.ts'
import type { PageServerLoad } from './$types'

/** Two versions of a law beside each other: those the address names, else the last two. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const policy = await locals.ask(getPolicy, { policy: params.reference })
	const versions = policy.versions.filter(({ state }) => state === 'read')
	const [older, newer] = versions.slice(-2)
	if (!older || !newer) refusePage(locals, url, conflict('instruments.nothing-to-compare'))
	const { from = older.number, to = newer.number } = {
		...numberIn(url, 'from'),
		...numberIn(url, 'to')
	}
	const compared = await locals.askFrom(compareVersions, url, { policy: policy.reference, from, to })
	const { items, ...rest } = compared
	return {
		...rest,
		versions: versions.map(({ number, label }) => ({ value: String(number), label })),
		items: items.map(({ provision, ...item }) => ({ ...item, href: pageOf(params.workspace, provision) }))
	}
}

function numberIn(url: URL, name: 'from' | 'to') {
	const text = url.searchParams.get(name)
	return text !== null && /^[1-9]\d{0,2}$/.test(text) ? { [name]: Number(text) } : {}
}
