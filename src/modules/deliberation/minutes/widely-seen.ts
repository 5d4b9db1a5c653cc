import { AUDIENCES, audienceChoice } from '#platform/access/seat.ts'

type Tokens = readonly string[]
const FULL_MEMBERS = 'members:'

const rank = (audience: Tokens) => AUDIENCES.indexOf(audienceChoice(audience))
/** True where everybody who works in the workspace sees a record. */
export const isOpen = (audience: Tokens) => audience.includes('public') || audience.includes('workspace')

// Tokens of whoever must act on a record or is told of it, beside those who see where it was made. The structure that made it
// is no such party: its tokens say to which of its members the record is shown.
const isParty = (token: string, structureId: string | null) =>
	token.startsWith('actor:') ||
	((token.startsWith('structure:') || token.startsWith('members:')) &&
		(structureId === null || !token.endsWith(`:${structureId}`)))

/** The part of an audience that is shown a thing by its own right, and not because it has to act on it. */
const circleOf = (audience: Tokens, structureId: string | null) =>
	audience.filter((token) => !isParty(token, structureId))

/** True where a record is seen by a wider circle than the item it was made in; whoever must act on it does not count. */
export const isSeenByMore = (record: Tokens, item: Tokens, structureId: string | null): boolean =>
	rank(circleOf(record, structureId)) < rank(circleOf(item, structureId))

/** True where an audience leaves out somebody that another one has. */
export const isNarrower = (after: Tokens, before: Tokens): boolean =>
	rank(after) > rank(before) || (!isOpen(after) && !isOpen(before) && before.some((token) => leaves(after, token)))

const leaves = (after: Tokens, token: string) => token.startsWith('actor:') && !after.includes(token)

/** True where a token is in an audience: whoever sits in a structure in their own right is among all who sit in it. */
export const includes = (audience: Tokens, token: string) =>
	audience.includes(token) ||
	(token.startsWith(FULL_MEMBERS) && audience.includes(`structure:${token.slice(FULL_MEMBERS.length)}`))

/** The part of an audience shown to few that is in another one too. */
export function seenByBoth(few: Tokens, chosen: Tokens): readonly string[] {
	if (isOpen(chosen)) return few
	const kept = few.filter((token) => includes(chosen, token))
	return [...new Set([...kept, ...chosen.filter((token) => includes(few, token))])]
}

/** True where a record was given the audience of its item, with whoever must act on it. */
export const hasAudienceOf = (record: Tokens, item: Tokens, structureId: string | null): boolean =>
	rank(circleOf(record, structureId)) === rank(circleOf(item, structureId)) &&
	item.every((token) => record.includes(token))

/**
 * The audience of a record that follows its item from one audience to a narrower one: whoever must act on it, or was told of it,
 * goes on seeing it.
 */
export function followed(
	record: Tokens,
	{ before, after, parties }: { before: Tokens; after: Tokens; parties: Tokens },
	structureId: string | null
): string[] {
	if (isOpen(after)) return [...after]
	const told = record.filter((token) => isParty(token, structureId) && !before.includes(token))
	return [...new Set([...after, ...told, ...parties.filter((token) => isParty(token, structureId))])]
}
