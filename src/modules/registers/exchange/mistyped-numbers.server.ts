import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'

// Each is looked for under some 150 others; who mistyped more has another file in hand.
const NUMBERS_MOST = 50
const DIGITS = Array.from('0123456789')

/** The numbers that one slip of a finger makes another: a digit that is wrong, changed over, left out or too many. */
function slipsOf(number: string): string[] {
	const start = number.search(/\d{4}-\d+$/)
	if (start < 0) return []
	const [head, tail] = [number.slice(0, start), Array.from(number.slice(start))]
	const found = tail.flatMap((sign, at) => {
		if (sign === '-') return []
		const [before, after] = [tail.slice(0, at).join(''), tail.slice(at + 1).join('')]
		const swapped = `${before}${tail[at + 1] ?? ''}${sign}${tail.slice(at + 2).join('')}`
		return [
			...DIGITS.map((digit) => `${before}${digit}${after}`),
			...DIGITS.map((digit) => `${before}${digit}${sign}${after}`),
			`${before}${after}`,
			swapped
		]
	})
	return [...new Set(found)].filter((one) => one !== number.slice(start)).map((one) => `${head}${one}`)
}

/** For numbers that a register does not have: the one that was likely meant, of those that the seat sees. */
export async function meantNumbers(
	here: Here,
	registerId: string,
	numbers: readonly string[]
): Promise<ReadonlyMap<string, string>> {
	const slips = new Map(numbers.slice(0, NUMBERS_MOST).map((number) => [number, slipsOf(number)]))
	const meant = new Map<string, string>()
	if (slips.size === 0) return meant
	const rows = await here.tx
		.selectFrom('record')
		.innerJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.select('record.number')
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'entry')
		.where('record.number', '=', sql<string>`any (${[...slips.values()].flat()}::text[])`)
		.where('entry.register_id', '=', registerId)
		.execute()
	const there = new Set(rows.map(({ number }) => number))
	for (const [number, likely] of slips) {
		const found = likely.find((one) => there.has(one))
		if (found !== undefined) meant.set(number, found)
	}
	return meant
}

/** True for a register in which the seat sees no entry yet: no number can be mistyped that names one. */
export async function holdsNothing(here: Here, registerId: string): Promise<boolean> {
	const row = await here.tx
		.selectFrom('entry')
		.select('id')
		.where('workspace_id', '=', here.workspace.id)
		.where('register_id', '=', registerId)
		.limit(1)
		.executeTakeFirst()
	return row === undefined
}
