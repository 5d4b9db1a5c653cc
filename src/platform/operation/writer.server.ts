import { sql, type Insertable, type Kysely, type Updateable } from 'kysely'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Origin, Tables, Translations } from '#platform/database/tables.ts'
import { canonicalText } from '#platform/events/chain.ts'
import type { RecordState } from '#platform/records/schema.ts'
import { noteResults, seeingAll, type KeptResults } from '#platform/records/kept-results.server.ts'
import { keepTotals, type Counted, type Division } from '#platform/records/tally.server.ts'
import type { ChangeableTable, TableRule } from './registry.server.ts'
import { absent } from './refusal.ts'

/** One row before and after, only the fields that differ. */
export type Change = {
	record: string | null
	mentions: string[]
	/** The other records that the row itself joins to this one, as a membership joins an actor to a structure. */
	joins: string[]
	table: string
	row: string
	before: Record<string, unknown> | null
	after: Record<string, unknown> | null
}

export type NewRecord = {
	id?: string
	kind: string
	key: string | null
	number: string | null
	title: Translations
	acronym?: string | null
	audience: readonly string[]
	origin?: Origin
	origin_source?: string | null
	origin_year?: number | null
	origin_note?: string | null
	/** A record may come in withdrawn, or as the signpost to the one it was merged into. */
	state?: RecordState
	state_reason?: string | null
	merged_into_id?: string | null
}

export type RecordChange = Partial<{
	title: Translations
	acronym: string | null
	audience: readonly string[]
	origin: Origin
	origin_source: string | null
	origin_year: number | null
	origin_note: string | null
	state: RecordState
	state_reason: string | null
	merged_into_id: string | null
}>

type Row<T extends ChangeableTable> = Omit<Insertable<Tables[T]>, 'workspace_id' | 'id'> & { id?: string }

/**
 * Every change of a command goes through here: the writer adds the workspace, notes what was before and after, and so no
 * command can forget its history. Rows are given whole or field by field; equal values change nothing.
 */
export type Writer = {
	/** Adds a record and gives its identifier. */
	addRecord(record: NewRecord): Promise<string>
	addRecords(records: readonly NewRecord[]): Promise<string[]>
	/** As `addRecord`, but false, and nothing done, when its key or number is taken. */
	tryAddRecord(record: NewRecord): Promise<boolean>
	changeRecord(id: string, change: RecordChange): Promise<boolean>
	/** Adds a row; a table that shares its key with `record` is given the record's `id`. */
	add<T extends ChangeableTable>(table: T, row: Row<T>): Promise<string>
	addAll<T extends ChangeableTable>(table: T, rows: readonly Row<T>[]): Promise<string[]>
	/** Changes fields of a row; true when something differed. */
	change<T extends ChangeableTable>(
		table: T,
		id: string,
		fields: Partial<Omit<Updateable<Tables[T]>, 'workspace_id' | 'id'>>
	): Promise<boolean>
	remove(
		table: 'record_theme' | 'file' | 'agenda_paper' | 'action_support' | 'decision_position',
		id: string
	): Promise<void>
	/** Locks a record and gives its version. */
	lockRecord(id: string): Promise<number>
	/**
	 * Keeps what is being typed, outside the history: locks the draft of an agenda item, gives what it holds (nothing at first),
	 * stores what becomes of it, and tells how often it was changed.
	 */
	keepDraft(draft: { id: string; meetingId: string }, become: (state: string) => Promise<string>): Promise<number>
	/** The next number of a kind, `ZWE-REC-2026-014`. */
	nextNumber(kind: string, code: string): Promise<string>
	/** Numbers that a file brings: from now on no other is given that stands in the workspace already. */
	keepNumbers(kind: string, code: string, numbers: readonly string[]): Promise<void>
	/**
	 * Lets the files of a record and its past events be seen by the record's new audience; a paper written for one audience stays
	 * with that one.
	 */
	spreadAudience(record: string, audience: readonly string[]): Promise<void>
	/** Sorts all records by their names in another language: what lists are sorted by is worked out, and no history is kept of it. */
	sortTitlesBy(language: string): Promise<void>
	/** Takes away what an event's payload says; the event of the erasure itself belongs to the record. */
	erasePayload(sequence: number, reason: string, record: string): Promise<void>
	/** Notes the reason and the day that stand in a command's input, for the history. */
	explain(input: unknown): void
	/** A record whose history shows this command although none of its rows changed. */
	mention(record: string): void
	/** A record whose words are found otherwise now, although none of its rows changed. */
	indexAnew(record: string): void
	indexedAnew(): readonly string[]
	/** Brings the totals of the workspace up to what was changed. */
	keepTotals(): Promise<void>
	/** What was changed so far. */
	changes(): readonly Change[]
	explanation(): { reason?: string; day?: string }
	mentioned(): readonly string[]
}

// What was found a moment ago and is no longer seen: somebody restricted it meanwhile.
const gone = (id: string) => absent('platform.no-such-record', { kind: 'record', reference: id })

// What of a record is counted by; a change of anything else moves no total.
const CountedOfRecord = z.object({ state: z.string(), origin: z.string(), audience: z.array(z.string()) }).partial()
const pick = (row: Record<string, unknown>, names: readonly string[]) =>
	Object.fromEntries(names.map((name) => [name, row[name]]))

// PostgreSQL takes at most 65 535 parameters in a statement; our widest row has 25.
const ROWS_PER_INSERT = 1_600

const textOf = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)
// By canonical text: jsonb gives the languages of a name back in an order of its own.
const isSame = (one: unknown, other: unknown) =>
	canonicalText(textOf(one ?? null)) === canonicalText(textOf(other ?? null))

// Columns of type jsonb: the driver would write a JavaScript object as text of its own, and an array as an SQL array.
const JSON_COLUMNS: Readonly<Record<string, readonly string[]>> = {
	record: ['title'],
	record_name: ['name'],
	workspace_setting: ['name', 'letterhead'],
	provisioned_person: ['emails'],
	secretariat_report: ['figures']
}
const encode = (table: string, column: string, value: unknown) =>
	JSON_COLUMNS[table]?.includes(column) === true && typeof value !== 'string' ? JSON.stringify(value) : value

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
	const changes: Change[] = []
	const mentioned = new Set<string>()
	const anew = new Set<string>()
	const countedBefore = new Map<string, Partial<Counted> | null>()
	const resultNotes = noteResults(results)
	let explanation: { reason?: string; day?: string } = {}

	const text = (value: unknown) => (typeof value === 'string' ? value : null)

	function note(
		table: ChangeableTable | 'record',
		row: Record<string, unknown>,
		before: Change['before'],
		after: Change['after']
	) {
		const rule: TableRule = table === 'record' ? { record: 'id', mentions: [] } : ruleOf(table)
		const hidden = new Set([...(rule.secret ?? []), 'workspace_id', 'id', 'created_at'])
		const shown = (fields: Change['before']) =>
			fields &&
			Object.fromEntries(
				Object.entries(fields)
					.filter(([name, value]) => !hidden.has(name) && value !== null && value !== undefined)
					.map(([name, value]) => [name, textOf(value)])
			)
		const mentions = rule.mentions.map((column) => text(row[column])).filter((id) => id !== null)
		changes.push({
			record: rule.record === null ? null : text(row[rule.record]),
			mentions,
			joins: rule.record === 'id' ? [] : mentions,
			table,
			row: text(row['id']) ?? '',
			before: before === null ? null : (shown(before) ?? null),
			after: after === null ? null : (shown(after) ?? null)
		})
	}

	async function insert(table: ChangeableTable | 'record', rows: readonly Record<string, unknown>[], onTaken = sql``) {
		let added = 0
		for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
			const some = rows.slice(start, start + ROWS_PER_INSERT)
			const columns = [...new Set(some.flatMap((row) => Object.keys(row)))]
			const values = some.map(
				(row) => sql`(${sql.join(columns.map((column) => encode(table, column, row[column] ?? null)))})`
			)
			const names = sql.join(columns.map((column) => sql.ref(column)))
			const { numAffectedRows } =
				await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)} ${onTaken}`.execute(tx)
			added += Number(numAffectedRows ?? 0)
		}
		return added
	}

	async function update(table: ChangeableTable | 'record', id: string, fields: Record<string, unknown>) {
		const names = Object.keys(fields).filter((name) => fields[name] !== undefined)
		if (names.length === 0) return false
		const { rows } = await sql<Record<string, unknown>>`
			select * from ${sql.table(table)} where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
		const row = rows[0]
		if (!row) throw gone(id)
		const differing = names.filter((name) => !isSame(row[name], fields[name]))
		if (differing.length === 0) return false
		const assignments = differing.map((name) => sql`${sql.ref(name)} = ${encode(table, name, fields[name])}`)
		await sql`update ${sql.table(table)} set ${sql.join(assignments)} where workspace_id = ${workspaceId} and id = ${id}`.execute(
			tx
		)
		noteCounted(table, id, row, differing)
		const before = Object.fromEntries(differing.map((name) => [name, row[name]]))
		const after = Object.fromEntries(differing.map((name) => [name, fields[name]]))
		resultNotes.changed(table, row, { ...row, ...after }, differing)
		note(table, { ...row, ...after, id }, before, after)
		// A row that moves from one record to another (a merge) shows in the history of both.
		const rule = table === 'record' ? null : ruleOf(table)
		for (const column of rule ? [rule.record, ...rule.mentions] : []) {
			const left = column !== null && differing.includes(column) ? text(row[column]) : null
			if (left !== null) mentioned.add(left)
		}
		return true
	}

	const sortTitle = (title: Translations) => title[language] ?? Object.values(title)[0] ?? ''

	const recordRow = (record: NewRecord) => ({
		workspace_id: workspaceId,
		id: record.id ?? uuid(),
		kind: record.kind,
		key: record.key,
		number: record.number,
		title: record.title,
		title_sort: sortTitle(record.title),
		acronym: record.acronym ?? null,
		audience: [...record.audience],
		origin: record.origin ?? 'entered',
		origin_source: record.origin_source ?? null,
		origin_year: record.origin_year ?? null,
		origin_note: record.origin_note ?? null,
		state: record.state ?? 'active',
		state_reason: record.state_reason ?? null,
		merged_into_id: record.merged_into_id ?? null,
		version: 0,
		created_at: now,
		changed_at: now
	})

	// The first value that is noted is the one from before the command; what was added by it was not there.
	function noteCounted(table: string, id: string, row: Record<string, unknown>, differing: readonly string[]) {
		const column = divisions.find((division) => division.table === table)?.column
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
		countedBefore.set(row.id, null)
		resultNotes.added('record', row)
		note('record', row, null, row)
	}

	const writer: Writer = {
		async addRecord(record) {
			const [id = ''] = await writer.addRecords([record])
			return id
		},
		async addRecords(records) {
			const rows = records.map(recordRow)
			await insert('record', rows)
			rows.forEach(noteRecord)
			return rows.map((row) => row.id)
		},
		async tryAddRecord(record) {
			const row = recordRow(record)
			const added = await insert('record', [row], sql`on conflict do nothing`)
			if (added > 0) noteRecord(row)
			return added > 0
		},
		changeRecord: (id, change) =>
			update('record', id, change.title ? { ...change, title_sort: sortTitle(change.title) } : change),
		async add(table, row) {
			const [id = ''] = await writer.addAll(table, [row])
			return id
		},
		async addAll(table, rows) {
			const whole = rows.map((row) => ({ ...row, workspace_id: workspaceId, id: row.id ?? uuid() }))
			await insert(table, whole)
			for (const row of whole) {
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
		async lockRecord(id) {
			const { rows } = await sql<{ version: number }>`
				select version from record where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
			const version = rows[0]?.version
			if (version === undefined) throw gone(id)
			return version
		},
		async keepDraft({ id, meetingId }, become) {
			await sql`insert into minute_draft (workspace_id, id, meeting_id, state, revision, changed_at)
				values (${workspaceId}, ${id}, ${meetingId}, '', 0, ${now}) on conflict (workspace_id, id) do nothing`.execute(tx)
			const { rows } = await sql<{ state: string; revision: number }>`
				select state, revision from minute_draft where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
			const [held = { state: '', revision: 0 }] = rows
			const state = await become(held.state)
			if (state === held.state) return held.revision
			await sql`update minute_draft set state = ${state}, revision = ${held.revision + 1}, changed_at = ${now}
				where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
			return held.revision + 1
		},
		async nextNumber(kind, code) {
			const { rows } = await sql<{ last: number }>`
				insert into counter (workspace_id, kind, year, last) values (${workspaceId}, ${kind}, ${year}, 1)
				on conflict (workspace_id, kind, year) do update set last = counter.last + 1 returning last`.execute(tx)
			return `${numberPrefix}-${code}-${String(year)}-${String(rows[0]?.last ?? 1).padStart(3, '0')}`
		},
		async keepNumbers(kind, code, numbers) {
			const last = new Map<number, number>()
			for (const number of numbers) {
				const [, counted, given] = /-(\d{4})-(\d{3,9})$/.exec(number) ?? []
				if (!number.startsWith(`${numberPrefix}-${code}-`) || counted === undefined || given === undefined) continue
				last.set(Number(counted), Math.max(last.get(Number(counted)) ?? 0, Number(given)))
			}
			for (const [counted, most] of [...last].sort(([one], [other]) => one - other))
				await sql`insert into counter (workspace_id, kind, year, last) values (${workspaceId}, ${kind}, ${counted}, ${most})
					on conflict (workspace_id, kind, year) do update set last = greatest(counter.last, excluded.last)`.execute(tx)
		},
		async sortTitlesBy(other) {
			await sql`update record set title_sort = coalesce(title ->> ${other}, title_sort)
				where workspace_id = ${workspaceId} and title_sort <> coalesce(title ->> ${other}, title_sort)`.execute(tx)
		},
		async spreadAudience(record, audience) {
			await sql`update file set audience = ${[...audience]}
				where workspace_id = ${workspaceId} and record_id = ${record}
				and not exists (select from document where document.workspace_id = file.workspace_id and document.file_id = file.id and document.state = 'withdrawn')
				and not exists (select from meeting_paper where meeting_paper.workspace_id = file.workspace_id and meeting_paper.meeting_id = file.record_id
					and file.id in (meeting_paper.docx_file_id, meeting_paper.pdf_file_id))`.execute(tx)
			await sql`update event_payload set audience = ${[...audience]}
				where workspace_id = ${workspaceId}
				and sequence in (select sequence from event where workspace_id = ${workspaceId} and record_id = ${record})`.execute(tx)
		},
		async erasePayload(sequence, reason, record) {
			await sql`update event_payload set payload = null, salt = '', erased_at = ${now}, erased_reason = ${reason}
				where workspace_id = ${workspaceId} and sequence = ${sequence}`.execute(tx)
			changes.push({
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
		// What is counted may be out of the seat's own sight: a member's proposal that only the secretariat is to read.
		async keepTotals() {
			if (countedBefore.size === 0 && !resultNotes.isAny()) return
			await seeingAll(tx, audience, async () => {
				await keepTotals(tx, workspaceId, countedBefore, divisions)
				await resultNotes.keep(tx, workspaceId)
			})
		},
		changes: () => changes,
		explanation: () => explanation,
		mentioned: () => [...mentioned]
	}
	return writer
}
