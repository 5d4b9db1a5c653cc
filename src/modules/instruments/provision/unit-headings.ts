import type { Seen } from './front-matter.ts'
import { rankOf, type NumberMark } from './number-mark.ts'
import { couldHead, isCapital, isSentence, withoutBrackets } from './sentence.ts'
import { ROUGH_RANK, type Unit } from './unit.ts'

// “12. Licences.—(1) No person shall …”: the heading runs into the text.
const RUN_IN = /^(?<heading>[^.;:]{2,120}?)\.?\s*[—–]\s*(?=\(\s?(?:1|a)\s?\))(?<rest>.*)$/su
const RUN_IN_STOP = /^(?<heading>\p{Lu}[^.;:]{1,80})\.\s*[—–-]{1,2}\s*(?=\p{Lu})(?<rest>.*)$/su
const HEADING_MOST = 200

/** Takes a line as the heading of a unit that has none, or a second line of one in capitals. */
export function takesHeading(unit: Unit, text: string): boolean {
	const bare = withoutBrackets(text)
	if (!couldHead(bare) || unit.heading.length > HEADING_MOST) return false
	if (unit.heading !== '' && !(isCapital(unit.heading) && isCapital(text) && unit.kind !== 'unit')) return false
	unit.heading = unit.heading === '' ? bare : `${unit.heading} ${text}`
	return true
}

/** Takes the heading off what stands behind a number, and gives what is left. */
export function headed(
	unit: Unit,
	mark: NumberMark,
	{ rest, heading }: { rest: string; heading: number | null },
	ahead: readonly Seen[]
): string {
	if (rest === '') return ''
	const isHead =
		mark.kind === 'group' ? rest.length <= 160 && !isSentence(rest) : heading !== null && rest.length <= HEADING_MOST
	if (isHead) {
		unit.heading = withoutBrackets(rest)
		return ''
	}
	if (mark.kind === 'group') return rest
	if (mark.kind === 'annex') {
		// “FIRST SCHEDULE (Section 12)” names the section that brings it in.
		unit.heading = couldHead(rest) && !/^\(/u.test(rest) ? rest : unit.heading
		return unit.heading === rest || /^\([^)]*\)$/u.test(rest) ? '' : rest
	}
	if (mark.kind === 'under' || unit.heading !== '') return rest
	const runIn = (RUN_IN.exec(rest) ?? RUN_IN_STOP.exec(rest))?.groups
	if (runIn) {
		unit.heading = runIn['heading'] ?? ''
		return runIn['rest'] ?? ''
	}
	const bare = withoutBrackets(rest)
	if (bare !== rest && couldHead(bare)) {
		unit.heading = bare
		return ''
	}
	if (!couldHead(rest) || !hasWordsBelow(unit, mark, ahead)) return rest
	unit.heading = rest
	return ''
}

/** A line behind a number heads it only where something else follows before the next such number. */
function hasWordsBelow(unit: Unit, mark: NumberMark, [next]: readonly Seen[]): boolean {
	if (!next) return false
	if (!next.mark) return isSentence(next.text) || next.heading === null
	if (next.mark.rank === ROUGH_RANK && next.mark.kind === 'unit') return true
	return next.mark.style !== mark.style && rankOf(next.mark, next.mark.readings[0]) > unit.rank
}
