import type { z } from 'zod'
import type { Words } from '#platform/languages/words.ts'
import type { TakingPart } from './outputs.ts'

type Part = z.output<typeof TakingPart>
type Says = Pick<Words, 't' | 'day' | 'list'>

/** What the guidelines give to the co-opted of the reader's kind, in a sentence; null where there are none for it. */
export function givenText({ t, day, list }: Says, { actorKind, given }: Part): string | null {
	if (given === null) return null
	return t('meeting.part.given', {
		day: day(given.since),
		kind: t(`actor-kind.${actorKind}`),
		rights: list(given.rights.map((right) => t(`meeting.part.right.${right}`)))
	})
}

/** Why the reader cannot propose an item, in a sentence; null where it can. */
export function whyNotProposeText({ t }: Says, { actorKind, place, whyNotPropose }: Part): string | null {
	switch (whyNotPropose) {
		case null:
			return null
		case 'not-co-opted':
			return t(`meeting.part.why.${place ?? 'nobody'}`)
		case 'reads-only':
		case 'no-guideline':
		case 'not-proposing':
			return t(`meeting.part.why.${whyNotPropose}`, { kind: t(`actor-kind.${actorKind}`) })
		default:
			return whyNotPropose satisfies never
	}
}
