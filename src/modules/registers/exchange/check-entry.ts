import { placeIn } from '#platform/exchange/table.ts'
import type { FaultCollector } from '#platform/exchange/fault.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Move } from '../declaration/declaration.ts'
import { statesToChange, statesToFill, whyNotMove, type AskedEntry, type AskingSeat } from '../entry/entry-access.ts'
import { beginEntry, LEFT_EMPTY, sayLeftEmpty, settle } from '../entry/keep-entry.server.ts'
import { namesOfStates } from '../entry/refuse-closed.server.ts'
import type { EntryValues, Value, Values } from '../entry/values.ts'
import { faultsOf, type EntryFault } from '../entry/work-out.ts'
import { isSame } from './changes.ts'
import type { LaidOut } from './lay-out.ts'
import type { GivenValues } from './read-rows.ts'
import type { RightsOfRows } from './rights-of-rows.ts'
import { hangsOn, hangingOn, type Unread } from './unread.ts'

/** What the entries of one file are checked by. */
export type Checking = {
	compiled: CompiledRegister
	rights: RightsOfRows
	seat: AskingSeat
	today: string
	language: string
	faults: FaultCollector
	/** Whether a new entry begins with what its fields begin with where the file has no column for them: not where a whole workspace is moved. */
	begins: boolean
}

type Given = {
	at: LaidOut
	row: number
	given: GivenValues
	tables: Readonly<Record<string, readonly Values[]>>
	/** The rows of the file in which the rows of tables stand. */
	rowsAt: Readonly<Record<string, readonly number[]>>
	/** What of it could not be read: nothing is told that hangs on it. */
	unread: Unread
	tableSheets: readonly LaidOut[]
	before: EntryValues
	/** The entry as it stands, whose rights a change is asked by; of a new one, who enters it. */
	asked: AskedEntry
	state: string
	/** The entry that is changed; none of one that is new. */
	id: string | null
	isNew: boolean
}

/** An entry with what is given put in; undefined where a rule of its register, or the seat's rights, keep it from being taken. */
export function checkEntry(checking: Checking, entry: Given): EntryValues | undefined {
	const { compiled, rights, today, faults } = checking
	const { at, row, given, tables, before, isNew, asked } = entry
	let isSound = true
	const tellAt = (key: string, code: string, params: Record<string, string | number> = {}) => {
		isSound = false
		faults.add({ ...placeOf(at, row, key), code, params })
	}
	const fields = withGiven(before.fields, given)
	const brought = { fields, tables: { ...before.tables, ...tables } }
	const first = compiled.declaration.states[0]?.key ?? ''
	const values =
		isNew && checking.begins
			? beginEntry(compiled, brought, {
					today,
					actorId: checking.seat.actorId,
					isSaid: (key) => Object.hasOwn(given, key) || entry.unread.fields.has(key),
					mayFill: (key, { fields: begun }) => rights.filling({ ...asked, state: first, values: begun }, key) === 'yes'
				})
			: settle(compiled, brought, today)
	// What an entry that is new may hold is asked of it as it would stand, since its own actors have a say.
	const standing: AskedEntry = isNew ? { ...asked, state: entry.state, values: values.fields } : asked
	const unread = hangingOn(compiled, entry.unread)
	// Whose it is cannot be told before the actors and structures are read that say so.
	if ([...unread].some((key) => standsInGroup(compiled, key))) return undefined
	if (isNew ? !rights.mayAdd(standing) : !rights.mayChange(standing)) {
		const touches = isNew || Object.entries(given).some(([key, value]) => !isSame(value, before.fields[key]))
		if (touches || Object.keys(tables).length > 0) {
			const open = isNew ? [] : statesToChange(compiled, checking.seat, standing)
			faults.add({
				...placeOf(at, row, ''),
				...(open.length > 0
					? { code: 'registers.closed-in-state', params: stateParams(checking, standing, open) }
					: { code: isNew ? 'registers.file.not-yours-to-add' : 'registers.file.not-yours-to-change' })
			})
			return undefined
		}
		return values
	}
	if (isNew && unread.size === 0 && !maySetOut(checking, standing, values)) {
		tellAt('state', 'registers.file.state-not-yours', { state: standing.state, first })
	}
	// A list that was kept elsewhere brings entries as they came to be: what was filled in where they began is brought with them.
	const begun = isNew && standing.state !== first ? { ...standing, state: first } : standing
	const fillingOf = (asking: AskedEntry, key: string) => {
		const now = rights.filling(asking, key)
		return now === 'yes' || begun === standing ? now : rights.filling(begun, key)
	}
	const filled = [
		...Object.entries(given).flatMap(([key, value]) => (isSame(value, before.fields[key]) ? [] : [key])),
		...Object.keys(tables)
	]
	for (const key of filled) {
		if (fillingOf(standing, key) === 'yes') continue
		const states = isNew ? [] : statesToFill(compiled, key, checking.seat, standing)
		if (states.length > 0) tellAt(key, 'registers.field-closed-in-state', stateParams(checking, standing, states))
		else tellAt(key, 'registers.not-yours-to-fill', { field: key })
	}
	for (const [key, value] of Object.entries(given))
		if (value !== null && value === entry.id && compiled.fields.get(key)?.field.type === 'entry')
			tellAt(key, 'registers.names-itself')
	const after = isNew ? standing : { ...asked, values: values.fields }
	if (!isNew && filled.length > 0) {
		// As a change of one entry is: its rights are asked before and after.
		const isGivenAway = !rights.mayChange(after)
		for (const key of filled) {
			if (isGivenAway && standsInGroup(compiled, key)) tellAt(key, 'registers.given-away')
			else if (!isGivenAway && fillingOf(standing, key) === 'yes' && rights.filling(after, key) !== 'yes')
				tellAt(key, 'registers.not-yours-to-fill', { field: key })
		}
	}
	const mayFill = (key: string) => fillingOf(after, key) === 'yes'
	for (const fault of faultsOf(compiled, values, { today, mayFill, state: after.state })) {
		// A list that was kept elsewhere brings entries that were never asked; of others only what is emptied now is refused.
		if (fault.code === 'left-empty' && !isFilledIn(before, fault.field)) continue
		isSound = false
		if (!hangsOn(compiled, fault, { unread, tables: entry.unread.tables })) tellFault(checking, entry, fault)
	}
	return isSound ? values : undefined
}

const isFilledIn = ({ fields, tables }: EntryValues, key: string) =>
	fields[key] !== undefined || (tables[key] ?? []).length > 0

/** The state an entry stands in and those in which something of it is open, as the workspace calls them. */
const stateParams = ({ compiled, language }: Checking, { state }: AskedEntry, states: readonly string[]) => ({
	state: namesOfStates(compiled, [state], language),
	states: namesOfStates(compiled, states, language)
})

const standsInGroup = ({ declaration }: CompiledRegister, key: string) =>
	declaration.groups.some(
		({ actor_in: actors, members_in: structures }) => actors.includes(key) || structures.includes(key)
	)

function withGiven(before: Values, given: GivenValues): Values {
	const fields: Record<string, Value> = {}
	for (const [key, value] of Object.entries({ ...before, ...given })) if (value !== null) fields[key] = value
	return fields
}

/**
 * A list that was kept elsewhere brings entries in the states they came to: for who may make every move that leads there, and with
 * what the last of them asks for. What the moves before it asked for may hold no longer.
 */
function maySetOut({ compiled, rights, seat, today }: Checking, entry: AskedEntry, values: EntryValues): boolean {
	const { states, moves } = compiled.declaration
	const first = states[0]?.key ?? ''
	if (rights.maySetOut || entry.state === first) return true
	const whyNot = (move: Move, from: string) =>
		whyNotMove(compiled, move, { seat, entry: { ...entry, state: from }, values, today })?.code
	const reached = new Set([first])
	for (const from of reached)
		for (const move of moves.filter((one) => one.from.includes(from))) {
			const why = whyNot(move, from)
			if (move.to === entry.state && why === undefined) return true
			if (why !== 'not-yours') reached.add(move.to)
		}
	return false
}

function tellFault({ compiled, faults, language }: Checking, entry: Given, fault: EntryFault) {
	if (fault.code === 'missing') {
		const table = fault.table
		// That the whole column is missing was told once.
		if (table === undefined && entry.isNew && lacksColumn(entry.at, fault.field)) return
		const sheet = table === undefined ? entry.at : entry.tableSheets.find((one) => one.sheet.table?.table.key === table)
		const row = table === undefined ? entry.row : entry.rowsAt[table]?.[fault.row ?? 0]
		faults.add({ ...placeOf(sheet ?? entry.at, row ?? entry.row, fault.field), code: 'platform.field.missing' })
		return
	}
	if (fault.code === 'left-empty') {
		const params = sayLeftEmpty(compiled, fault, language)
		faults.add({ ...placeOf(entry.at, entry.row, fault.field), code: LEFT_EMPTY, params })
		return
	}
	const message = compiled.declaration.checks.find(({ key }) => key === fault.check)?.message ?? {}
	const text = message[language] ?? message['en'] ?? fault.check
	faults.add({ ...placeOf(entry.at, entry.row, fault.field), code: 'registers.check', params: { message: text } })
}

const lacksColumn = ({ sheet, places }: LaidOut, key: string) =>
	sheet.columns.some(
		({ field, header, isRequired }) =>
			isRequired && field?.default === undefined && field?.key === key && !places.has(header)
	)

/** Where a fault of a field stands: in its column, or in the row as a whole where the file has none for it. */
function placeOf({ table, places }: LaidOut, row: number, key: string) {
	const index = places.get(key) ?? places.get(`${key}.from`) ?? places.get(`${key}.locality`)
	return index === undefined ? { sheet: table.name, row, column: key, letter: '' } : placeIn(table, row, index)
}
