import type { Issue, RefusalParams } from '#platform/operation/refusal.ts'

export type { Issue }

/** How much a thing asks for; each tone has an icon and words of its own, colour only repeats them. */
export type Tone = 'plain' | 'information' | 'success' | 'warning' | 'error'

export type Link = { href: string; label: string; current?: boolean; count?: number }

export type Option = { value: string; label: string; count?: number; disabled?: boolean }

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
}
