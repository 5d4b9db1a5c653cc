import { whyNotSetStatus, type DeclaredStatus } from '#modules/directory/rules.ts'
import type { RhythmKind } from './cadence.ts'

type Facts = { status: DeclaredStatus; rhythm: RhythmKind | null; isOpen: boolean; isActive: boolean }

// Ad hoc is what is declared so, or what its own rules of procedure call together on activation.
const isAdHoc = ({ status, rhythm }: Facts) =>
	status === 'ad-hoc-idle' || status === 'ad-hoc-activated' || rhythm === 'on-activation'

/** Why a structure cannot be activated, or null when it can. */
export function whyNotActivate(facts: Facts) {
	if (!facts.isActive) return 'directory.structure-withdrawn'
	if (facts.status === 'dissolved') return 'directory.structure-dissolved'
	if (!isAdHoc(facts)) return 'deliberation.structure-not-ad-hoc'
	if (facts.isOpen || facts.status === 'ad-hoc-activated') return 'deliberation.structure-already-activated'
	return whyNotSetStatus(facts.status, 'ad-hoc-activated') === null ? null : 'deliberation.structure-not-idle'
}

/** Why a structure cannot be stood down, or null when it can. */
export function whyNotStandDown(facts: Facts) {
	if (!facts.isActive) return 'directory.structure-withdrawn'
	if (facts.status === 'dissolved') return 'directory.structure-dissolved'
	return facts.isOpen || facts.status === 'ad-hoc-activated' ? null : 'deliberation.structure-not-activated'
}

/**
 * What standing down makes of the declared status; null where it leaves it: a structure that is only proposed, and was let work for a
 * while, is proposed still.
 */
export const statusStoodDown = (status: DeclaredStatus): DeclaredStatus | null =>
	status === 'ad-hoc-activated' ? 'ad-hoc-idle' : null
