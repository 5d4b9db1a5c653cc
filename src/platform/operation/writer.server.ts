import { sql, type Kysely, type RawBuilder } from 'kysely'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Tables } from '#platform/database/tables.ts'
import { canonicalText } from '#platform/events/chain.ts'
import { wordChanges, type Change, type Worded } from '#platform/events/payload.ts'
import { noteResults, seeingAll, type KeptResults } from '#platform/records/kept-results.server.ts'
import { keepTotals, WHOLE, type Counted, type Division } from '#platform/records/tally.server.ts'
import { keptAside } from './kept-aside.server.ts'
import { numbering } from './numbering.server.ts'
import { recordRow, sortTitle, type NewRecord, type RecordChange } from './record-row.ts'
import type { ChangeableTable, TableRule } from './registry.server.ts'
import { absent } from './refusal.ts'
import { MANY_ROWS, storeRows, updateRows } from './store-rows.server.ts'
import type { Writer } from './writer.ts'

// What was found a moment ago and is no longer seen: somebody restricted it meanwhile.
const gone = (id: string) => absent('platform.no-such-record', { kind: 'record', reference: id })

// What of a record is counted by; a change of anything else moves no total.
const CountedOfRecord = z.object({ state: z.string(), origin: z.string(), audience: z.array(z.string()) }).partial()
const pick = (row: Readonly<Record<string, unknown>>, names: readonly string[]) =>
	Object.fromEntries(names.map((name) => [name, row[name]]))

const textOf = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)
// By canonical text: jsonb gives the languages of a name back in an order of its own.
const isSame = (one: unknown, other: unknown) =>
	canonicalText(textOf(one ?? null)) === canonicalText(textOf(other ?? null))

type Surroundings = {
	tx: Kysely<Tables>
	workspaceId: string
	numberPrefix: string
	language: string
	year: number
	now: Date
	ruleOf(table: ChangeableTable): TableRule
	divisions: readonly Division[]
	results: readonly KeptResults[]
	/** Whom the seat's transaction sees as. */
	audience: readonly string[]
}

/** Makes the writer of one command. */
export function makeWriter({
	tx,
	workspaceId,
	numberPrefix,
	language,
	year,
	now,
	ruleOf,
	divisions,
	results,
	audience
}: Surroundings): Writer {
	const changes = new Map<string | null, Change[]>()
	const worded: Worded[] = []
	const closed = new Set<string>()
	const mentioned = new Set<string>()
	const anew = new Set<string>()
	const later = new Set<string>()
	const beyond = new Set<string>()
	const countedBefore = new Map<string, Partial<Counted> | null>()
	const tellings = new Map<string, { rule: TableRule; hidden: ReadonlySet<string> }>()
	const countedAsAdded = new Map<string, Counted & { kind: string }>()
	const resultNotes = noteResults(results)
	const whole = new Map<string, readonly string[]>()
	let isErasing = false
	let explanation: { reason?: string; day?: string } = {}

	const text = (value: unknown) => (typeof value === 'string' ? value : null)

	// Made once for a table: a command may write hundreds of thousands of its rows.
	function telling(table: ChangeableTable | 'record') {
		const known = tellings.get(table)
		if (known) return known
		const rule: TableRule = table === 'record' ? { record: 'id', mentions: [] } : ruleOf(table)
		const made = { rule, hidden: new Set([...(rule.secret ?? []), 'workspace_id', 'id', 'created_at']) }
		tellings.set(table, made)
		return made
	}

	function noteChange(change: Change) {
		const { record } = change
		if (record !== null && closed.has(record)) throw new Error(`the history of ${record} was put into words already`)
		const known = changes.get(record)
		if (known) known.push(change)
		else changes.set(record, [change])
	}

	function note(
		table: ChangeableTable | 'record',
		row: Record<string, unknown>,
		before: Change['before'],
		after: Change['after']
	) {
		const { rule, hidden } = telling(table)
		const shown = (fields: Change['before']) => {
			const told: Record<string, unknown> = {}
			for (const name in fields) {
				const value = fields[name]
				if (value !== null && value !== undefined && !hidden.has(name)) told[name] = textOf(value)
			}
			return told
		}
		const mentions = rule.mentions.map((column) => text(row[column])).filter((id) => id !== null)
		noteChange({
			record: rule.record === null ? null : text(row[rule.record]),
			mentions,
			joins: rule.record === 'id' ? [] : mentions,
			table,
			row: text(row['id']) ?? '',
			before: before === null ? null : isErasing ? {} : shown(before),
			after: after === null ? null : shown(after)
		})
	}

	type Wanted = { id: string; fields: Readonly<Record<string, unknown>> }

	const update = async (table: ChangeableTable | 'record', id: string, fields: Wanted['fields']) =>
		(await updateAll(table, [{ id, fields }])) > 0

	/** Changes fields of rows of one table, each once, and gives how many differed: a statement that reads them, and one for those that are given the same columns. */
	async function updateAll(table: ChangeableTable | 'record', wanted: readonly Wanted[]): Promise<number> {
		const given = wanted.flatMap(({ id, fields }) => {
			const names = Object.keys(fields).filter((name) => fields[name] !== undefined)
			return names.length === 0 ? [] : [{ id, fields, names }]
		})
		if (given.length === 0) return 0
		// In the order of their identifiers, so that two who change the same rows wait for each other and never in a circle.
		const { rows } = await sql<Record<string, unknown>>`
			select * from ${sql.table(table)} where workspace_id = ${workspaceId} and id = any (${given.map(({ id }) => id)}::uuid[])
			order by id for update`.execute(tx)
		const held = new Map(rows.map((row) => [row['id'], row]))
		const changed = given.flatMap(({ id, fields, names }) => {
			const row = held.get(id)
			if (!row) throw gone(id)
			const differing = names.filter((name) => !isSame(row[name], fields[name]))
			return differing.length === 0 ? [] : [{ id, row, differing, after: pick(fields, differing) }]
		})
		for (const some of Map.groupBy(changed, ({ differing }) => differing.join(' ')).values())
			await updateRows(tx, { table, workspaceId, rows: some.map(({ id, after }) => ({ id, ...after })) })
		for (const one of changed) noteChanged(table, one)
		return changed.length
	}

	type Changed = {
		id: string
		row: Record<string, unknown>
		differing: readonly string[]
		after: Record<string, unknown>
	}

	function noteChanged(table: ChangeableTable | 'record', { id, row, differing, after }: Changed) {
		noteCounted(table, id, row, differing)
		if (table === 'record' && whole.has(id) && differing.includes('audience'))
			whole.set(id, z.array(z.string()).parse(after['audience']))
		resultNotes.changed(table, row, { ...row, ...after }, differing)
		note(table, { ...row, ...after, id }, pick(row, differing), after)
		// A row that moves from one record to another (a merge) shows in the history of both.
		const rule = table === 'record' ? null : ruleOf(table)
		for (const column of rule ? [rule.record, ...rule.mentions] : []) {
			const left = column !== null && differing.includes(column) ? text(row[column]) : null
			if (left !== null) mentioned.add(left)
		}
	}

	// The first value that is noted is the one from before the command; what was added by it was not there.
	function noteCounted(table: string, id: string, row: Record<string, unknown>, differing: readonly string[]) {
		const column = divisions.find((division) => division.table === table)?.column
		// Changed by the command that added it: what it is now stands in its row.
		if (countedAsAdded.delete(id)) countedBefore.set(id, null)
		const was = {
			...(table === 'record' ? CountedOfRecord.parse(pick(row, differing)) : {}),
			...(column !== undefined && differing.includes(column) ? { part: text(row[column]) ?? '' } : {})
		}
		const noted = countedBefore.get(id)
		if (noted !== null && Object.keys(was).length > 0) countedBefore.set(id, { ...was, ...noted })
	}

	function noteRecord({
		title_sort: _sorted,
		version: _version,
		changed_at: _changed,
		...row
	}: ReturnType<typeof recordRow>) {
		if (!countedAsAdded.has(row.id)) countedBefore.set(row.id, null)
		resultNotes.added('record', row)
		note('record', row, null, row)
	}

	// What is added whole is counted as it is added: of a hundred thousand the database would have to tell each again. Noted before it
	// is stored, since what belongs to it may be stored in the same moment.
	function noteWhole({ id, kind, state, origin, audience: of }: ReturnType<typeof recordRow>) {
		whole.set(id, of)
		countedAsAdded.set(id, { kind, state, origin, audience: of, part: WHOLE })
	}

	function noteDivision(table: string, row: Record<string, unknown>) {
		const division = divisions.find((one) => one.table === table)
		const counted = division && countedAsAdded.get(text(row['id']) ?? '')
		if (division && counted) counted.part = text(row[division.column]) ?? WHOLE
	}

	async function locked(id: string, strength: RawBuilder<unknown>) {
		const { rows } = await sql<{ version: number }>`
			select version from record where workspace_id = ${workspaceId} and id = ${id} ${strength}`.execute(tx)
		const version = rows[0]?.version
		if (version === undefined) throw gone(id)
		return version
	}

	const sorted = (change: RecordChange) =>
		change.title ? { ...change, title_sort: sortTitle(change.title, language) } : change

	const rowOf = (record: NewRecord) => recordRow(record, { workspaceId, language, now })

	const writer: Writer = {
		...numbering({ tx, workspaceId, numberPrefix, year }),
		...keptAside({ tx, workspaceId, now }),
		async addRecord(record) {
			const [id = ''] = await writer.addRecords([record])
			return id
		},
		async addRecords(records) {
			const isMany = records.length >= MANY_ROWS
			const rows = records.map((record) => ({ ...rowOf(record), ...(isMany ? { version: 1 } : {}) }))
			if (isMany) rows.forEach(noteWhole)
			await storeRows(tx, 'record', rows)
			rows.forEach(noteRecord)
			return rows.map((row) => row.id)
		},
		async tryAddRecord(record) {
			const row = rowOf(record)
			const added = await storeRows(tx, 'record', [row], sql`on conflict do nothing`)
			if (added > 0) noteRecord(row)
			return added > 0
		},
		changeRecord: (id, change) => update('record', id, sorted(change)),
		async changeRecords(wanted) {
			await updateAll(
				'record',
				wanted.map(({ id, change }) => ({ id, fields: sorted(change) }))
			)
		},
		async changeAll(table, wanted) {
			await updateAll(table, wanted)
		},
		async add(table, row) {
			const [id = ''] = await writer.addAll(table, [row])
			return id
		},
		async addAll(table, rows) {
			const whole = rows.map((row) => ({ ...row, workspace_id: workspaceId, id: row.id ?? uuid() }))
			await storeRows(tx, table, whole)
			for (const row of whole) {
				noteDivision(table, row)
				resultNotes.added(table, row)
				note(table, row, null, row)
			}
			return whole.map((row) => row.id)
		},
		change: (table, id, fields) => update(table, id, fields),
		async remove(table, id) {
			const { rows } = await sql<Record<string, unknown>>`
				delete from ${sql.table(table)} where workspace_id = ${workspaceId} and id = ${id} returning *`.execute(tx)
			const row = rows[0]
			if (!row) throw gone(id)
			resultNotes.removed(table, row)
			note(table, row, row, null)
		},
		lockRecord: (id) => locked(id, sql`for update`),
		async lockRecords(ids) {
			const { rows } = await sql<{ id: string; version: number }>`
				select id, version from record where workspace_id = ${workspaceId} and id = any (${[...ids]}::uuid[])
				order by id for update`.execute(tx)
			return new Map(rows.map(({ id, version }) => [id, version]))
		},
		// Not `for key share`: a change that leaves the key alone passes by that.
		holdRecord: (id) => locked(id, sql`for share`),
		async inSightOfAll(records, work) {
			for (const id of records) beyond.add(id)
			return seeingAll(tx, audience, work)
		},
		addedBeyondSight(records) {
			for (const id of records) beyond.add(id)
		},
		beyondSight: () => [...beyond],
		addedWhole: () => whole,
		async sortTitlesBy(other) {
			await sql`update record set title_sort = coalesce(title ->> ${other}, title_sort)
				where workspace_id = ${workspaceId} and title_sort <> coalesce(title ->> ${other}, title_sort)`.execute(tx)
		},
		async spreadAudience(record, audience) {
			const records = typeof record === 'string' ? [record] : [...record]
			await sql`update file set audience = ${[...audience]}
				where workspace_id = ${workspaceId} and record_id = any (${records}::uuid[])
				and not exists (select from document where document.workspace_id = file.workspace_id and document.file_id = file.id and document.state = 'withdrawn')
				and not exists (select from meeting_paper where meeting_paper.workspace_id = file.workspace_id and meeting_paper.meeting_id = file.record_id
					and file.id in (meeting_paper.docx_file_id, meeting_paper.pdf_file_id))`.execute(tx)
			await sql`update event_payload set audience = ${[...audience]}
				where workspace_id = ${workspaceId}
				and sequence in (select sequence from event where workspace_id = ${workspaceId} and record_id = any (${records}::uuid[]))`.execute(
				tx
			)
		},
		async erasing(work) {
			const wasErasing = isErasing
			isErasing = true
			try {
				return await work()
			} finally {
				isErasing = wasErasing
			}
		},
		async erasePayload(sequence, reason, record) {
			await sql`update event_payload set payload = null, salt = '', erased_at = ${now}, erased_reason = ${reason}
				where workspace_id = ${workspaceId} and sequence = ${sequence}`.execute(tx)
			noteChange({
				record,
				mentions: [],
				joins: [],
				table: 'event',
				row: String(sequence),
				before: null,
				after: { erased_reason: reason }
			})
		},
		explain(input) {
			if (typeof input !== 'object' || input === null) return
			if ('reason' in input && typeof input.reason === 'string') explanation = { ...explanation, reason: input.reason }
			if ('day' in input && typeof input.day === 'string') explanation = { ...explanation, day: input.day }
		},
		mention: (record) => void mentioned.add(record),
		indexAnew: (record) => void anew.add(record),
		indexedAnew: () => [...anew],
		indexLater(records) {
			for (const id of records) later.add(id)
		},
		indexedLater: () => later,
		countAdded: (records) => resultNotes.countAdded(tx, workspaceId, records),
		// What is counted may be out of the seat's own sight: a member's proposal that only the secretariat is to read.
		async keepTotals() {
			if (countedBefore.size === 0 && countedAsAdded.size === 0 && !resultNotes.isAny()) return
			await seeingAll(tx, audience, async () => {
				await keepTotals(tx, workspaceId, { before: countedBefore, asAdded: countedAsAdded.values() }, divisions)
				await resultNotes.keep(tx, workspaceId)
			})
		},
		changes: () => changes,
		wordHistory(records) {
			const noted = records.flatMap((record) => {
				const own = changes.get(record)
				changes.delete(record)
				closed.add(record)
				return own ? [[record, own] as const] : []
			})
			worded.push(...wordChanges(noted, explanation))
		},
		worded: () => worded,
		explanation: () => explanation,
		mentioned: () => [...mentioned]
	}
	return writer
}
