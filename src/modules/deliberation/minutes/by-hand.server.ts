import type { Here } from '#platform/operation/operation.server.ts'
import { referencesOf, type RecordReference } from '#platform/records/find-record.server.ts'
import { reachOf, type Unreached } from '../telling/reach.server.ts'
import { EDITIONS, meets, readerOf, type Edition } from './editions.ts'
import type { PaperKind } from './minutes-rules.ts'

type Paper = { kind: PaperKind; edition: Edition; language: string; audience: readonly string[] }
type Meeting = { id: string; structureId: string; audience: readonly string[] }

/** Whom the letter about a paper reaches: those who may open an edition of it, an address only where everybody may. */
export const reachOfPapers = (here: Here, meeting: Meeting, papers: readonly Pick<Paper, 'audience'>[]) =>
	reachOf(here, {
		structureId: meeting.structureId,
		meetingId: meeting.id,
		reachesAddresses: meeting.audience.includes('public') && papers.some(({ audience }) => audience.includes('public')),
		sees: (audience) => meets(audience, meeting.audience) && papers.some((paper) => meets(audience, paper.audience))
	})

// Without a seat an organization is entitled to what sitting in the structure gives it, and to nothing that was restricted to those named.
const CIRCLE = { full: 'full-members', sits: 'members', not: 'public' } as const

function editionFor(
	{ sits }: Unreached,
	structureId: string,
	{ papers, audience }: { papers: readonly Paper[]; audience: readonly string[] }
) {
	const reader = readerOf(CIRCLE[sits], structureId).audience
	if (!meets(reader, audience)) return null
	const open = papers.filter((paper) => paper.edition !== 'named' && meets(reader, paper.audience))
	return (
		open.toSorted((one, other) => EDITIONS.indexOf(other.edition) - EDITIONS.indexOf(one.edition))[0]?.edition ?? null
	)
}

/** To whom a paper must be given in another way than by Pitso; `edition` is the one it is entitled to, null where there is none. */
export type ByHand = {
	kind: PaperKind
	actor: RecordReference
	offices: string[]
	edition: Edition | null
}

/** Those whom no letter about the papers of a meeting reaches, each with the edition of each paper that is for them. */
export async function papersByHand(here: Here, meeting: Meeting, papers: readonly Paper[]): Promise<ByHand[]> {
	const kinds = [...Map.groupBy(papers, ({ kind }) => kind)]
	const found = await Promise.all(
		kinds.map(async ([kind, some]) => ({ kind, some, reach: await reachOfPapers(here, meeting, some) }))
	)
	const references = await referencesOf(
		here,
		found.flatMap(({ reach }) => reach.unreached)
	)
	return found.flatMap(({ kind, some, reach }) =>
		reach.inPerson.flatMap((one) => {
			const actor = references.get(one.actorId)
			const edition = editionFor(one, meeting.structureId, { papers: some, audience: meeting.audience })
			return actor ? [{ kind, actor, offices: [...one.offices], edition }] : []
		})
	)
}
