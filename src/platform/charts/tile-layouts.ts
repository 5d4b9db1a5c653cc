import { COUNTRIES } from '#platform/languages/countries.ts'

/** A square of a picture: what it stands for, and where it lies. */
export type Tile = { key: string; column: number; row: number }

/** About where the squares of one part of the world lie to each other. */
export type Layout = { name: string; tiles: readonly Tile[] }

// A word is a square, each dot an empty one.
const tilesOf = (rows: readonly string[]): Tile[] =>
	rows.flatMap((line, row) => {
		let column = 0
		return line
			.trim()
			.split(/\s+/)
			.flatMap((word): Tile[] => {
				if (!word.startsWith('.')) return [{ key: word, column: column++, row }]
				column += word.length
				return []
			})
	})

const CONTINENTS: Readonly<Record<string, readonly string[]>> = {
	africa: [
		'.. ESH MAR DZA TUN',
		'.. MRT MLI NER .. LBY EGY',
		'CPV SEN GMB BFA BEN NGA TCD SDN ERI DJI',
		'. GNB GIN CIV GHA TGO CMR CAF SSD ETH SOM',
		'.. SLE LBR STP GNQ GAB COG UGA KEN . SYC',
		'...... COD RWA BDI TZA COM MYT',
		'. SHN .... AGO ZMB MWI MOZ MDG MUS',
		'...... NAM BWA ZWE .. REU',
		'...... ZAF LSO SWZ'
	],
	europe: [
		'ISL FRO . NOR SWE FIN EST RUS',
		'.. DNK ... LVA BLR',
		'IRL GBR NLD DEU POL . LTU UKR',
		'.. BEL LUX CZE SVK HUN MDA',
		'. FRA LIE CHE AUT SVN HRV ROU',
		'PRT ESP AND MCO ITA BIH SRB BGR',
		'. GIB .. SMR MNE MKD . TUR',
		'.... VAT MLT ALB GRC CYP'
	],
	asia: [
		'. GEO . KAZ .. MNG . PRK JPN',
		'. ARM AZE UZB KGZ .... KOR',
		'LBN SYR . TKM TJK CHN ..',
		'ISR JOR IRQ IRN AFG NPL BTN . HKG TWN',
		'PSE SAU KWT . PAK IND BGD MMR MAC',
		'.. BHR QAT ARE .. THA LAO VNM PHL',
		'. YEM OMN . MDV LKA .. KHM BRN',
		'....... MYS SGP',
		'........ IDN TLS'
	],
	americas: [
		'CAN .. GRL',
		'USA . SPM BMU',
		'MEX . CUB BHS TCA',
		'GTM BLZ JAM HTI DOM PRI VGB AIA',
		'SLV HND CYM .. VIR KNA ATG',
		'. NIC . ABW CUW MSR GLP DMA',
		'. CRI PAN . BES LCA MTQ',
		'.. COL VEN TTO GRD VCT BRB',
		'.. ECU . GUY SUR GUF',
		'.. PER BOL BRA',
		'... PRY',
		'.. CHL ARG URY',
		'... FLK'
	],
	oceania: [
		'MNP GUM . MHL',
		'PLW FSM NRU KIR',
		'. PNG SLB TUV TKL',
		'.. VUT WLF WSM ASM PYF',
		'AUS NCL FJI TON NIU COK PCN',
		'NFK NZL'
	]
}

const layouts: readonly Layout[] = Object.entries(CONTINENTS).map(([name, rows]) => ({ name, tiles: tilesOf(rows) }))

const PLACED: ReadonlySet<string> = new Set(layouts.flatMap(({ tiles }) => tiles.map(({ key }) => key)))
const BESIDE = 10
const elsewhere: Layout = {
	name: 'elsewhere',
	tiles: COUNTRIES.filter((code) => !PLACED.has(code)).map((key, place) => ({
		key,
		column: place % BESIDE,
		row: Math.floor(place / BESIDE)
	}))
}

/**
 * A square for each country and territory by its ISO 3166-1 code, part by part of the world. A picture of squares is as readable
 * for Lesotho as for Algeria, and needs no borders that somebody disputes.
 */
export const WORLD: readonly Layout[] = [...layouts, elsewhere]

// First-level divisions of ISO 3166-2 under the names they are written by, about where they lie.
const PROVINCES: Readonly<Record<string, readonly (readonly (string | null)[])[]>> = {
	ZWE: [
		[null, 'Mashonaland West', 'Mashonaland Central', null],
		['Matabeleland North', 'Midlands', 'Harare', 'Mashonaland East'],
		['Bulawayo', null, 'Masvingo', 'Manicaland'],
		['Matabeleland South', null, null, null]
	],
	LSO: [
		[null, 'Butha-Buthe', null],
		[null, 'Leribe', 'Mokhotlong'],
		['Berea', 'Thaba-Tseka', null],
		['Maseru', null, "Qacha's Nek"],
		['Mafeteng', "Mohale's Hoek", null],
		[null, 'Quthing', null]
	]
}

const UNIT = /\b(?:province|district|provincia|distrito)\b/g

/** The name of an area whatever its case, accents, hyphens and the kind of unit it says: what is written in two ways is one place. */
export const foldArea = (name: string): string =>
	name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(UNIT, ' ')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()

const provinceLayouts: readonly Layout[] = Object.entries(PROVINCES).map(([name, rows]) => ({
	name,
	tiles: rows.flatMap((line, row) => line.flatMap((key, column) => (key === null ? [] : [{ key, column, row }])))
}))

/** The provinces and districts of a country by name; of every country we know them of, where it is none of these. */
export function areasOf(country: string): string[] {
	const own = provinceLayouts.filter(({ name }) => name === country)
	return (own.length > 0 ? own : provinceLayouts).flatMap(({ tiles }) => tiles.map(({ key }) => key))
}

/** The picture of the country whose provinces most of the areas are; null where they are of none we know. */
export function provincesOf(areas: readonly string[]): Layout | null {
	const folded = areas.map(foldArea)
	const known = ({ tiles }: Layout) => {
		const names = new Set(tiles.map(({ key }) => foldArea(key)))
		return folded.filter((area) => names.has(area)).length
	}
	const [best] = provinceLayouts.toSorted((one, other) => known(other) - known(one))
	return best && known(best) > 0 ? best : null
}
