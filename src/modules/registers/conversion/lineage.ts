import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { readSteps } from './read-steps.ts'
import { partNow, sourcesOf, targetsOf, type ScopePlan, type StepPlan } from './step-plan.ts'

/** What the fields and tables of all versions of a register have become in the last. */
export type Lineage = {
	/** The parts in which what a field of some version held is kept now; of one that was taken away, the last in which it stood. */
	partsOf(key: string): ReadonlySet<string>
	/** The same of the tables that ever had a column. */
	partsOfColumn(key: string): ReadonlySet<string>
	/** The fields of any version that held something personal, or whose values are personal now. */
	personal: ReadonlySet<string>
	personalInRows: ReadonlySet<string>
	/** True where entries were ever called by something personal. */
	isTitlePersonal: boolean
}

type Parts = Map<string, Set<string>>

const leads = (scope: ScopePlan, key: string): readonly string[] | undefined => {
	const renamed = scope.names.get(key)
	if (renamed) return [renamed.to]
	const works = scope.works.filter((work) => sourcesOf(work).includes(key))
	return works.length === 0 ? undefined : works.flatMap(targetsOf)
}

const put = (parts: Parts, key: string, more: Iterable<string>) => {
	const held = parts.get(key) ?? new Set<string>()
	parts.set(key, held)
	for (const part of more) held.add(part)
}

const regrouped = (parts: Parts, { groups }: StepPlan): Parts =>
	new Map([...parts].map(([key, held]) => [key, new Set([...held].map((part) => partNow(part, groups)))]))

/** Reads what became of the fields of each version, from the first to the last: what is known of earlier ones follows each step. */
export function lineageOf(versions: readonly CompiledRegister[]): Lineage {
	let dead: Parts = new Map()
	let deadColumns: Parts = new Map()
	// What a field of an earlier version is called now, by what it was called.
	let alive = new Map<string, Set<string>>()
	let columns = new Map<string, Set<string>>()
	const personal = new Set<string>()
	const personalInRows = new Set<string>()
	const last = versions.at(-1)
	for (const [index, version] of versions.entries()) {
		const before = versions[index - 1]
		if (before) {
			const { plan } = readSteps(before, version)
			dead = regrouped(dead, plan)
			deadColumns = regrouped(deadColumns, plan)
			alive = new Map(
				[...alive].map(([key, now]) => [
					key,
					new Set(
						[...now].flatMap((one) => {
							const next = leads(plan.fields, one) ?? (version.fields.has(one) ? [one] : [])
							if (next.length === 0) put(dead, key, [partNow(before.fields.get(one)?.part ?? 'open', plan.groups)])
							return next
						})
					)
				])
			)
			columns = new Map(
				[...columns].map(([key, now]) => [
					key,
					new Set(
						[...now].flatMap((table) => {
							const to = plan.tables.get(table)?.to
							const next = to === undefined ? table : to
							if (next !== null && version.tables.has(next)) return [next]
							put(deadColumns, key, [partNow(before.tables.get(table)?.part ?? 'open', plan.groups)])
							return []
						})
					)
				])
			)
		}
		for (const key of version.fields.keys()) put(alive, key, [key])
		for (const [table, { fields }] of version.tables) for (const key of fields.keys()) put(columns, key, [table])
		for (const key of version.personal) personal.add(key)
		for (const table of version.tables.values()) for (const key of table.personal) personalInRows.add(key)
	}
	for (const [key, now] of alive) if ([...now].some((one) => last?.personal.has(one))) personal.add(key)
	const partsOf =
		(living: ReadonlyMap<string, Set<string>>, gone: Parts, partIn: (key: string) => string | undefined) =>
		(key: string): ReadonlySet<string> =>
			new Set([
				...[...(living.get(key) ?? [])].flatMap((one) => partIn(one) ?? []),
				...(living.get(key)?.size ? [] : (gone.get(key) ?? []))
			])
	return {
		partsOf: partsOf(alive, dead, (key) => last?.fields.get(key)?.part),
		partsOfColumn: partsOf(columns, deadColumns, (key) => last?.tables.get(key)?.part),
		personal,
		personalInRows,
		isTitlePersonal: versions.some(({ title }) => title.reads.some((key) => personal.has(key)))
	}
}
