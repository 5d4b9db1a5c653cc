import type { Insertable, Updateable } from 'kysely'
import type { Tables } from '#platform/database/tables.ts'
import type { Change, Worded } from '#platform/events/payload.ts'
import type { NewRecord, RecordChange } from './record-row.ts'
import type { ChangeableTable } from './registry.server.ts'

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
	/** As `changeRecord`, of several records, each with what becomes of it: a few statements for all. */
	changeRecords(changes: readonly { id: string; change: RecordChange }[]): Promise<void>
	/** As `change`, of several rows of a table. */
	changeAll<T extends ChangeableTable>(
		table: T,
		rows: readonly { id: string; fields: Partial<Omit<Updateable<Tables[T]>, 'workspace_id' | 'id'>> }[]
	): Promise<void>
	/** Changes fields of a row; true when something differed. */
	change<T extends ChangeableTable>(
		table: T,
		id: string,
		fields: Partial<Omit<Updateable<Tables[T]>, 'workspace_id' | 'id'>>
	): Promise<boolean>
	remove(
		table:
			| 'record_theme'
			| 'file'
			| 'agenda_paper'
			| 'declared_interest'
			| 'action_support'
			| 'decision_position'
			| 'recommendation_position'
			| 'entry_row'
			| 'register_view'
			| 'home_figure'
			| 'entry_replaced'
			| 'policy_actor'
			| 'harmonization_relation'
			| 'harmonization_actor'
			| 'mainstreaming_passage'
			| 'agreement_party'
			| 'agreement_provision'
			| 'submission'
			| 'submission_receipt'
			| 'submission_message'
			| 'submission_file',
		id: string
	): Promise<void>
	/** Locks a record and gives its version. */
	lockRecord(id: string): Promise<number>
	/** Keeps a record from being locked or changed by others until the command is done, beside others who do the same; gives its version. */
	holdRecord(id: string): Promise<number>
	/**
	 * Keeps what is being typed, outside the history: locks the draft of an agenda item, gives what it holds (nothing at first),
	 * stores what becomes of it, and tells how often it was changed.
	 */
	keepDraft(draft: { id: string; meetingId: string }, become: (state: string) => Promise<string>): Promise<number>
	/**
	 * Does some work of the upkeep of a whole in sight of all its parts, the seat's and others': what is worked out from them is
	 * written, and nothing of them leaves. Records named here count up and are indexed though the seat does not see them.
	 */
	inSightOfAll<T>(records: readonly string[], work: () => Promise<T>): Promise<T>
	/** Tells of records that are added out of the seat's own sight: they count up and are indexed as those of `inSightOfAll`. */
	addedBeyondSight(records: readonly string[]): void
	/** The records changed that the seat may not see. */
	beyondSight(): readonly string[]
	/**
	 * Notes what lists filter and sort parts of entries by: their columns, and the codes of fields that take many. Worked out from
	 * the parts' documents, and outside the history.
	 */
	keepFiltered(parts: readonly FilteredPart[]): Promise<void>
	/** Locks several records at once and gives their versions; those that are no longer seen are not among them. */
	lockRecords(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
	/** The next number of a kind, `ZWE-REC-2026-014`. */
	nextNumber(kind: string, code: string): Promise<string>
	/** As many next numbers of a kind, in their order. */
	nextNumbers(kind: string, code: string, count: number): Promise<string[]>
	/** Adds the codes of fields that take many, of parts of entries that are new. */
	addChoices(registerId: string, choices: readonly { partId: string; field: string; code: string }[]): Promise<void>
	/** The records that were added many at once, with their audiences: they stand at their first version already. */
	addedWhole(): ReadonlyMap<string, readonly string[]>
	/** Numbers that a file brings: from now on no other is given that stands in the workspace already. */
	keepNumbers(kind: string, code: string, numbers: readonly string[]): Promise<void>
	/**
	 * Lets the files of a record, or of several, and its past events be seen by the record's new audience; a paper written for one audience stays
	 * with that one.
	 */
	spreadAudience(record: string | readonly string[], audience: readonly string[]): Promise<void>
	/** Sorts all records by their names in another language: what lists are sorted by is worked out, and no history is kept of it. */
	sortTitlesBy(language: string): Promise<void>
	/** Does some work whose history tells what rows hold afterwards, and not what they held before: what is erased is not kept there. */
	erasing<T>(work: () => Promise<T>): Promise<T>
	/** Takes away what an event's payload says; the event of the erasure itself belongs to the record. */
	erasePayload(sequence: number, reason: string, record: string): Promise<void>
	/** Notes the reason and the day that stand in a command's input, for the history. */
	explain(input: unknown): void
	/** A record whose history shows this command although none of its rows changed. */
	mention(record: string): void
	/** A record whose words are found otherwise now, although none of its rows changed. */
	indexAnew(record: string): void
	indexedAnew(): readonly string[]
	/** Records that a job indexes soon after, since they are too many to be waited for. */
	indexLater(records: readonly string[]): void
	indexedLater(): ReadonlySet<string>
	/** Counts records that were added many at once, each with all its rows, while the command goes on to others. */
	countAdded(records: readonly string[]): Promise<void>
	/** Brings the totals of the workspace up to what was changed. */
	keepTotals(): Promise<void>
	/** What was changed so far, record by record, but for what is in the words of the history already. */
	changes(): ReadonlyMap<string | null, readonly Change[]>
	/**
	 * Puts what was done to some records into the words of the history while the database is at other work: nothing more is done to them
	 * by this command. Of a hundred thousand that are added it could not all be held as it was noted.
	 */
	wordHistory(records: readonly string[]): void
	/** What is in the words of the history already, in the order in which it came to it. */
	worded(): readonly Worded[]
	explanation(): { reason?: string; day?: string }
	mentioned(): readonly string[]
}

/** What lists filter and sort one part of an entry by. */
export type FilteredPart = {
	id: string
	registerId: string
	columns: Readonly<Record<string, string | null>>
	choices: readonly { field: string; code: string }[]
}
