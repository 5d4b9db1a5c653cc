import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import { refuseUnlessAllowed } from '#platform/operation/steps.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { Move } from '../declaration/declaration.ts'
import { authorizeEffects } from './effects.server.ts'
import { mayChange, mayFill, seesPart, statesToChange, whyNotMove, type AskedEntry } from './entry-access.ts'
import {
	keptRowIds,
	withGiven,
	type GivenEntry,
	type GivenFields,
	type GivenTogether,
	type MayFillIn,
	type RowIds,
	type RowPlaces
} from './given.server.ts'
import { keepEntries } from './keep-entries.server.ts'
import { refuseFaults, settle, titleOf } from './keep-entry.server.ts'
import { askedOf, askingOf, readKept, type FoundEntry, type KeptEntry } from './read-entry.server.ts'
import { namesOfStates, refuseClosed, refuseGivenAway } from './refuse-closed.server.ts'
import type { EntryValues } from './values.ts'
import { withSets } from './with-sets.server.ts'
import { faultsOf } from './work-out.ts'

/** An entry as it is to be kept, with all that keeps it from being so refused already: what is left is to write it. */
export type Planned = { found: FoundEntry; kept: KeptEntry; values: EntryValues; rowIds: RowIds; entry: AskedEntry }

/** What is looked up once for many entries that are given the same: all that is kept of them, and what the given names. */
export type Together = GivenTogether & { kept: ReadonlyMap<string, KeptEntry> }

/** What the seat may fill in of an entry, as it stands or would be added. */
export const filling =
	(here: Writing, compiled: CompiledRegister, entry: AskedEntry): MayFillIn =>
	(key) => {
		const seat = askingOf(here)
		const part = compiled.fields.get(key)?.part ?? compiled.tables.get(key)?.part
		if (part === undefined || !seesPart(compiled, part, seat, entry)) return 'unseen'
		return mayFill(compiled, key, seat, entry) ? 'yes' : 'no'
	}

/** What a refusal of an entry that is not complete or not sound is judged by. */
export const judging = (here: Writing, entry: AskedEntry, rowPlaces: RowPlaces = {}) => ({
	today: here.today,
	seat: askingOf(here),
	entry,
	rowPlaces,
	language: here.workspace.language
})

/**
 * What an entry lacked before and is not given now: a declaration asked for it since. It is asked for where it is filled in, and
 * keeps nobody from changing what else the entry holds.
 */
function leftOut(here: Here, { compiled, row: { state } }: FoundEntry, before: EntryValues, given: GivenFields) {
	const lacking = new Set(
		faultsOf(compiled, before, { today: here.today, mayFill: () => true, state }).flatMap((fault) =>
			fault.code === 'missing' ? [fault.table ?? fault.field] : fault.code === 'left-empty' ? [fault.field] : []
		)
	)
	return (key: string) => lacking.has(key) && !Object.hasOwn(given.values, key) && !Object.hasOwn(given.tables, key)
}

/** Refuses an entry that is given to name itself, as if it belonged to itself or followed from itself. */
function refuseItself({ id, compiled }: FoundEntry, given: GivenFields, { fields }: EntryValues) {
	const own = Object.keys(given.values).filter(
		(key) => compiled.fields.get(key)?.field.type === 'entry' && fields[key] === id
	)
	if (own.length > 0) throw invalid(own.map((key) => ({ path: ['values', key], code: 'registers.names-itself' })))
}

/** What an entry is called as a record. */
export const titled = (here: Writing, title: string) => ({ [here.workspace.language]: title })

/** All that is kept of an entry, for the upkeep of what is worked out from it; it never leaves the command. */
export const wholeOf = (here: Writing, id: string) => here.write.inSightOfAll([], () => readKept(here, id))

export function refuseWithdrawn({ state, reference }: FoundEntry) {
	if (state !== 'active') throw conflict('registers.withdrawn', { entry: reference })
}

/** True where the seat may change the entry, by what it sees of it, as it stands or in another state: which, the plan tells. */
export function mayChangeFound(here: Here, { compiled, row, kept }: FoundEntry): boolean {
	const [seat, entry] = [askingOf(here), askedOf(row, kept.values.fields)]
	return mayChange(compiled, seat, entry) || statesToChange(compiled, seat, entry).length > 0
}

/** The entry with the fields and tables that are given put in; all others stay. Refused where it may not, and nothing is written. */
export async function planChange(
	here: Writing,
	found: FoundEntry,
	given: GivenFields,
	together?: Together
): Promise<Planned> {
	refuseWithdrawn(found)
	const { compiled, row } = found
	const kept = together?.kept.get(found.id) ?? (await wholeOf(here, found.id))
	const standing = askedOf(row, found.kept.values.fields)
	refuseClosed(here, compiled, standing, given)
	const mayFillIn = filling(here, compiled, standing)
	const read = await withGiven(here, compiled, { given, kept, mayFillIn, together })
	refuseItself(found, given, read.values)
	const values = settle(compiled, read.values, here.today)
	const entry = askedOf(row, values.fields)
	refuseGivenAway(here, compiled, entry, given)
	refuseEmptied(here, found, given, { before: kept.values, after: values, mayFillIn })
	const isLeft = leftOut(here, found, kept.values, given)
	refuseFaults(compiled, values, { ...judging(here, entry, read.rowPlaces), isLeft })
	return { found, kept, values, rowIds: read.rowIds, entry }
}

/**
 * Refuses a change by which fields that it does not name would no longer be asked for: what stands in them would be lost unseen.
 * Who names them, as a form does that shows them, has seen it.
 */
function refuseEmptied(
	here: Here,
	found: FoundEntry,
	{ values: given }: GivenFields,
	{ before, after, mayFillIn }: { before: EntryValues; after: EntryValues; mayFillIn: MayFillIn }
) {
	const lost = Object.keys(before.fields).filter(
		(key) =>
			after.fields[key] === undefined &&
			!Object.hasOwn(given, key) &&
			found.compiled.fields.get(key)?.formula === null &&
			// Of what the seat does not see nothing is told.
			mayFillIn(key) !== 'unseen'
	)
	if (lost.length > 0) throw conflict('registers.would-be-emptied', { fields: fieldsNamed(here, found, lost) })
}

/** The move of a key; refused where the register has none. */
export function moveOf({ declaration }: CompiledRegister, key: string): Move {
	const move = declaration.moves.find((one) => one.key === key)
	if (!move) throw invalid([{ path: ['move'], code: 'registers.no-such-move', params: { move: key } }])
	return move
}

const askedBy = (here: Here, { row }: FoundEntry, values: EntryValues) => ({
	seat: askingOf(here),
	entry: askedOf(row, values.fields),
	values,
	today: here.today,
	isClock: here.seat.isClock === true
})

/** True where the seat may make the move with the entry: of what keeps a move from being made, this alone is a matter of rights. */
export const mayMoveFound = (here: Here, found: FoundEntry, move: Move) =>
	whyNotMove(found.compiled, { ...move, from: [found.row.state] }, askedBy(here, found, found.kept.values))?.code !==
	'not-yours'

/** The entry with what is filled in with a move put in, by the rights of whoever changes it. */
async function filledOnTheWay(
	here: Writing,
	found: FoundEntry,
	{ given, kept }: { given: GivenFields | undefined; kept: KeptEntry }
): Promise<GivenEntry & { isChanged: boolean }> {
	const count = given ? Object.keys(given.values).length + Object.keys(given.tables).length : 0
	if (!given || count === 0) return { values: kept.values, rowIds: keptRowIds(kept), rowPlaces: {}, isChanged: false }
	const { compiled, row } = found
	refuseUnlessAllowed(mayChangeFound(here, found), 'entry.change')
	const standing = askedOf(row, found.kept.values.fields)
	refuseClosed(here, compiled, standing, given)
	const mayFillIn = filling(here, compiled, standing)
	const read = await withGiven(here, compiled, { given, kept, mayFillIn })
	refuseItself(found, given, read.values)
	const values = settle(compiled, read.values, here.today)
	refuseGivenAway(here, compiled, askedOf(row, values.fields), given)
	refuseEmptied(here, found, given, { before: kept.values, after: values, mayFillIn })
	return { ...read, values, isChanged: true }
}

/** A move and the state the entry stands in, as the workspace calls them. */
const moveNamed = ({ workspace: { language } }: Here, { compiled, row }: FoundEntry, { key, names }: Move) => ({
	move: names[language] ?? names['en'] ?? key,
	state: namesOfStates(compiled, [row.state], language)
})

/** Fields and tables as the workspace calls them. */
const fieldsNamed = ({ workspace: { language } }: Here, { compiled }: FoundEntry, keys: readonly string[]) =>
	keys
		.map((key) => {
			const names = (compiled.fields.get(key)?.field ?? compiled.tables.get(key)?.table)?.names
			return names?.[language] ?? names?.['en'] ?? key
		})
		.join(', ')

/** The entry as it stands after a move. Refused where the move cannot be made, and nothing is written. */
export async function planMove(
	here: Writing,
	found: FoundEntry,
	{ move, reason, given }: { move: Move; reason: string | undefined; given?: GivenFields },
	together?: Together
): Promise<Planned> {
	refuseWithdrawn(found)
	const { compiled, row } = found
	const kept = together?.kept.get(found.id) ?? (await wholeOf(here, found.id))
	const filled = await filledOnTheWay(here, found, { given, kept })
	const why = whyNotMove(compiled, move, askedBy(here, found, filled.values))
	if (why)
		throw conflict(`registers.move-${why.code}`, {
			...moveNamed(here, found, move),
			fields: why.code === 'not-filled' ? fieldsNamed(here, found, why.fields) : ''
		})
	if (move.reason && reason === undefined) throw invalid([{ path: ['reason'], code: 'platform.field.missing' }])
	for (const effect of move.does)
		if ('action' in effect && typeof filled.values.fields[effect.responsible] !== 'string')
			throw conflict('registers.move-not-filled', {
				...moveNamed(here, found, move),
				fields: fieldsNamed(here, found, [effect.responsible])
			})
	const values = settle(compiled, await withSets(here, compiled, move, filled.values), here.today)
	const entry: AskedEntry = { ...askedOf(row, values.fields), state: move.to }
	// What is filled in on the way is filled in where the entry stands, by what is asked for there.
	const standing = { ...entry, state: row.state }
	const isLeft = leftOut(here, found, kept.values, given ?? { values: {}, tables: {} })
	refuseFaults(compiled, values, {
		...judging(here, standing, filled.rowPlaces),
		isLeft,
		comesTo: move.to,
		isWhole: filled.isChanged
	})
	const planned = { found, kept, values, rowIds: filled.rowIds, entry }
	await authorizeEffects(here, move, planned)
	return planned
}

/** Writes an entry as it was planned. */
export const keepPlanned = (here: Writing, planned: Planned): Promise<void> => keepAllPlanned(here, [planned])

/** Refuses to write by a declaration that another took the place of since it was read: parts and readers may be others now. */
async function refuseDeclaredAnew(here: Writing, planned: readonly Planned[]) {
	const read = new Map(planned.map(({ found: { row, compiled } }) => [row.register_id, compiled.declaration.version]))
	const rows = await here.tx
		.selectFrom('register')
		.select(['id', 'version'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf([...read.keys()]))
		.execute()
	if (rows.some(({ id, version }) => read.get(id) !== version)) throw conflict('registers.declared-anew')
}

/** Writes entries as they were planned, a few statements for all of them. */
export async function keepAllPlanned(here: Writing, planned: readonly Planned[]): Promise<void> {
	await refuseDeclaredAnew(here, planned)
	await here.write.changeAll(
		'entry',
		planned.map(({ found: { id, row, compiled }, entry }) => {
			const state = compiled.declaration.states.find(({ key }) => key === entry.state)
			const isMoved = entry.state !== row.state
			return {
				id,
				fields: {
					register_version: compiled.declaration.version,
					revision: row.revision + 1,
					// What is filled in afterwards is kept as long as anything else.
					retention_day: null,
					...(isMoved
						? { state: entry.state, state_day: here.today, ended_day: state?.end === true ? here.today : null }
						: {})
				}
			}
		})
	)
	await keepEntries(
		here,
		planned.map(({ found: { id, row, compiled, reference }, kept, values, rowIds, entry }) => ({
			id,
			registerId: row.register_id,
			compiled,
			kept,
			values,
			rowIds,
			entry,
			title: titled(here, titleOf(compiled, values, here.today, reference))
		}))
	)
}

/** Refuses, as a change or a move of one entry would, what the seat may not do with it. */
export const refuseUnless = (isAllowed: boolean, operation: 'entry.change' | 'entry.move') =>
	refuseUnlessAllowed(isAllowed, operation)
