import { linkIfAny } from '#modules/directory/page-links.ts'
import { listPeople } from '#platform/access/person-operations.ts'
import { listSeats } from '#platform/access/seat-operations.ts'
import { optionsOf } from '../../record-page.server.ts'
import { listPart } from '../../../list-page.ts'
import { refuseUnlessAdministrator } from '../administration.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	refuseUnlessAdministrator({ locals, url }, 'seat.create')
	const { words } = locals
	const listed = await locals.askFrom(listSeats, url)
	const held = listed.items.filter((seat) => seat.isHeld).map((seat) => seat.key)
	const people = held.length === 0 ? [] : (await locals.ask(listPeople, { filter: { seat: held }, limit: 200 })).items
	const holders = new Map(people.map((person) => [person.seat.key, person.name]))
	const list = listPart(listed, (seat) => ({
		key: seat.key,
		office: { href: `/${workspace}/administration/seats/${seat.key}`, label: seat.office },
		role: seat.role,
		actor: linkIfAny(words, workspace, seat.actor),
		holder: holders.get(seat.key) ?? null,
		isInvited: seat.isInvited,
		isOpen: seat.isOpen,
		from: seat.from,
		to: seat.to
	}))
	return { list, actors: await optionsOf(locals, 'actor') }
}
