import { audienceTokens, publicSeat, type Seat } from '#platform/access/seat.ts'

/** Circles of readers that everybody of a kind belongs to, from the widest to the narrowest. */
export const CIRCLES = ['public', 'workspace', 'members', 'full-members', 'full'] as const
export type Circle = (typeof CIRCLES)[number]

/** For whom a paper is written, from the widest circle of readers to the narrowest; `named` are organizations shown more than others. */
export const EDITIONS = ['public', 'workspace', 'members', 'full-members', 'named', 'full'] as const
export type Edition = (typeof EDITIONS)[number]

/** As many editions as a paper has: whoever keeps them apart has to be able to. */
export const EDITIONS_MOST = 12

/** An organization that is shown something it was named for, and where it sits in the structure beside that. */
export type NamedActor = { id: string; sits: boolean; isFull: boolean }

/**
 * The reader for whom an edition is written: nobody in particular, with the rights that everybody of that circle has and no
 * other. What it is shown by the queries is what stands in the edition.
 */
export function readerOf(circle: Circle, structureId: string): Seat {
	switch (circle) {
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
			return circle satisfies never
	}
}

/** The widest circle in which a named organization is: what its readers are shown beside what it was named for. */
export const circleOf = ({ sits, isFull }: NamedActor): Circle => {
	if (isFull) return 'full-members'
	return sits ? 'members' : 'workspace'
}

/** The reader of an organization that was named: with the rights of its circle, and what it was named for. */
export function readerNamed(actor: NamedActor, structureId: string): Seat {
	const { role, audience } = readerOf(circleOf(actor), structureId)
	return { ...publicSeat, role, audience: [...audience, `actor:${actor.id}`] }
}

const reader = (role: 'observer' | 'member' | 'secretariat', tokens: readonly string[]): Seat => ({
	...publicSeat,
	role,
	audience: ['public', 'workspace', ...tokens]
})

/** Who may open the file of an edition: of one for named organizations these, and those who keep the records. */
export const tokensOf = (edition: Edition, structureId: string, actors: readonly string[] = []): string[] =>
	edition === 'named'
		? [...audienceTokens('secretariat', structureId), ...actors.map((id) => `actor:${id}`)]
		: audienceTokens(edition === 'full' ? 'secretariat' : edition, structureId)

const ACTOR = 'actor:'

/** The organizations that an edition for those named is for, by the audience of its file. */
export const actorsNamedIn = (audience: readonly string[]): string[] =>
	audience.flatMap((token) => (token.startsWith(ACTOR) ? [token.slice(ACTOR.length)] : []))

/**
 * The audiences of those who read an edition, each of whom must be shown whatever stands in it. Of the named no more is known than
 * that they are named: what only the members of a structure see is taken to be hidden from them.
 */
export const readersOf = (edition: Edition, structureId: string, actors: readonly string[]): (readonly string[])[] =>
	edition === 'named'
		? actors.map((id) => ['public', 'workspace', `actor:${id}`])
		: [readerOf(edition, structureId).audience]

/** What one circle, or one organization that was named, would read. */
export type Reading<T> = { said: string; paper: T } & ({ edition: Circle } | { edition: 'named'; actor: NamedActor })
/** An edition there is to be, and the organizations it is for where it is for those named. */
export type Written<T> = { edition: Edition; actors: readonly string[]; paper: T }

/**
 * Of what was written for each circle, from the widest to the narrowest, and for each named organization, the editions there are:
 * one that says no more than that of a wider circle of the same readers is that one, and organizations that read the same share one.
 */
export function differing<T>(readings: readonly Reading<T>[]): Written<T>[] {
	const whole = readings.flatMap((one) => (one.edition === 'named' ? [] : [one]))
	const shared = new Map<string, Written<T>>()
	for (const one of readings) {
		if (one.edition !== 'named') continue
		const without = whole.find(({ edition }) => edition === circleOf(one.actor))
		if (without?.said === one.said) continue
		const known = shared.get(one.said)
		shared.set(one.said, { edition: 'named', paper: one.paper, actors: [...(known?.actors ?? []), one.actor.id] })
	}
	return [
		...whole
			.filter(({ said }, index) => said !== whole[index - 1]?.said)
			.map(({ edition, paper }) => ({ edition, paper, actors: [] })),
		...shared.values()
	]
}

/**
 * The editions that are made of those there would be, or null where they are too many to be made at all. Minutes are adopted
 * whoever was named in them: then those named beyond the most have the edition of their circle, and read the rest on the page.
 */
export function editionsWithin<T>(
	written: readonly Written<T>[],
	{ seal }: { seal: boolean }
): readonly Written<T>[] | null {
	if (written.length <= EDITIONS_MOST) return written
	return seal ? written.slice(0, EDITIONS_MOST) : null
}

/** True where somebody of these audiences may open what is kept for those. */
export const meets = (reader: readonly string[], audience: readonly string[]): boolean =>
	audience.includes('public') || audience.some((token) => reader.includes(token))
