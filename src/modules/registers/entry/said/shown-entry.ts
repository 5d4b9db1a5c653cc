import Big from 'big.js'
import type { z } from 'zod'
import { sayFileType } from '#platform/files/file-type.ts'
import { sayDecimal } from '#platform/languages/exact-numbers.ts'
import type { Words } from '#platform/languages/words.ts'
import type { CompiledRegister } from '../../declaration/compile-declaration.ts'
import type { AnyField, Field } from '../../declaration/declaration.ts'
import { isWorkedOut } from '../../declaration/field-types.ts'
import type { EntryPage } from '../entry-outputs.ts'
import type { StopCode } from '../../formula/values.ts'
import { isCodes, type Value } from '../values.ts'
import { isAsked, rowOf, workOut } from '../work-out.ts'
import { sayMoney, sayValue, type AreaName, type Said, type SayingNames } from './say-value.ts'

export type Entry = z.output<typeof EntryPage>

/** What a page says of an entry is made of. */
export type Showing = {
	words: Words
	workspace: string
	compiled: CompiledRegister
	areas: readonly AreaName[]
	entry: Entry
	/** The calendar day in the workspace. */
	today: string
}

/** A value as a page shows it: plain, in lines, or as a link. */
export type Shown = { text: string; lines?: readonly string[]; href?: string; isFile?: true }
export type ShownFact = { key: string; label: string; hint?: string; shown: Shown }

export const namesIn = ({ names, seats, files }: Entry, areas: readonly AreaName[]): SayingNames => ({
	records: new Map(names.map((record) => [record.id, record])),
	seats: new Map(seats.map((seat) => [seat.id, seat])),
	files: new Map(files.map((file) => [file.id, file])),
	areas
})

const pageOf = (workspace: string, kind: string, reference: string) => `/${workspace}/${kind}/${reference}`

function hrefOf({ workspace }: Showing, { record, file, href }: Said): string | undefined {
	if (record) return pageOf(workspace, record.kind, record.reference)
	return file === undefined ? href : `/${workspace}/file/${file}`
}

/** A value of a field as pages show it. */
export function showValue(showing: Showing, field: AnyField, value: Value): Shown {
	const { words, compiled, areas, entry } = showing
	const said = sayValue(words, field, compiled, value, namesIn(entry, areas))
	const href = hrefOf(showing, said)
	const file = said.file === undefined ? undefined : entry.files.find(({ id }) => id === said.file)
	const kind =
		file && words.t('ui.documents.kind', { type: sayFileType(words, file.mediaType), size: words.size(file.size) })
	return {
		text: kind === undefined ? said.text : `${said.text} (${kind})`,
		...(said.lines && said.lines.length > 1 ? { lines: said.lines } : {}),
		...(href === undefined ? {} : { href }),
		...(said.file === undefined ? {} : { isFile: true })
	}
}

/** The list of the entries that are counted or summed, where they can be filtered by this one. */
function linkedList({ workspace, entry }: Showing, field: Field): string | undefined {
	if (field.type !== 'linked-count' && field.type !== 'linked-sum') return undefined
	const asked = new URLSearchParams({ [`field[${field.by}]`]: entry.reference })
	for (const state of field.states ?? []) asked.append('filter[standing]', state)
	return `/${workspace}/register/${field.register}?${asked.toString()}`
}

const factOf = ({ words }: Showing, field: AnyField, shown: Shown): ShownFact => ({
	key: field.key,
	label: field.retired
		? words.t('registers.page.no-longer-asked', { field: words.name(field.names) })
		: words.name(field.names),
	...(field.hint ? { hint: words.name(field.hint) } : {}),
	shown
})

/** The facts of one circle of readers; `readers` names it where it is smaller than those who see the entry. */
export type FactGroup = { key: string; readers: string | null; facts: ShownFact[]; texts: ShownFact[] }

const isLong = ({ type }: AnyField) => type === 'long-text'

function readersOf({ words, compiled: { declaration } }: Showing, part: string): string | null {
	if (part === 'open') return null
	if (part === 'inside') return words.t('registers.page.inside')
	const group = declaration.groups.find(({ key }) => part === `group:${key}`)
	return group ? words.t('registers.page.readers', { group: words.name(group.names) }) : null
}

/** Everything filled in that the seat sees, by who else sees it; and what is not filled in. */
export function factGroups(showing: Showing): {
	groups: FactGroup[]
	worked: ShownFact[]
	empty: { key: string; label: string }[]
} {
	const { compiled, entry, words, today } = showing
	const row = rowOf(entry.values, entry.tables, today)
	const stopped = stoppedIn(showing)
	const groups = new Map<string, FactGroup>()
	const worked: ShownFact[] = []
	const empty: { key: string; label: string }[] = []
	for (const [key, one] of compiled.fields) {
		const { field, part } = one
		if (!entry.sees.includes(key)) continue
		const value = entry.values[key]
		if (isWorkedOut(field)) {
			worked.push(...workedOut(showing, field, value, stopped.get(key)))
			continue
		}
		if (value === undefined) {
			if (!field.retired && isAsked(one, row)) empty.push({ key, label: words.name(field.names) })
			continue
		}
		const group = groups.get(part) ?? { key: part, readers: readersOf(showing, part), facts: [], texts: [] }
		groups.set(part, group)
		;(isLong(field) ? group.texts : group.facts).push(factOf(showing, field, showValue(showing, field, value)))
	}
	// What everybody sees comes first, in the order of the declaration.
	const order = compiled.parts.map(String)
	return {
		groups: [...groups.values()].sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key)),
		worked,
		empty
	}
}

/** Why formulas give nothing, as far as the seat sees all they read: a count of hidden rows would not be worked out from these. */
function stoppedIn({ compiled, entry, today }: Showing): Map<string, StopCode> {
	const { stopped } = workOut(compiled, { fields: entry.values, tables: entry.tables }, today)
	return new Map(
		stopped.flatMap(({ field: key, table, code }) => {
			const field = compiled.fields.get(key)?.field
			const isWhole = field?.type === 'formula' && field.tells.length === 0
			return table === undefined && isWhole ? [[key, code] as const] : []
		})
	)
}

function workedOut(
	showing: Showing,
	field: Field,
	value: Value | undefined,
	stopped: StopCode | undefined
): ShownFact[] {
	const { entry, words } = showing
	if (field.type !== 'linked-count' && field.type !== 'linked-sum') {
		if (value !== undefined) return [factOf(showing, field, showValue(showing, field, value))]
		return stopped === undefined ? [] : [factOf(showing, field, { text: words.t(`registers.page.stopped.${stopped}`) })]
	}
	const linked = entry.linked[field.key]
	if (linked === undefined) return []
	const href = linkedList(showing, field)
	const text = linked === null ? words.t('registers.page.no-sum') : sayDecimal(words.language, linked)
	return [factOf(showing, field, { text, ...(href === undefined ? {} : { href }) })]
}

export type ShownColumn = { key: string; label: string; numeric: boolean }
export type ShownTable = {
	key: string
	title: string
	readers: string | null
	count: number
	/** Which of its rows are shown: tables of many are shown in parts. */
	from: number
	previous: string | null
	next: string | null
	columns: ShownColumn[]
	rows: Record<string, Shown>[]
	totals: { label: string; text: string }[]
}

const ROWS_SHOWN = 50
const isNumeric = ({ type }: AnyField) => type === 'whole-number' || type === 'decimal' || type === 'money'

/** The tables that the seat sees, with their totals; `page` says which part of a long one is asked for, of so many rows. */
export function shownTables(
	showing: Showing,
	page: (table: string) => number,
	most: number = ROWS_SHOWN
): ShownTable[] {
	const { compiled, entry, words } = showing
	return [...compiled.tables].flatMap(([key, { table, part }]) => {
		const kept = entry.tables[key]
		if (!kept || (table.retired && kept.length === 0)) return []
		const pages = Math.max(1, Math.ceil(kept.length / most))
		const at = Math.min(Math.max(1, page(key)), pages)
		const from = (at - 1) * most
		const address = (one: number) => (one < 1 || one > pages ? null : `?${tableParam(key)}=${String(one)}#table-${key}`)
		return [
			{
				key,
				title: table.retired
					? words.t('registers.page.no-longer-asked', { field: words.name(table.names) })
					: words.name(table.names),
				readers: readersOf(showing, part),
				count: kept.length,
				from,
				previous: address(at - 1),
				next: address(at + 1),
				columns: table.fields.map((field) => ({
					key: field.key,
					label: words.name(field.names),
					numeric: isNumeric(field) || givesNumber(compiled, key, field)
				})),
				rows: kept.slice(from, from + most).map((row) =>
					Object.fromEntries(
						table.fields.flatMap((field) => {
							const value = row[field.key]
							return value === undefined ? [] : [[field.key, showValue(showing, field, value)] as const]
						})
					)
				),
				totals: table.fields.flatMap((field) => totalOf(showing, key, field, kept))
			}
		]
	})
}

/** The parameter that asks for a part of a long table. */
export const tableParam = (table: string) => `rows-${table}`

const kindOf = (compiled: CompiledRegister, table: string, { key }: AnyField) =>
	compiled.tables.get(table)?.fields.get(key)?.formula?.gives.kind

function givesNumber(compiled: CompiledRegister, table: string, field: AnyField): boolean {
	const kind = kindOf(compiled, table, field)
	return kind === 'number' || kind === 'money'
}

/** Whether a formula of the register adds a column up; other numbers, as years, have no sum that says anything. */
const isAddedUp = ({ declaration }: CompiledRegister, table: string, { key }: AnyField) =>
	declaration.fields.some(
		({ type, ...field }) => type === 'formula' && 'formula' in field && field.formula.includes(`sum(${table}.${key}`)
	)

/** Whether a column of a table is added up: amounts, results that are numbers, and what a formula of the register adds up. */
export const isSummedColumn = (compiled: CompiledRegister, table: string, field: AnyField): boolean =>
	field.type === 'money' || givesNumber(compiled, table, field) || isAddedUp(compiled, table, field)

function totalOf(
	{ words, compiled }: Showing,
	table: string,
	field: AnyField,
	rows: readonly Readonly<Record<string, Value>>[]
) {
	const values = isSummedColumn(compiled, table, field) ? rows.flatMap((row) => row[field.key] ?? []) : []
	if (values.length === 0) return []
	const sums = new Map<string, Big>()
	for (const value of values) {
		const isMoney = typeof value === 'object' && !isCodes(value) && 'amount' in value
		const currency = isMoney ? value.currency : ''
		const number = isMoney ? value.amount : typeof value === 'string' ? value : '0'
		sums.set(currency, (sums.get(currency) ?? Big(0)).plus(number))
	}
	const said = [...sums].map(([currency, sum]) =>
		currency === ''
			? sayDecimal(words.language, sum.toFixed())
			: sayMoney(words.language, { amount: sum.toFixed(), currency })
	)
	return [{ label: words.t('registers.page.total', { field: words.name(field.names) }), text: words.list(said) }]
}
