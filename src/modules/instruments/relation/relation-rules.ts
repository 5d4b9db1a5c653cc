/** How one text stands to another; each is a type of link of the platform. */
export const RELATION_TYPES = [
	'duplicates',
	'overlaps',
	'contradicts',
	'needs-alignment-with',
	'supports',
	'partly-supports',
	'complements',
	'harmonizes',
	'interacts-with',
	'implements',
	'amends',
	'repeals',
	'domesticates'
] as const
export type RelationType = (typeof RELATION_TYPES)[number]

/** The relations in which two texts are in each other's way: what is brought into line. */
export const CLASHES = [
	'duplicates',
	'overlaps',
	'contradicts',
	'needs-alignment-with'
] as const satisfies RelationType[]

const clashes: readonly RelationType[] = CLASHES
export const isClash = (type: RelationType) => clashes.includes(type)

/** The kinds of record that relations join. */
export const RELATED_KINDS = ['policy', 'provision', 'instrument', 'agreement'] as const
export type RelatedKind = (typeof RELATED_KINDS)[number]

const CHANGING: readonly RelationType[] = ['amends', 'repeals']
const OF_PARTIES: readonly string[] = ['instrument', 'agreement'] satisfies RelatedKind[]

/** Why a text cannot stand so to another by what both are, or null when it can: what several States agreed, only they change. */
export const whyNotRelate = (type: RelationType, { from, to }: { from: string; to: string }) =>
	CHANGING.includes(type) && OF_PARTIES.includes(to) && !OF_PARTIES.includes(from)
		? 'instruments.relation-changes-treaty'
		: null

export const HARMONIZATION_STATES = ['open', 'being-resolved', 'resolved'] as const
export type HarmonizationState = (typeof HARMONIZATION_STATES)[number]

export const ANSWERS = ['agrees', 'agrees-in-part', 'disagrees'] as const
export type Answer = (typeof ANSWERS)[number]

export const HARMONIZATION_MOVES = ['change', 'answer', 'resolve', 'reopen'] as const
export type HarmonizationMove = (typeof HARMONIZATION_MOVES)[number]

const ALLOWED: Readonly<Record<HarmonizationState, readonly HarmonizationMove[]>> = {
	open: ['change', 'answer', 'resolve'],
	'being-resolved': ['change', 'answer', 'resolve'],
	resolved: ['reopen']
}

/** Why nothing of a kind can be done with an item as it stands, or null when it can. */
export function whyNotHarmonize(state: HarmonizationState, move: HarmonizationMove) {
	if (ALLOWED[state].includes(move)) return null
	return state === 'resolved' ? 'instruments.harmonization-resolved' : 'instruments.harmonization-not-resolved'
}

type Asked = { answer: Answer | null }

/** Whoever has not answered yet. */
export const waitsFor = <T extends Asked>(agreers: readonly T[]): T[] => agreers.filter(({ answer }) => answer === null)

/** Whether all who must agree have answered, and none disagrees. */
export const isAgreed = (agreers: readonly Asked[]) =>
	agreers.every(({ answer }) => answer === 'agrees' || answer === 'agrees-in-part')

/** Where an item stands after an answer: the first one begins the work on it. */
export const stateAfterAnswer = (state: HarmonizationState): HarmonizationState =>
	state === 'open' ? 'being-resolved' : state

/** Where an item that is taken up again stands: whoever answered need not do so twice. */
export const stateReopened = (agreers: readonly Asked[]): HarmonizationState =>
	agreers.some(({ answer }) => answer !== null) ? 'being-resolved' : 'open'
