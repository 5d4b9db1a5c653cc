import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'
import type { AnyField, Declaration, Table } from '../../declaration/declaration.ts'
import { isWorkedOut } from '../../declaration/field-types.ts'
import { digitsOfCurrency, isCodes, type Value } from '../values.ts'
import { AREAS, IN_PART, listId, listOfField } from './field-lists.ts'
import { namedAmong } from './named-among.ts'
import { sayCondition } from './say-condition.ts'
import { codeNames, type AreaName, type SayingNames } from './say-value.ts'

type Speaking = Pick<Words, 't' | 'language' | 'name' | 'list' | 'country' | 'day'>

/** What fields that name something are chosen from, by the name of their list. */
export type Choices = Readonly<Record<string, readonly Option[]>>

/** All that the fields of a form are made of. */
export type Forming = {
	words: Speaking
	declaration: Declaration
	areas: readonly AreaName[]
	choices: Choices
	names: SayingNames
	/** What alone is taken in a field, by its key: whoever stands there lets the seat add or change the entry. */
	taken?: ReadonlyMap<string, readonly string[]>
	/** True of an entry that is there: a record that it names may be out of the seat's sight. */
	mayHide?: boolean
}

const RECORD_TYPES = new Set<AnyField['type']>(['actor', 'structure', 'record', 'entry'])

// More choices than this nobody looks through: they are typed, with suggestions.
const SELECT_MOST = 300
const SELECT_MOST_IN_ROW = 25
const RADIO_MOST = 5
const BOXES_MOST = 200

type Place = {
	/** What the names of its inputs begin with. */
	name: string
	/** The row of a table it stands in, as it is called. */
	row: string | null
	table?: string
}

/** The inputs of one field of an entry, or of a row of a table, without what is kept. */
export function inputsOf(forming: Forming, field: AnyField, { name, row, table }: Place, kept?: Value): FieldProps[] {
	const { words, declaration } = forming
	if (isWorkedOut(field)) return []
	const label = words.name(field.names)
	const condition = (text: string) =>
		sayCondition(words, declaration, text, { areas: forming.areas, ...(table ? { table } : {}) })
	const { asked, required } = field
	// What must be filled whenever it is asked for is told once.
	const isBoth = asked !== undefined && (required === true || required === asked)
	const hint = [
		field.hint ? words.name(field.hint) : '',
		asked === undefined
			? ''
			: words.t(isBoth ? 'registers.form.asked-required' : 'registers.form.asked', { condition: condition(asked) }),
		typeof required === 'string' && !isBoth
			? words.t('registers.form.required-if', { condition: condition(required) })
			: '',
		formHint(words, field)
	].filter((text) => text !== '')
	// What is asked for and not shown is there, and not to be seen: the browser does not ask for another in its place.
	const isHidden = forming.mayHide === true && kept === undefined && RECORD_TYPES.has(field.type)
	const whole: Whole = {
		name,
		label,
		...(hint.length > 0 ? { hint: hint.join(' ') } : {}),
		...(row === null ? {} : { summary: words.t('registers.form.in-row', { row, field: label }) }),
		// What is asked for under a condition alone is checked when it is sent: a browser would ask for it always.
		required: field.required === true && field.asked === undefined && !isHidden,
		...(field.required === false ? {} : { depends: field.required !== true || field.asked !== undefined || isHidden })
	}
	return partsOf(forming, field, whole, { isRow: row !== null, kept })
}

type Whole = { name: string; label: string; hint?: string; summary?: string; required: boolean; depends?: boolean }
type Drawing = { isRow: boolean; kept: Value | undefined }

const formHint = ({ t }: Pick<Words, 't'>, { type }: AnyField) =>
	type === 'partial-date' ? t('registers.form.partial-date') : ''

const text = (value: Value | undefined) => (typeof value === 'string' ? value : '')
const stepOf = (digits: number) => (digits === 0 ? '1' : `0.${'0'.repeat(digits - 1)}1`)

function partsOf(forming: Forming, field: AnyField, whole: Whole, drawing: Drawing): FieldProps[] {
	const { t } = forming.words
	const value = text(drawing.kept)
	switch (field.type) {
		case 'text':
			return [{ ...whole, value, maxlength: field.most }]
		case 'long-text':
			return [{ ...whole, kind: 'textarea', value, rows: drawing.isRow ? 2 : 5, maxlength: field.most }]
		case 'address':
			return [{ ...whole, kind: 'textarea', value, rows: 3, maxlength: 1_000 }]
		case 'email':
			return [{ ...whole, kind: 'email', value }]
		case 'telephone':
			return [{ ...whole, kind: 'tel', value }]
		case 'whole-number':
			return [{ ...whole, kind: 'number', value, step: '1', ...boundsOf(field) }]
		case 'decimal':
			return [
				{
					...whole,
					...(field.unit
						? { label: t('registers.form.in-unit', { field: whole.label, unit: forming.words.name(field.unit) }) }
						: {}),
					kind: 'number',
					value,
					step: stepOf(field.digits),
					...boundsOf(field)
				}
			]
		case 'money':
			return moneyInputs(forming, field, whole, drawing)
		case 'date':
			return [{ ...whole, kind: 'date', value }]
		case 'partial-date':
			return [{ ...whole, value, maxlength: 10 }]
		case 'period':
			return periodInputs(forming, whole, drawing)
		case 'yes-no':
			return [yesOrNo(forming, whole, drawing)]
		case 'one-of':
			return [oneOf(forming, field, whole, drawing)]
		case 'many-of':
			return [manyOf(forming, field, whole, drawing)]
		case 'actor':
		case 'structure':
		case 'seat':
		case 'country':
		case 'entry':
		case 'record':
			return [namedIn(forming, field, { ...whole, value: keyOf(forming, field, value) }, drawing)]
		case 'place':
			// Any of its parts says a place: none of them alone is what is needed.
			return placeInputs(forming, needing(whole, t('registers.form.place-needs')), drawing).map((one) => ({
				...one,
				depends: true
			}))
		case 'file':
			return [{ ...whole, kind: 'file', required: whole.required && value === '' }]
		case 'formula':
		case 'linked-count':
		case 'linked-sum':
			return []
		default:
			return field satisfies never
	}
}

const boundsOf = ({ least, most }: { least?: number | undefined; most?: number | undefined }) => ({
	...(least === undefined ? {} : { min: least }),
	...(most === undefined ? {} : { max: most })
})

/** The same with what its parts need of each other, told once for all of them. */
const needing = (whole: Whole, needs: string): Whole => ({
	...whole,
	hint: [whole.hint, needs].filter(Boolean).join(' ')
})

const groupOf = ({ name, label, hint, required, depends = false }: Whole) => ({
	key: name,
	legend: label,
	hint,
	required: required || depends
})

/** A part of a field of several parts: its label says which, its group says of what. */
const part = (whole: Whole, { t }: Pick<Words, 't'>, which: string, after: string): FieldProps => {
	const label = t(`registers.form.${which}`)
	return {
		name: `${whole.name}${after}`,
		label,
		group: groupOf(whole),
		...(whole.depends ? { depends: true } : {}),
		summary: t('registers.form.in-row', { row: whole.summary ?? whole.label, field: label })
	}
}

function moneyInputs(
	{ words }: Forming,
	field: { currency?: string | undefined },
	whole: Whole,
	{ kept }: Drawing
): FieldProps[] {
	const money = typeof kept === 'object' && !isCodes(kept) && 'amount' in kept ? kept : undefined
	const step = stepOf(digitsOfCurrency(field.currency ?? money?.currency ?? ''))
	const amount = { kind: 'number', value: money?.amount ?? '', step } as const
	if (field.currency !== undefined)
		return [
			{ ...whole, ...amount, label: words.t('registers.form.in-unit', { field: whole.label, unit: field.currency }) }
		]
	const both = needing(whole, words.t('registers.form.money-needs'))
	return [
		// Amounts of currencies of three digits, or of none, are taken too: what is typed is checked with its currency.
		{ ...part(both, words, 'amount', ''), ...amount, step: 'any', required: whole.required },
		{
			...part(both, words, 'currency', ':currency'),
			kind: 'text',
			value: money?.currency ?? '',
			required: whole.required,
			maxlength: 3,
			list: listId('currency')
		}
	]
}

function periodInputs({ words }: Forming, whole: Whole, { kept }: Drawing): FieldProps[] {
	const period = typeof kept === 'object' && !isCodes(kept) && 'from' in kept ? kept : undefined
	return [
		{ ...part(whole, words, 'from', ''), kind: 'date', value: period?.from ?? '', required: whole.required },
		{ ...part(whole, words, 'to', ':to'), kind: 'date', value: period?.to ?? '' }
	]
}

function placeInputs(forming: Forming, whole: Whole, drawing: Drawing): FieldProps[] {
	const { words } = forming
	const { kept } = drawing
	const place = typeof kept === 'object' && !isCodes(kept) && 'locality' in kept ? kept : undefined
	const degrees = { kind: 'number', step: '0.000001' } as const
	return [
		{ ...part(whole, words, 'locality', ''), value: place?.locality ?? '', maxlength: 200 },
		{
			...part(whole, words, 'area', ':area'),
			value: place?.area ?? '',
			maxlength: 60,
			list: listId(AREAS),
			hint: words.t('registers.form.area-hint')
		},
		named(forming, 'country', { ...part(whole, words, 'country', ':country'), value: place?.country ?? '' }, drawing),
		{ ...part(whole, words, 'latitude', ':latitude'), ...degrees, min: -90, max: 90, value: place?.latitude ?? '' },
		{ ...part(whole, words, 'longitude', ':longitude'), ...degrees, min: -180, max: 180, value: place?.longitude ?? '' }
	]
}

function yesOrNo({ words: { t } }: Forming, whole: Whole, { isRow, kept }: Drawing): FieldProps {
	const options = [
		{ value: 'yes', label: t('registers.said.yes') },
		{ value: 'no', label: t('registers.said.no') }
	]
	const value = kept === undefined ? '' : kept === true ? 'yes' : 'no'
	if (isRow) return { ...whole, kind: 'select', options, value }
	return { ...whole, kind: 'radio', options: withNone(t, options, whole.required), value }
}

// Of buttons of which one is pressed none can be let go again: what may stay empty has a button for that.
const withNone = (t: Words['t'], options: readonly Option[], required: boolean): Option[] =>
	required ? [...options] : [...options, { value: '', label: t('registers.form.not-stated') }]

function codeOptions({ words, declaration, areas }: Forming, field: AnyField, held: readonly string[]): Option[] {
	return codeNames(field, declaration, areas)
		.filter(({ key, retired }) => !retired || held.includes(key))
		.map(({ key, names, retired }) => ({
			value: key,
			label: retired ? words.t('registers.said.retired', { name: words.name(names) }) : words.name(names)
		}))
}

function oneOf(forming: Forming, field: AnyField, whole: Whole, { isRow, kept }: Drawing): FieldProps {
	const value = text(kept)
	const options = codeOptions(forming, field, [value])
	if (isRow || options.length > RADIO_MOST) return { ...whole, kind: 'select', options, value }
	return { ...whole, kind: 'radio', options: withNone(forming.words.t, options, whole.required), value }
}

function manyOf(forming: Forming, field: AnyField, whole: Whole, { isRow, kept }: Drawing): FieldProps {
	const value = isCodes(kept) ? kept : []
	const options = codeOptions(forming, field, value)
	if (!isRow && options.length <= BOXES_MOST) return { ...whole, kind: 'checkboxes', options, value }
	return { ...whole, kind: 'select', multiple: true, options, value }
}

/** What is chosen from a list of names, of which a field may take a few alone; what stands there already stays among them. */
function namedIn(forming: Forming, field: AnyField, whole: FieldProps, drawing: Drawing): FieldProps {
	const list = listOfField(field) ?? ''
	const taken = drawing.isRow ? undefined : forming.taken?.get(field.key)
	const options = forming.choices[list]?.filter(({ value }) => value === whole.value || taken?.includes(value))
	if (taken === undefined || options === undefined || options.length === 0) return named(forming, list, whole, drawing)
	return { ...whole, kind: 'select', options }
}

/** What is chosen from a list of names: out of a select where that is short, else typed, with the list's names suggested. */
function named({ choices, words }: Forming, list: string, field: FieldProps, { isRow }: Drawing): FieldProps {
	const options = choices[list] ?? []
	const value = typeof field.value === 'string' ? field.value : ''
	const known = options.find((option) => option.value === value)
	const isShort = options.length <= (isRow ? SELECT_MOST_IN_ROW : SELECT_MOST)
	const isWhole = !choices[IN_PART]?.some((one) => one.value === list)
	if (options.length > 0 && isShort && isWhole && (known || value === '')) return { ...field, kind: 'select', options }
	const hint = [field.hint ?? '', words.t('registers.form.by-name')].filter((one) => one !== '').join(' ')
	return { ...field, kind: 'text', hint, value: known?.label ?? value, list: listId(list), maxlength: 300 }
}

/** What a form shows for something that is named: its key or number, never its identifier. */
function keyOf({ names, choices }: Forming, field: AnyField, value: string): string {
	if (field.type === 'country' || value === '') return value
	if (field.type === 'seat') return names.seats?.get(value)?.key ?? value
	const record = names.records?.get(value)
	if (record) return field.type === 'record' ? namedAmong(field.kinds, record) : record.reference
	return choices[listOfField(field) ?? '']?.find((option) => option.value === value)?.value ?? ''
}

/** The form of a table: how its rows are called and what an empty one is made of. */
export type TableForm = {
	key: string
	title: string
	row: string
	most: number
	/** How many rows its form may hold: fewer than the table may, where others stand outside the form. */
	room: number
	from: number
	/** Which row of the table each is, so that none is taken for another. */
	ids: readonly (string | null)[]
	rows: readonly (readonly FieldProps[])[]
	empty: readonly FieldProps[]
}

/** The name of an input in a row; a row without a number is the pattern of all that are added. */
const NEW_ROW = '#'
export const cellName = (table: string, row: string, field: string) => `tables:${table}:${row}:${field}`

/** What the rows of a table are called in its form: "Session 2". */
export const rowTitle = ({ t }: Pick<Words, 't'>, row: string, position: number) =>
	t('registers.form.row', { row, position: position + 1 })

/** The form of a table with the rows that are kept, and how many stand before and behind them in the table. */
export function tableForm(
	forming: Forming,
	table: Table,
	kept: readonly Readonly<Record<string, Value>>[],
	{ before: from, after }: { before: number; after: number } = { before: 0, after: 0 }
): TableForm {
	const row = forming.words.name(table.row)
	const cells = (id: string, title: string, values: Readonly<Record<string, Value>>) =>
		table.fields.flatMap((field) =>
			inputsOf(
				forming,
				field,
				{ name: cellName(table.key, id, field.key), row: title, table: table.key },
				values[field.key]
			)
		)
	return {
		key: table.key,
		title: forming.words.name(table.names),
		row,
		most: table.most,
		room: table.most - from - after,
		from,
		ids: kept.map(({ id }) => (typeof id === 'string' ? id : null)),
		rows: kept.map((values, index) => cells(String(from + index), rowTitle(forming.words, row, from + index), values)),
		empty: cells(NEW_ROW, NEW_ROW, {})
	}
}

/** The numbers of the rows that are kept, as the inputs of a form bear them. */
export const keptRows = ({ from, rows }: TableForm) => rows.map((_, index) => String(from + index))

/** The inputs of a row of a form: one that is kept, or one that was added. */
export const rowInputs = (words: Pick<Words, 't'>, table: TableForm, id: string): readonly FieldProps[] =>
	table.rows[Number(id) - table.from] ?? addedRow(words, table, id)

/** The inputs of a row that was added to a form. */
export function addedRow(words: Pick<Words, 't'>, { row, empty }: TableForm, id: string): FieldProps[] {
	const title = rowTitle(words, row, Number(id))
	const numbered = (text: string) => text.replace(`:${NEW_ROW}:`, `:${id}:`)
	return empty.map((field) => ({
		...field,
		name: numbered(field.name),
		...(field.summary === undefined ? {} : { summary: field.summary.replace(NEW_ROW, title) }),
		...(field.group === undefined ? {} : { group: { ...field.group, key: numbered(field.group.key) } })
	}))
}

/** The field that says which rows of a table a form holds. */
export const rowsName = (table: string) => `rows:${table}`

/** The inputs of an entry's fields that may be filled in. */
export const entryInputs = (
	forming: Forming,
	fields: readonly AnyField[],
	kept: Readonly<Record<string, Value>>
): FieldProps[] =>
	fields.flatMap((field) => inputsOf(forming, field, { name: `values:${field.key}`, row: null }, kept[field.key]))
