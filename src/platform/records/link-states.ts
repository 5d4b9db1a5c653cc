/** How far what a link points out is dealt with: a clash is open until somebody sets about it, and may come back. */
export const LINK_STATES = ['open', 'being-resolved', 'resolved'] as const
export type LinkState = (typeof LINK_STATES)[number]

const NEXT: Readonly<Record<LinkState, readonly LinkState[]>> = {
	open: ['being-resolved', 'resolved'],
	'being-resolved': ['open', 'resolved'],
	resolved: ['open', 'being-resolved']
}

/** The states a link may be moved to. */
export const linkStatesAfter = (state: LinkState | 'withdrawn'): readonly LinkState[] =>
	state === 'withdrawn' ? [] : NEXT[state]

/** Why a link cannot be moved to a state, or null when it can. */
export function whyNotMoveLink(state: LinkState | 'withdrawn', to: LinkState) {
	if (state === 'withdrawn') return 'platform.already-withdrawn'
	return linkStatesAfter(state).includes(to) ? null : 'platform.link-state-same'
}
