import { isRecordNumber } from '#platform/exchange/read-cell.ts'
import type { Again, Counts, EntryThere, PlannedEntry } from './entries-plan.ts'
import { entriesKnown, entriesThere, titlesThere, type Looking } from './same-entries.server.ts'

const nothingKnown: ReadonlyMap<string, string | null> = new Map()

type LeavingOut = {
	looking: Looking
	again: Again
	/** Whether the file says of its entries which captured answers they are. */
	hasAnswers: boolean
	/** How many rows the file has. */
	rows: number
	/** Counted on: what is left out is not added. */
	counts: Counts
	/** Told on. */
	there: EntryThere[]
}

// A few rows are looked for by themselves sooner than all that the register calls its entries are read.
const FEW_ROWS = 500

/**
 * Leaves out of planned entries those that stand in the register already, unless they are asked for all the same. A number says that
 * an entry is another; what has none may be one that is there.
 */
export function leavingOutThere({
	looking,
	again: { isBroughtIn, takes },
	hasAnswers,
	rows,
	counts,
	there
}: LeavingOut): (some: readonly PlannedEntry[]) => Promise<readonly PlannedEntry[]> {
	let titles: ReturnType<typeof titlesThere> | undefined
	return async (some) => {
		const unnumbered = some.filter(({ number }) => !isRecordNumber(number))
		const known = rows > FEW_ROWS ? await (titles ??= titlesThere(looking, rows)) : null
		const [found, answered] = await Promise.all([
			entriesThere(looking, unnumbered, known),
			hasAnswers ? entriesKnown(looking, some) : nothingKnown
		])
		return some.filter((entry) => {
			const before = entry.answer === undefined ? undefined : answered.get(entry.answer)
			// The answer came before: nothing adds it twice.
			if (before !== undefined) {
				there.push({ sheet: entry.sheet, row: entry.row, number: before, isTaken: false })
				counts.added--
				counts.there++
				return false
			}
			const number = found.get(entry) ?? null
			if (isRecordNumber(entry.number) || (number === null && !isBroughtIn)) return true
			const isTaken = takes(entry.row)
			there.push({ sheet: entry.sheet, row: entry.row, number, isTaken })
			if (isTaken) return true
			counts.added--
			counts.there++
			return false
		})
	}
}
