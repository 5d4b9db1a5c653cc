import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { namesFor, suits } from '../entry/resolve.server.ts'
import { findByName, type Meant } from './named-records.server.ts'
import type { NameOf } from './value-cells.ts'

type Named = { id: string; kind: string; key: string | null; number: string | null; register: string | null }

// An array of them is one parameter, and a page of the answer is held at once.
const NAMES_PER_QUERY = 20_000

async function inPieces<T>(
	texts: readonly string[],
	ask: (some: readonly string[]) => Promise<readonly T[]>
): Promise<T[]> {
	const found: T[] = []
	for (let start = 0; start < texts.length; start += NAMES_PER_QUERY)
		found.push(...(await ask(texts.slice(start, start + NAMES_PER_QUERY))))
	return found
}

const named = (here: Here) =>
	here.tx
		.selectFrom('record')
		.leftJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.leftJoin('record as register', (on) =>
			on.onRef('register.workspace_id', '=', 'entry.workspace_id').onRef('register.id', '=', 'entry.register_id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'register.key as register'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '!=', 'merged')

/** Entries that a file brings: by register, under the number or mark they have in the file. */
export type BroughtEntries = ReadonlyMap<string, ReadonlyMap<string, string>>

const nothingBrought: BroughtEntries = new Map()

/** The entries that a file brings itself under a text, as far as the field may name them. */
function broughtAs(brought: BroughtEntries, field: AnyField, text: string): string[] {
	if (brought.size === 0) return []
	if (field.type === 'entry') return [brought.get(field.register)?.get(text) ?? []].flat()
	if (field.type !== 'record' || (field.kinds.length > 0 && !field.kinds.includes('entry'))) return []
	return [...brought.values()].flatMap((some) => some.get(text) ?? [])
}

const textsAny = (texts: readonly string[]) => sql<string>`any (${[...texts]}::text[])`

export type Finding = {
	find(field: AnyField, text: string): Meant
	findActor(text: string): string | undefined
	/** What was called by its name, and what it was taken as: filled as cells are read. */
	readonly matched: ReadonlyMap<string, string>
}

const oneOf = (id: string | undefined): Meant => (id === undefined ? { nearest: undefined } : { id })

/** Looks up all records and seats that a file names, a few statements in all; entries that it brings itself are found as well. */
export async function findNamed(
	here: Here,
	{ records, seats }: { records: ReadonlySet<string>; seats: ReadonlySet<string> },
	brought: BroughtEntries = nothingBrought
): Promise<Finding> {
	// `kind:key` tells apart what has the same key in several kinds.
	const texts = [...new Set([...records].map((text) => text.replace(/^[a-z-]+:/, '')))]
	const [byNumber, byKey, seatRows] = await Promise.all([
		inPieces(
			texts.filter((text) => /^[A-Z0-9]/.test(text)),
			(some) => named(here).where('record.number', '=', textsAny(some)).execute()
		),
		inPieces(
			texts.filter((text) => /^[a-z0-9]/.test(text)),
			(some) => named(here).where('record.key', '=', textsAny(some)).execute()
		),
		inPieces([...seats], (some) =>
			here.tx
				.selectFrom('seat')
				.select(['id', 'key'])
				.where('workspace_id', '=', here.workspace.id)
				.where('key', '=', textsAny(some))
				.execute()
		)
	])
	const known = new Map<string, Named[]>()
	for (const one of [...byNumber, ...byKey]) {
		for (const text of namesFor(one)) {
			const others = known.get(text)
			if (others) others.push(one)
			else known.set(text, [one])
		}
	}
	const seatIds = new Map(seatRows.map(({ id, key }) => [key, id]))
	const matched = new Map<string, string>()
	const byName = await findByName(
		here,
		[...records].filter((text) => !known.has(text) && ![...brought.values()].some((some) => some.has(text)))
	)
	return {
		find(field, text) {
			if (field.type === 'seat') return oneOf(seatIds.get(text))
			const there = (known.get(text) ?? []).filter((one) => suits(field, one)).map(({ id }) => id)
			// What the file brought may be there by now: it is the same.
			const further = broughtAs(brought, field, text).filter((id) => !there.includes(id))
			const [first, second] = [...there, ...further]
			if (second !== undefined) return { kinds: true }
			if (first !== undefined) return { id: first }
			const called = byName(field, text)
			if ('id' in called) matched.set(text, called.id)
			return called
		},
		matched,
		findActor: (text) => known.get(text)?.find(({ kind }) => kind === 'actor')?.id
	}
}

/** What stands for records and seats in a file, looked up for all identifiers at once; what the seat does not see has no name. */
export async function namesOf(here: Here, records: ReadonlySet<string>, seats: ReadonlySet<string>): Promise<NameOf> {
	const [recordRows, seatRows] = await Promise.all([
		inPieces([...records], (some) => named(here).where('record.id', '=', anyOf(some)).execute()),
		inPieces([...seats], (some) =>
			here.tx
				.selectFrom('seat')
				.select(['id', 'key'])
				.where('workspace_id', '=', here.workspace.id)
				.where('id', '=', anyOf(some))
				.execute()
		)
	])
	const byId = new Map(recordRows.map((one) => [one.id, one]))
	const seatKeys = new Map(seatRows.map(({ id, key }) => [id, key]))
	return (field, id) => {
		if (field.type === 'seat') return seatKeys.get(id)
		const found = byId.get(id)
		if (!found) return undefined
		if (found.number !== null) return found.number
		const isOneKind = field.type !== 'record' || field.kinds.length === 1
		return isOneKind ? (found.key ?? undefined) : `${found.kind}:${found.key ?? ''}`
	}
}
