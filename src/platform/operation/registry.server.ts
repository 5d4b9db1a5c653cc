import type { HandoverSource } from '#platform/access/handover.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Division } from '#platform/records/tally.server.ts'
import type { Importer } from '#platform/exchange/importer.ts'
import type { Catalogue } from '#platform/languages/words.ts'
import type { Timed, Work } from '#platform/jobs/jobs.server.ts'
import type { KeptResults } from '#platform/records/kept-results.server.ts'
import type { Letter } from '#platform/mail/letters.ts'
import type { EndingSource } from '#platform/records/endings.ts'
import type { AgendaSource, AttentionSource, CalendarSource, DueSource } from '#platform/records/registers.ts'
import type { Here, Operation, Query, Writing } from './operation.server.ts'

/** The tables whose rows a command may change: all of a workspace but those the spine keeps itself. */
export type ChangeableTable = Exclude<
	keyof Tables,
	| 'workspace'
	| 'session'
	| 'person'
	| 'person_session'
	| 'sign_in_method'
	| 'verification'
	| 'second_factor'
	| 'passkey'
	| 'sign_in_limit'
	| 'sign_in_log'
	| 'migration'
	| 'record'
	| 'record_search'
	| 'tally'
	| 'counter'
	| 'event'
	| 'event_payload'
	| 'event_record'
	| 'chain_head'
	| 'once_key'
	| 'access_log'
>

/** A change of a row as a reader of the history sees it, and the record whose event tells it. */
export type ToldChange = {
	record: string | null
	before: Readonly<Record<string, unknown>> | null
	after: Readonly<Record<string, unknown>> | null
}

/** A row that an event tells of, and the record it told it of. */
export type ToldRow = { record: string | null; row: string }

/**
 * Which record a table's rows belong to, for history: `record` names the column that holds it (`id` where the row shares
 * the record's key), `mentions` the columns of records whose history shows the change too. Rows that belong to no record
 * (seats, tokens) are shown to administrators. Columns in `secret` never enter the history; those in `inside` (or the whole
 * row) are shown to who holds a seat, not to the public; those in `points` name records, and only to who sees these. Of some
 * rows `closed` says which of them the history keeps from a reader who sees their record.
 */
export type TableRule = {
	record: string | null
	mentions: readonly string[]
	secret?: readonly string[]
	inside?: true | readonly string[]
	points?: readonly string[]
	closed?(here: Here, rows: readonly string[]): Promise<readonly string[]>
	/** Columns of documents: each field of one that names a record is told to who sees that record. */
	documents?: readonly string[]
	/**
	 * Which fields of its documents are kept from a reader who sees the record they were told of: since then they have come to
	 * stand elsewhere, for other readers.
	 */
	withheld?(here: Here, told: readonly ToldRow[]): Promise<(told: ToldRow, field: string) => boolean>
	/** True where such changes, as their reader sees them, tell something of a person: that they were read is in the access log. */
	personal?(here: Here, told: readonly ToldChange[]): Promise<boolean>
	/**
	 * Columns that change along with whatever changes in the parts of a record. Where a reader sees nothing else of a change,
	 * something was changed that is out of their sight.
	 */
	along?: readonly string[]
	/** The column that divides a kind's records for the totals that are kept, where the row shares the record's key. */
	division?: string
}

export type SearchText = { id: string; heading: string; body: string }

/** A kind of record: how it is numbered or keyed, listed, opened and found. */
export type Kind = {
	name: string
	/** The code in its number, `REC` in `ZWE-REC-2026-014`; kinds with a key have none. */
	code: string | null
	list: Query
	get: Query
	/** The input of `get` for a reference. */
	getInput(reference: string): unknown
	/** What search knows of the given records beside title, acronym, names, key and number. */
	searchText(here: Here, ids: readonly string[]): Promise<SearchText[]>
	/** Where it is found as the whole it belongs to: the kind of that, the table and column that name it, and what a part is called. */
	foundAs?: {
		kind: string
		table: keyof Tables
		column: string
		called(here: Here, ids: readonly string[]): Promise<ReadonlyMap<string, Record<string, string>>>
	}
	/** Moves what hangs on one record to another of the same kind, when two are merged. */
	merge?(here: Writing, from: string, into: string): Promise<void>
	/** The records of other kinds that are seen by whoever sees this one: its audience is theirs. */
	parts?(here: Here, id: string): Promise<readonly string[]>
	/** Why everybody is shown it only where whoever shows it says that this is meant, as the code of a refusal; null where nothing asks for that. */
	asksToPublish?(here: Here, id: string): Promise<string | null>
	/** Brings what belongs to a record in line with its new audience, where that is not simply the same. */
	spread?(here: Writing, id: string, audience: readonly string[]): Promise<void>
	/** Takes along what belongs to a record when it is withdrawn or taken up again, or refuses that. */
	standing?(
		here: Writing,
		id: string,
		standing: { state: 'active' | 'withdrawn'; reason: string | null }
	): Promise<void>
	/** The structure whose members a record may be shown to; without it, only a structure itself has members. */
	structureOf?(here: Here, id: string): Promise<string | null>
	/** Whom a comment made on it now is kept to; without it, or null, everybody with a seat who sees the record. */
	discussedBy?(here: Here, id: string): Promise<readonly string[] | null>
	/** True where the audience is that of the whole the record is a part of, and not its own to change. */
	isPart?: true
	/** True where it is told of as one thing with the whole it is a part of: what a command did to both is one event of its history. */
	isOneWithWhole?: true
}

/** A page that a workspace may close to the public, with the operations that show it; worded by `public-page.<name>`. */
export type PublicPage = { name: string; operations: readonly string[] }

/**
 * A place in the navigation of a workspace, where those of one area stand together under `navigation.<area>`. `kind` names the kind of
 * record the page is about, where the address does not: closed to the public with it.
 */
export type Place = { path: string; words: string; kind?: string }

/** What one area of work brings to the product. */
export type Area = {
	name: string
	operations: readonly Operation[]
	kinds: readonly Kind[]
	tables: Partial<Record<ChangeableTable, TableRule>>
	places: readonly Place[]
	/** Pages that a workspace may close to the public. */
	publicPages?: readonly PublicPage[]
	/** What the next holder of a seat finds on its handover page. */
	handover?: readonly HandoverSource[]
	/** Work that jobs ask for by name. */
	works?: readonly Work[]
	/** Work done at its time in every workspace. */
	timed?: readonly Timed[]
	/** What waits for the seat that asks: its first page tells it. */
	attention?: readonly AttentionSource[]
	/** What falls due, by day. */
	dues?: readonly DueSource[]
	/** What waits for structures to settle it: a standing item of their agendas tells it. */
	agenda?: readonly AgendaSource[]
	/** Kinds whose records have a calendar of their own. */
	calendars?: readonly CalendarSource[]
	/** What it has open on records of lower areas: commands that end one ask first. */
	endings?: readonly EndingSource[]
	/** Mails whose text is worked out when they are sent. */
	letters?: readonly Letter[]
	/** What is kept counted of the area's records. */
	results?: KeptResults
	importer?: Importer
}

export type Registry = {
	areas: readonly Area[]
	/** The sentences of the product, for files and letters that are written in a language of their own. */
	catalogue: Catalogue
	operation(name: string): Operation | undefined
	operations: readonly Operation[]
	kind(name: string): Kind | undefined
	kinds: readonly Kind[]
	publicPages: readonly PublicPage[]
	handover: readonly HandoverSource[]
	attention: readonly AttentionSource[]
	dues: readonly DueSource[]
	agenda: readonly AgendaSource[]
	calendar(kind: string): CalendarSource | undefined
	endings: readonly EndingSource[]
	letter(template: string): Letter | undefined
	results: readonly KeptResults[]
	work(name: string): Work | undefined
	timed: readonly Timed[]
	tableRule(table: ChangeableTable): TableRule
	divisions: readonly Division[]
}

/** Joins the areas; a name given twice, or a table without a rule, is a defect of the program. */
export function makeRegistry(areas: readonly Area[], catalogue: Catalogue): Registry {
	const operations = new Map<string, Operation>()
	const kinds = new Map<string, Kind>()
	const rules = new Map<string, TableRule>()
	for (const area of areas) {
		for (const operation of area.operations) {
			if (operations.has(operation.name)) throw new Error(`operation ${operation.name} is defined twice`)
			operations.set(operation.name, operation)
		}
		for (const kind of area.kinds) {
			if (kinds.has(kind.name)) throw new Error(`kind ${kind.name} is defined twice`)
			kinds.set(kind.name, kind)
		}
		for (const [table, rule] of Object.entries(area.tables)) rules.set(table, rule)
	}
	return {
		areas,
		catalogue,
		operation: (name) => operations.get(name),
		operations: [...operations.values()],
		kind: (name) => kinds.get(name),
		kinds: [...kinds.values()],
		publicPages: areas.flatMap((area) => area.publicPages ?? []),
		handover: areas.flatMap((area) => area.handover ?? []),
		attention: areas.flatMap((area) => area.attention ?? []),
		dues: areas.flatMap((area) => area.dues ?? []),
		agenda: areas.flatMap((area) => area.agenda ?? []),
		calendar: (kind) => areas.flatMap((area) => area.calendars ?? []).find((source) => source.kind === kind),
		endings: areas.flatMap((area) => area.endings ?? []),
		letter: (template) => areas.flatMap((area) => area.letters ?? []).find((letter) => letter.template === template),
		results: areas.flatMap(({ results }) => results ?? []),
		work: (name) => areas.flatMap((area) => area.works ?? []).find((work) => work.name === name),
		timed: areas.flatMap((area) => area.timed ?? []),
		divisions: [...rules].flatMap(([table, { division }]) =>
			division === undefined ? [] : [{ table, column: division }]
		),
		tableRule(table) {
			const rule = rules.get(table)
			if (!rule) throw new Error(`table ${table} has no rule for its history`)
			return rule
		}
	}
}
