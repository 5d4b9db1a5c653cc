import { getActor, listActors } from '#modules/directory/actor-queries.ts'
import { linkTo } from '#modules/directory/page-links.ts'
import { listStructures } from '#modules/directory/structure-queries.ts'
import { themeMatrix } from '#modules/directory/theme-matrix.ts'
import { listFrameworks, listThemes } from '#modules/directory/theme-queries.ts'
import { listVacancies } from '#modules/directory/vacancy-queries.ts'
import { ask } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import type { RecordHead } from '#platform/records/find-record.server.ts'
import type { Session } from '../session.server.ts'

const NAMED_MOST = 5
const CHANGES_MOST = 8

/** What a workspace's first page shows: how much there is, what changed last, what needs somebody. */
export async function homeOf(locals: Session, workspace: string) {
	const newest = { sort: '-changed', limit: CHANGES_MOST } as const
	const [structures, actors, areas, frameworks, attention, found, own] = await Promise.all([
		locals.ask(listStructures, newest),
		locals.ask(listActors, newest),
		locals.ask(listThemes, newest),
		locals.ask(listFrameworks, newest),
		needsAttention(locals, workspace),
		gaps(locals, workspace),
		ownActor(locals, workspace)
	])
	const lists = { structure: structures, actor: actors, framework: frameworks, area: areas }
	return {
		counts: Object.entries(lists).map(([kind, { total }]) => ({ kind, total })),
		changes: lastChanges(
			locals,
			workspace,
			Object.values(lists).flatMap((list): RecordHead[] => list.items)
		),
		attention: [...attention, ...found],
		own
	}
}

// What was loaded with the workspace and never touched is no news.
const isChanged = (record: RecordHead) => record.version > 1 || record.origin === 'entered'

const lastChanges = ({ words }: Session, workspace: string, records: readonly RecordHead[]) =>
	records
		.filter(isChanged)
		.sort((one, other) => other.changedAt.getTime() - one.changedAt.getTime())
		.slice(0, CHANGES_MOST)
		.map((record) => ({ ...linkTo(words, workspace, record), kind: record.kind, at: record.changedAt }))

/** One matter that needs somebody: how many, where all are listed, the first by name and how many more there are. */
export type Attention = {
	code: string
	total: number
	href: string
	first: { href: string; label: string }[]
	more: number
}

async function needsAttention(locals: Session, workspace: string): Promise<Attention[]> {
	const statuses = ['needs-reactivation', 'being-established'] as const
	const ofStatus = statuses.map(async (status) => {
		const { items, total } = await locals.ask(listStructures, { filter: { status: [status] }, limit: NAMED_MOST })
		const first = items.map((item) => linkTo(locals.words, workspace, item))
		const href = `/${workspace}/structure?filter[status]=${status}`
		return { code: status, total, href, first, more: total - first.length }
	})
	const vacant = locals
		.ask(listVacancies, { limit: 1 })
		.then(({ total }) => ({ code: 'vacant', total, href: `/${workspace}/vacant-seats`, first: [], more: 0 }))
	const found = await Promise.all([...ofStatus, vacant])
	return found.filter(({ total }) => total > 0)
}

// What the matrix of the workspace's own framework finds out of order; where there is no framework, there is no matrix.
async function gaps({ opening, words }: Session, workspace: string): Promise<Attention[]> {
	if (!opening) return []
	const matrix = await ask(opening, themeMatrix, {}).catch((refusal: unknown) => {
		if (isRefusal(refusal, 'absent')) return undefined
		throw refusal
	})
	if (!matrix) return []
	const areas = new Map(matrix.areas.map((area) => [area.id, area]))
	const href = `/${workspace}/theme?framework=${matrix.framework.reference}`
	return [...Map.groupBy(matrix.findings, ({ code }) => code)].map(([code, findings]) => {
		const ids = [...new Set(findings.map(({ area }) => area))]
		const named = ids.flatMap((area) => (area === null ? [] : (areas.get(area) ?? [])))
		const first = named.slice(0, NAMED_MOST).map((area) => linkTo(words, workspace, area))
		return { code, total: findings.length, href, first, more: named.length - first.length }
	})
}

// The actor somebody acts for is what they open Pitso for first. A seat may see less than its own actor's record.
async function ownActor({ opening, seat, words }: Session, workspace: string) {
	if (!opening || seat.actorId === null) return null
	try {
		const actor = await ask(opening, getActor, { actor: seat.actorId })
		const open = actor.memberships.filter(({ to }) => to === null)
		return {
			...linkTo(words, workspace, actor),
			memberships: open.slice(0, NAMED_MOST).map(({ structure }) => linkTo(words, workspace, structure)),
			membershipCount: open.length,
			areasLed: actor.areasLed.filter(({ to }) => to === null).map(({ area }) => linkTo(words, workspace, area)),
			lacksContact: Object.values(actor.contact).every((part) => part === null),
			maySetContact: actor.may.setContact
		}
	} catch (refusal) {
		if (isRefusal(refusal, 'absent')) return null
		throw refusal
	}
}
