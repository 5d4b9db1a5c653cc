import type { Area } from '#platform/operation/registry.server.ts'

/** What one folder of the area brings to it. */
export type Parts = Partial<Omit<Area, 'name' | 'importer' | 'results'>>

/** Joins what the folders bring, in their order. */
export function joinParts(parts: readonly Parts[]): Omit<Area, 'name'> {
	return {
		operations: parts.flatMap(({ operations }) => operations ?? []),
		kinds: parts.flatMap(({ kinds }) => kinds ?? []),
		tables: parts.reduce<Area['tables']>((all, { tables }) => ({ ...all, ...tables }), {}),
		places: parts.flatMap(({ places }) => places ?? []),
		publicPages: parts.flatMap(({ publicPages }) => publicPages ?? []),
		handover: parts.flatMap(({ handover }) => handover ?? []),
		works: parts.flatMap(({ works }) => works ?? []),
		timed: parts.flatMap(({ timed }) => timed ?? []),
		attention: parts.flatMap(({ attention }) => attention ?? []),
		dues: parts.flatMap(({ dues }) => dues ?? []),
		agenda: parts.flatMap(({ agenda }) => agenda ?? []),
		calendars: parts.flatMap(({ calendars }) => calendars ?? []),
		endings: parts.flatMap(({ endings }) => endings ?? []),
		letters: parts.flatMap(({ letters }) => letters ?? [])
	}
}
