import { linkTo } from '#modules/directory/page-links.ts'
import { listAudit, listAuditPeople, OUTCOMES } from '#platform/events/audit.ts'
import { installation } from '../../../installation.server.ts'
import { listPart } from '../../../list-page.ts'
import { seatOptions } from '../administration.server.ts'
import { sayOperation } from '../say-operation.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params: { workspace }, url }) => {
	const { words } = locals
	const list = listPart(await locals.askFrom(listAudit, url), (line) => ({
		at: line.at,
		person: line.person,
		seat: line.seat && { href: `/${workspace}/administration/seats/${line.seat.key}`, label: line.seat.office },
		role: words.t(`operating.role.${line.role}`),
		operation: sayOperation(words, line.operation),
		name: line.operation,
		outcome: line.outcome,
		records: line.records.map((record) => linkTo(words, workspace, record)),
		hasMoreRecords: line.hasMoreRecords,
		subject: line.subject,
		address: line.address,
		via: line.via
	}))
	const [seats, people] = await Promise.all([seatOptions(locals, 'all'), locals.ask(listAuditPeople, {})])
	const operations = installation()
		.registry.operations.filter((operation) => operation.type === 'command' || operation.isLogged)
		.map(({ name }) => ({ value: name, label: sayOperation(words, name) }))
		.sort((one, other) => words.order(one.label, other.label))
	const filters = [...url.searchParams].filter(([name, value]) => name.startsWith('filter[') && value !== '')
	return {
		list,
		outcomes: OUTCOMES,
		seats,
		people: people.items.map(({ person, name }) => ({ value: person, label: name })),
		operations,
		download: `/${workspace}/administration/audit/export?${new URLSearchParams(filters).toString()}`
	}
}
