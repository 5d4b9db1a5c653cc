import { linkIfAny } from '#modules/directory/page-links.ts'
import { trySeatRules } from '#platform/access/seat-rule-operations.ts'
import { refuseUnlessAdministrator } from '../../administration.server.ts'
import type { PageServerLoad } from './$types'

const VALUES_MOST = 200

// Claims as somebody types them: `groups = statisticians, analysts`, one claim a line.
function valuesIn(text: string, claimOfAll: string | undefined) {
	const values: Record<string, string[]> = {}
	for (const line of text.split('\n')) {
		const [name = '', ...rest] = line.split('=')
		const claim = rest.length === 0 ? claimOfAll : name.trim()
		const found = (rest.length === 0 ? name : rest.join('=')).split(',').flatMap((one) => one.trim() || [])
		if (claim && found.length > 0) values[claim] = [...(values[claim] ?? []), ...found].slice(0, VALUES_MOST)
	}
	return values
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seatRule.try')
	const text = url.searchParams.get('values') ?? ''
	const source = url.searchParams.get('source') === 'provisioning' ? 'provisioning' : 'provider'
	const issuer = url.searchParams.get('issuer') ?? ''
	const given = { source, issuer, text }
	if (text.trim() === '') return { given, seats: null }
	const values = valuesIn(text, source === 'provisioning' ? 'groups' : undefined)
	const { seats } = await locals.ask(trySeatRules, {
		source,
		values,
		...(source === 'provider' && issuer !== '' ? { issuer } : {})
	})
	return {
		given,
		seats: seats.map(({ actor, ...seat }) => ({ ...seat, actor: linkIfAny(locals.words, params.workspace, actor) }))
	}
}
