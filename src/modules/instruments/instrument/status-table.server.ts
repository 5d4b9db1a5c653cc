import { storedPath } from '#platform/files/store.server.ts'
import { readTables } from '#platform/exchange/read-tables.ts'
import { columnLetters } from '#platform/exchange/cell.ts'
import type { Fault } from '#platform/exchange/fault.ts'
import type { Table } from '#platform/exchange/table.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { columnNamed } from '../exchange/depositary/table-columns.ts'
import { readStatusTable, type TableDoubt, type TableLine } from '../exchange/depositary/status-table.ts'
import { getInstrumentRow } from './find-instrument.server.ts'
import { spanOf } from './partial-days.ts'
import { dateOf, statusRows, termsOf, toEvent, type StatusRow } from './status-rows.server.ts'
import { JOINING_ACTS, readHistory } from './status-rules.ts'

/** An instrument with an uploaded file that holds the status of it. */
export async function getStatusTable(here: Here, { instrument, file }: { instrument: string; file: string }) {
	const found = await getInstrumentRow(here, instrument)
	const row = await here.tx
		.selectFrom('file')
		.select(['id', 'name', 'record_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', file)
		.executeTakeFirst()
	if (!row) throw absent('platform.no-such-file')
	return { ...found, file: row }
}
export type StatusTableFile = Awaited<ReturnType<typeof getStatusTable>>

/** What a table would do to the statuses of an instrument. */
export type TablePlan = {
	sheet: string
	states: number
	added: readonly TableLine[]
	/** Lines that tell more exactly what is noted already: they take its place. */
	refined: readonly { line: TableLine; was: StatusRow }[]
	/** Lines that say what is noted already. */
	known: number
	/** With one fault nothing of the table is taken, unless its row is left out. */
	faults: readonly Fault[]
	doubts: readonly TableDoubt[]
}

/** Reads the table and lays it beside what is noted: what is new, what is known, and what cannot have been together. */
export async function planTable(here: Here, found: StatusTableFile, asOf: string): Promise<TablePlan> {
	const path = storedPath(here.filesFolder, here.workspace.id, found.file.id)
	const { sheets, faults } = await readTables({ name: found.file.name, path })
	const tables = [...sheets.values()]
	const table = tables.find(hasStates) ?? tables[0]
	if (!table || faults.total > 0)
		return { sheet: table?.name ?? '', states: 0, added: [], refined: [], known: 0, faults: faults.listed, doubts: [] }
	const terms = termsOf(found.row)
	const read = readStatusTable(table, { terms, asOf })
	const noted = await statusRows(here, { instruments: [found.id] })
	const beside = besideNoted(
		read.lines,
		Map.groupBy(noted, ({ country }) => country)
	)
	const against = againstNoted({ table, beside, noted, read: (events) => readHistory(events, terms) })
	const refused = [...read.faults, ...against].toSorted((one, other) => one.row - other.row)
	const refusedRows = new Set(refused.map(({ row }) => row))
	const stands = ({ row }: { row: number }) => !refusedRows.has(row)
	return {
		sheet: table.name,
		states: new Set(read.lines.map(({ country }) => country)).size,
		added: beside.added.filter(stands),
		refined: beside.refined.filter(({ line }) => stands(line)),
		known: beside.known,
		faults: refused,
		doubts: read.doubts.filter(stands)
	}
}

/** What is left of a plan when some rows of the table are left out. */
export function withoutRows(plan: TablePlan, rows: ReadonlySet<number>): TablePlan {
	const stays = ({ row }: { row: number }) => !rows.has(row)
	return {
		...plan,
		added: plan.added.filter(stays),
		refined: plan.refined.filter(({ line }) => stays(line)),
		faults: plan.faults.filter(stays),
		doubts: plan.doubts.filter(stays)
	}
}

const hasStates = ({ columns }: Table) => columns.some((header) => columnNamed(header) === 'state')

type Beside = Pick<TablePlan, 'added' | 'refined' | 'known'>

/**
 * The same act is known where its day is noted so, and told more exactly where its day is noted less exactly. By which act a State
 * joined, the depositary knows best: an accession takes the place of what a source calls ratified, in the same year. A mere denial says
 * nothing where it is noted already.
 */
function besideNoted(lines: readonly TableLine[], noted: ReadonlyMap<string, readonly StatusRow[]>): Beside {
	const added: TableLine[] = []
	const refined: { line: TableLine; was: StatusRow }[] = []
	let known = 0
	const taken = new Set<string>()
	for (const line of lines) {
		const own = noted.get(line.country) ?? []
		const open = own.filter(({ id }) => !taken.has(id))
		const same = open.filter(({ event }) => event === line.event)
		const exact = same.find((row) => dateOf(row.day_first, row.day_last) === line.day)
		const alike = isJoining(line.event) ? [...same, ...open.filter(({ event }) => isJoining(event))] : same
		const vaguer = exact ?? alike.find((row) => isVaguer(row, line.day))
		if (vaguer) taken.add(vaguer.id)
		if (exact ?? (line.event === 'not-signed' && same.length > 0)) known++
		else if (vaguer) refined.push({ line, was: vaguer })
		else added.push(line)
	}
	return { added, refined, known }
}

const isJoining = (event: string) => JOINING_ACTS.some((act) => act === event)

function isVaguer(row: StatusRow, day: string) {
	const { first, last } = spanOf(day)
	// What a source states without a day had been done in the year of the source.
	if (row.day_first === null) return row.origin_year === null || Number(first.slice(0, 4)) <= row.origin_year
	const rowLast = row.day_last ?? row.day_first
	return row.day_first < rowLast && row.day_first <= first && last <= rowLast
}

type Against = {
	table: Table
	beside: Beside
	noted: readonly StatusRow[]
	read: (events: readonly ReturnType<typeof toEvent>[]) => ReturnType<typeof readHistory>
}

/** Names the rows that tell what cannot have been beside what is noted of the State. */
function againstNoted({ table, beside, noted, read }: Against): Fault[] {
	const gone = new Set(beside.refined.map(({ was }) => was.id))
	const lines = [...beside.added, ...beside.refined.map(({ line }) => line)]
	return [...Map.groupBy(lines, ({ country }) => country)].flatMap(([country, own]) => {
		const stays = noted.filter((row) => row.country === country && !gone.has(row.id)).map(toEvent)
		if (stays.length === 0) return []
		const drawn = own.map((line, at) => ({ id: String(at), event: line.event, on: line.day, statedYear: null }))
		const history = read([...stays, ...drawn])
		if (!('faults' in history) || 'faults' in read(stays)) return []
		return history.faults.map(({ code, event }) => {
			const line = own[Number(event.id)] ?? own[0]
			const index = table.columns.indexOf(line?.column ?? '')
			return {
				sheet: table.name,
				row: line?.row ?? 0,
				column: line?.column ?? '',
				letter: index === -1 ? '' : columnLetters(index),
				code: 'instruments.table-against-noted',
				params: { country, why: code, day: event.on ?? '' }
			}
		})
	})
}
