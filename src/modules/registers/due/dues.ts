import { sql, type RawBuilder } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { toReference } from '#platform/records/find-record.server.ts'
import type { Due, DueSource } from '#platform/records/registers.ts'
import type { CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import { columnName } from '../entry/columns.ts'
import { listHolding } from '../listing/list-holding.server.ts'
import type { ReadyRegister } from '../registers.server.ts'
import { declaredDues } from './declared-dues.ts'
import {
	ALL,
	byCondition,
	concerning,
	headOf,
	NONE,
	type Concerned,
	type Condition,
	type WaitingRow
} from './concerned.server.ts'

export type Declared = CompiledRegister['declaration']['dues'][number]
type Asked = Concerned & { from: string | null; until: string; limit: number }

/** The code of a due or of something that waits: of its register, and by its own key there. */
export const codeOf = (register: string, key: string) => `register:${register}:${key}`

const groupOf = ({ declaration }: CompiledRegister, key: string | undefined) =>
	declaration.groups.find((group) => group.key === key) ?? null

/** What falls due in one register: where its day lies, in which states, and under which condition for who asks. */
type DueSearch = {
	source: string
	registerId: string
	part: Part
	position: number
	states: readonly string[]
	condition: Condition | typeof ALL
}

/** How to look for what falls due in a register for who asks; null where it concerns nobody like them. */
export function searchFor(
	here: Here,
	{ id, compiled }: ReadyRegister,
	due: Declared,
	asked: Concerned
): DueSearch | null {
	const field = compiled.fields.get(due.day)
	const condition = concerning(here, compiled, groupOf(compiled, due.group), asked)
	if (field?.column?.kind !== 'day' || condition === NONE) return null
	return {
		source: codeOf(compiled.declaration.register, due.key),
		registerId: id,
		part: field.part,
		position: field.column.position,
		states: due.states,
		condition
	}
}

/** The entries of registers whose days lie in one column, each register by the index of that column. */
function branch(
	here: Here,
	{ position, condition }: Pick<DueSearch, 'position' | 'condition'>,
	searches: readonly DueSearch[],
	{ from, until, limit }: Asked
): RawBuilder<WaitingRow> {
	const day = sql.ref(`due.${columnName('day', position)}`)
	const asked = sql`unnest(${searches.map((one) => one.source)}::text[], ${searches.map((one) => one.registerId)}::uuid[],
		${searches.map((one) => one.part)}::text[], ${searches.map((one) => one.states.join(','))}::text[])`
	// The day may lie in a part of its own: whoever does not see that part is told of no day.
	return sql<WaitingRow>`(select asked.source, found.*
		from ${asked} as asked (source, register_id, part, states)
		cross join lateral (
			select ${headOf}, ${day}::text as day
			from entry_part as due
			join record as part on part.workspace_id = due.workspace_id and part.id = due.id
			join entry on entry.workspace_id = due.workspace_id and entry.id = due.entry_id
			join record on record.workspace_id = entry.workspace_id and record.id = entry.id
			where due.workspace_id = ${here.workspace.id} and due.register_id = asked.register_id and due.part = asked.part
				and ${day} is not null and ${day} <= ${until} ${from === null ? sql`` : sql`and ${day} >= ${from}`}
				and due.state = any (string_to_array(asked.states, ',')) and record.state = 'active'
				${condition === ALL ? sql`` : sql`and ${condition.sql}`}
			order by ${day}, due.id limit ${limit}
		) as found)`
}

/** What was searched for, in as few branches as there are columns and conditions. */
export function dueBranches(here: Here, searches: readonly DueSearch[], asked: Asked): RawBuilder<WaitingRow>[] {
	const positions = [...Map.groupBy(searches, ({ position }) => position)]
	return positions.flatMap(([position, some]) =>
		byCondition(some).map(({ condition, searches: same }) => branch(here, { position, condition }, same, asked))
	)
}

/** One statement over all registers and all that falls due in them. */
async function duesOf(here: Here, asked: Asked): Promise<Due[]> {
	const names = new Map<string, Record<string, string>>()
	const searches = (await listHolding(here)).flatMap((register) =>
		declaredDues(register.compiled.declaration).flatMap((due) => {
			names.set(codeOf(register.key, due.key), due.names)
			return searchFor(here, register, due, asked) ?? []
		})
	)
	const branches = dueBranches(here, searches, asked)
	if (branches.length === 0) return []
	const found = sql<WaitingRow>`(select * from (${sql.join(branches, sql` union all `)}) as due order by due.day, due.id limit ${asked.limit})`
	const rows = await here.tx.selectFrom(found.as('found')).selectAll().execute()
	return rows.map((row) => ({
		code: row.source,
		names: names.get(row.source) ?? {},
		day: row.day,
		record: toReference(row),
		structureId: asked.structureId ?? null,
		actorId: asked.actorId ?? null
	}))
}

/** What falls due in entries, as their registers declare it, for whom they declare it. */
export const entryDues: DueSource = {
	name: 'entry',
	dues: (here, { from, until, limit, structureId, actorId }) =>
		here.seat.role === 'public'
			? Promise.resolve([])
			: duesOf(here, {
					from,
					until,
					limit,
					...(structureId === undefined ? {} : { structureId }),
					...(actorId === undefined ? {} : { actorId })
				})
}
