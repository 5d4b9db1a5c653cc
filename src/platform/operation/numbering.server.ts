import { sql, type Kysely } from 'kysely'
import { sideBySide } from '#platform/database/side-by-side.server.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Writer } from './writer.ts'

type Numbering = Pick<Writer, 'nextNumber' | 'nextNumbers' | 'keepNumbers'>
type Surroundings = { tx: Kysely<Tables>; workspaceId: string; numberPrefix: string; year: number }

/** Gives out the numbers of a workspace's records: by kind and year, each once. */
export function numbering({ tx, workspaceId, numberPrefix, year }: Surroundings): Numbering {
	// The last number of a kind that this command was given: until it is done nobody else is given one, so that it counts on by itself.
	const held = new Map<string, number>()
	const asked = new Map<string, number>()
	const given: Numbering = {
		async nextNumber(kind, code) {
			const [number = ''] = await given.nextNumbers(kind, code, 1)
			return number
		},
		async nextNumbers(kind, code, count) {
			if (count === 0) return []
			const counted = sql<{ last: number }>`
				insert into counter (workspace_id, kind, year, last) values (${workspaceId}, ${kind}, ${year}, ${count})
				on conflict (workspace_id, kind, year) do update set last = counter.last + excluded.last returning last`.execute(
				sideBySide(tx)
			)
			const before = held.get(kind)
			// A failure is told by whatever the command does next.
			if (before !== undefined) counted.catch(() => undefined)
			const last = before === undefined ? await answered(kind, counted) : before + count
			if (before !== undefined) held.set(kind, last)
			const first = last - count + 1
			return Array.from(
				{ length: count },
				(_, index) => `${numberPrefix}-${code}-${String(year)}-${String(first + index).padStart(3, '0')}`
			)
		},
		async keepNumbers(kind, code, numbers) {
			held.delete(kind)
			const last = new Map<number, number>()
			for (const number of numbers) {
				const [, counted, given] = /-(\d{4})-(\d{3,9})$/.exec(number) ?? []
				if (!number.startsWith(`${numberPrefix}-${code}-`) || counted === undefined || given === undefined) continue
				last.set(Number(counted), Math.max(last.get(Number(counted)) ?? 0, Number(given)))
			}
			for (const [counted, most] of [...last].sort(([one], [other]) => one - other))
				await sql`insert into counter (workspace_id, kind, year, last) values (${workspaceId}, ${kind}, ${counted}, ${most})
					on conflict (workspace_id, kind, year) do update set last = greatest(counter.last, excluded.last)`.execute(tx)
		}
	}
	return given

	async function answered(kind: string, counted: Promise<{ rows: { last: number }[] }>) {
		asked.set(kind, (asked.get(kind) ?? 0) + 1)
		const { rows } = await counted
		const still = (asked.get(kind) ?? 1) - 1
		asked.set(kind, still)
		const last = rows[0]?.last ?? 0
		// Of several that ask at once the last to be answered is the one to count on from.
		if (still === 0) held.set(kind, last)
		return last
	}
}
