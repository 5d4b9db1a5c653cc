import { sql, type Kysely } from 'kysely'
import type { Tables } from '#platform/database/tables.ts'
import type { Writer } from './writer.ts'

type Numbering = Pick<Writer, 'nextNumber' | 'nextNumbers' | 'keepNumbers'>
type Surroundings = { tx: Kysely<Tables>; workspaceId: string; numberPrefix: string; year: number }

/** Gives out the numbers of a workspace's records: by kind and year, each once. */
export const numbering = ({ tx, workspaceId, numberPrefix, year }: Surroundings): Numbering => ({
	async nextNumber(kind, code) {
		const { rows } = await sql<{ last: number }>`
			insert into counter (workspace_id, kind, year, last) values (${workspaceId}, ${kind}, ${year}, 1)
			on conflict (workspace_id, kind, year) do update set last = counter.last + 1 returning last`.execute(tx)
		return `${numberPrefix}-${code}-${String(year)}-${String(rows[0]?.last ?? 1).padStart(3, '0')}`
	},
	async nextNumbers(kind, code, count) {
		if (count === 0) return []
		const { rows } = await sql<{ last: number }>`
			insert into counter (workspace_id, kind, year, last) values (${workspaceId}, ${kind}, ${year}, ${count})
			on conflict (workspace_id, kind, year) do update set last = counter.last + excluded.last returning last`.execute(tx)
		const first = (rows[0]?.last ?? count) - count + 1
		return Array.from(
			{ length: count },
			(_, index) => `${numberPrefix}-${code}-${String(year)}-${String(first + index).padStart(3, '0')}`
		)
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
	}
})
