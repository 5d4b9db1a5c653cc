import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Matter } from '#platform/records/registers.ts'
import { addDays } from '../formula/days.ts'
import { listHolding } from '../listing/list-holding.server.ts'
import type { ReadyRegister } from '../registers.server.ts'
import {
	ALL,
	byCondition,
	concerning,
	headOf,
	NONE,
	whoseMatter,
	type Condition,
	type WaitingRow
} from './concerned.server.ts'
import { codeOf, dueBranches, searchFor } from './dues.ts'

/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99
const NAMED = 5
/** What falls due within so many days is told on the first page. */
const SOON_DAYS = 14

type Told = Pick<Matter, 'code' | 'whose' | 'path'> & { names: Record<string, string> }

const pathOf = (key: string, states: readonly string[]) =>
	`/register/${key}?${states.map((state) => `filter[standing]=${state}`).join('&')}`

/** What waits in one state of one register, and under which condition for the seat. */
type WaitingSearch = { source: string; registerId: string; state: string; condition: Condition | typeof ALL }

/** The entries of registers in the states in which they wait, longest waiting first: each state by its index. */
function waitingBranch(here: Here, condition: Condition | typeof ALL, searches: readonly WaitingSearch[]) {
	const asked = sql`unnest(${searches.map((one) => one.source)}::text[], ${searches.map((one) => one.registerId)}::uuid[],
		${searches.map((one) => one.state)}::text[])`
	return sql<WaitingRow>`(select asked.source, found.*
		from ${asked} as asked (source, register_id, state)
		cross join lateral (
			select ${headOf}, entry.state_day::text as day
			from entry
			join record on record.workspace_id = entry.workspace_id and record.id = entry.id
			where entry.workspace_id = ${here.workspace.id} and entry.register_id = asked.register_id and entry.state = asked.state
				and record.state = 'active' ${condition === ALL ? sql`` : sql`and ${condition.sql}`}
			order by entry.state_day, entry.id limit ${COUNTED + 1}
		) as found)`
}

const waitingBranches = (here: Here, searches: readonly WaitingSearch[]) =>
	byCondition(searches).map(({ condition, searches: same }) => waitingBranch(here, condition, same))

/** What the registers have waiting for the seat, and what falls due in them for it: what each is called, and how to look for it. */
function searchesIn(here: Here, registers: readonly ReadyRegister[]) {
	const told = new Map<string, Told>()
	const waiting: WaitingSearch[] = []
	const dues: NonNullable<ReturnType<typeof searchFor>>[] = []
	for (const register of registers) {
		const { declaration } = register.compiled
		const groupOf = (key: string | undefined) => declaration.groups.find((group) => group.key === key)
		for (const one of declaration.waiting) {
			const group = groupOf(one.for)
			const whose = group ? whoseMatter(here, group) : null
			const condition = group ? concerning(here, register.compiled, group, {}) : NONE
			if (whose === null || condition === NONE) continue
			const source = codeOf(register.key, one.key)
			told.set(source, { code: source, whose, names: one.names, path: pathOf(register.key, one.states) })
			waiting.push(...one.states.map((state) => ({ source, registerId: register.id, state, condition })))
		}
		for (const one of declaration.dues) {
			const group = groupOf(one.group)
			const whose = group ? whoseMatter(here, group) : null
			const search = whose === null ? null : searchFor(here, register, one, {})
			if (whose === null || !search) continue
			told.set(search.source, { code: search.source, whose, names: one.names, path: pathOf(register.key, one.states) })
			dues.push(search)
		}
	}
	return { told, waiting, dues }
}

/** One statement over all registers. */
async function mattersOf(here: Here): Promise<Matter[]> {
	if (here.seat.role === 'public') return []
	const { told, waiting, dues } = searchesIn(here, await listHolding(here))
	const soon = { from: null, until: addDays(here.today, SOON_DAYS), limit: COUNTED + 1 }
	const branches = [...waitingBranches(here, waiting), ...dueBranches(here, dues, soon)]
	if (branches.length === 0) return []
	const found = sql<WaitingRow>`(select * from (${sql.join(branches, sql` union all `)}) as waiting order by waiting.day, waiting.id)`
	const rows = await here.tx.selectFrom(found.as('found')).selectAll().execute()
	return [...told.values()].map((matter) => {
		const own = rows.filter((row) => row.source === matter.code)
		return {
			...matter,
			total: Math.min(own.length, COUNTED),
			totalIsMore: own.length > COUNTED,
			first: own.slice(0, NAMED).map((row) => ({ record: toReference(row), day: row.day }))
		}
	})
}

/** The entries that wait for the seat that asks, and those that fall due soon, as their registers declare it. */
export const entryAttention: AttentionSource = { name: 'entry', ofRecords: true, matters: mattersOf }
