import type { Words } from '#platform/languages/words.ts'
import type { Link } from '#ui/types.ts'
import type { ShownMove } from './shown-life.ts'

type Standing = {
	page: string
	/** The entry's address among records of all kinds, where the forms for any record stand. */
	generic: string
	moves: readonly ShownMove[]
	mayChange: boolean
	state: string
	keep: boolean
}

/**
 * The buttons at the head of an entry's page: the moves that are open and what is filled in; and apart from them what is done with the entry
 * itself, which is no move of its life. Who sees an entry is told by its register.
 */
export function entryActions(
	{ t }: Pick<Words, 't'>,
	{ page, generic, moves, mayChange, state, keep }: Standing
): { actions: Link[]; apart: Link[] } {
	if (state === 'withdrawn')
		return { actions: keep ? [{ href: `${generic}/withdraw`, label: t('directory.do.restore') }] : [], apart: [] }
	const actions = [
		...moves.flatMap(({ href, label }) => (href === null ? [] : [{ href, label }])),
		...(mayChange ? [{ href: `${page}/change`, label: t('directory.do.change') }] : [])
	]
	const apart = keep
		? [
				{ href: `${generic}/merge`, label: t('directory.do.merge') },
				{ href: `${generic}/withdraw`, label: t('directory.do.withdraw') }
			]
		: []
	return { actions, apart }
}
