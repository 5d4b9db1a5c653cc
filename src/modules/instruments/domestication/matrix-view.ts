import { pageOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Crossed, CrossedRow } from '../cross-table.ts'
import { sayObligation } from './article-words.ts'
import type { Counts, Standing, Verdict } from './domestication-rules.ts'
import { toneOfStanding } from './verdict-tone.ts'

type Says = Pick<Words, 't' | 'name'>

/** In an address: no law, where a cell is of an obligation without one. No key and no number is a hyphen. */
export const WITHOUT_LAW = '-'

type Cell = { verdict: Verdict | null; judgements: number }
export type ShownMatrix = {
	laws: readonly (RecordReference & { counts: Counts })[]
	obligations: readonly (RecordReference & {
		article: string
		text: string
		language: string
		standing: Standing
		withoutLaw: Verdict | null
		cells: readonly Cell[]
	})[]
}

/** Where a cell opens, below the page of the matrix. */
export const cellPage = (matrix: string, obligation: string, policy: string | null) =>
	`${matrix}/${obligation}/${policy ?? WITHOUT_LAW}`

/** The matrix as a table: how each obligation stands over all laws, what was held of it without a law, and law by law. */
export function matrixTable(
	{ t, name }: Says,
	{ laws, obligations }: ShownMatrix,
	{ workspace, page }: { workspace: string; page: string }
): { columns: Crossed[]; rows: CrossedRow[] } {
	const counted = {
		held: undefined,
		draft: t('domestication.matrix.draft'),
		ended: t('domestication.matrix.ended'),
		'not-known': t('domestication.matrix.not-known')
	}
	return {
		columns: [
			{ key: 'standing', label: t('domestication.matrix.standing') },
			{ key: 'without', label: t('domestication.matrix.without-law') },
			...laws.map((law) => ({
				key: law.id,
				label: law.acronym ?? name(law.title),
				href: `${pageOf(workspace, law)}/carries`,
				note: counted[law.counts]
			}))
		],
		rows: obligations.map((one) => ({
			key: one.id,
			label: sayObligation({ t, name }, one),
			href: pageOf(workspace, one),
			cells: [
				{ label: t(`domestication.standing.${one.standing}`), tone: toneOfStanding(one.standing) },
				cellOf(one.withoutLaw, cellPage(page, one.reference, null)),
				...one.cells.map(({ verdict, judgements }, index) => ({
					...cellOf(verdict, cellPage(page, one.reference, laws[index]?.reference ?? null)),
					...(judgements > 1 ? { note: t('domestication.matrix.judgements', { count: judgements }) } : {})
				}))
			]
		}))
	}

	function cellOf(verdict: Verdict | null, href: string) {
		return verdict === null
			? { label: '–', href }
			: { label: t(`domestication.verdict.${verdict}`), tone: toneOfStanding(verdict), href }
	}
}

type Paged = { page: number; pages: number; total: number; items: readonly unknown[] }

/** Where the pages before and after lie, and which of all are shown. */
export function pagesAround({ page, pages, total, items }: Paged, size: number) {
	const from = (page - 1) * size + 1
	return {
		from,
		to: from + items.length - 1,
		total,
		previous: page > 1 ? page - 1 : null,
		next: page < pages ? page + 1 : null
	}
}
