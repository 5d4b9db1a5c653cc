import { v7 as uuid } from 'uuid'
import { canonicalText } from '#platform/events/chain.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { forgetReplaced } from '../conversion/keep-replaced.server.ts'
import { partNow, targetsOf } from '../conversion/step-plan.ts'
import { steppingFrom, type SteppedEntry } from '../conversion/stepping.server.ts'
import { choicesOf, columnName, columnsOf } from '../entry/columns.ts'
import { audienceOf, keptAudience, NOBODY, tokensOfGroup, type AskedEntry } from '../entry/entry-access.ts'
import { drawnKey, keepEntries } from '../entry/keep-entries.server.ts'
import { titleOf } from '../entry/keep-entry.server.ts'
import { titled } from '../entry/plan-entry.server.ts'
import { askedOf } from '../entry/read-entry.server.ts'
import type { EntryValues, Values } from '../entry/values.ts'
import { workOut } from '../entry/work-out.ts'
import type { CompiledRegister, Part } from './compile-declaration.ts'
import type { AnyField } from './declaration.ts'
import { countEntries, entriesInTurn, type EntryInTurn } from './entries-in-turn.server.ts'
import {
	areMovedBySteps,
	keepReplaced,
	renameParts,
	type Rekeeping,
	type Stepped,
	type Turned
} from './rekeep-steps.server.ts'
import { areFilteredOtherwise, movedBetween, readByOthers } from './redeclare.ts'

const isSame = (one: unknown, other: unknown) => canonicalText(one ?? null) === canonicalText(other ?? null)

/**
 * Brings all entries of a register in line with another declaration of it: what stands in a part with other readers moves there
 * with its rows and files, results are worked out anew, and every part gets the columns and the audience that it has now. So many
 * at a time, in the transaction of the command. What moves to fewer readers leaves no trace of what it was where more look.
 */
export async function rekeepEntries(here: Writing, { registerId, before: stood, after }: Rekeeping): Promise<void> {
	const stepping = await steppingFrom(here, { before: stood, after })
	const { plan, between: before } = stepping
	const rekeeping: Stepped = { registerId, before, after, stood, stepping }
	const areMoved = movedBetween(before, after).size > 0 || areMovedBySteps(rekeeping)
	const areColumnsMoved = areFilteredOtherwise(before, after) || plan.steps > 0
	if (readByOthers(before, after).length > 0 || plan.steps > 0) await closePivots(here, registerId)
	const sight = <T>(work: () => Promise<T>) => here.write.inSightOfAll([], work)
	let done = 0
	const total = here.tell ? await countEntries(here, registerId, sight) : 0
	const hold = (ids: readonly string[]) => here.write.lockRecords(ids)
	for await (const some of entriesInTurn(here, registerId, { sight, hold })) {
		const stepped = await stepping.step(some, sight)
		const turned = some.flatMap((entry, index) => {
			const one = stepped[index]
			return one ? [turn(here, rekeeping, { entry, stepped: one })] : []
		})
		const changed = turned.filter((one) => isOtherwise(rekeeping, one))
		const work = () => keepChanged(here, rekeeping, changed)
		// What the history would tell of before is what the readers of the part are to see no more.
		if (areMoved) await here.write.erasing(work)
		else await work()
		if (areColumnsMoved) await sight(() => keepColumns(here, rekeeping, { turned, changed: new Set(changed) }))
		done += some.length
		await here.tell?.({ step: 'writing', done, total: Math.max(done, total) })
	}
	if (plan.undoes !== null) await sight(() => forgetReplaced(here, registerId, plan.undoes))
	await here.tell?.({ step: 'finishing', done: total, total })
}

function turn(
	here: Writing,
	{ after, stepping: { plan } }: Stepped,
	{ entry, stepped }: { entry: EntryInTurn; stepped: SteppedEntry }
): Turned {
	const { kept } = entry
	const row = { ...entry.row, state: stepped.state }
	const { values } = workOut(after, withoutGone(after, stepped.values), here.today)
	const asked = askedOf(row, values.fields)
	const there = kept.parts.map((one) => ({ ...one, part: partNow(one.part, plan.groups) }))
	const held = new Set(there.map(({ part }) => part))
	const added = after.parts
		.filter((part) => !held.has(part))
		.map((part) => ({ id: uuid(), entryId: entry.id, part, audience: keptAudience(after, part, asked), document: {} }))
	const parts = [...there, ...added]
	const idOf = (part: Part | undefined) => parts.find((one) => one.part === part)?.id
	// A row stands where its table does. One whose table is taken away goes; one that comes back is added.
	const tableOf = new Map(stepped.rows.map(({ id, table }) => [id, table]))
	const rows = kept.rows.flatMap((one) => {
		const table = tableOf.get(one.id)
		return table === undefined ? [] : [{ ...one, table, partId: idOf(after.tables.get(table)?.part) ?? one.partId }]
	})
	return { entry, stepped, values, asked, kept: { parts, rows, values: stepped.values }, added }
}

/** What is kept, without results that are no longer worked out and what nobody declares any more. */
function withoutGone({ fields, tables }: CompiledRegister, values: EntryValues): EntryValues {
	const own = Object.entries(values.fields).filter(([key]) => fields.has(key))
	return {
		fields: Object.fromEntries(own),
		tables: Object.fromEntries(
			Object.entries(values.tables).flatMap(([key, rows]) => {
				const inner = tables.get(key)?.fields
				if (!inner) return []
				return [
					[key, rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => inner.has(name))))] as const
				]
			})
		)
	}
}

const isEnd = ({ declaration }: CompiledRegister, state: string) =>
	declaration.states.some(({ key, end }) => key === state && end)

function isOtherwise({ before, after }: Stepped, { entry, stepped, values, asked, kept, added }: Turned): boolean {
	const { state } = stepped
	if (added.length > 0 || !isSame(values, entry.kept.values) || state !== entry.row.state) return true
	if (isEnd(before, state) !== isEnd(after, state)) return true
	if (kept.parts.some(({ part }, index) => part !== entry.kept.parts[index]?.part)) return true
	return (
		kept.parts.some(({ part, audience, document }) => {
			const now = partNamed(after, part)
			if (now === undefined)
				return Object.keys(document).length > 0 || !isSame(audience, leftAudience(after, part, asked))
			const own = Object.entries(values.fields).filter(([key]) => after.fields.get(key)?.part === now)
			return !isSame(audience, keptAudience(after, now, asked)) || !isSame(document, Object.fromEntries(own))
		}) ||
		kept.rows.length !== entry.kept.rows.length ||
		kept.rows.some(({ partId, table }, index) => {
			const was = entry.kept.rows[index]
			return partId !== was?.partId || table !== was.table
		})
	)
}

const partNamed = ({ parts }: CompiledRegister, name: string) => parts.find((part) => part === name)

/**
 * Who still reads the history of a part in which nothing stands any more: of its group those who are in it by their role, whatever
 * entries say later on, as far as they see the entry.
 */
function leftAudience(after: CompiledRegister, name: string, asked: AskedEntry): readonly string[] {
	const group = after.declaration.groups.find(({ key }) => name === `group:${key}`)
	if (!group) return NOBODY
	const whole = audienceOf(after, asked)
	const isWide = whole.includes('public') || whole.includes('workspace')
	const tokens = tokensOfGroup(group, asked).filter(
		(token) => token.startsWith('role:') && (isWide || whole.includes(token))
	)
	return tokens.length > 0 ? tokens : NOBODY
}

async function keepChanged(here: Writing, rekeeping: Stepped, changed: readonly Turned[]) {
	if (changed.length === 0) return
	const { registerId, after } = rekeeping
	// What is found by words is found anew by those who see it, of whatever part.
	const parts = changed.flatMap(({ kept }) => kept.parts.map(({ id }) => id))
	await here.write.inSightOfAll(parts, async () => {
		await addParts(here, rekeeping, changed)
		await keepReplaced(here, rekeeping, changed)
		await renameParts(here, changed)
		await moveRows(here, changed)
		await moveFiles(here, rekeeping, changed)
		await leaveParts(here, rekeeping, changed)
		await here.write.changeAll(
			'entry',
			changed.map(({ entry: { id, row }, stepped: { state } }) => ({
				id,
				fields: {
					revision: row.revision + 1,
					register_version: after.declaration.version,
					...(state === row.state ? {} : { state }),
					...endOf(rekeeping, { was: row, state })
				}
			}))
		)
	})
	await keepEntries(
		here,
		changed.map(({ entry, values, asked, kept }) => ({
			id: entry.id,
			registerId,
			compiled: after,
			kept,
			values,
			entry: asked,
			title: titled(here, titleOf(after, values, here.today, entry.reference))
		}))
	)
}

function endOf({ stood, after }: Stepped, { was, state }: { was: EntryInTurn['row']; state: string }) {
	if (isEnd(stood, was.state) === isEnd(after, state)) return {}
	return { ended_day: isEnd(after, state) ? was.state_day : null }
}

/** Adds the parts that entries did not have, empty, each for those who will see it, and of the origin of their entry. */
async function addParts(here: Writing, { registerId }: Stepped, changed: readonly Turned[]) {
	const all = changed.flatMap(({ entry, stepped, added }) => added.map((part) => ({ entry, stepped, part })))
	if (all.length === 0) return
	const heads = await here.tx
		.selectFrom('record')
		.select(['id', 'title', 'origin', 'origin_source', 'origin_year', 'origin_note', 'state', 'state_reason'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf([...new Set(all.map(({ entry }) => entry.id))]))
		.execute()
	const headOf = new Map(heads.map(({ id, ...head }) => [id, head]))
	await here.write.addRecords(
		all.flatMap(({ entry, part }) => {
			const head = headOf.get(entry.id)
			return head
				? [{ ...head, id: part.id, kind: 'entry-part', key: drawnKey(), number: null, audience: [...part.audience] }]
				: []
		})
	)
	await here.write.addAll(
		'entry_part',
		all.map(({ entry, stepped, part: { id, part } }) => ({
			id,
			entry_id: entry.id,
			register_id: registerId,
			part,
			state: stepped.state
		}))
	)
	await here.write.addAll(
		'entry_document',
		all.map(({ entry, part: { id } }) => ({ id, entry_id: entry.id, document: {} }))
	)
}

async function moveRows(here: Writing, changed: readonly Turned[]) {
	const moved = changed.flatMap(({ entry, kept }) => {
		const stood = new Map(entry.kept.rows.map((row) => [row.id, row]))
		return kept.rows.flatMap(({ id, partId, table }) => {
			const was = stood.get(id)
			if (partId === was?.partId && table === was.table) return []
			return [{ id, fields: { part_id: partId, table_key: table } }]
		})
	})
	await here.write.changeAll('entry_row', moved)
	const gone = changed.flatMap(({ entry, kept }) => {
		const left = new Set(kept.rows.map(({ id }) => id))
		return entry.kept.rows.flatMap(({ id }) => (left.has(id) ? [] : [id]))
	})
	for (const id of gone) await here.write.remove('entry_row', id)
}

const filesIn = (fields: ReadonlyMap<string, { field: AnyField }>, values: Values) =>
	Object.entries(values).flatMap(([key, value]) =>
		fields.get(key)?.field.type === 'file' && typeof value === 'string' ? [{ key, file: value }] : []
	)

/** The files of fields and tables that moved hang on the part in which they stand now. */
async function moveFiles(here: Writing, { before, after, stepping: { plan } }: Stepped, changed: readonly Turned[]) {
	const byStep = [...plan.fields.works.flatMap(targetsOf), ...plan.restoredTables.keys()]
	const moved = new Set([...movedBetween(before, after), ...byStep])
	if (moved.size === 0) return
	const files = changed.flatMap(({ values, kept, asked }) => {
		const hang = (id: string, part: Part | undefined) => {
			const partId = kept.parts.find((one) => one.part === part)?.id
			if (part === undefined || partId === undefined) return []
			return [{ id, fields: { record_id: partId, audience: [...keptAudience(after, part, asked)] } }]
		}
		return [
			...filesIn(after.fields, values.fields).flatMap(({ key, file }) =>
				moved.has(key) ? hang(file, after.fields.get(key)?.part) : []
			),
			...[...after.tables].flatMap(([key, table]) =>
				moved.has(key)
					? (values.tables[key] ?? []).flatMap((row) =>
							filesIn(table.fields, row).flatMap(({ file }) => hang(file, table.part))
						)
					: []
			)
		]
	})
	await here.write.changeAll('file', files)
}

/** Empties the parts that the declaration has no more. */
async function leaveParts(here: Writing, { after }: Stepped, changed: readonly Turned[]) {
	const left = changed.flatMap(({ asked, kept }) =>
		kept.parts.flatMap(({ id, part }) =>
			partNamed(after, part) === undefined ? [{ id, audience: [...leftAudience(after, part, asked)] }] : []
		)
	)
	await here.write.changeAll(
		'entry_document',
		left.map(({ id }) => ({ id, fields: { document: {} } }))
	)
	await here.write.changeRecords(left.map(({ id, audience }) => ({ id, change: { audience } })))
}

const columnNames = ({ fields }: CompiledRegister, part: string) =>
	[...fields.values()].flatMap((one) =>
		one.part === part && one.column ? [columnName(one.column.kind, one.column.position)] : []
	)

/**
 * What lists filter and sort by, where fields have come to stand in other columns: of entries that were written already, the
 * columns that no field of the part takes any more are emptied; of all others, every one is told anew.
 */
async function keepColumns(
	here: Writing,
	{ registerId, before, after, stood, stepping: { plan } }: Stepped,
	{ turned, changed }: { turned: readonly Turned[]; changed: ReadonlySet<Turned> }
) {
	const emptied = (part: string) => {
		const taken = new Set(columnNames(after, part))
		const stale = [
			...columnNames(before, part),
			...stood.parts.flatMap((was) => (partNow(was, plan.groups) === part ? columnNames(stood, was) : []))
		]
		return Object.fromEntries(stale.flatMap((name) => (taken.has(name) ? [] : [[name, null] as const])))
	}
	const parts = [...new Set([...before.parts, ...after.parts])]
	const stale = new Map<string, Readonly<Record<string, null>>>(parts.map((part) => [part, emptied(part)]))
	await here.write.keepFiltered(
		turned.flatMap((one) =>
			one.kept.parts.map(({ id, part: name }) => {
				const { stepped, values } = one
				const part = partNamed(after, name)
				const told =
					part === undefined || changed.has(one)
						? []
						: Object.entries(columnsOf(after, part, values.fields)).map(
								([column, value]) => [column, value === null ? null : String(value)] as const
							)
				return {
					id,
					registerId,
					columns: { ...stale.get(name), ...Object.fromEntries(told), state: stepped.state },
					choices: part === undefined ? [] : choicesOf(after, part, values.fields)
				}
			})
		)
	)
}

/** What seats had counted for themselves by what they may see no more is told to nobody. */
async function closePivots(here: Writing, registerId: string) {
	const rows = await here.tx
		.selectFrom('register_pivot')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.execute()
	await here.write.changeAll(
		'register_pivot',
		rows.map(({ id }) => ({ id, fields: { seen_as: [...NOBODY], result: null } }))
	)
}
