import Big from 'big.js'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referencesOf, type RecordReference } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { RECORD_TYPES } from '../entry/resolve.server.ts'
import type { GroupOf, Named, Sums } from './figure-outputs.ts'
import { groupOrder } from './group-order.ts'
import type { Group } from './read-figures.server.ts'

const isRecord = (compiled: CompiledRegister, by: string) => {
	const type = compiled.fields.get(by)?.field.type
	return RECORD_TYPES.some((one) => one === type)
}

const IDENTIFIER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const identifiers = (values: readonly string[]) => values.filter((value) => IDENTIFIER.test(value))

/** The names of what groups are told apart by, and which of it the seat may not see. */
export type GroupNames = Named & { isHidden(by: string, value: string): boolean }

/** Reads the records and seats that groups stand for: one statement for each, however many groups there are. */
export async function nameGroups(
	here: Here,
	compiled: CompiledRegister,
	groups: readonly { by: string; values: readonly string[] }[]
): Promise<GroupNames> {
	const records = groups.flatMap(({ by, values }) => (isRecord(compiled, by) ? identifiers(values) : []))
	const seatIds = groups.flatMap(({ by, values }) =>
		compiled.fields.get(by)?.field.type === 'seat' ? identifiers(values) : []
	)
	const [references, seats] = await Promise.all([
		referencesOf(here, records),
		seatIds.length === 0
			? []
			: here.tx
					.selectFrom('seat')
					.select(['id', 'key', 'office'])
					.where('workspace_id', '=', here.workspace.id)
					.where('id', '=', anyOf([...new Set(seatIds)]))
					.execute()
	])
	const seen: ReadonlyMap<string, RecordReference> = references
	return {
		names: [...references.values()],
		seats,
		isHidden: (by, value) => value !== '' && isRecord(compiled, by) && !seen.has(value)
	}
}

/** Sums as they are told, by currency. */
export const toSums = (sums: ReadonlyMap<string, Big>): Sums =>
	[...sums]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([currency, amount]) => ({ currency: currency === '' ? null : currency, amount: amount.toFixed() }))

/** Groups as the seat is told of them, in their order: those of records out of its sight are made one. */
export function toGroups(
	compiled: CompiledRegister,
	by: string,
	groups: readonly Group[],
	{ isHidden }: Pick<GroupNames, 'isHidden'>
): GroupOf[] {
	const shown = groups.filter(({ group }) => !isHidden(by, group))
	const hidden = groups.filter(({ group }) => isHidden(by, group))
	const told = shown.map(({ group, records, sums }) => ({
		value: group,
		isHidden: false,
		records,
		sums: toSums(sums)
	}))
	const inOrder = groupOrder(compiled, by)
	told.sort((one, other) => inOrder(one.value, other.value))
	if (hidden.length === 0) return told
	const sums = new Map<string, Big>()
	for (const one of hidden)
		for (const [currency, sum] of one.sums) sums.set(currency, (sums.get(currency) ?? Big(0)).plus(sum))
	const records = hidden.reduce((sum, one) => sum + one.records, 0)
	return [...told, { value: '', isHidden: true, records, sums: toSums(sums) }]
}
