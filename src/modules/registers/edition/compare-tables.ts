import { z } from 'zod'
import type { KeptTable, SaidEdition } from './content.ts'

/** The numbers of one table of two editions that are not the same in both; null where one of them does not have it. */
export const ComparedTable = z.object({
	key: z.string(),
	heading: z.string(),
	rows: z.array(z.object({ label: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
	/** How many numbers are the same in both. */
	same: z.int(),
	/** More differ than are listed. */
	isMore: z.boolean()
})
export type ComparedTable = z.output<typeof ComparedTable>

const ROWS_MOST = 200

type Told = { heading: string; numbers: ReadonlyMap<string, string> }

/** The numbers of a table by what stands before and above them. */
function numbersOf({ columns, rows }: KeptTable): Map<string, string> {
	const [, ...counted] = columns
	return new Map(
		rows.flatMap(([name, ...cells]) =>
			counted.map(({ label }, at): [string, string] => [
				counted.length === 1 ? (name?.text ?? '') : `${name?.text ?? ''} · ${label}`,
				cells[at]?.text ?? ''
			])
		)
	)
}

const tablesIn = (said: SaidEdition | undefined): ReadonlyMap<string, Told> =>
	new Map(
		(said?.blocks ?? []).flatMap((block): [string, Told][] =>
			block.block === 'chart' || block.block === 'cross'
				? [[block.key, { heading: block.heading ?? '', numbers: numbersOf(block.table) }]]
				: []
		)
	)

/** The charts and cross tables of two editions in one language, number by number, as they stood when each was made. */
export function compareTables(before: SaidEdition | undefined, after: SaidEdition | undefined): ComparedTable[] {
	const [earlier, later] = [tablesIn(before), tablesIn(after)]
	return [...new Set([...later.keys(), ...earlier.keys()])].map((key) => {
		const [was, is] = [earlier.get(key), later.get(key)]
		const labels = [...new Set([...(is?.numbers.keys() ?? []), ...(was?.numbers.keys() ?? [])])]
		const rows = labels.map((label) => ({
			label,
			before: was?.numbers.get(label) ?? null,
			after: is?.numbers.get(label) ?? null
		}))
		const other = rows.filter((row) => row.before !== row.after)
		return {
			key,
			heading: (is ?? was)?.heading ?? '',
			rows: other.slice(0, ROWS_MOST),
			same: rows.length - other.length,
			isMore: other.length > ROWS_MOST
		}
	})
}
