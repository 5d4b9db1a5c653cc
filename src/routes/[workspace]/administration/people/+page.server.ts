import { linkIfAny } from '#modules/directory/page-links.ts'
import { listPeople } from '#platform/access/person-operations.ts'
import { listPart } from '../../../list-page.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const seats = `/${workspace}/administration/seats`
	const list = listPart(await locals.askFrom(listPeople, url), (held) => ({
		name: held.name,
		email: held.email,
		office: { href: `${seats}/${held.seat.key}`, label: held.seat.office },
		role: held.seat.role,
		actor: linkIfAny(words, workspace, held.actor),
		source: held.source,
		since: held.since,
		until: held.until,
		endReason: held.endReason,
		leave: held.until === null ? `${seats}/${held.seat.key}/leave` : null,
		handOver: held.until === null ? `${seats}/${held.seat.key}/handover` : null
	}))
	return { list }
}
