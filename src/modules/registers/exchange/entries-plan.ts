import type { FaultList } from '#platform/exchange/fault.ts'
import type { EntryValues } from '../entry/values.ts'
import type { Adding } from './add-entries.server.ts'
import type { CellChange } from './changes.ts'
import type { EntryLife } from './entry-life.ts'
import type { ExistingEntry } from './existing-entries.server.ts'
import type { SentRow } from './gather-rows.ts'
import type { BroughtEntries } from './lookups.server.ts'
import type { ColumnsOfFile } from './told-columns.ts'
import type { SaidColumns } from './lay-out.ts'
import type { GivenValues } from './read-rows.ts'
import type { DayOrder } from './written-day.ts'

/** What a file would do to one entry: add it, change it, or nothing. */
export type PlannedEntry = {
	/** Where the file tells it. */
	readonly sheet: string
	readonly row: number
	/** As it stands in the file: a number, a mark, or nothing. */
	readonly number: string
	readonly existing: ExistingEntry | null
	/** The identifier of an entry that is new, where others of the file may name it. */
	readonly id: string | undefined
	/** The answer that it is, where a tool for surveys captured it. */
	readonly answer?: string | undefined
	/** What an entry that is moved in whole brings along. */
	readonly life: EntryLife | undefined
	readonly given: GivenValues
	/** The rows of tables that the file brings, as the command that changes the entry takes them. */
	readonly tables: Readonly<Record<string, readonly SentRow[]>>
	/** With what is given, settled: as the seat sees it. */
	readonly values: EntryValues
	readonly state: string
	readonly changes: readonly CellChange[]
}

export type Counts = {
	added: number
	changed: number
	unchanged: number
	/** Rows without a number that stand in the register already, and are left out unless they are asked for. */
	there: number
	refused: number
}

/** A row that would add what the register has already. */
export type EntryThere = {
	readonly sheet: string
	readonly row: number
	/** The entry that holds all of it; null where the file was brought in before and the entry was changed since. */
	readonly number: string | null
	readonly isTaken: boolean
}

export type EntriesPlan = {
	readonly entries: readonly PlannedEntry[]
	readonly faults: FaultList
	readonly counts: Counts
	readonly there: readonly EntryThere[]
	/** Names in the file that are neither keys nor numbers of what they stand for, with what they were taken as. */
	readonly matched: ReadonlyMap<string, string>
	/** True where the file has numbers that the register does not have. */
	readonly isNumberedElsewhere: boolean
	/** The numbers that the file brings for entries that are new. */
	readonly brought: readonly string[]
	/** Columns that the file has and an import reads over, since Pitso works them out. */
	readonly readOver: readonly string[]
	/** What may be said of the columns of the entries that the register does not know. */
	readonly columns: ColumnsOfFile
	/** Names what would be done, so that a second look tells whether it is still the same. */
	readonly digest: string
}

/** Takes entries in while others are still looked at. */
export type TakingIn = Pick<Adding, 'keepNumbers' | 'take'>

export type Planning = {
	tell?: Telling
	/** Whether a whole register is moved in from elsewhere, by whoever may do that. */
	isWhole?: boolean
	/** Whether entries begin in whatever state the file tells: a source may leave out what a move asks for. */
	maySetOut?: boolean
	/** The entries that all files of such a move bring, by register and number, so that registers may name each other. */
	brought?: BroughtEntries
	/** The answers that a tool for surveys captured, by the marks of the entries they become: one that is there came before. */
	answers?: ReadonlyMap<string, string> | undefined
	/** Looks which new entries stand in the register already, and adds those alone that are none, or that are asked for all the same. */
	again?: Again | undefined
	/** Whether numbers that the register does not have are those of entries numbered elsewhere, and kept. */
	keepsNumbers?: boolean | undefined
	/** What somebody said that columns are which the register does not know. */
	columns?: SaidColumns | undefined
	/** How the file writes its days in numbers, where somebody said so. */
	days?: DayOrder | undefined
	/**
	 * Takes in entries that are new as they are found sound, as long as nothing is refused; those are not among the plan's. Whoever
	 * gives it undoes what was taken in when the plan names faults.
	 */
	takingIn?: TakingIn | undefined
}

export type Again = {
	/** True where this very file was brought into the register before. */
	readonly isBroughtIn: boolean
	/** True for a row that is added though the register has it. */
	takes(row: number): boolean
}

/** Told between rows, so that whoever waits sees how far it is, and others are served meanwhile. */
export type Telling = (done: number, total: number) => Promise<void> | void
