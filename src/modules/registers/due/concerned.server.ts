import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { columnName } from '../entry/columns.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Group } from '../declaration/declaration.ts'

/** Whom something concerns: the seat that asks, or an actor or structure that is named. */
export type Concerned = { actorId?: string; structureId?: string }

/** A condition over an entry. Two of the same text ask the same of every register, which may then be asked together. */
export type Condition = { readonly sql: RawBuilder<SqlBool>; readonly same: string }

/** Every entry concerns who asks, or none does: known without looking at any. */
export const ALL = 'all'
export const NONE = 'none'

const either = (conditions: readonly Condition[]): Condition | typeof NONE =>
	conditions.length === 0
		? NONE
		: {
				sql: sql<SqlBool>`(${sql.join(
					conditions.map((one) => one.sql),
					sql` or `
				)})`,
				same: conditions.map((one) => one.same).join(' or ')
			}

/** The searches, those together that ask for the same things of an entry. */
export const byCondition = <Search extends { condition: Condition | typeof ALL }>(
	searches: readonly Search[]
): { condition: Condition | typeof ALL; searches: Search[] }[] =>
	[...Map.groupBy(searches, ({ condition }) => (condition === ALL ? ALL : condition.same)).values()].flatMap((some) =>
		some[0] ? [{ condition: some[0].condition, searches: some }] : []
	)

/** True where a field of the entry holds one of the identifiers: by its column where it has one, else by its document. */
function holds(here: Here, compiled: CompiledRegister, key: string, ids: readonly string[]): Condition[] {
	const one = compiled.fields.get(key)
	if (!one || ids.length === 0) return []
	const { part, column } = one
	const among = sql.join(ids.map((id) => sql`${id}`))
	const place = column ? columnName(column.kind, column.position) : `the field ${key}`
	const same = `${place} of ${part}: ${ids.join(' ')}`
	if (column)
		return [
			{
				same,
				sql: sql`exists (select from entry_part as holding
				where holding.workspace_id = ${here.workspace.id} and holding.entry_id = entry.id and holding.part = ${part}
				and ${sql.ref(`holding.${place}`)} in (${among}))`
			}
		]
	return [
		{
			same,
			sql: sql`exists (select from entry_part as holding
			join entry_document on entry_document.workspace_id = holding.workspace_id and entry_document.id = holding.id
			where holding.workspace_id = ${here.workspace.id} and holding.entry_id = entry.id and holding.part = ${part}
			and entry_document.document ->> ${key} in (${among}))`
		}
	]
}

const fieldsOf = ({ declaration }: CompiledRegister, type: 'actor' | 'structure') =>
	declaration.fields.flatMap((field) => (field.type === type ? [field.key] : []))

/** Whose matter it is that a group has something before it, for the seat that asks; null where no seat like it is in the group. */
export function whoseMatter({ seat }: Here, group: Group): 'mine' | 'actor' | 'structure' | null {
	if (seat.role === 'public') return null
	if (group.roles.some((role) => role === seat.role)) return 'mine'
	if (seat.actorId !== null && (group.actor_in.length > 0 || group.entering_actor)) return 'actor'
	return group.members_in.length > 0 && seat.audience.some((token) => token.startsWith('structure:'))
		? 'structure'
		: null
}

/**
 * The condition under which an entry (joined as `entry`) concerns who asks, or the actor or structure that is named: as a member
 * of the group, or, where no group is declared, as what stands in the entry. Whether it is seen at all is not asked here.
 */
export function concerning(
	here: Here,
	compiled: CompiledRegister,
	group: Group | null,
	named: Concerned
): Condition | typeof ALL | typeof NONE {
	const { seat } = here
	if (named.structureId !== undefined) {
		const keys = [...new Set([...(group?.members_in ?? []), ...fieldsOf(compiled, 'structure')])]
		const { structureId } = named
		return either(keys.flatMap((key) => holds(here, compiled, key, [structureId])))
	}
	const isOwn = named.actorId === undefined || named.actorId === seat.actorId
	if (!group) {
		const { actorId } = named
		if (actorId === undefined) return ALL
		return either(fieldsOf(compiled, 'actor').flatMap((key) => holds(here, compiled, key, [actorId])))
	}
	if (isOwn && group.roles.some((role) => role === seat.role)) return ALL
	const actors = [named.actorId ?? seat.actorId].flatMap((id) => id ?? [])
	const structures = isOwn
		? seat.audience.flatMap((token) => (token.startsWith('structure:') ? [token.slice('structure:'.length)] : []))
		: []
	return either([
		...group.actor_in.flatMap((key) => holds(here, compiled, key, actors)),
		...group.members_in.flatMap((key) => holds(here, compiled, key, structures)),
		...(group.entering_actor
			? actors.map((id) => ({ sql: sql<SqlBool>`entry.entering_actor_id = ${id}`, same: `entered by ${id}` }))
			: [])
	])
}

export type WaitingRow = {
	source: string
	id: string
	kind: string
	key: string | null
	number: string | null
	title: Record<string, string>
	acronym: string | null
	day: string
}

/** Records as one statement over several registers gives them. */
export const headOf = sql`record.id, record.kind, record.key, record.number, record.title, record.acronym`
