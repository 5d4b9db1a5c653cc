import type { Translations } from '#platform/database/tables.ts'

/** A country's or a region's own space. Everything belongs to exactly one. */
export type Workspace = {
	id: string
	key: string
	name: Translations
	kind: 'country' | 'region'
	languages: readonly string[]
	/** The language every name must have. */
	language: string
	timeZone: string
	secretariatActorId: string | null
	defaultFrameworkId: string | null
	isDemonstration: boolean
}

/** The calendar day it is at an instant in a time zone, as `YYYY-MM-DD`. */
export function dayIn(timeZone: string, instant: Date): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
		instant
	)
}
