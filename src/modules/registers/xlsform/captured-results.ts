import { emptyCell, type Cell } from '#platform/exchange/cell.ts'
import { addFaults, collectFaults, excerpt, type Fault, type FaultCollector } from '#platform/exchange/fault.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { joinList } from '#platform/exchange/list-text.ts'
import { isBlank } from '#platform/exchange/read-cell.ts'
import { placeIn, type Table, type TableRow, type Tables } from '#platform/exchange/table.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { ENTRIES, NUMBER, sheetOfTable } from '../exchange/file-columns.ts'
import { capturedColumn, questionNames, type Captured } from './captured-columns.ts'
import { FORM_VERSION } from './form-model.ts'
import { codeFor } from './take-choices.ts'

/** Answers that a tool captured, laid out as the sheets of a register; rows and columns stand where they stood. */
export type CapturedResults = {
	tables: Tables
	/** The identifiers that the tool gave them, by the marks of their rows. */
	answers: ReadonlyMap<string, string>
	/** Columns and sheets that are no question of the register. */
	leftOut: readonly string[]
	/** The versions of the form on which they were given, as far as the file says it. */
	versions: readonly string[]
	/** A fault where it stands in the file, and not in the sheet of the register that it was laid out as. */
	placed(fault: Fault): Fault
	/** Rows without an identifier of their own: brought again, only what they say tells them. */
	unidentified: number
}

const UUID = ['_uuid', 'meta/instanceID', 'meta-instanceID', 'instanceID', '__id', 'KEY']
const PARENT = ['_parent_index', 'PARENT_KEY']
const INDEX: Readonly<Record<string, readonly string[]>> = {
	_parent_index: ['_index'],
	PARENT_KEY: ['KEY', 'meta-instanceID', 'instanceID']
}
const VERSION = [FORM_VERSION, 'FormVersion', '__version__', '_version_']

const columnNamed = ({ columns }: Table, names: readonly string[]): number => {
	for (const name of names) {
		const at = columns.findIndex((heading) => heading.trim() === name || heading.trim().endsWith(`/${name}`))
		if (at >= 0) return at
	}
	return -1
}

const textAt = (row: TableRow, at: number) => (row.cells[at] ?? emptyCell).text.trim()

/**
 * The answers in a file as tools for surveys write them: told by the identifier that each answer has. Null for a file that is none
 * of theirs.
 */
export function capturedResults(tables: Tables, { compiled }: { compiled: CompiledRegister }): CapturedResults | null {
	const all = [...tables.sheets.values()]
	const isChild = (table: Table) => columnNamed(table, PARENT) >= 0
	const main = all.find((table) => !isChild(table) && columnNamed(table, UUID) >= 0)
	if (!main) return null
	const faults = collectFaults(standardLimits.faults)
	const leftOut: string[] = []
	const marks = new Map(main.rows.map((row) => [row, `new ${String(row.row)}`]))
	const numberOf = (row: TableRow) => marks.get(row) ?? ''
	const sheets = new Map([[ENTRIES, laidOut(main, { name: ENTRIES, compiled, table: null, numberOf, leftOut })]])
	const sources = new Map([[ENTRIES, main]])
	const children = all.filter((table) => table !== main && table.rows.length > 0)
	for (const child of children) {
		const at = compiled.declaration.tables.findIndex(({ key }) => isSheetOf(child, key))
		const table = compiled.declaration.tables[at]
		if (!table || !isChild(child)) {
			leftOut.push(child.name)
			continue
		}
		const parents = parentsOf(child, main)
		const numberOfRow = (row: TableRow) => {
			const parent = parents(row)
			if (parent) return numberOf(parent)
			const where = columnNamed(child, PARENT)
			faults.add({
				...placeIn(child, row.row, where),
				code: 'registers.captured.no-parent',
				params: { value: excerpt(textAt(row, where)) }
			})
			return ''
		}
		const name = sheetOfTable(table.key, at)
		sources.set(name, child)
		sheets.set(name, laidOut(child, { name, compiled, table: table.key, numberOf: numberOfRow, leftOut }))
	}
	const placed = (fault: Fault): Fault => {
		const from = sources.get(fault.sheet)
		const at = sheets.get(fault.sheet)?.columns.indexOf(fault.column) ?? -1
		const heading = at < 0 ? undefined : from?.columns[at]
		return { ...fault, ...(from ? { sheet: from.name } : {}), ...(heading === undefined ? {} : { column: heading }) }
	}
	const { answers, unidentified } = identify(main, numberOf, faults)
	const told = faults.list()
	const joined = addFaults(tables.faults, told.listed)
	return {
		tables: {
			...tables,
			sheets,
			faults: { listed: joined.listed, total: joined.total + told.total - told.listed.length }
		},
		answers,
		placed,
		leftOut: [...new Set(leftOut)],
		versions: versionsIn(main),
		unidentified
	}
}

/** Sheets of repeats are called as they are, cut short by spreadsheet programs, or with the form and its groups before them. */
function isSheetOf({ name }: Table, key: string): boolean {
	const called = name.trim().toLowerCase()
	return [key, `table__${key}`].some(
		(one) =>
			called === one ||
			(called.length >= 28 && one.startsWith(called)) ||
			called.endsWith(`-${one}`) ||
			called.endsWith(`/${one}`)
	)
}

function parentsOf(child: Table, main: Table): (row: TableRow) => TableRow | undefined {
	const at = columnNamed(child, PARENT)
	const heading = (child.columns[at] ?? '').trim().split('/').at(-1) ?? ''
	const index = columnNamed(main, INDEX[heading] ?? [])
	const byIndex = new Map(
		main.rows.map((row, position) => [index < 0 ? String(position + 1) : textAt(row, index), row])
	)
	return (row) => byIndex.get(textAt(row, at))
}

const ANSWER_MOST = 100

/** What a tool calls an answer, alike in every file it writes. */
const answerOf = (text: string) =>
	text
		.toLowerCase()
		.replace(/^uuid:/, '')
		.slice(0, ANSWER_MOST)

function identify(main: Table, numberOf: (row: TableRow) => string, faults: FaultCollector) {
	const at = columnNamed(main, UUID)
	const answers = new Map<string, string>()
	const seen = new Map<string, number>()
	let unidentified = 0
	for (const row of main.rows) {
		if (row.cells.every(isBlank)) continue
		const uuid = textAt(row, at)
		if (uuid === '') {
			unidentified += 1
			continue
		}
		const other = seen.get(uuid)
		if (other === undefined) {
			seen.set(uuid, row.row)
			answers.set(numberOf(row), answerOf(uuid))
		} else
			faults.add({
				...placeIn(main, row.row, at),
				code: 'exchange.duplicate-key',
				params: { value: excerpt(uuid), other }
			})
	}
	return { answers, unidentified }
}

const VERSIONS_MOST = 10

function versionsIn(main: Table): string[] {
	const at = columnNamed(main, VERSION)
	if (at < 0) return []
	const found = new Set(main.rows.map((row) => textAt(row, at)).filter((text) => /^\d+$/.test(text)))
	return [...found].sort().slice(0, VERSIONS_MOST)
}

type Laying = {
	/** The sheet of the register that it stands for. */
	name: string
	compiled: CompiledRegister
	table: string | null
	numberOf(row: TableRow): string
	leftOut: string[]
}

type Gathered = { header: string; of(row: TableRow): Cell }

/** A sheet of answers as one of the register: each column where it stood, and behind them what several of them say together. */
function laidOut(table: Table, { name, compiled, table: key, numberOf, leftOut }: Laying): Table {
	const names = questionNames(compiled, key)
	const held = table.columns.map((heading, at): Captured => {
		if (heading.trim() !== '') return capturedColumn(heading, names)
		return table.rows.some(({ cells }) => !isBlank(cells[at] ?? emptyCell)) ? { is: 'unknown' } : { is: 'aside' }
	})
	const taken = new Set<string>()
	const columns = held.map((one, at) => {
		if (one.is === 'unknown') leftOut.push((table.columns[at] ?? '').trim())
		if (one.is !== 'cell' || taken.has(one.header)) return ''
		taken.add(one.header)
		return one.header
	})
	const more = [...answersIn(held, taken, compiled), ...pointsIn(held)]
	const rows = table.rows.map((row) => {
		if (row.cells.every(isBlank)) return row
		const own = columns.map((header, at): Cell => {
			const one = held[at]
			return header === '' || one?.is !== 'cell' ? emptyCell : cellOf(row.cells[at] ?? emptyCell, one.field, compiled)
		})
		return {
			row: row.row,
			cells: [...own, ...more.map(({ of }) => of(row)), { kind: 'text' as const, text: numberOf(row) }]
		}
	})
	return { name, columns: [...columns, ...more.map(({ header }) => header), NUMBER], rows }
}

const asText = (text: string): Cell => (text === '' ? emptyCell : { kind: 'text', text })

/** A code as the register spells it: as it came where it knows it, else as its own forms make one of it. */
function codeIn(field: AnyField, text: string, { declaration }: CompiledRegister): string {
	if ((field.type !== 'one-of' && field.type !== 'many-of') || !('list' in field.codes)) return text
	const { list } = field.codes
	const codes = declaration.lists.find((one) => one.key === list)?.codes ?? []
	return codes.some(({ key }) => key === text)
		? text
		: codes.some(({ key }) => key === codeFor(text))
			? codeFor(text)
			: text
}

function cellOf(cell: Cell, field: AnyField, compiled: CompiledRegister): Cell {
	const text = cell.text.trim()
	if (text === '' || cell.kind === 'formula' || cell.kind === 'error') return cell
	switch (field.type) {
		case 'many-of':
			return asText(joinList(text.split(/[\s;]+/).map((one) => codeIn(field, one, compiled))))
		case 'one-of': {
			const code = codeIn(field, text, compiled)
			return code === text ? cell : asText(code)
		}
		case 'yes-no':
			if (/^(1|ok|true)$/i.test(text)) return asText('yes')
			return /^(0|false)$/i.test(text) ? asText('no') : cell
		case 'date':
		case 'period':
			// Tools write the moment at which a day begins where they are.
			return /^\d{4}-\d\d-\d\dT/.test(text) ? asText(text.slice(0, 10)) : cell
		default:
			return cell
	}
}

/** Answers that stand in a column each, as one list. */
function answersIn(held: readonly Captured[], taken: Set<string>, compiled: CompiledRegister): Gathered[] {
	const headers = new Set(held.flatMap((one) => (one.is === 'answer' ? [one.header] : [])))
	return [...headers].flatMap((header): Gathered[] => {
		// The joined column says the same.
		if (taken.has(header)) return []
		taken.add(header)
		const field =
			compiled.fields.get(header)?.field ??
			[...compiled.tables.values()].flatMap((one) => one.fields.get(header)?.field ?? [])[0]
		const columns = held.flatMap((one, at) =>
			one.is === 'answer' && one.header === header ? [{ at, code: one.code }] : []
		)
		return [
			{
				header,
				of: (row) => {
					const chosen = columns.filter(({ at }) => /^(1|true|yes|ok)$/i.test(textAt(row, at)))
					return asText(joinList(chosen.map(({ code }) => (field ? codeIn(field, code, compiled) : code))))
				}
			}
		]
	})
}

/** Where a device was, from one column or from one for each degree. */
function pointsIn(held: readonly Captured[]): Gathered[] {
	const keys = new Set(held.flatMap((one) => (one.is === 'point' ? [one.field.key] : [])))
	return [...keys].flatMap((key) =>
		(['latitude', 'longitude'] as const).map((part, position): Gathered => {
			const find = (wanted: string) =>
				held.findIndex((one) => one.is === 'point' && one.field.key === key && one.part === wanted)
			const [own, whole] = [find(part), find('whole')]
			return {
				header: `${key}.${part}`,
				of: (row) => {
					const alone = own < 0 ? '' : textAt(row, own)
					return asText(alone === '' && whole >= 0 ? (textAt(row, whole).split(/\s+/)[position] ?? '') : alone)
				}
			}
		})
	)
}
