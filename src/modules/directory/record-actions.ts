import type { Words } from '#platform/languages/words.ts'
import type { Link } from '#ui/types.ts'

type Says = Pick<Words, 't'>
type Standing = { state: string; keep: boolean; mergeable?: boolean; isPart?: boolean }

/** What keepers of records may do to a record of any kind; merged are those of kinds that can be. */
const keeping = ({ t }: Says, page: string, { state, keep, mergeable = true, isPart = false }: Standing): Link[] => {
	if (!keep) return []
	if (state === 'withdrawn') return [{ href: `${page}/withdraw`, label: t('directory.do.restore') }]
	return [
		// An area is seen by whoever sees its framework.
		...(isPart ? [] : [{ href: `${page}/audience`, label: t('directory.do.audience') }]),
		...(mergeable ? [{ href: `${page}/merge`, label: t('directory.do.merge') }] : []),
		{ href: `${page}/withdraw`, label: t('directory.do.withdraw') }
	]
}

/** The buttons at the head of a structure's page, as far as the seat may. */
export function structureActions(
	words: Says,
	page: string,
	{ may, ...standing }: Standing & { may: { change: boolean } }
): Link[] {
	const own = may.change
		? [
				{ href: `${page}/change`, label: words.t('directory.do.change') },
				{ href: `${page}/chair`, label: words.t('directory.do.chair') }
			]
		: []
	return [...own, ...keeping(words, page, standing)]
}

/** The buttons at the head of an actor's page, as far as the seat may. */
export function actorActions(
	words: Says,
	page: string,
	{ may, ...standing }: Standing & { may: { change: boolean; setEnforcement: boolean; succeed: boolean } }
): Link[] {
	return [
		...(may.change ? [{ href: `${page}/change`, label: words.t('directory.do.change') }] : []),
		...(may.succeed ? [{ href: `${page}/succeed`, label: words.t('directory.do.succeed') }] : []),
		...(may.setEnforcement ? [{ href: `${page}/enforcement`, label: words.t('directory.do.enforcement') }] : []),
		...keeping(words, page, standing)
	]
}

/** The buttons at the head of the page of any other record, as far as the seat may; `mergeable` where its kind can be merged. */
export const keeperActions = (
	words: Says,
	page: string,
	{ may, ...standing }: Standing & { may: { change: boolean } }
): Link[] => [
	...(may.change ? [{ href: `${page}/change`, label: words.t('directory.do.change') }] : []),
	...keeping(words, page, { ...standing, mergeable: standing.mergeable ?? false })
]
