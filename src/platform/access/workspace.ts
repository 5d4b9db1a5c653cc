import type { Translations } from '#platform/database/tables.ts'

/** A country's or a region's own space. Everything belongs to exactly one. */
export type Workspace = {
	id: string
	key: string
	name: Translations
	kind: 'country' | 'region'
	/** The country whose space it is, by its ISO 3166-1 alpha-3 code; none for a region. */
	country: string | null
	languages: readonly string[]
	/** The language every name must have. */
	language: string
	timeZone: string
	secretariatActorId: string | null
	defaultFrameworkId: string | null
	/** What the numbers of its records begin with, `ZWE` in `ZWE-REC-2026-014`. */
	numberPrefix: string
	/** What stands above its papers: lines by language, and the file of the mark beside them. */
	letterhead: Translations
	logoFileId: string | null
	/** Kinds of record that the public is shown none of. */
	closedKinds: readonly string[]
	/** Pages that the public does not open. */
	closedPages: readonly string[]
	isDemonstration: boolean
}

/** What the numbers of a workspace begin with unless it chose otherwise. */
export const prefixOf = (key: string): string =>
	key
		.toUpperCase()
		.replaceAll(/[^A-Z0-9]/g, '')
		.slice(0, 20)

const CALENDAR_DAY = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
// Making a format takes a hundred times as long as using it, and every query asks what day it is.
const calendars = new Map<string, Intl.DateTimeFormat>()

/** The calendar day it is at an instant in a time zone, as `YYYY-MM-DD`. */
export function dayIn(timeZone: string, instant: Date): string {
	const known = calendars.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, ...CALENDAR_DAY })
	calendars.set(timeZone, known)
	return known.format(instant)
}
