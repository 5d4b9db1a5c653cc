import { listProvisionedPeople } from '#platform/access/scim/person-operations.ts'
import { nameOfUser, emailOfUser } from '#platform/access/scim/resource.ts'
import type { PageServerLoad } from './$types'

const SHOWN = 100

export const load: PageServerLoad = async ({ locals, url }) => {
	const from = Math.max(1, Math.trunc(Number(url.searchParams.get('from') ?? '1')) || 1)
	const { items, total } = await locals.ask(listProvisionedPeople, { startIndex: from, count: SHOWN })
	const at = (start: number) => `${url.pathname}?from=${String(start)}`
	return {
		rows: items.map((user) => ({
			id: user.id,
			name: nameOfUser(user),
			userName: user.userName,
			email: emailOfUser(user.emails),
			externalId: user.externalId,
			isActive: user.isActive,
			groups: user.groups.map((group) => group.displayName),
			changedAt: user.changedAt
		})),
		total,
		next: from + SHOWN <= total ? at(from + SHOWN) : null,
		previous: from > 1 ? at(Math.max(1, from - SHOWN)) : null
	}
}
