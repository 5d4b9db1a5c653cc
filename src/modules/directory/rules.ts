import type { Offices, Role } from '#platform/access/seat.ts'

export const ACTOR_KINDS = [
	'ministry',
	'department',
	'directorate',
	'agency',
	'government',
	'presidency',
	'parliament',
	'local-authority',
	'planning-agency',
	'statistics-agency',
	'central-bank',
	'financial-institution',
	'police',
	'prosecution',
	'embassy',
	'delegation',
	'interministerial-body',
	'interagency-group',
	'secretariat',
	'civil-society-organization',
	'diaspora-body',
	'trade-union',
	'employers-organization',
	'private-sector',
	'recruitment-agency',
	'academia',
	'research-institute',
	'think-tank',
	'media',
	'international-organization',
	'united-nations-agency',
	'regional-body',
	'development-partner'
] as const
export type ActorKind = (typeof ACTOR_KINDS)[number]

/** Kinds of actor that are no part of a State. */
export const NON_STATE_KINDS: readonly ActorKind[] = [
	'civil-society-organization',
	'diaspora-body',
	'trade-union',
	'employers-organization',
	'private-sector',
	'recruitment-agency',
	'academia',
	'research-institute',
	'think-tank',
	'media'
]

export const ACTOR_STATUSES = ['proposed', 'active', 'abolished', 'merged'] as const

export const LEVELS = ['policy', 'technical', 'secretariat', 'bilateral', 'regional', 'global'] as const

export const STRUCTURE_KINDS = [
	'oversight-committee',
	'interministerial-committee',
	'directorate',
	'secretariat',
	'subcommittee',
	'task-team',
	'statistics-committee',
	'technical-working-group',
	'working-group',
	'cross-border-forum',
	'joint-commission',
	'advisory-council',
	'engagement-platform',
	'implementation-cell',
	'consultative-committee',
	'network',
	'government-department',
	'inter-state-mechanism',
	'expert-group',
	'dialogue',
	'commission',
	'other'
] as const

export const DECLARED_STATUSES = [
	'proposed',
	'being-established',
	'active',
	'ad-hoc-idle',
	'ad-hoc-activated',
	'needs-reactivation',
	'dissolved'
] as const
export type DeclaredStatus = (typeof DECLARED_STATUSES)[number]

// A dissolved structure stays dissolved: one that is set up again is a new structure with its own legal basis.
const MOVES: Record<DeclaredStatus, readonly DeclaredStatus[]> = {
	proposed: ['being-established', 'active', 'ad-hoc-idle', 'dissolved'],
	'being-established': ['active', 'ad-hoc-idle', 'needs-reactivation', 'dissolved'],
	active: ['needs-reactivation', 'ad-hoc-idle', 'dissolved'],
	'ad-hoc-idle': ['ad-hoc-activated', 'active', 'needs-reactivation', 'dissolved'],
	'ad-hoc-activated': ['ad-hoc-idle', 'active', 'needs-reactivation', 'dissolved'],
	'needs-reactivation': ['being-established', 'active', 'ad-hoc-idle', 'dissolved'],
	dissolved: []
}

/** The declared statuses a structure may be given next. */
export const nextStatuses = (status: DeclaredStatus): readonly DeclaredStatus[] => MOVES[status]

/** Why a structure's declared status cannot be moved, or null when it can. */
export function whyNotSetStatus(from: DeclaredStatus, to: DeclaredStatus) {
	if (from === to) return 'directory.status-same'
	if (from === 'dissolved') return 'directory.structure-dissolved'
	return MOVES[from].includes(to) ? null : 'directory.status-no-such-move'
}

/** True when a body should work but does not: what the status board lists as needing somebody. */
export const needsAttention = (status: DeclaredStatus) =>
	status === 'needs-reactivation' || status === 'being-established'

export const MEMBERSHIP_KINDS = ['member', 'co-opted', 'invited', 'recommended'] as const
export const MEMBERSHIP_ROLES = [
	'chair',
	'co-chair',
	'secretariat',
	'member',
	'observer',
	'partner',
	'supporter',
	'expert'
] as const
export const CAPACITIES = ['principal', 'alternate'] as const
export const SUCCESSION_KINDS = ['rename', 'merge', 'split', 'abolish'] as const
export type SuccessionKind = (typeof SUCCESSION_KINDS)[number]
export const FRAMEWORK_KINDS_OF_FUNCTIONS = ['functions'] as const

type Acting = { role: Role; actorId: string | null; serves(offices: Offices): boolean }

/** The directory as a whole is kept by the secretariat and the workspace's administrators. */
export const keepsDirectory = (seat: Acting) => seat.role === 'secretariat' || seat.role === 'administrator'

/** A structure is kept by the secretariat and by whoever chairs it or is its secretary. */
export const keepsStructure = (seat: Acting, structure: Offices) => keepsDirectory(seat) || seat.serves(structure)

/** An actor's contact point is also kept by the seats of that actor: a focal point answers for its own actor only. */
export const keepsContact = (seat: Acting, actorId: string) =>
	keepsDirectory(seat) || (seat.role !== 'public' && seat.role !== 'observer' && seat.actorId === actorId)

/** Only administrators touch the enforcement mark; taking it off needs two of them. */
export const keepsEnforcementMark = (seat: Acting) => seat.role === 'administrator'

type Dated = { from: string | null; to: string | null; statedYear: number | null }

/**
 * Whether a dated fact held on a day. A fact without a first day holds *as stated* in the year of its source; what was
 * before that nobody knows, and so the answer is not a guess.
 */
export function heldOn(fact: Dated, day: string): 'yes' | 'no' | 'not-known' {
	if (fact.to !== null && fact.to < day) return 'no'
	if (fact.from !== null) return fact.from <= day ? 'yes' : 'no'
	if (fact.statedYear !== null && day < `${String(fact.statedYear)}-01-01`) return 'not-known'
	return 'yes'
}

/** Why a membership or lead cannot end on a day, or null when it can. */
export function whyNotEnd(fact: { from: string | null; to: string | null }, day: string) {
	if (fact.to !== null) return 'directory.already-ended'
	if (fact.from !== null && day < fact.from) return 'directory.ends-before-it-starts'
	return null
}

/** Why one record cannot be the parent of another, or null: a parent may not be found among the record's descendants. */
export function whyNotParent(id: string, parentId: string, parentOf: ReadonlyMap<string, string | null>) {
	for (let at: string | null | undefined = parentId, steps = 0; at; at = parentOf.get(at), steps++) {
		if (at === id) return 'directory.parent-circle'
		if (steps > parentOf.size) return 'directory.parent-circle'
	}
	return null
}

/** Why a record cannot be merged into another, or null: what stands under it would stand over itself. */
export const whyNotMergeInto = (from: string, into: string, parentOf: ReadonlyMap<string, string | null>) =>
	whyNotParent(from, into, parentOf) === null ? null : 'directory.merge-into-own-part'

/** Why an actor cannot take on anything new (a seat, a lead, an office, another's succession), or null when it can. */
export function whyNotTakeOn(actor: { status: string; state: string }) {
	const isEnded = actor.status === 'abolished' || actor.status === 'merged' || actor.state !== 'active'
	return isEnded ? 'directory.actor-ended' : null
}

/** Why an actor cannot sit in a structure anew from a day on, given when it sat there before; or null when it can. */
export function whyNotSitFrom(day: string, before: readonly { from: string | null; to: string | null }[]) {
	if (before.some((one) => one.to === null)) return 'directory.already-sits'
	return before.some((one) => one.to !== null && one.to >= day) ? 'directory.sat-then' : null
}

/** Why an actor cannot be succeeded in this way, or null when it can. */
export function whyNotSucceed(actor: { status: string }, kind: SuccessionKind, successors: number) {
	if (actor.status === 'abolished' || actor.status === 'merged') return 'directory.actor-already-ended'
	if (kind === 'merge' && successors !== 1) return 'directory.merge-needs-one-successor'
	if (kind === 'split' && successors < 2) return 'directory.split-needs-two-successors'
	if ((kind === 'abolish' || kind === 'rename') && successors > 0) return 'directory.no-successor-here'
	return null
}

export type MatrixFinding = {
	code:
		| 'area-without-lead'
		| 'area-with-several-leads'
		| 'area-without-structure'
		| 'lead-sits-in-no-structure'
		| 'mandate-held-twice'
		| 'function-held-by-nobody'
	area: string | null
	actors: string[]
	structures: string[]
	function: string | null
}

type MatrixFacts = {
	areas: readonly string[]
	leads: readonly { area: string; actor: string }[]
	/** Which structures deal with which area. */
	structures: readonly { area: string; structure: string }[]
	seats: readonly { actor: string; structure: string }[]
	functions: readonly string[]
	mandates: readonly { structure: string; function: string; area: string | null }[]
}

const group = <T>(items: readonly T[], by: (item: T) => string) => {
	const groups = new Map<string, T[]>()
	for (const item of items) {
		const key = by(item)
		const found = groups.get(key)
		if (found) found.push(item)
		else groups.set(key, [item])
	}
	return groups
}

const unique = (values: readonly string[]) => [...new Set(values)]

/**
 * What the theme matrix finds out of order: areas nobody or several actors lead, areas no structure deals with, leads that
 * sit at no table where their area is dealt with, one function in one area held by two structures, functions nobody holds.
 */
export function findMatrixGaps(facts: MatrixFacts): MatrixFinding[] {
	const leads = group(facts.leads, (lead) => lead.area)
	const dealing = group(facts.structures, (one) => one.area)
	const tables = group(facts.seats, (seat) => seat.actor)
	const found: MatrixFinding[] = []
	const find = (code: MatrixFinding['code'], rest: Partial<MatrixFinding>) =>
		found.push({ code, area: null, actors: [], structures: [], function: null, ...rest })
	for (const area of facts.areas) {
		const actors = unique((leads.get(area) ?? []).map((lead) => lead.actor))
		const structures = unique((dealing.get(area) ?? []).map((one) => one.structure))
		if (actors.length === 0) find('area-without-lead', { area, structures })
		if (actors.length > 1) find('area-with-several-leads', { area, actors })
		if (structures.length === 0) find('area-without-structure', { area, actors })
		else
			for (const actor of actors)
				if (!(tables.get(actor) ?? []).some((seat) => structures.includes(seat.structure)))
					find('lead-sits-in-no-structure', { area, actors: [actor], structures })
	}
	const areasOf = group(facts.structures, (one) => one.structure)
	const claims = facts.mandates.flatMap((mandate) =>
		(mandate.area === null ? (areasOf.get(mandate.structure) ?? []).map((one) => one.area) : [mandate.area]).map(
			(area) => ({ ...mandate, area })
		)
	)
	for (const [, same] of group(claims, (claim) => `${claim.function}\n${claim.area}`)) {
		const structures = unique(same.map((claim) => claim.structure))
		const first = same[0]
		if (first && structures.length > 1 && facts.areas.includes(first.area))
			find('mandate-held-twice', { area: first.area, function: first.function, structures })
	}
	const held = new Set(facts.mandates.map((mandate) => mandate.function))
	for (const one of facts.functions) if (!held.has(one)) find('function-held-by-nobody', { function: one })
	return found
}
