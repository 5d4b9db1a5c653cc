import type { LastChange } from '#modules/directory/last-changes.ts'
import { linkTo, listOf } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'

/** What one command did: the records it names, each a link, how many more of each kind, and whose history tells the rest. */
export function toldChange(
	words: Pick<Words, 't' | 'has' | 'name' | 'number'>,
	workspace: string,
	{ record, at, operation, named, also }: LastChange
) {
	const { t, has, number } = words
	const counted = also.map(({ kind, total, isMore }) => ({
		label: t(isMore ? 'page.home.changes-at-least' : 'page.home.changes-counted', {
			kinds: t(`kind.${kind}.plural`),
			total: number(total)
		}),
		// Of parts that a named record leads to, no list is offered beside it.
		href: named.length > 0 ? null : listOf(workspace, kind)
	}))
	return {
		at,
		kind: named.length === 1 ? record.kind : null,
		named: named.map((one) => linkTo(words, workspace, one)),
		operation: operation !== null && has(`operation.${operation}`) ? t(`operation.${operation}`) : operation,
		counted,
		history: `${linkTo(words, workspace, record).href}/history`
	}
}
