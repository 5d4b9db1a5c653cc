import type { Issue, RefusalParams } from '#platform/operation/refusal.ts'
import type { Values } from './three-way.ts'

export type { Issue }

/** How much a thing asks for; each tone has an icon and words of its own, colour only repeats them. */
export type Tone = 'plain' | 'information' | 'success' | 'warning' | 'error'

export type Link = { href: string; label: string; current?: boolean; count?: number }

/** `group` names what a choice stands under in a list of filters. */
export type Option = { value: string; label: string; count?: number; disabled?: boolean; group?: string }

export type Origin = 'reference' | 'invented' | 'entered'

export type OriginInfo = { origin: Origin; source?: string | null; year?: number | string | null }

/** The declared statuses of structures, and with them those of actors. */
export type Status =
	| 'proposed'
	| 'being-established'
	| 'active'
	| 'ad-hoc-idle'
	| 'ad-hoc-activated'
	| 'needs-reactivation'
	| 'dissolved'
	| 'abolished'
	| 'merged'

/** One fault of a form, worded already or by its code. */
export type FormIssue = Issue & { message?: string }

/** How a clash of two versions of a field is decided: for the saved one, for one's own, or by writing a third. */
export type Choice = 'theirs' | 'yours' | 'third'

/** A change that somebody saved while a form was open: when, by whom, what was done, and to which fields by their labels. */
export type Meanwhile = { at: string; by: string; what: string; fields: readonly string[] }

/**
 * What a form carries of how it was made, so that its fields can be merged with what others saved: the values it was made
 * from; and once others were quicker, both sides of each clash and what they did.
 */
export type Formed = {
	base: Readonly<Record<string, Values>>
	clash?: Readonly<Record<string, { was: Values | null; yours: Values }>>
	meanwhile?: readonly Meanwhile[]
}

/** What a refused form gives back to the page: which form, why, where, and what was typed. */
export type FormFailure = {
	action?: string
	kind: string
	code?: string
	params?: RefusalParams
	message?: string
	rule?: string
	issues?: readonly FormIssue[]
	values?: Readonly<Record<string, string | readonly string[]>>
	formed?: Formed | null
	/** How the clashes shown were decided, as far as they were. */
	chosen?: Readonly<Record<string, Choice>>
	/** What others saved meanwhile, where that is why the form was refused. */
	meanwhile?: readonly Meanwhile[]
}
