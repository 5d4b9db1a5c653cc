import type { ChartTone, Drawing } from '#platform/charts/drawing.ts'
import { drawBars } from '#platform/charts/bars.ts'
import { COUNTRIES } from '#platform/languages/countries.ts'
import { sayDecimal } from '#platform/languages/exact-numbers.ts'
import type { ListAsked } from '../listing/list-address.ts'
import { drawCountries, drawPoints, drawProvinces, heatSteps } from './draw-map.ts'
import type { RegisterMap } from './figure-outputs.ts'
import { askedByGroup, hrefOfGroup, listAt, sayTold, type Telling } from './say-figures.ts'
import { foldArea, provincesOf, WORLD } from '#platform/charts/tile-layouts.ts'

const AREAS_DRAWN = 20

type Point = RegisterMap['points'][number] & { name: string; href: string }
type Asked = { asked: ListAsked; place: string; areas: RegisterMap['areas']; points: readonly Point[] }
type Row = { value: string; label: string; records: number; href: string | null }

/** One picture of a map: a part of the world, the provinces of a country, or bars of places. */
export type MapPicture = { key: string; title: string | null; drawing: Drawing; isShaded: boolean }

/** A map as its page shows it: squares or bars, the places that have degrees, and the tables behind both. */
export function mapShown(telling: Telling, { asked, place, areas, points }: Asked) {
	const { words, compiled } = telling
	const isOfCountries = compiled.fields.get(place)?.field.type === 'country'
	const all = isOfCountries ? rowsOf(telling, { asked, place, areas }) : foldedRows(telling, { asked, place, areas })
	// Where nothing is said of the place, nothing is said by standing first either.
	const rows = [...all.filter(({ value }) => value !== ''), ...all.filter(({ value }) => value === '')]
	const named = rows.filter(({ value }) => value !== '')
	const { pictures, most } = isOfCountries ? worldOf(telling, named) : placesOf(telling, named)
	const degrees = (value: number) => `${sayDecimal(words.language, value.toFixed(1))}°`
	return {
		isOfCountries,
		rows,
		pictures,
		legend: most === null ? [] : legendOf(telling, most),
		points: points.map((point, index) => ({
			number: index + 1,
			name: point.name,
			href: point.href,
			area: sayTold(telling, { by: place, span: null }, { value: point.area }),
			degrees: words.t('registers.said.degrees', {
				latitude: sayDecimal(words.language, point.latitude),
				longitude: sayDecimal(words.language, point.longitude)
			})
		})),
		pointPicture: drawPoints(
			points.map(({ latitude, longitude, name, href }) => ({ latitude, longitude, label: name, href })),
			degrees
		)
	}
}

type Narrowed = Omit<Asked, 'points'>

const rowsOf = (telling: Telling, { asked, place, areas }: Narrowed): Row[] =>
	areas.map(({ value, records }) => {
		const apart = { by: place, span: null }
		return {
			value,
			label: sayTold(telling, apart, { value }),
			records,
			href: hrefOfGroup(telling, asked, apart, { value })
		}
	})

const countries = new Set(COUNTRIES)

/** Areas that are written in several ways are one, under the way most entries write it; the list behind asks for all of them. */
function foldedRows(telling: Telling, narrowed: Narrowed): Row[] {
	const { asked, place, areas } = narrowed
	const folded = Map.groupBy(areas, ({ value }) => (countries.has(value) ? value : foldArea(value) || value))
	return [...folded.values()].flatMap((same): Row[] => {
		const [first] = same
		if (!first) return []
		const [row] = rowsOf(telling, { ...narrowed, areas: [first] })
		if (!row || same.length === 1) return row ? [row] : []
		const one = askedByGroup(telling, asked, { by: place, span: null }, first)
		const values = same.map(({ value }) => value)
		return [
			{
				...row,
				records: same.reduce((sum, { records }) => sum + records, 0),
				href: one && listAt(telling, { ...one, fields: { ...one.fields, [place]: values } })
			}
		]
	})
}

type Pictured = { pictures: MapPicture[]; most: number | null }

const saidOf = (rows: readonly Row[], keyOf: (value: string) => string) =>
	new Map(rows.map(({ value, label, records, href }) => [keyOf(value), { records, name: label, href }]))

/** The parts of the world in which there are entries; the part that holds most of them first. */
function worldOf({ words }: Telling, rows: readonly Row[]): Pictured {
	const said = saidOf(rows, (value) => value)
	const most = Math.max(0, ...rows.map(({ records }) => records))
	const parts = WORLD.map(({ name, tiles }) => ({
		name,
		// What lies nowhere in particular is drawn only where there is something of it.
		tiles: name === 'elsewhere' ? inRows(tiles.filter(({ key }) => said.has(key))) : tiles,
		records: tiles.reduce((sum, { key }) => sum + (said.get(key)?.records ?? 0), 0)
	}))
	const pictures = parts
		.filter(({ records }) => records > 0)
		.sort((one, other) => other.records - one.records)
		.map((part) => ({
			key: part.name,
			title: words.t(`figures.map.part.${part.name}`),
			drawing: drawCountries(part, { said, most, number: (value) => words.number(value) }),
			isShaded: true
		}))
	return { pictures, most }
}

const BESIDE = 10
const inRows = <T extends { column: number; row: number }>(tiles: readonly T[]): T[] =>
	tiles.map((tile, index) => ({ ...tile, column: index % BESIDE, row: Math.floor(index / BESIDE) }))

/** The provinces of a country we know as squares, and whatever else is named as bars. */
function placesOf({ words }: Telling, rows: readonly Row[]): Pictured {
	const number = (value: number) => words.number(value)
	const layout = provincesOf(rows.map(({ value }) => value))
	const folded = new Map(layout?.tiles.map(({ key }) => [foldArea(key), key]))
	const inside = rows.filter(({ value }) => folded.has(foldArea(value)))
	const others = rows.filter(({ value }) => !folded.has(foldArea(value)))
	const most = Math.max(0, ...inside.map(({ records }) => records))
	const said = saidOf(inside, (value) => folded.get(foldArea(value)) ?? value)
	const bars = others
		.slice(0, AREAS_DRAWN)
		.map(({ label, records }) => ({ label, value: records, said: number(records) }))
	return {
		most: layout ? most : null,
		pictures: [
			...(layout
				? [
						{
							key: layout.name,
							title: words.country(layout.name),
							drawing: drawProvinces(layout, { said, most, number }),
							isShaded: true
						}
					]
				: []),
			...(bars.length > 0
				? [
						{
							key: 'bars',
							title: layout ? words.t('figures.map.others') : null,
							drawing: drawBars(bars, number),
							isShaded: false
						}
					]
				: [])
		]
	}
}

const legendOf = ({ words }: Telling, most: number): { tone: ChartTone; label: string; isOutlined?: boolean }[] => [
	{ tone: 'none', label: words.t('figures.map.step-none'), isOutlined: true },
	...heatSteps(most).map(({ tone, from, to }) => ({
		tone,
		label:
			from === to
				? words.t('figures.map.step', { count: from, many: words.number(from) })
				: words.t('figures.map.steps', { from: words.number(from), to: words.number(to) })
	}))
]
