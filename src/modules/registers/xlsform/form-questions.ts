import { findNearest } from '#platform/exchange/nearest.ts'

/** What a question of a form asks for. */
export type Asked =
	| { is: 'field'; type: PlainType }
	| { is: 'select'; list: string; several: boolean; other: boolean }
	| { is: 'calculate' }
	| { is: 'group' | 'repeat'; begins: boolean }
	| { is: 'left'; code: string }
	| { is: 'unknown'; nearest: string | undefined }

export type PlainType =
	'text' | 'whole-number' | 'decimal' | 'date' | 'date-time' | 'time' | 'place' | 'file' | 'yes-no' | 'range'

const PLAIN: ReadonlyMap<string, PlainType> = new Map(
	Object.entries<PlainType>({
		text: 'text',
		string: 'text',
		barcode: 'text',
		integer: 'whole-number',
		int: 'whole-number',
		decimal: 'decimal',
		range: 'range',
		date: 'date',
		today: 'date',
		datetime: 'date-time',
		time: 'time',
		geopoint: 'place',
		location: 'place',
		image: 'file',
		photo: 'file',
		audio: 'file',
		video: 'file',
		file: 'file',
		acknowledge: 'yes-no',
		trigger: 'yes-no'
	})
)

/** What is no question to anybody, or asks for what a register has no field for. */
const LEFT: ReadonlyMap<string, string> = new Map(
	Object.entries({
		note: 'note',
		start: 'metadata',
		end: 'metadata',
		deviceid: 'metadata',
		subscriberid: 'metadata',
		simserial: 'metadata',
		phonenumber: 'metadata',
		username: 'metadata',
		email: 'metadata',
		audit: 'metadata',
		'start-geopoint': 'metadata',
		'background-audio': 'metadata',
		hidden: 'hidden',
		geotrace: 'shape',
		geoshape: 'shape',
		'xml-external': 'external',
		'csv-external': 'external',
		osm: 'external',
		rank: 'rank'
	})
)

/** Reads the type of a question, in the spellings that tools take. */
export function readType(text: string): Asked {
	const type = text.trim().replaceAll(/\s+/g, ' ')
	const plain = type.toLowerCase()
	const block = /^(begin|end)[ _](group|repeat)$/.exec(plain)
	if (block) return { is: block[2] === 'repeat' ? 'repeat' : 'group', begins: block[1] === 'begin' }
	const select =
		/^(select_one|select one|select1|select_multiple|select multiple|select all that apply)(?: from)? (\S+)( or_other| or specify other| or other)?$/i.exec(
			type
		)
	if (select) {
		const [, kind = '', list = '', other] = select
		return { is: 'select', list, several: /multiple|all/i.test(kind), other: other !== undefined }
	}
	if (/^(select_one|select_multiple)_(from_file|external)/.test(plain) || plain.startsWith('select_one_external'))
		return { is: 'left', code: 'external' }
	if (/^rank /.test(plain)) return { is: 'left', code: 'rank' }
	if (plain === 'calculate' || plain === 'calculation') return { is: 'calculate' }
	const known = PLAIN.get(plain)
	if (known) return { is: 'field', type: known }
	const left = LEFT.get(plain)
	if (left) return { is: 'left', code: left }
	const all = [
		...PLAIN.keys(),
		...LEFT.keys(),
		'select_one',
		'select_multiple',
		'calculate',
		'begin_group',
		'begin_repeat'
	]
	return { is: 'unknown', nearest: findNearest(plain.split(' ')[0] ?? '', all) }
}

const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`
const BOUND = new RegExp(String.raw`^\(?\s*\.\s*(>=|<=|>|<)\s*${NUMBER}\s*\)?$`)

/** The bounds of a number that a constraint says and nothing else; null where it says something else. */
export function boundsIn(constraint: string, isWhole: boolean): { least?: number; most?: number } | null {
	const bounds: { least?: number; most?: number } = {}
	for (const piece of constraint.split(/\s+and\s+/)) {
		const [, sign, text] = BOUND.exec(piece.trim()) ?? []
		if (sign === undefined || (!isWhole && !sign.endsWith('='))) return null
		const number = Number(text)
		if (sign.startsWith('>')) bounds.least = sign === '>' ? Math.floor(number) + 1 : number
		else bounds.most = sign === '<' ? Math.ceil(number) - 1 : number
	}
	const isSound = Object.values(bounds).every((bound) => !isWhole || Number.isInteger(bound))
	return isSound ? bounds : null
}

/** The most characters, or answers, that a constraint says and nothing else. */
export function mostIn(constraint: string, of: 'string-length' | 'count-selected'): number | null {
	const found = new RegExp(String.raw`^\(?\s*${of}\(\s*\.\s*\)\s*<=\s*(\d{1,6})\s*\)?$`).exec(constraint.trim())
	return found ? Number(found[1]) : null
}
