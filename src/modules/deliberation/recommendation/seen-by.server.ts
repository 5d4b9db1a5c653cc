import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { closePapersPrinting } from '../minutes/editions.server.ts'
import { includes, isOpen } from '../minutes/widely-seen.ts'
import { hopsOf, showTo, type HopRow, type RecommendationRow, type Standing } from './find-recommendation.server.ts'
import { isAskedFor } from './recommendation-rules.ts'

type Tokens = readonly string[]
type Asks = { addressee_actor_id?: string | null | undefined; addressee_structure_id?: string | null | undefined }
type Level = { structureId: string | null; actorId: string | null }

/** The tokens by which those whom a recommendation asks see it. */
export const addresseeTokens = (row: Asks): string[] => [
	...(row.addressee_actor_id ? [`actor:${row.addressee_actor_id}`] : []),
	...(row.addressee_structure_id ? [`structure:${row.addressee_structure_id}`] : [])
]

/**
 * The tokens by which a level sees a recommendation that reached it. What the co-opted of the structure that made it are not
 * shown, those of a level are not shown either: it is for whoever sits there in their own right.
 */
export function levelTokens({ structureId, actorId }: Level, audience: Tokens, madeBy: string | null): string[] {
	const isForAll = isOpen(audience) || (madeBy !== null && audience.includes(`structure:${madeBy}`))
	return [
		...(structureId === null ? [] : [`${isForAll ? 'structure' : 'members'}:${structureId}`]),
		...(actorId === null ? [] : [`actor:${actorId}`])
	]
}

type Sent = Pick<HopRow, 'to_actor_id' | 'to_structure_id' | 'answer'>
const levelOf = (hop: Sent): Level => ({ structureId: hop.to_structure_id, actorId: hop.to_actor_id })

/**
 * The tokens of those who see a recommendation whatever audience it has: the levels it was submitted to, and once one of them
 * accepted it whom it asks. That somebody it asks was told of it before is a fact of its audience, and follows from nothing else.
 */
export function partyTokens(
	row: Asks & Pick<RecommendationRow, 'structure_id'>,
	hops: readonly Sent[],
	audience: Tokens
): string[] {
	const levels = hops.flatMap((hop) => levelTokens(levelOf(hop), audience, row.structure_id))
	return [...new Set([...(isAskedFor(hops) ? addresseeTokens(row) : []), ...levels])]
}

/** Shows a recommendation that is accepted to whom it asks. */
export const showToAddressee = (here: Writing, { id, audience, row }: Pick<Standing, 'id' | 'audience' | 'row'>) =>
	showTo(here, { id, audience }, addresseeTokens(row))

/**
 * Brings who sees a recommendation in line with another addressee. Whoever is asked no longer does not go on seeing it, unless
 * a level, the holder or the item gives them the right; whoever is asked now sees it where the one before was told of it, or
 * where it is accepted.
 */
export async function followAddressee(
	here: Writing,
	{ id, audience, row }: Pick<Standing, 'id' | 'audience' | 'row'>,
	fields: Asks
): Promise<void> {
	if (isOpen(audience)) return
	const kept = (asked: string | null | undefined, was: string | null) => (asked === undefined ? was : asked)
	const before = addresseeTokens(row)
	const now = addresseeTokens({
		addressee_actor_id: kept(fields.addressee_actor_id, row.addressee_actor_id),
		addressee_structure_id: kept(fields.addressee_structure_id, row.addressee_structure_id)
	})
	if (before.join() === now.join()) return
	const hops = await hopsOf(here, [id])
	const given = await givenOtherwise(here, row, hops)
	const asAddressee = before.filter((token) => !given.has(token))
	const wasTold = asAddressee.length > 0 && asAddressee.every((token) => audience.includes(token))
	const left = asAddressee.filter((token) => !now.includes(token))
	const stay = audience.filter((token) => !left.includes(token))
	const shown = wasTold || isAskedFor(hops) ? now.filter((token) => !includes(stay, token)) : []
	const next = [...stay, ...shown]
	if (next.join() === audience.join()) return
	await here.write.changeRecord(id, { audience: next })
	await here.write.spreadAudience(id, next)
	if (stay.length < audience.length) await closePapersPrinting('recommendation')(here, id, next)
}

/** The tokens that a recommendation has for another reason than whom it asks: who made it, its item, its levels, its holder. */
async function givenOtherwise(here: Here, row: RecommendationRow, hops: readonly Sent[]): Promise<ReadonlySet<string>> {
	const item =
		row.agenda_item_id === null
			? undefined
			: await here.tx
					.selectFrom('record')
					.select('audience')
					.where('workspace_id', '=', here.workspace.id)
					.where('id', '=', row.agenda_item_id)
					.executeTakeFirst()
	const structures = [row.structure_id, row.holder_structure_id, ...hops.map((hop) => hop.to_structure_id)]
	const actors = [row.holder_actor_id, ...hops.map((hop) => hop.to_actor_id)]
	return new Set([
		...(item?.audience ?? []),
		...structures.flatMap((one) => (one === null ? [] : [`structure:${one}`, `members:${one}`])),
		...actors.flatMap((one) => (one === null ? [] : [`actor:${one}`]))
	])
}
