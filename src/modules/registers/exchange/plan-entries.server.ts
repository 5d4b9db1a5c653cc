import { setImmediate } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { canonicalText, sha256 } from '#platform/events/chain.ts'
import { addFaults, collectFaults, excerpt, type FaultCollector } from '#platform/exchange/fault.ts'
import { standardLimits } from '#platform/exchange/limits.ts'
import { isRecordNumber } from '#platform/exchange/read-cell.ts'
import { placeIn, type Tables } from '#platform/exchange/table.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { mightSeeColumn } from '../listing/might-see.ts'
import type { Register } from '../registers.server.ts'
import { askedOf, askingOf } from '../entry/read-entry.server.ts'
import type { EntryValues, Values } from '../entry/values.ts'
import { ENTRIES_AT_ONCE } from './add-entries.server.ts'
import { checkEntry, type Checking } from './check-entry.ts'
import { changesOf, type CellChange } from './changes.ts'
import { readLife, type EntryLife } from './entry-life.ts'
import type { Counts, EntriesPlan, EntryThere, PlannedEntry, Planning } from './entries-plan.ts'
import { existingEntries } from './existing-entries.server.ts'
import { fileSheets, NUMBER, STANDING, STATE } from './file-columns.ts'
import { namesIn } from './gather-entries.server.ts'
import { gatherRows, type RowsOfEntry, type SentRow } from './gather-rows.ts'
import { layOut, nameSheets, type LaidOut } from './lay-out.ts'
import { leavingOutThere } from './leave-out-there.server.ts'
import { meaningsFor } from './meanings.server.ts'
import { broughtByOne } from './own-entries.server.ts'
import { holdsNothing, meantNumbers } from './mistyped-numbers.server.ts'
import { readRows, type ReadRow } from './read-rows.ts'
import { ALL_RIGHTS, rightsOfRows } from './rights-of-rows.ts'
import { stateMeant } from './states.ts'
import { columnsToTell } from './told-columns.ts'
import type { NameOf } from './value-cells.ts'

export type { EntriesPlan, PlannedEntry, Planning, TakingIn, Telling } from './entries-plan.ts'

const ASIDE = new Set(['lists', 'instructions'])
// Between so many rows others are served.
const ROWS_AT_ONCE = 500
// Fewer where entries are taken in meanwhile: what was sent to the database is on its way only between them.
const ROWS_BETWEEN = 10

/** A mark that stands for an entry that is new: `new 3`, or a plain number that counts rows. */
const isMark = (text: string) => /^(new[ _-]?[\p{L}\d _-]{0,30}|\d{1,9})$/iu.test(text)

/** Looks what the sheets of a file would do to a register; reads only, and does what it says by nothing but `applyEntries` and what takes entries in. */
export async function planEntries(
	here: Here,
	register: Pick<Register, 'id' | 'compiled'>,
	tables: Tables,
	{
		tell = () => undefined,
		isWhole = false,
		maySetOut = false,
		brought: among,
		answers,
		again,
		keepsNumbers = false,
		columns: said,
		days,
		takingIn
	}: Planning = {}
): Promise<EntriesPlan> {
	const { compiled } = register
	const { declaration } = compiled
	const seat = askingOf(here)
	// A column of what the seat never sees is refused in the words in which one that is not there is.
	const shows = (key: string) => isWhole || mightSeeColumn(compiled, key, seat)
	const sheets = fileSheets(compiled, here.registry.catalogue, { shows, withTold: true, isWhole: true })
	const faults = collectFaults(standardLimits.faults)
	const asideNames = asideIn(here)
	const named = nameSheets(
		{ tables: tables.sheets, sheets, isAside: (name) => ASIDE.has(name) || asideNames.has(name) },
		faults
	)
	const laidOut = [...named].map(([sheet, table]) => layOut(sheet, table, faults, sheet.table === null ? said : {}))
	const headFaults = faults.list().total

	const main = laidOut.find(({ sheet }) => sheet.table === null)
	const others = laidOut.filter(({ sheet }) => sheet.table !== null)
	const numbers = numbersIn(laidOut)
	const existing = await existingEntries(here, register.id, numbers, { withTables: others.length > 0 })
	const brought = numbers.filter((number) => !existing.has(number))
	await takingIn?.keepNumbers(brought)
	// Whoever moves a list in that was numbered elsewhere says so: else a mistyped number would make a new entry.
	const isEmpty = await holdsNothing(here, register.id)
	const mayNumber = keepsRecords(here.seat) && (isWhole || maySetOut || keepsNumbers || isEmpty)
	const oursOf = (number: string) => isRecordNumber(number) && number.includes(`-${declaration.code}-`)
	const meant = mayNumber ? new Map<string, string>() : await meantNumbers(here, register.id, brought.filter(oursOf))
	const own = among ?? (main && broughtByOne(compiled, main, (number) => existing.has(number)))
	const ownIds = own?.get(declaration.register)
	const meanings = { ...(await meaningsFor(here, compiled, laidOut, own)), days }
	const names = await namesIn(
		here,
		compiled,
		[...existing.values()].map(({ values }) => values)
	)

	const rowsOfTables = new Map<string, ReadonlyMap<string, RowsOfEntry>>()
	for (const one of others)
		rowsOfTables.set(one.sheet.table?.table.key ?? '', gatherRows({ laidOut: one, meanings, existing, names, faults }))

	// Whoever moves a whole workspace in brings what others entered there.
	const seatRights = { ...rightsOfRows(compiled, seat), ...(maySetOut ? { maySetOut } : {}) }
	const rights = isWhole ? { ...seatRights, ...ALL_RIGHTS } : seatRights
	const checking: Checking = {
		compiled,
		rights,
		seat,
		today: here.today,
		language: here.workspace.language,
		faults,
		begins: !isWhole
	}
	// A new entry of the same file is called as the file calls it.
	const marks = new Map([...(ownIds ?? [])].map(([mark, id]) => [id, mark]))
	const called: NameOf = (field, id) => names(field, id) ?? marks.get(id)
	const entries: PlannedEntry[] = []
	let sound: PlannedEntry[] = []
	const digested: Digested[] = []
	const counts: Counts = { added: 0, changed: 0, unchanged: 0, there: 0, refused: 0 }
	const there: EntryThere[] = []
	const underway: Promise<readonly PlannedEntry[]>[] = []
	const looking =
		again && !isEmpty
			? leavingOutThere({
					looking: { here, register, before: uuid() },
					again,
					hasAnswers: answers !== undefined,
					rows: main?.rows.length ?? 0,
					counts,
					there
				})
			: undefined
	const taken = new Map<string, number>()
	const first = declaration.states[0]?.key ?? ''

	const total = (main?.rows.length ?? 0) + 1
	function plan(read: ReadRow, at: LaidOut) {
		const { table, places } = at
		const numberAt = places.get(NUMBER) ?? 0
		const tell = (code: string, params: Record<string, string | number> = {}, index = numberAt) =>
			faults.add({ ...placeIn(table, read.row, index), code, params })
		let isRefused = read.isRefused
		let isNobodys = false
		const { number } = read
		const held = existing.get(number) ?? null
		const other = number === '' ? undefined : taken.get(number)
		if (other !== undefined) {
			tell('exchange.duplicate-key', { value: excerpt(number), other })
			isRefused = true
		} else if (number !== '') taken.set(number, read.row)
		if (!held && number !== '' && !isMark(number)) {
			const isOurs = oursOf(number)
			const nearest = meant.get(number)
			if (!isOurs) tell('registers.file.not-a-number', { value: excerpt(number) })
			else if (nearest !== undefined) tell('registers.file.no-such-entry-near', { value: number, nearest })
			else if (!mayNumber) tell('registers.file.no-such-entry', { value: number })
			isNobodys = !isOurs || !mayNumber
		}
		const isWithdrawn = isWhole && read.own(STANDING) === 'withdrawn'
		if (held && held.standing !== (isWithdrawn ? 'withdrawn' : 'active')) {
			const isTaken = held.standing === 'active'
			tell(isTaken ? 'registers.file.not-withdrawn' : 'registers.withdrawn', { entry: number })
			isRefused = true
		}
		const state = stateMeant(declaration, read.state, held?.row.state ?? first)
		if (state === undefined)
			tell(
				'registers.file.no-such-state',
				{ value: excerpt(read.state), allowed: declaration.states.map(({ key }) => key).join(', ') },
				places.get(STATE)
			)
		const isMoved = state !== undefined && held !== null && state !== held.row.state
		if (isMoved) tell('registers.file.state-moved', { state: held.row.state }, places.get(STATE))
		if (state === undefined || isMoved) isRefused = true
		const given = Object.fromEntries(
			[...rowsOfTables].flatMap(([key, rows]) =>
				number !== '' && rows.has(number) ? [[key, rows.get(number)] as const] : []
			)
		)
		if (Object.values(given).some((rows) => rows?.isRefused)) isRefused = true
		const life = isWhole && !held ? readLife(at, read, { ...meanings, faults, today: here.today }) : undefined
		if (isWhole && !held && !life) isRefused = true
		// Nobody knows whether it is a new entry or one that is there: nothing further can be said of it.
		if (isNobodys) {
			counts.refused++
			return
		}
		const before: EntryValues = held?.values ?? { fields: {}, tables: {} }
		const brought: Record<string, readonly Values[]> = {}
		const sent: Record<string, readonly SentRow[]> = {}
		const rowsAt: Record<string, readonly number[]> = {}
		const unreadIn: Record<string, readonly ReadonlySet<string>[]> = {}
		for (const [key, rows] of Object.entries(given)) {
			brought[key] = rows?.values ?? []
			sent[key] = rows?.sent ?? []
			rowsAt[key] = rows?.rows ?? []
			if (rows?.isRefused) unreadIn[key] = rows.unread
		}
		const checked = checkEntry(checking, {
			at,
			row: read.row,
			given: read.given,
			tables: brought,
			rowsAt,
			unread: { fields: read.unread, tables: unreadIn },
			tableSheets: others,
			before,
			asked: held
				? askedOf(held.row, before.fields)
				: { enteringActorId: enteringActor(life, seat.actorId), state: first, values: {} },
			state: state ?? first,
			id: held?.id ?? null,
			isNew: held === null
		})
		if (!checked || isRefused) {
			counts.refused++
			return
		}
		const changes = held
			? changesOf({ compiled, sheets, names: called, given: read.given, tables: brought, before })
			: []
		if (!held) counts.added++
		else if (changes.length > 0) counts.changed++
		else counts.unchanged++
		if (!held || changes.length > 0) digested.push(digestedOf(table.name, read.row, held ? changes : null))
		;(held === null ? sound : entries).push({
			sheet: table.name,
			row: read.row,
			number,
			existing: held,
			id: held ? undefined : ownIds?.get(number),
			...(answers ? { answer: answers.get(number) } : {}),
			life,
			// Of an entry that is new its values are all that is kept of it: there may be very many.
			given: held ? read.given : {},
			tables: held ? sent : {},
			values: checked,
			state: state ?? first,
			changes
		})
	}

	try {
		if (main) {
			missingColumns(main, existing, faults)
			const before = (_row: unknown, number: string) => {
				const was = existing.get(number)?.values.fields
				return { was, beside: was }
			}
			let done = 0
			for (const read of readRows({ laidOut: main, meanings, before, names, faults })) {
				plan(read, main)
				if (++done % ROWS_AT_ONCE === 0) await tell(done, total)
				if (sound.length === ENTRIES_AT_ONCE) await takeIn()
				else if (done % ROWS_BETWEEN === 0) await setImmediate()
			}
			await takeIn()
		}
		planTablesAlone()
		await takeIn()
		while (underway.length > 0) await takeNext()
	} finally {
		// Nothing is asked of a transaction that has ended.
		await Promise.allSettled(underway)
	}
	const told = addFaults(tables.faults, faults.list().listed)
	const further = faults.list().total - faults.list().listed.length
	return {
		entries,
		faults: { listed: told.listed, total: told.total + further },
		counts,
		there,
		matched: meanings.matched,
		isNumberedElsewhere: brought.some(oursOf) && !isEmpty && keepsRecords(here.seat),
		brought,
		columns: columnsToTell(main),
		readOver: laidOut.flatMap(({ sheet, places }) =>
			sheet.columns.filter(({ isToldOnly, header }) => isToldOnly && places.has(header)).map(({ header }) => header)
		),
		digest: sha256(
			canonicalText({ headFaults, entries: digested, there: there.map(({ row, number }) => [row, number]) })
		)
	}

	/** What the file begins anew is looked for, and what was looked for before is taken in: the database is never waited for in between. */
	async function takeIn() {
		const some = sound
		sound = []
		// One after the other, since what is there is told in the order of the file.
		const looked = looking ? Promise.resolve(underway.at(-1)).then(() => looking(some)) : Promise.resolve(some)
		// It is waited for a turn later, and a failure is told there.
		looked.catch(() => undefined)
		underway.push(looked)
		if (underway.length > 1) await takeNext()
	}

	async function takeNext() {
		const some = (await underway.shift()) ?? []
		if (!takingIn) entries.push(...some)
		else if (tables.faults.total === 0 && faults.list().total === 0) await takingIn.take(some)
	}

	/** Rows of tables whose entry has no row of its own in the file: they change an entry that is there. */
	function planTablesAlone() {
		const named = new Map<string, { at: LaidOut; row: number }>()
		for (const at of others)
			for (const [number, rows] of rowsOfTables.get(at.sheet.table?.table.key ?? '') ?? [])
				if (!taken.has(number) && !named.has(number)) named.set(number, { at, row: rows.rows[0] ?? 2 })
		for (const [number, { at, row }] of named) {
			if (existing.has(number))
				plan(
					{
						row,
						number,
						state: '',
						given: {},
						unread: new Set(),
						isRefused: false,
						from: { row, cells: [] },
						own: () => ''
					},
					at
				)
			else {
				faults.add({
					...placeIn(at.table, row, at.places.get(NUMBER) ?? 0),
					code: 'registers.file.no-such-entry',
					params: { value: excerpt(number) }
				})
				counts.refused++
			}
		}
	}
}

/** Who an entry is entered for: whoever imports it, where nothing else is told. */
const enteringActor = (life: EntryLife | undefined, own: string | null) =>
	life?.enteringActorId === undefined ? own : life.enteringActorId

const asideIn = ({ registry }: Here) =>
	new Set(
		Object.values(registry.catalogue).flatMap((words) =>
			['registers.sheet.instructions', 'registers.sheet.lists'].flatMap((key) => words[key] ?? [])
		)
	)

function numbersIn(laidOut: readonly LaidOut[]): string[] {
	const numbers = new Set<string>()
	for (const { rows, places } of laidOut) {
		const at = places.get(NUMBER)
		if (at === undefined) continue
		for (const { cells } of rows) {
			const text = cells[at]?.text.trim() ?? ''
			if (isRecordNumber(text)) numbers.add(text)
		}
	}
	return [...numbers]
}

/** A column that every new entry must have is told once, and not at each row. */
function missingColumns(
	{ sheet, table, places, rows }: LaidOut,
	existing: ReadonlyMap<string, unknown>,
	faults: FaultCollector
) {
	const at = places.get(NUMBER)
	const isAllThere = at !== undefined && rows.every(({ cells }) => existing.has(cells[at]?.text.trim() ?? ''))
	if (isAllThere) return
	for (const { header, names, field, isRequired } of sheet.columns)
		if (isRequired && field?.default === undefined && !places.has(header))
			faults.add({ sheet: table.name, row: 1, column: names['en'] ?? header, code: 'exchange.missing-column' })
}

/** Of an entry its place and what changes: the file stays what it is, so of one that is new its place is enough. */
type Digested = [sheet: string, row: number, changes: [header: string, before: string, after: string][] | null]

const digestedOf = (sheet: string, row: number, changes: readonly CellChange[] | null): Digested => [
	sheet,
	row,
	changes?.map(({ header, before, after }) => [header, before, after]) ?? null
]
