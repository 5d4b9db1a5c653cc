import { isWorkedOut } from '#modules/registers/declaration/field-types.ts'
import { mayChange, type AskingSeat } from '#modules/registers/entry/entry-access.ts'
import { ownFields } from '#modules/registers/entry/said/own-fields.ts'
import { factGroups, type ShownFact } from '#modules/registers/entry/said/shown-entry.ts'
import type { Asked } from './entry-form.server.ts'
import { rowsOf, type entryFor } from './entry-page.server.ts'

type Found = Awaited<ReturnType<typeof entryFor>>

// Of a longer table every row would make the form longer than a person fills in at once.
const ROWS_MOST = 25

type Part = { label: string; href: string; current: boolean }

/** What the form that changes an entry asks for: all that the seat may fill in, or a part of one long table, as the address says. */
export function askedToChange(
	{ entry, compiled, register, names, showing, page }: Found,
	{ url, seat }: { url: URL; seat: AskingSeat }
): Asked & { parts: Part[]; part: string | null } {
	const { declaration } = compiled
	const { words } = showing
	const tables = rowsOf(entry)
	const long = declaration.tables.filter(
		({ key }) => entry.may.fill.includes(key) && (entry.tables[key]?.length ?? 0) > ROWS_MOST
	)
	const chosen = long.find(({ key }) => key === url.searchParams.get('table'))
	// Who entered an entry may let it go: nobody needs to stand in its fields then.
	const isForEntering = declaration.groups.some(
		({ key, entering_actor: isEntering }) => isEntering && declaration.changed.includes(key)
	)
	const own = isForEntering
		? []
		: ownFields(compiled, entry.values, (values) =>
				mayChange(compiled, seat, { enteringActorId: null, state: entry.standing, values })
			)
	const common = { declaration, areas: register.areas, values: entry.values, names, mayHide: true, own }
	const parts = long.map(({ key, names: tableNames }) => ({
		label: words.name(tableNames),
		href: `${page}/change?table=${key}`,
		current: key === chosen?.key
	}))
	if (!chosen) {
		const isLong = (key: string) => long.some((table) => table.key === key)
		return { ...common, asks: entry.may.fill.filter((key) => !isLong(key)), tables, parts, part: null }
	}
	const plain = new Set(['id', ...chosen.fields.filter((field) => !isWorkedOut(field)).map(({ key }) => key)])
	// What is worked out of a row is not sent with it.
	const rows = (tables[chosen.key] ?? []).map((row) =>
		Object.fromEntries(Object.entries(row).filter(([key]) => plain.has(key)))
	)
	const pages = Math.ceil(rows.length / ROWS_MOST)
	const asked = Number(url.searchParams.get('part') ?? '1')
	const at = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1
	const from = (at - 1) * ROWS_MOST
	const until = from + ROWS_MOST
	return {
		...common,
		asks: [chosen.key],
		tables: { [chosen.key]: rows.slice(from, until) },
		around: { table: chosen.key, before: rows.slice(0, from), after: rows.slice(until) },
		parts: Array.from({ length: pages }, (_, index) => ({
			label: words.t('registers.form.part', {
				from: index * ROWS_MOST + 1,
				until: Math.min((index + 1) * ROWS_MOST, rows.length)
			}),
			href: `${page}/change?table=${chosen.key}&part=${String(index + 1)}`,
			current: index + 1 === at
		})),
		part: `?table=${chosen.key}&part=${String(at)}`
	}
}

/** What the seat sees of an entry and does not fill in. */
export function factsNotAsked({ entry, showing }: Found): ShownFact[] {
	const { groups, worked } = factGroups(showing)
	const seen = groups.flatMap(({ facts, texts }) => [...facts, ...texts])
	return [...seen, ...worked].filter(({ key }) => !entry.may.fill.includes(key))
}
