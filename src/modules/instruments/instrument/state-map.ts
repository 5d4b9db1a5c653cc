import { WORLD, type Tile } from '#platform/charts/tile-layouts.ts'
import type { ChartTone, Drawing, Shape } from '#platform/charts/drawing.ts'
import type { Words } from '#platform/languages/words.ts'
import type { PositionName } from './instrument-rules.ts'
import { groupOf, POSITION_GROUPS, toneInPicture } from './position-view.ts'

type State = { readonly country: string; readonly name: string; readonly standing: PositionName }
type Says = Pick<Words, 't'>

export type StateMap = {
	pictures: { key: string; title: string; drawing: Drawing }[]
	legend: { tone: ChartTone; label: string }[]
}

const SQUARE = { width: 46, height: 38, gap: 3, strip: 10, inset: 3, line: 17 } as const
const BESIDE = 10

/**
 * Where States stand in an instrument, as a square for each country of the parts of the world that anything is known of. The code is
 * written on the bare ground and the colour is a strip under it, so that each is legible in every theme.
 */
export function stateMap({ t }: Says, states: readonly State[]): StateMap {
	const byCountry = new Map(states.map((state) => [state.country, state]))
	const pictures = WORLD.flatMap(({ name, tiles }) => {
		const known = tiles.filter(({ key }) => byCountry.has(key))
		if (known.length === 0) return []
		// What lies nowhere in particular is drawn only where something is known of it.
		const drawn = name === 'elsewhere' ? inRows(known) : tiles
		const drawing = drawSquares(drawn, (key) => {
			const state = byCountry.get(key)
			if (!state) return null
			const full = t('instrument.states.square', {
				country: state.name,
				position: t(`instrument.position.${state.standing}`)
			})
			return { tone: toneInPicture(state.standing), full }
		})
		return [{ key: name, title: t(`figures.map.part.${name}`), drawing }]
	})
	const found = new Set(states.map(({ standing }) => groupOf(standing)))
	const legend = POSITION_GROUPS.filter((group) => found.has(group)).flatMap((group) => {
		const one = states.find(({ standing }) => groupOf(standing) === group)
		return one ? [{ tone: toneInPicture(one.standing), label: t(`instrument.group.${group}`) }] : []
	})
	return { pictures, legend }
}

const inRows = (tiles: readonly Tile[]): Tile[] =>
	tiles.map(({ key }, place) => ({ key, column: place % BESIDE, row: Math.floor(place / BESIDE) }))

function drawSquares(
	tiles: readonly Tile[],
	saidOf: (key: string) => { tone: ChartTone; full: string } | null
): Drawing {
	const [across, down] = [SQUARE.width + SQUARE.gap, SQUARE.height + SQUARE.gap]
	const shapes = tiles.flatMap(({ key, column, row }): Shape[] => {
		const said = saidOf(key)
		const [x, y] = [column * across, row * down]
		return [
			{ type: 'rect', x, y, width: SQUARE.width, height: SQUARE.height, tone: 'none', isOutlined: true },
			{
				type: 'text',
				x: x + SQUARE.width / 2,
				y: y + SQUARE.line,
				text: key,
				anchor: 'middle',
				full: said?.full ?? key,
				isStrong: said !== null
			},
			...(said
				? [
						{
							type: 'rect' as const,
							x: x + SQUARE.inset,
							y: y + SQUARE.height - SQUARE.strip - SQUARE.inset,
							width: SQUARE.width - 2 * SQUARE.inset,
							height: SQUARE.strip,
							tone: said.tone
						}
					]
				: [])
		]
	})
	const columns = Math.max(0, ...tiles.map(({ column }) => column + 1))
	const rows = Math.max(0, ...tiles.map(({ row }) => row + 1))
	return { width: columns * across, height: rows * down, shapes }
}
