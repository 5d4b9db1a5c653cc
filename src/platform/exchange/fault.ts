import { type Issue, type Refusal, type RefusalParams, invalid } from '#platform/operation/refusal.ts'
import { standardLimits } from './limits.ts'

/**
 * One thing wrong with a file. `sheet` is empty for the file as a whole, `row` is 0 for the sheet as a whole (else the
 * row as the reader sees it, the header being 1), `column` and `letter` are empty for a whole row; `column` is the header.
 */
export type Fault = {
	readonly sheet: string
	readonly row: number
	readonly column: string
	readonly letter: string
	readonly code: string
	readonly params: RefusalParams
}

/** The first faults in order of sheet, row and column, and how many there are in all. */
export type FaultList = { readonly listed: readonly Fault[]; readonly total: number }

export type FaultCollector = {
	add(fault: Partial<Omit<Fault, 'code'>> & { code: string }): void
	/** Takes over another list, counting also what it does not list. */
	join(list: FaultList): void
	list(): FaultList
}

/** Gathers any number of faults, in any order, in bounded memory: keeps the first `limit` of them in order. */
export function collectFaults(limit: number): FaultCollector {
	let kept: Fault[] = []
	let total = 0
	const trim = () => {
		kept.sort(compareFaults)
		kept = kept.slice(0, limit)
	}
	const keep = (fault: Fault) => {
		kept.push(fault)
		if (kept.length >= 2 * limit + 100) trim()
	}
	return {
		add({ sheet = '', row = 0, column = '', letter = '', code, params = {} }) {
			total++
			keep({ sheet: excerpt(sheet), row, column: excerpt(column), letter, code, params })
		},
		join(list) {
			total += list.total
			for (const fault of list.listed) keep(fault)
		},
		list() {
			trim()
			return { listed: kept, total }
		}
	}
}

/** A list with further faults in their places, at most `limit` of them. */
export function addFaults(list: FaultList, further: readonly Fault[], limit = standardLimits.faults): FaultList {
	const faults = collectFaults(limit)
	faults.join(list)
	for (const fault of further) faults.add(fault)
	return faults.list()
}

/** The refusal that names each listed fault by the path [sheet, row, column], and says how many more there are. */
export function refuseFaults({ listed, total }: FaultList): Refusal {
	const issues: Issue[] = listed.map((fault) => ({
		path: pathOf(fault),
		code: fault.code,
		params: { ...fault.params, sheet: fault.sheet, row: fault.row, column: fault.column, letter: fault.letter }
	}))
	if (total > listed.length) issues.push({ path: [], code: 'exchange.more', params: { total, listed: listed.length } })
	return invalid(issues)
}

/** What of a value is shown in a sentence: at most 60 characters, one line, control characters made visible. */
export function excerpt(text: string): string {
	const start = text.slice(0, 240).toWellFormed()
	const shown = Array.from(start.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, '·'))
	return shown.length > 60 ? `${shown.slice(0, 60).join('')}…` : shown.join('')
}

function pathOf({ sheet, row, column }: Fault): (string | number)[] {
	if (sheet === '') return []
	if (row === 0) return [sheet]
	return column === '' ? [sheet, row] : [sheet, row, column]
}

function compareFaults(a: Fault, b: Fault): number {
	return (
		compare(a.sheet, b.sheet) ||
		a.row - b.row ||
		a.letter.length - b.letter.length ||
		compare(a.letter, b.letter) ||
		compare(a.column, b.column) ||
		compare(a.code, b.code)
	)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
