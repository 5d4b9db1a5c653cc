import { audienceTokens, type Audience } from '#platform/access/seat.ts'

/** Who sees a record, as a sheet says it: the choice, and the actors and structures it was shown to beside. */
export type Seen = { audience: Audience; also_actors: string[]; also_structures: string[] }

const ACTOR = 'actor:'
const MEMBERS = 'structure:'
const FULL_MEMBERS = 'members:'
/** Behind the key of a structure of which only those see a record that sit in it in their own right. */
const FULL = ' (full-members)'

const isOpen = (tokens: readonly string[]) => tokens.includes('public') || tokens.includes('workspace')

function choiceOf(tokens: readonly string[], structureId: string | null): Audience {
	if (tokens.includes('public')) return 'public'
	if (tokens.includes('workspace')) return 'workspace'
	if (structureId !== null && tokens.includes(`${MEMBERS}${structureId}`)) return 'members'
	return structureId !== null && tokens.includes(`${FULL_MEMBERS}${structureId}`) ? 'full-members' : 'secretariat'
}

/**
 * What a stored audience says in a sheet. `base` are the tokens that follow from what else the sheets say: they are worked out
 * anew when the row comes in, and are not written.
 */
export function seenOf(
	tokens: readonly string[],
	structureId: string | null,
	{ base, nameOf }: { base: readonly string[]; nameOf: (id: string) => string | undefined }
): Seen {
	const audience = choiceOf(tokens, structureId)
	if (isOpen(tokens)) return { audience, also_actors: [], also_structures: [] }
	const known = new Set([...audienceTokens(audience, structureId), ...base])
	const others = tokens.filter((token) => !known.has(token))
	const named = (start: string, end = '') =>
		others.flatMap((token) => {
			const name = token.startsWith(start) ? nameOf(token.slice(start.length)) : undefined
			return name === undefined ? [] : [`${name}${end}`]
		})
	return {
		audience,
		also_actors: named(ACTOR).sort(),
		also_structures: [...named(MEMBERS), ...named(FULL_MEMBERS, FULL)].sort()
	}
}

/** The key in a cell of `also_structures`, and whether only full members of it are meant. */
export const readAlso = (text: string) =>
	text.endsWith(FULL) ? { key: text.slice(0, -FULL.length), isFull: true } : { key: text, isFull: false }

/** The tokens of actors and structures that a record is shown to beside its audience. */
export const alsoTokens = (
	{ also_actors, also_structures }: Omit<Seen, 'audience'>,
	idOf: (kind: 'actor' | 'structure', key: string) => string
): string[] => [
	...also_actors.map((key) => `${ACTOR}${idOf('actor', key)}`),
	...also_structures.map((text) => {
		const { key, isFull } = readAlso(text)
		return `${isFull ? FULL_MEMBERS : MEMBERS}${idOf('structure', key)}`
	})
]

/** An audience with further tokens, where it is one that not everybody in the workspace belongs to. */
export const withTokens = (tokens: readonly string[], further: readonly string[]): string[] =>
	isOpen(tokens) ? [...tokens] : [...new Set([...tokens, ...further])]

export const isSameAudience = (one: readonly string[], other: readonly string[]) =>
	[...one].sort().join() === [...other].sort().join()
