import type { Above, Provision } from './provision.ts'
import { DEFINITION_RANK, type Unit } from './unit.ts'

// A list of this length is read in one glance, with what announces it; the longest sections of the laws at hand that lawyers cite whole.
const TOGETHER_MOST = 800
const PASSAGE_MOST = 1_500

type Cut = Omit<Provision, 'position'>
type At = { cite: string; heading: string; path: readonly Above[]; annex: string }

/** The provisions of a tree of units, numbered as they are cited. */
export function cutUnits(whole: Unit): Provision[] {
	const cuts = [...cut(whole, { cite: '', heading: '', path: [], annex: '' })]
	return distinct(cuts).map((one, index) => ({ position: index + 1, ...one }))
}

const isUnit = (part: string | Unit): part is Unit => typeof part !== 'string'

/** All words and items in their order, each item on lines of its own behind its number. */
function linesOf(content: Unit['content']): string[] {
	return content.flatMap((part) => {
		if (!isUnit(part)) return [part]
		const lines = [...(part.heading === '' ? [] : [part.heading]), ...linesOf(part.content)]
		if (part.kind === 'definition') return lines
		const [first = '', ...rest] = lines
		return [`${part.label} ${first}`.trim(), ...rest]
	})
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length, 0)

function* cut(unit: Unit, at: At): Generator<Cut> {
	const cite = citeOf(unit, at)
	const heading = unit.heading === '' ? at.heading : unit.heading
	const level = at.path.length + 1
	const make = (number: string, lines: readonly string[]): Cut => ({
		number,
		level,
		heading,
		text: lines.join('\n'),
		path: at.path
	})
	const inside: At =
		unit.kind === 'whole'
			? at
			: {
					cite: unit.kind === 'headed' ? at.cite : cite,
					heading,
					path: [...at.path, { number: unit.kind === 'headed' ? '' : cite, heading: unit.heading }],
					annex: unit.kind === 'annex' ? cite : at.annex
				}
	const units = unit.content.filter(isUnit)
	// A short list stays with the words that announce it, whatever else is numbered behind it.
	const listed = unit.content.filter((part) => !isUnit(part) || part.rank >= DEFINITION_RANK)
	const lines = linesOf(listed)
	if (listed.some(isUnit) && lengthOf(lines) <= TOGETHER_MOST) {
		yield make(cite, lines)
		for (const item of units) if (!listed.includes(item)) yield* cut(item, inside)
		return
	}
	const own = unit.content.filter((part) => typeof part === 'string')
	// What has a heading and nothing else says what its heading says.
	if (unit.content.length === 0 && unit.heading !== '') yield { ...make(cite, [unit.heading]), heading: at.heading }
	const parts = units.length > 0 ? [{ number: cite, lines: own }] : passagesOf(own, cite)
	for (const { number, lines: some } of parts) if (some.length > 0) yield make(number, some)
	for (const item of units) yield* cut(item, inside)
}

function citeOf(unit: Unit, { cite, annex }: At): string {
	if (unit.kind === 'whole' || unit.kind === 'headed') return annex
	if (unit.kind === 'annex') return unit.label
	if (unit.kind === 'definition') return `${cite} “${unit.label}”`.trim()
	if (unit.kind === 'under') return cite === annex && annex !== '' ? `${annex}, ${unit.label}` : `${cite}${unit.label}`
	return annex === '' ? unit.label : `${annex}, ${unit.label}`
}

type Passage = { number: string; lines: string[] }

/** A long unit without numbers inside, by its paragraphs. A list of bullets stays with its announcement. */
function passagesOf(own: readonly string[], cite: string): Passage[] {
	const lines = [...own]
	if (lengthOf(lines) <= PASSAGE_MOST || lines.length < 2) return [{ number: cite, lines }]
	const passages: Passage[] = []
	for (const line of lines) {
		const before = passages.at(-1)
		if (before && /^•|^\p{Ll}/u.test(line)) before.lines.push(line)
		else
			passages.push({
				number: passages.length === 0 ? cite : `${cite} ¶${String(passages.length + 1)}`.trim(),
				lines: [line]
			})
	}
	return passages
}

const isFree = (number: string) => number === '' || number.startsWith('¶')

/** A number that comes again, as where each chapter counts from 1, is told with the unit that it stands in; where that is not enough, by its turn. */
function distinct(cuts: readonly Cut[]): Cut[] {
	const groups = ({ path }: Cut) =>
		path.filter(({ number }) => /^\p{L}/u.test(number) || number === '').map(({ number, heading }) => number || heading)
	let named = [...cuts]
	for (const depth of [1, 9]) {
		const counts = Map.groupBy(named, ({ number }) => number)
		named = named.map((one, index) => {
			if (isFree(one.number) || (counts.get(one.number)?.length ?? 0) < 2) return one
			const original = cuts[index]?.number ?? ''
			const above = groups(one)
				.slice(-depth)
				.filter((group) => !original.startsWith(group))
			return above.length === 0 ? one : { ...one, number: [...above, original].join(', ') }
		})
	}
	const turns = new Map<string, number>()
	return named.map((one) => {
		if (isFree(one.number)) return one
		const turn = (turns.get(one.number) ?? 0) + 1
		turns.set(one.number, turn)
		return turn === 1 ? one : { ...one, number: `${one.number} [${String(turn)}]` }
	})
}
