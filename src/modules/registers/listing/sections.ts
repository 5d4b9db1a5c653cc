import type { Words } from '#platform/languages/words.ts'

type Group = { value: string; label: string; records: number; isMore: boolean }

/** How many stand in a group, as far as they were counted. */
export const sayCount = (
	{ t, number }: Pick<Words, 't' | 'number'>,
	{ records, isMore }: Pick<Group, 'records' | 'isMore'>
): string => (isMore ? t('registers.list.more-than', { count: number(records) }) : number(records))

/** The rows of one page under the groups they stand in, in the order of the rows. */
export function sectionsOf<Row extends { group: string | null }>(
	rows: readonly Row[],
	{ items, without }: { items: readonly Group[]; without: number | null },
	words: Pick<Words, 't' | 'number'>
) {
	const sections: { key: string; label: string; count: string | null; rows: Row[] }[] = []
	for (const row of rows) {
		const key = row.group ?? ''
		const last = sections.at(-1)
		if (last?.key === key) {
			last.rows.push(row)
			continue
		}
		const group = items.find(({ value }) => value === row.group)
		const count = group ? sayCount(words, group) : row.group === null && without !== null ? words.number(without) : null
		const label = group?.label ?? words.t(row.group === null ? 'registers.list.without' : 'registers.list.other-group')
		sections.push({ key, label, count, rows: [row] })
	}
	return sections
}
