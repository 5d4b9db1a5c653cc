import type { CompiledField, CompiledRegister, CompiledTable, Part } from '../declaration/compile-declaration.ts'
import type { AnyField, Field, TableField } from '../declaration/declaration.ts'
import type { Formula } from '../formula/compile-formula.ts'
import { partNow, sourcesOf, type ScopePlan, type StepPlan } from './step-plan.ts'

const isPart = (part: string): part is Part => part === 'open' || part === 'inside' || part.startsWith('group:')

/** The part a field stood in, by what its group is called now. */
const partIn = (part: Part, plan: StepPlan): Part => {
	const now = partNow(part, plan.groups)
	return isPart(now) ? now : part
}

const readNow = (formula: Formula | null, names: (key: string) => string): Formula | null =>
	formula && { ...formula, reads: formula.reads.map(names) }

function fieldsNow<F extends AnyField>(
	fields: ReadonlyMap<string, CompiledField<F>>,
	{
		plan,
		scope,
		names,
		recoded
	}: { plan: StepPlan; scope: ScopePlan; names: (key: string) => string; recoded: (field: F, key: string) => F }
): Map<string, CompiledField<F>> {
	const consumed = new Set(scope.works.flatMap(sourcesOf))
	return new Map(
		[...fields].flatMap(([key, one]) => {
			if (consumed.has(key)) return []
			const to = scope.names.get(key)?.to ?? key
			const field = recoded(one.field, to)
			return [[to, { ...one, field, part: partIn(one.part, plan), formula: readNow(one.formula, names) }] as const]
		})
	)
}

const listNow =
	<F extends Field | TableField>(plan: StepPlan) =>
	(field: F, key: string): F => {
		if (!('codes' in field) || !('list' in field.codes)) return { ...field, key }
		return { ...field, key, codes: { list: plan.codes.get(field.codes.list)?.to ?? field.codes.list } }
	}

/**
 * The version before, by what its fields, tables, states, codes and groups are called in the next, without what steps turned into something
 * else: what it still has that the next has not is lost by no step.
 */
export function betweenOf(before: CompiledRegister, after: CompiledRegister, plan: StepPlan): CompiledRegister {
	if (plan.steps === 0) return before
	const { declaration } = before
	const nameOf = (key: string) => plan.fields.names.get(key)?.to ?? plan.tables.get(key)?.to ?? key
	const fields = fieldsNow(before.fields, { plan, scope: plan.fields, names: nameOf, recoded: listNow<Field>(plan) })
	const tables = new Map(
		[...before.tables].flatMap(([key, one]): [string, CompiledTable][] => {
			const own = plan.tables.get(key)
			if (!own || own.to === null) return []
			const to = own.to
			const names = (column: string) => own.scope.names.get(column)?.to ?? column
			const inner = fieldsNow(one.fields, { plan, scope: own.scope, names, recoded: listNow<TableField>(plan) })
			const table = { ...one.table, key: to, fields: [...inner.values()].map(({ field }) => field) }
			return [[to, { ...one, table, part: partIn(one.part, plan), fields: inner }]]
		})
	)
	const isGone = (states: StepPlan['states'], key: string) => {
		const recoded = states.get(key)
		return recoded?.kind === 'merge' || recoded?.kind === 'part'
	}
	const touched = new Set([...plan.fields.works.flatMap(sourcesOf), ...plan.fields.names.keys()])
	return {
		...before,
		declaration: {
			...declaration,
			// What an entry is called follows its fields.
			title: before.title.reads.some((key) => touched.has(key)) ? after.declaration.title : declaration.title,
			fields: [...fields.values()].map(({ field }) => field),
			tables: [...tables.values()].map(({ table }) => table),
			states: declaration.states.flatMap((state) => {
				const recoded = plan.states.get(state.key)
				if (isGone(plan.states, state.key)) return []
				return [{ ...state, key: recoded?.kind === 'rename' ? recoded.to : state.key }]
			}),
			groups: declaration.groups.map((group) => ({
				...group,
				key: plan.groups.get(group.key) ?? group.key,
				actor_in: group.actor_in.map(nameOf),
				members_in: group.members_in.map(nameOf)
			})),
			seen: declaration.seen === 'everyone' ? 'everyone' : declaration.seen.map((key) => plan.groups.get(key) ?? key),
			lists: declaration.lists.map((list) => {
				const own = plan.codes.get(list.key)
				if (!own) return list
				const codes = list.codes.flatMap((code) => {
					const recoded = own.codes.get(code.key)
					if (recoded === undefined) return [code]
					return recoded.kind === 'rename' ? [{ ...code, key: recoded.to }] : []
				})
				return { ...list, key: own.to, codes }
			})
		},
		fields,
		tables,
		parts: [...new Set(before.parts.map((part) => partIn(part, plan)))],
		order: before.order.map(nameOf)
	}
}
