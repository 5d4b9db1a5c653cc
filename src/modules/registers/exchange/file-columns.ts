import type { Catalogue } from '#platform/languages/words.ts'
import type { CompiledRegister, CompiledTable } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { isWorkedOut } from '../declaration/field-types.ts'
import { labelOf } from '../entry/said/say-value.ts'

/** The parts of a value that stand in columns of their own; a value of one cell has none. */
export type CellPart = 'currency' | 'from' | 'to' | 'country' | 'area' | 'locality' | 'latitude' | 'longitude'

type Texts = Readonly<Record<string, string>>

/** One column of a file: its key, what it is called in each language, and the field it belongs to. */
export type FileColumn = {
	/** A key without a point is that of a field or of what every entry has; a point sets a part apart, as no key holds one. */
	readonly header: string
	readonly names: Texts
	readonly field: AnyField | null
	readonly part: CellPart | null
	readonly isRequired: boolean
	/** What Pitso works out: written for reading, and read over when the file comes back. */
	readonly isToldOnly: boolean
}

/** A sheet of the entries of a register, or of the rows of one of its tables. */
export type FileSheet = {
	readonly name: string
	readonly names: Texts
	readonly table: CompiledTable | null
	readonly columns: readonly FileColumn[]
}

/** The column that names an entry, in its own sheet and in those of its tables. */
export const NUMBER = 'number'
export const STATE = 'state'
/** Since when it stands in its state. A point sets it apart from fields, whose keys hold none. */
export const SINCE = 'state.since'
/** Where an entry comes from: what is invented for demonstration is told as such in a file too. */
export const ORIGIN = 'origin'
export const ORIGIN_SOURCE = 'origin.source'
export const ORIGIN_YEAR = 'origin.year'
export const ORIGIN_NOTE = 'origin.note'
/** What else an entry takes along where all registers are moved: the day of its end, the actor it was entered for, whether it is withdrawn. */
export const ENDED = 'state.ended'
export const ENTERED_BY = 'entered_by'
export const STANDING = 'record.state'
export const REASON = 'record.reason'
/** Which of the rows of an entry's table a row is, so that what a file does not hold of it stays with it. */
export const ROW = 'row.id'
export const ENTRIES = 'entries'

// What spreadsheet programs take at most as the name of a sheet.
const SHEET_NAME_MOST = 31
const ASIDE = new Set([ENTRIES, 'lists', 'instructions'])

const PARTS: Partial<Record<AnyField['type'], readonly CellPart[]>> = {
	period: ['from', 'to'],
	place: ['country', 'area', 'locality', 'latitude', 'longitude']
}

/** The parts a field takes cells for: null is the value itself. */
export function partsOf(field: AnyField): readonly (CellPart | null)[] {
	if (field.type === 'money') return field.currency === undefined ? [null, 'currency'] : [null]
	return PARTS[field.type] ?? [null]
}

// A file does not travel in a table; what is counted over other entries travels as each reader sees it.
const travels = ({ type }: AnyField) => type !== 'file'

/** The name of the sheet of a table: its key, where that is no name of another sheet and not too long for one. */
export function sheetOfTable(key: string, position: number): string {
	if (ASIDE.has(key)) return `table.${key}`
	return key.length > SHEET_NAME_MOST ? `${key.slice(0, SHEET_NAME_MOST - 3)}.${String(position)}` : key
}

export type Choosing = {
	/** The fields and tables that get columns. */
	shows(key: string): boolean
	/** With what is worked out, the state and the origin: an export has it, a file to fill in has not. */
	withTold: boolean
	/** With all of an entry's life, as the file of all registers has it. */
	isWhole?: boolean
}

const LIFE = [SINCE, ORIGIN, ORIGIN_SOURCE, ORIGIN_YEAR, ORIGIN_NOTE]
const WHOLE_LIFE = [ENDED, ENTERED_BY, STANDING, REASON]

/** The sheets of a register: its entries, and each of its tables. */
export function fileSheets(
	compiled: CompiledRegister,
	catalogue: Catalogue,
	{ shows, withTold, isWhole = false }: Choosing
): FileSheet[] {
	const said = (key: string): Texts =>
		Object.fromEntries(
			Object.entries(catalogue).flatMap(([language, words]) =>
				words[key] === undefined ? [] : [[language, words[key]]]
			)
		)
	const { declaration } = compiled
	const fieldColumns = (field: AnyField): FileColumn[] => {
		const isToldOnly = isWorkedOut(field)
		if (!travels(field) || (isToldOnly && !withTold)) return []
		return partsOf(field).map((part) => ({
			header: part === null ? field.key : `${field.key}.${part}`,
			names: part === null ? field.names : partNames(field.names, said(`registers.sheet.part.${part}`)),
			field,
			part,
			isRequired: field.required === true && (part === null || part === 'from'),
			isToldOnly
		}))
	}
	const own = (header: string, isToldOnly = false): FileColumn => ({
		header,
		names: said(`registers.sheet.column.${header}`),
		field: null,
		part: null,
		isRequired: false,
		isToldOnly
	})
	const inOrder = (fields: readonly AnyField[]) => fields.flatMap(fieldColumns)
	return [
		{
			name: ENTRIES,
			names: Object.fromEntries(Object.entries(declaration.names).map(([language, { many }]) => [language, many])),
			table: null,
			columns: [
				own(NUMBER),
				...inOrder(declaration.fields.filter(({ key }) => shows(key))),
				...(withTold ? [own(STATE), ...LIFE.map((header) => own(header, true))] : []),
				...(isWhole ? WHOLE_LIFE.map((header) => own(header, true)) : [])
			]
		},
		...declaration.tables.flatMap((table, position): FileSheet[] => {
			const compiledTable = compiled.tables.get(table.key)
			if (!compiledTable || !shows(table.key)) return []
			return [
				{
					name: sheetOfTable(table.key, position),
					names: table.names,
					table: compiledTable,
					columns: [own(NUMBER), ...inOrder(table.fields), ...(withTold ? [own(ROW)] : [])]
				}
			]
		})
	]
}

const partNames = (names: Texts, parts: Texts): Texts =>
	Object.fromEntries(
		Object.keys({ ...parts, ...names }).map((language) => [
			language,
			`${labelOf(names, language)} (${labelOf(parts, language)})`
		])
	)
