import { setImmediate } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { isRecordNumber } from '#platform/exchange/read-cell.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import type { NewRecord } from '#platform/operation/record-row.ts'
import type { CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import { choicesOf, columnsOf, documentOf } from '../entry/columns.ts'
import type { AskedEntry } from '../entry/entry-access.ts'
import { drawnKey } from '../entry/keep-entries.server.ts'
import { titleOf } from '../entry/keep-entry.server.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { daysOfStates } from '../entry/state-day.ts'
import type { Register } from '../registers.server.ts'
import type { PlannedEntry } from './plan-entries.server.ts'
import { rightsOfRows, type RightsOfRows } from './rights-of-rows.ts'

/** So many are written at once, and between them others are served. */
export const ENTRIES_AT_ONCE = 500
// What is made ready in one go keeps the database waiting for what was sent before.
const MADE_AT_ONCE = 10
// While the database takes in some, the next wait there already: it is never without work, and no more of them are held than these.
const SENT_AHEAD = 2

/** Where a new entry comes from, told of its record; entered by whoever imports it where nothing is said. */
export type Origin = Pick<NewRecord, 'origin' | 'origin_source' | 'origin_year' | 'origin_note'>
export type OriginOf = (entry: PlannedEntry) => Origin

/** New entries on their way into a register, many at a time: while the database takes in some, the next are made ready. */
export type Adding = {
	/** Keeps the numbers that a file brings, before any is given. */
	keepNumbers(numbers: readonly string[]): Promise<void>
	/** Takes entries in, and comes back when those before them stand; a failure of those is told here. */
	take(entries: readonly PlannedEntry[]): Promise<void>
	/** Waits for the last, and gives the records of all that were added, the oldest first. */
	end(): Promise<string[]>
}

const kindOf = ({ declaration }: CompiledRegister) => `entry-${declaration.register}`

type Surroundings = { here: Writing; register: Register; rights: RightsOfRows; originOf: OriginOf }

/** Adds entries to a register while `work` hands them over; nothing is under way any more when it comes back or throws. */
export async function whileAdding<T>(
	{ here, register, originOf = () => ({}) }: { here: Writing; register: Register; originOf?: OriginOf | undefined },
	work: (adding: Adding) => Promise<T>
): Promise<T> {
	const { compiled } = register
	const surroundings = { here, register, rights: rightsOfRows(compiled, askingOf(here)), originOf }
	const records: string[] = []
	const sent: Promise<void>[] = []
	const counted: Promise<void>[] = []
	const adding: Adding = {
		keepNumbers: (numbers) => here.write.keepNumbers(kindOf(compiled), compiled.declaration.code, numbers),
		async take(entries) {
			for (let start = 0; start < entries.length; start += ENTRIES_AT_ONCE) {
				const made = await makeSome(surroundings, entries.slice(start, start + ENTRIES_AT_ONCE))
				const writing = write(surroundings, await numbered(surroundings, made))
				// It is waited for two turns later, and a failure is told there.
				writing.catch(() => undefined)
				sent.push(writing)
				const counting = writing.then(() => told(here, made))
				counting.catch(() => undefined)
				counted.push(counting)
				if (sent.length > SENT_AHEAD) await sent.shift()
				for (const { parts } of made) for (const { id } of parts) records.push(id)
			}
		},
		async end() {
			await arrived()
			return records
		}
	}
	// In their order: the first that fails is the one to tell of, those behind it fail of it.
	async function arrived() {
		for (const one of [...sent, ...counted]) await one
	}
	try {
		return await work(adding)
	} finally {
		await Promise.allSettled([...sent, ...counted])
	}
}

/** What stands is counted, and what was done goes into the words of the history, while the database is at those behind it. */
async function told({ write }: Writing, made: readonly Made[]): Promise<void> {
	await write.countAdded(made.map(({ id }) => id))
	for (let start = 0; start < made.length; start += MADE_AT_ONCE) {
		write.wordHistory(made.slice(start, start + MADE_AT_ONCE).flatMap(({ parts }) => parts.map(({ id }) => id)))
		await setImmediate()
	}
}

type MadePart = { id: string; part: Part; audience: readonly string[] }
type Made = { entry: PlannedEntry; id: string; asked: AskedEntry; parts: readonly MadePart[] }
type Numbered = Made & { number: string }

async function makeSome({ here, register, rights }: Surroundings, entries: readonly PlannedEntry[]): Promise<Made[]> {
	const { actorId } = askingOf(here)
	const made: Made[] = []
	for (const entry of entries) {
		const id = entry.id ?? uuid()
		const entered = entry.life?.enteringActorId
		const asked = {
			enteringActorId: entered === undefined ? actorId : entered,
			state: entry.state,
			values: entry.values.fields
		}
		const parts = register.compiled.parts.map((part) => ({
			id: part === 'open' ? id : uuid(),
			part,
			audience: rights.audience(asked, part)
		}))
		made.push({ entry, id, asked, parts })
		if (made.length % MADE_AT_ONCE === 0) await setImmediate()
	}
	return made
}

/** With the numbers that the file brings, and the next ones where it brings none. */
async function numbered({ here, register: { compiled } }: Surroundings, made: readonly Made[]): Promise<Numbered[]> {
	const isBrought = ({ entry }: Made) => isRecordNumber(entry.number)
	const count = made.filter((one) => !isBrought(one)).length
	const given = await here.write.nextNumbers(kindOf(compiled), compiled.declaration.code, count)
	let next = 0
	return made.map((one) => ({ ...one, number: isBrought(one) ? one.entry.number : (given[next++] ?? '') }))
}

/** Sends one behind the other without waiting; between them what was sent goes on its way, while the next is written out. */
async function inTurn(all: readonly (() => Promise<unknown>)[]): Promise<void> {
	const sent: Promise<unknown>[] = []
	for (const send of all) {
		const one = send()
		// It is waited for below, and a failure is told there.
		one.catch(() => undefined)
		sent.push(one)
		await setImmediate()
	}
	await Promise.all(sent)
}

async function write({ here, register, originOf }: Surroundings, made: readonly Numbered[]): Promise<void> {
	const isSeen = ({ audience }: MadePart) => audience.some((token) => here.seat.audience.includes(token))
	// The part that is out of the seat's sight is told of to those who see it alone.
	here.write.addedBeyondSight(made.flatMap(({ parts }) => parts.filter((part) => !isSeen(part)).map(({ id }) => id)))
	const { compiled, id: registerId } = register
	const { language } = here.workspace
	const ends = new Set(compiled.declaration.states.flatMap(({ key, end }) => (end ? [key] : [])))
	const dayOfState = daysOfStates(compiled, here.today)
	const sinceOf = ({ asked, entry: { life } }: Made) =>
		life?.since ?? dayOfState(asked.state, asked.values) ?? here.today
	const each = <T>(work: (one: Numbered, part: MadePart) => readonly T[]) =>
		made.flatMap((one) => one.parts.flatMap((part) => work(one, part)))
	const titles = new Map(
		made.map(({ id, entry, number }) => [id, { [language]: titleOf(compiled, entry.values, here.today, number) }])
	)
	// The records first, since all others name them.
	await inTurn([
		() =>
			here.write.addRecords(
				each(({ id: entryId, entry, number }, { id, part, audience }): NewRecord[] => [
					{
						id,
						kind: part === 'open' ? 'entry' : 'entry-part',
						key: part === 'open' ? null : drawnKey(),
						number: part === 'open' ? number : null,
						title: titles.get(entryId) ?? {},
						audience,
						...(entry.life?.origin ?? originOf(entry)),
						...(entry.life?.isWithdrawn ? { state: 'withdrawn', state_reason: entry.life.reason } : {})
					}
				])
			),
		() =>
			here.write.addAll(
				'entry',
				made.map((one) => ({
					id: one.id,
					register_id: registerId,
					register_version: compiled.declaration.version,
					state: one.asked.state,
					state_day: sinceOf(one),
					ended_day: ends.has(one.asked.state) ? (one.entry.life?.ended ?? sinceOf(one)) : null,
					entering_actor_id: one.asked.enteringActorId,
					revision: 1
				}))
			),
		() =>
			here.write.addAll(
				'entry_part',
				each(({ id: entryId, asked }, { id, part }) => [
					{
						id,
						entry_id: entryId,
						register_id: registerId,
						part,
						state: asked.state,
						...filteredOf(compiled, part, asked)
					}
				])
			),
		() =>
			here.write.addAll(
				'entry_document',
				each(({ id: entryId, asked }, { id, part }) => [
					{ id, entry_id: entryId, document: documentOf(compiled, part, asked.values) }
				])
			),
		() =>
			here.write.addAll(
				'entry_row',
				each(({ id: entryId, entry }, { id, part }) => rowsOf(compiled, { entryId, partId: id, part }, entry))
			),
		() =>
			here.write.addAll(
				'entry_answer',
				made.flatMap(({ id, entry: { answer } }) =>
					answer === undefined ? [] : [{ register_id: registerId, entry_id: id, answer }]
				)
			),
		() =>
			here.write.addChoices(
				registerId,
				each(({ asked }, { id, part }) =>
					choicesOf(compiled, part, asked.values).map((choice) => ({ partId: id, ...choice }))
				)
			)
	])
}

const rowsOf = (
	{ tables }: CompiledRegister,
	{ entryId, partId, part }: { entryId: string; partId: string; part: Part },
	{ values }: PlannedEntry
) =>
	[...tables].flatMap(([table, one]) =>
		one.part === part
			? (values.tables[table] ?? []).map((document, position) => ({
					part_id: partId,
					entry_id: entryId,
					table_key: table,
					position,
					document
				}))
			: []
	)

const filteredOf = (compiled: CompiledRegister, part: Part, { values }: AskedEntry) =>
	Object.fromEntries(
		Object.entries(columnsOf(compiled, part, values)).map(([name, value]) => [
			name,
			typeof value === 'bigint' ? value.toString() : value
		])
	)
