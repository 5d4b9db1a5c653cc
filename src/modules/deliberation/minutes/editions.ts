import { audienceTokens, publicSeat, type Seat } from '#platform/access/seat.ts'

/** For whom a paper is written, from the widest circle of readers to the narrowest. */
export const EDITIONS = ['public', 'workspace', 'members', 'full-members', 'full'] as const
export type Edition = (typeof EDITIONS)[number]

/**
 * The reader for whom an edition is written: nobody in particular, with the rights that everybody of that circle has and no
 * other. What it is shown by the queries is what stands in the edition.
 */
export function readerOf(edition: Edition, structureId: string): Seat {
	switch (edition) {
		case 'public':
			return publicSeat
		case 'workspace':
			return reader('observer', [])
		case 'members':
			return reader('member', [`structure:${structureId}`])
		case 'full-members':
			return reader('member', [`structure:${structureId}`, `members:${structureId}`])
		case 'full':
			return reader('secretariat', [
				`structure:${structureId}`,
				`members:${structureId}`,
				'role:administrator',
				'role:secretariat'
			])
		default:
			return edition satisfies never
	}
}

const reader = (role: 'observer' | 'member' | 'secretariat', tokens: readonly string[]): Seat => ({
	...publicSeat,
	role,
	audience: ['public', 'workspace', ...tokens]
})

/** Who may open the file of an edition. */
export const tokensOf = (edition: Edition, structureId: string): string[] =>
	audienceTokens(edition === 'full' ? 'secretariat' : edition, structureId)

/**
 * Of what was written for each circle, from the widest to the narrowest, the papers there are: one that says no more than that
 * of a wider circle is that one.
 */
export function differing<T>(written: readonly { edition: Edition; said: string; paper: T }[]) {
	return written.filter(({ said }, index) => said !== written[index - 1]?.said)
}

/** True where somebody of these audiences may open what is kept for those. */
export const meets = (reader: readonly string[], audience: readonly string[]): boolean =>
	audience.includes('public') || audience.some((token) => reader.includes(token))
