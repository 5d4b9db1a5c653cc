import type { Words } from '#platform/languages/words.ts'
import type { Link } from '#ui/types.ts'

const isIdentifier = (text: string) => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text)

/** What a page was about that answered with a refusal: its record and its list, as the address names them. */
export function waysBack(
	{ t, has }: Pick<Words, 't' | 'has'>,
	{ pathname, search }: Pick<URL, 'pathname' | 'search'>
): Link[] {
	const [workspace, kind, reference, ...further] = pathname.split('/').filter(Boolean)
	if (workspace === undefined || kind === undefined || !has(`kind.${kind}.plural`)) return []
	const list = { href: `/${workspace}/${kind}`, label: t(`kind.${kind}.plural`) }
	// An address narrowed by what cannot be looked for leads to the list as it stands unnarrowed.
	if (reference === undefined) return search === '' ? [] : [list]
	const named = (name: string) =>
		t('page.problem.back', { name: isIdentifier(name) ? t(`kind.${kind}`) : decodeURIComponent(name) })
	const page = { href: `${list.href}/${reference}`, label: named(reference) }
	if (kind !== 'register') return reference === 'new' || (further.length === 0 && search === '') ? [list] : [page, list]
	// The entries of a register stand under it.
	const [entry, ...deeper] = further
	const isEntry = entry !== undefined && /^[A-Z0-9]+(-[A-Z0-9]+)+$/.test(entry)
	const all = { href: `${page.href}?view=all`, label: page.label }
	return [...(isEntry && deeper.length > 0 ? [{ href: `${page.href}/${entry}`, label: named(entry) }] : []), all, list]
}
