export const QUORUM_KINDS = ['none', 'half', 'majority', 'two-thirds', 'number'] as const
export type QuorumKind = (typeof QUORUM_KINDS)[number]

/**
 * How many full members must be there for a structure to be quorate, or null where its rules ask for none. Co-opted and invited
 * actors are no full members and are counted on neither side; at least one must be there wherever any quorum is asked for.
 */
export function quorumOf(
	rhythm: { quorum_kind: QuorumKind; quorum_number: number | null },
	memberCount: number
): { required: number | null } {
	switch (rhythm.quorum_kind) {
		case 'none':
			return { required: null }
		case 'half':
			return { required: Math.max(1, Math.ceil(memberCount / 2)) }
		case 'majority':
			return { required: Math.floor(memberCount / 2) + 1 }
		case 'two-thirds':
			return { required: Math.max(1, Math.ceil((memberCount * 2) / 3)) }
		case 'number':
			return { required: rhythm.quorum_number ?? 1 }
		default:
			return rhythm.quorum_kind satisfies never
	}
}
