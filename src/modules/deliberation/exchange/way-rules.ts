import type { Texts } from '#platform/exchange/texts.ts'
import type { RecommendationState } from '../rules.ts'

/** Why the state of a recommendation does not go with the last level it was at, or null where it does. */
export function whyNotState(state: RecommendationState, last: Texts | undefined) {
	const answer = last?.['answer']
	switch (state) {
		case 'proposed':
			return last === undefined ? null : 'deliberation.import-proposed-with-way'
		case 'submitted':
		case 'received':
		case 'under-review':
			if (last === undefined || answer !== undefined) return 'deliberation.import-state-without-level'
			if (state === 'received' && last['received'] === undefined) return 'deliberation.import-level-not-received'
			return state === 'under-review' && last['review'] === undefined ? 'deliberation.import-level-not-reviewing' : null
		case 'accepted':
		case 'accepted-in-part':
		case 'returned':
		case 'declined':
			return answer === state ? null : 'deliberation.import-state-without-answer'
		case 'being-implemented':
		case 'implemented':
			return answer === 'accepted' || answer === 'accepted-in-part' ? null : 'deliberation.import-state-without-answer'
		case 'lapsed':
			return null
		default:
			return state satisfies never
	}
}

type Place = { structure: string | undefined; actor: string | undefined }

const placeIn = (texts: Texts, end: 'holder' | 'from' | 'to'): Place =>
	end === 'holder'
		? { structure: texts['holder_structure'], actor: texts['holder_actor'] }
		: { structure: texts[`${end}_structure`], actor: texts[`${end}_actor`] }

const isSame = (one: Place, other: Place) => one.structure === other.structure && one.actor === other.actor
const isNowhere = ({ structure, actor }: Place) => structure === undefined && actor === undefined

/** Where a recommendation came to lie after several levels, the last of them answered or not; undefined where a file cannot tell. */
function placeAfter(hops: readonly Texts[], madeBy: string | undefined): Place | undefined {
	const last = hops.at(-1)
	if (!last) return { structure: madeBy, actor: undefined }
	if (last['answer'] !== 'returned') return placeIn(last, 'to')
	const from = placeIn(last, 'from')
	// Files written before actors were named as senders say nothing of them.
	return isNowhere(from) && hops.length > 1 ? undefined : from
}

/** What was dissolved or closed: others took over what lay there, and no row of the way says so. */
type IsGone = (key: string) => boolean
const isTakenOver = ({ structure, actor }: Place, isGone: IsGone) => isGone(structure ?? actor ?? '')

/**
 * Why a recommendation cannot lie where its row says, or null when it can: it lies at the last level while that has not answered
 * or has accepted, and where it came from once that returned it. What is over may say where it lay last.
 */
export function whyNotHeld(texts: Texts, hops: readonly Texts[], isGone: IsGone) {
	switch (texts['state']) {
		case 'submitted':
		case 'received':
		case 'under-review':
		case 'accepted':
		case 'accepted-in-part':
		case 'returned':
		case 'being-implemented': {
			const place = placeAfter(hops, texts['structure'])
			const holder = placeIn(texts, 'holder')
			if (hops.length === 0 || place === undefined || isSame(place, holder) || isTakenOver(place, isGone)) return null
			// A file that says nothing of it, as a list typed by hand, leaves it to the way.
			return isNowhere(holder) ? null : 'deliberation.import-holder-not-last-level'
		}
		default:
			return null
	}
}

/** Why a level cannot have been reached from where its row says, or null when it can: it is left from where the one before ended. */
export function whyNotFrom(
	hop: Texts,
	{ before, madeBy, isGone }: { before: readonly Texts[]; madeBy: string | undefined; isGone: IsGone }
) {
	const place = placeAfter(before, madeBy)
	const from = placeIn(hop, 'from')
	if (place === undefined || isSame(place, from) || isTakenOver(place, isGone)) return null
	const isUnsaid = isNowhere(from) && place.actor !== undefined
	// What an actor returned lay with nobody, and so with those who made it, before actors were named as senders.
	const isOfMaker = before.at(-1)?.['answer'] === 'returned' && isSame(from, { structure: madeBy, actor: undefined })
	return isUnsaid || (isOfMaker && place.actor !== undefined) ? null : 'deliberation.import-hop-from-elsewhere'
}

/**
 * The actor that sent a recommendation on. Files written before actors were named as senders say it by the row before alone.
 */
export const senderIn = (hop: Texts, before: Texts | undefined): string | undefined =>
	hop['from_actor'] ??
	(hop['from_structure'] === undefined && before?.['answer'] !== 'returned' ? before?.['to_actor'] : undefined)
