import { NON_STATE_KINDS, type ActorKind } from '#modules/directory/rules.ts'

/** One guideline: a kind of actor, on an area or on everything, with its rights, from a day to a day. */
export type Guideline = {
	actorKind: string
	areaId: string | null
	maySpeak: boolean
	mayPropose: boolean
	maySeePapers: boolean
	from: string
	to: string | null
}

export type Rights = { maySpeak: boolean; mayPropose: boolean; maySeePapers: boolean }

/** True for kinds of actor that belong to no State: for them alone guidelines are made. */
export const isNonState = (kind: string): kind is ActorKind => NON_STATE_KINDS.some((one) => one === kind)

/**
 * What a kind of actor may do in a structure on an item that deals with some areas, on a day. Guidelines add up: whoever is let
 * in by one of them is let in. One that names an area holds for items of that area alone, one that names none for all.
 */
export function rightsOf(
	guidelines: readonly Guideline[],
	actorKind: string,
	areaIds: readonly string[],
	day: string
): Rights {
	const fitting = guidelines.filter(
		(one) =>
			one.actorKind === actorKind &&
			(one.areaId === null || areaIds.includes(one.areaId)) &&
			one.from <= day &&
			(one.to === null || one.to >= day)
	)
	return {
		maySpeak: fitting.some(({ maySpeak }) => maySpeak),
		mayPropose: fitting.some(({ mayPropose }) => mayPropose),
		maySeePapers: fitting.some(({ maySeePapers }) => maySeePapers)
	}
}

/** Why a guideline cannot end on a day, or null when it can. */
export function whyNotEndGuideline(guideline: { from: string; to: string | null }, day: string) {
	if (guideline.to !== null) return 'deliberation.participation-ended'
	return day < guideline.from ? 'deliberation.participation-ends-before-it-begins' : null
}
