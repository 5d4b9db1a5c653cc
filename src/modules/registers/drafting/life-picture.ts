import { fitText, LETTER, widthOf, type Drawing, type Shape } from '#platform/charts/drawing.ts'
import type { Words } from '#platform/languages/words.ts'
import type { LooseDeclaration } from './loose-declaration.ts'
import { optionsOfThings } from './piece-options.ts'

type Speaking = Pick<Words, 't' | 'name' | 'list'>

const BOX = { height: 30, least: 110, most: 200, gap: 40, beside: 12 } as const
const ROW = 40
const HEAD = 5

const labelIn = (
	words: Speaking,
	things: LooseDeclaration['states'] | LooseDeclaration['groups'],
	key: string
): string =>
	optionsOfThings(
		words,
		things.filter((thing) => thing.key === key)
	)[0]?.label ?? key

/** The moves of a life as the table behind its picture tells them. */
export const lifeTable = (words: Speaking, loose: LooseDeclaration) =>
	loose.moves.map((move) => ({
		move: optionsOfThings(words, [move])[0]?.label ?? move.key,
		from: words.list(move.from.map((key) => labelIn(words, loose.states, key))),
		to: labelIn(words, loose.states, move.to),
		by: words.list(
			move.by.map((key) =>
				key === 'clock' ? words.t('registers.draft.mover.clock') : labelIn(words, loose.groups, key)
			)
		)
	}))

/**
 * The life of an entry: its states side by side, and under them each move as an arrow from the state it leaves to the one it leads
 * to. No arrow crosses another, however many there are.
 */
export function lifePicture(words: Speaking, { states, moves }: LooseDeclaration): Drawing {
	const named = states.map((state) => {
		const [label = ''] = optionsOfThings(words, [state]).map((option) => option.label)
		return {
			key: state.key,
			label: state.end ? words.t('registers.draft.life.end', { state: label }) : label,
			end: state.end
		}
	})
	const arrows = moves.flatMap((move) => {
		const [label = move.key] = optionsOfThings(words, [move]).map((option) => option.label)
		return move.from.map((from) => ({
			label,
			from: named.findIndex(({ key }) => key === from),
			to: named.findIndex(({ key }) => key === move.to)
		}))
	})
	const widest = Math.max(0, ...named.map(({ label }) => widthOf(label)), ...arrows.map(({ label }) => widthOf(label)))
	const width = Math.min(BOX.most, Math.max(BOX.least, widest + 2 * BOX.beside))
	const middle = (index: number) => index * (width + BOX.gap) + width / 2
	const known = arrows.filter(({ from, to }) => from >= 0 && to >= 0)
	const height = BOX.height + 14 + known.length * ROW
	const boxes = named.flatMap(({ label, end }, index): Shape[] => {
		const x = middle(index) - width / 2
		const text = fitText(label, width - BOX.beside)
		return [
			{ type: 'line', x1: middle(index), y1: BOX.height, x2: middle(index), y2: height },
			{ type: 'rect', x, y: 0, width, height: BOX.height, tone: end ? 'none' : 'node', isOutlined: true },
			{
				type: 'text',
				x: middle(index),
				y: BOX.height / 2 + LETTER.size / 3,
				text,
				anchor: 'middle',
				isStrong: true,
				...(text === label ? {} : { full: label })
			}
		]
	})
	const lines = known.flatMap(({ label, from, to }, index): Shape[] => {
		const y = BOX.height + 14 + index * ROW + 22
		const [start, end] = [middle(from), middle(to)]
		const isSame = from === to
		// A move that leads back to where it began goes out and comes back.
		const tip = isSame ? start + 3 : end
		const towards = isSame ? 1 : Math.sign(start - end)
		const far = start + Math.min(width / 2, 40)
		const way: Shape[] = isSame
			? [
					{ type: 'line', x1: start, y1: y - 8, x2: far, y2: y - 8 },
					{ type: 'line', x1: far, y1: y - 8, x2: far, y2: y },
					{ type: 'line', x1: far, y1: y, x2: start, y2: y }
				]
			: [{ type: 'line', x1: start, y1: y, x2: end, y2: y }]
		const room = isSame ? width : Math.max(width, Math.abs(start - end) - 2 * BOX.beside)
		const text = fitText(label, room)
		return [
			...way,
			{ type: 'line', x1: tip, y1: y, x2: tip + towards * 8, y2: y - HEAD },
			{ type: 'line', x1: tip, y1: y, x2: tip + towards * 8, y2: y + HEAD },
			{
				type: 'text',
				x: isSame ? far + 6 : (start + end) / 2,
				y: y - 6,
				text,
				anchor: isSame ? 'start' : 'middle',
				...(text === label ? {} : { full: label })
			}
		]
	})
	const right = named.length === 0 ? 0 : middle(named.length - 1) + width / 2
	const beyond = known.some(({ from, to }) => from === to && from === named.length - 1) ? width : 0
	return { width: right + beyond, height, shapes: named.length === 0 ? [] : [...boxes, ...lines] }
}
