import { sql } from 'kysely'
import { z } from 'zod'
import { isClosedTo } from '#platform/operation/closed-pages.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { countUpTo, RecordReference, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import { keepAnswersOfRecords } from '#platform/records/kept-answers.server.ts'
import { WHOLE } from '#platform/records/tally.server.ts'
import { getActorRow } from './find-directory.server.ts'
import { LastChange, lastChanges } from './last-changes.ts'
import { leadRows, membershipRows } from './membership-queries.ts'
import { keepsContact, type DeclaredStatus } from './rules.ts'
import { frameworkByDefault, matrixOf } from './theme-matrix.ts'
import { vacantSeats } from './vacancy-queries.ts'

const NAMED_MOST = 5
const WAITING: readonly DeclaredStatus[] = ['needs-reactivation', 'being-established']

const Matter = z.object({ code: z.string(), total: z.int(), named: z.int(), first: z.array(RecordReference) })

const Overview = z.object({
	/** Records in use, by kind. */
	counts: z.array(z.object({ kind: z.string(), total: z.int() })),
	/** What was changed last, one item for each command; what was loaded with the workspace and never touched is no news. */
	changes: z.array(LastChange),
	/** Structures whose declared status waits for somebody, the first of each by name. */
	waiting: z.array(Matter),
	/** Seats at a table for which nobody is nominated. */
	vacancies: z.int(),
	/** What is out of order in the matrix of the workspace's own framework; null where there is no framework. */
	gaps: z.object({ framework: RecordReference, found: z.array(Matter) }).nullable(),
	/** The actor the seat acts for; null where there is none, or the seat may not see it. */
	own: z
		.object({
			actor: RecordReference,
			memberships: z.array(RecordReference),
			membershipCount: z.int(),
			areasLed: z.array(RecordReference),
			areasLedCount: z.int(),
			lacksContact: z.boolean(),
			maySetContact: z.boolean()
		})
		.nullable()
})
type Overview = z.output<typeof Overview>

// The same page is opened far more often than anything changes.
const kept = keepAnswersOfRecords<Overview>()

/** What a workspace holds, what changed last, and what waits for somebody: all that its first page tells, in one answer. */
export const workspaceOverview = query({
	name: 'workspace.overview',
	input: z.strictObject({}),
	output: Overview,
	about: nothing,
	allow: everyone,
	run(here) {
		// The workspace is remembered for some seconds past a change of its settings.
		const { defaultFrameworkId, language, closedPages } = here.workspace
		return kept(here, [defaultFrameworkId, language, here.seat.role === 'public' ? closedPages.join() : null], () =>
			overviewOf(here)
		)
	}
})

async function overviewOf(here: Here): Promise<Overview> {
	const [counts, changes, waiting, vacancies, gaps, own] = await Promise.all([
		countsOf(here),
		lastChanges(here),
		waitingStructures(here),
		isClosedTo(here, 'membership.vacant') ? 0 : countUpTo(here.tx, vacantSeats(here).select('membership.id')),
		isClosedTo(here, 'theme.matrix') ? null : gapsOf(here),
		ownActor(here)
	])
	// Of a workspace that has no body yet, nobody leads anything: that is where it begins, and nothing to mend.
	const isBegun = counts.some(({ kind, total }) => kind === 'structure' && total > 0)
	return { counts, changes, waiting, vacancies, gaps: isBegun ? gaps : null, own }
}

async function countsOf(here: Here) {
	const rows = await here.tx
		.selectFrom('tally')
		.select(['kind', sql<number>`sum(records)::integer`.as('total')])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', sql<string>`any(${here.registry.kinds.map(({ name }) => name)}::text[])`)
		.where('part', '=', WHOLE)
		.where('state', '=', 'active')
		.groupBy('kind')
		.execute()
	const totals = new Map(rows.map((row) => [row.kind, row.total]))
	return here.registry.kinds.map(({ name }) => ({ kind: name, total: totals.get(name) ?? 0 }))
}

type Waiting = Parameters<typeof toReference>[0] & { declared_status: string; total: number }

async function waitingStructures(here: Here) {
	const rows = await here.tx
		.selectFrom(
			sql<Waiting>`(
				select * from (
					select record.id, record.kind, record.key, record.number, record.title, record.acronym, structure.declared_status,
						count(*) over (partition by structure.declared_status)::integer as total,
						row_number() over (partition by structure.declared_status order by record.title_sort, record.id) as place
					from structure
					join record on record.workspace_id = structure.workspace_id and record.id = structure.id
					where structure.workspace_id = ${here.workspace.id} and structure.declared_status = any (${[...WAITING]}::text[])
						and record.state = 'active'
				) placed
				where place <= ${NAMED_MOST}
				order by place
			)`.as('waiting')
		)
		.selectAll()
		.execute()
	return WAITING.flatMap((status) => {
		const first = rows.filter((row) => row.declared_status === status)
		const [one] = first
		return one ? [{ code: status, total: one.total, named: one.total, first: first.map(toReference) }] : []
	})
}

async function gapsOf(here: Here) {
	const framework = await frameworkByDefault(here)
	if (!framework) return null
	const { findings } = await matrixOf(here, framework.id, { day: here.today, seatsOf: 'leads' })
	const groups = [...Map.groupBy(findings, ({ code }) => code)].map(([code, found]) => {
		const areas = [...new Set(found.flatMap(({ area }) => (area === null ? [] : [area])))]
		return { code, total: found.length, areas }
	})
	const references = await referencesOf(
		here,
		groups.flatMap(({ areas }) => areas.slice(0, NAMED_MOST))
	)
	const { id, kind, reference, title, acronym } = framework
	return {
		framework: { id, kind, reference, title, acronym },
		found: groups.map(({ code, total, areas }) => ({
			code,
			total,
			named: areas.length,
			first: areas.slice(0, NAMED_MOST).flatMap((area) => references.get(area) ?? [])
		}))
	}
}

async function ownActor(here: Here) {
	const { actorId } = here.seat
	if (actorId === null) return null
	const actor = await getActorRow(here, actorId).catch((refusal: unknown) => {
		// A seat may see less than its own actor's record.
		if (isRefusal(refusal, 'absent')) return undefined
		throw refusal
	})
	if (!actor) return null
	const [sits, led] = await Promise.all([
		membershipRows(here, { actorId: actor.id }),
		leadRows(here, { actorId: actor.id })
	])
	const open = sits.filter((row) => row.to_day === null)
	const leads = led.filter((row) => row.to_day === null)
	const shown = open.slice(0, NAMED_MOST).map((row) => row.structure_id)
	const shownAreas = leads.slice(0, NAMED_MOST).map((lead) => lead.area_id)
	const references = await referencesOf(here, [...shown, ...shownAreas])
	const named = (ids: readonly string[]) => ids.flatMap((id) => references.get(id) ?? [])
	const { id, kind, reference, title, acronym, row } = actor
	const contact = [row.contact_office, row.contact_email, row.contact_telephone, row.contact_address]
	return {
		actor: { id, kind, reference, title, acronym },
		memberships: named(shown),
		membershipCount: open.length,
		areasLed: named(shownAreas),
		areasLedCount: leads.length,
		lacksContact: contact.every((part) => part === null),
		maySetContact: keepsContact(here.seat, id)
	}
}
