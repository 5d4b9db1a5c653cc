import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns } from '#platform/records/find-record.server.ts'

/** More than a keeper looks through. */
export const NAMESAKES_MOST = 10

/** Records in use of a kind that bear the name of one of them. */
export const sameNameAs = (here: Here, kind: 'policy' | 'instrument' | 'agreement', id: string) =>
	here.tx
		.selectFrom('record')
		.select(referenceColumns)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', kind)
		.where('record.state', '=', 'active')
		.where('record.id', '<>', id)
		.where('record.title_sort', '=', (select) =>
			select
				.selectFrom('record as own')
				.select('own.title_sort')
				.where('own.workspace_id', '=', here.workspace.id)
				.where('own.id', '=', id)
		)
		.orderBy('record.id')
		.limit(NAMESAKES_MOST)

/** Whether two of one name may be the same one: what is of different years is not. */
export const mayBeOne = (year: number | null, other: number | null) => year === null || other === null || year === other

export const yearOfDay = (day: string | null): number | null => (day === null ? null : Number(day.slice(0, 4)))
