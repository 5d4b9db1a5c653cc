import type { NavigationEntry, ShellProps } from '#ui/shell.ts'
import type { Link } from '#ui/types.ts'
import { registry } from '#areas'
import { keepsAccess } from '#platform/access/access-rules.ts'
import type { Place } from '#platform/operation/registry.server.ts'
import { ownLanguageName } from '#platform/languages/locale.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { hereAgain } from './back.ts'
import { installation } from './installation.server.ts'
import { keptOwner } from './kept-owner.server.ts'
import { languagesHere } from './languages.server.ts'
import { seatMenu } from './seat-menu.server.ts'
import type { Session } from './session.server.ts'

/** What surrounds a page for this reader at this address: navigation, search, seat, choices. */
export function shellOf(locals: Session, address: URL): ShellProps {
	const { workspace, words, theme } = locals
	const { facts } = installation()
	const back = hereAgain(address)
	const choices = {
		languages: languagesHere().map((language) => ({ value: language, label: ownLanguageName(language) })),
		theme,
		choicesAction: '/choices',
		back,
		asOf: locals.opening?.now ?? null,
		version: facts.version,
		demonstration: facts.isDemonstration
	}
	// The page for when the network is away is kept in browsers: it holds nothing of anybody.
	if (address.pathname === '/capture') return { ...choices, navigation: [], about: '/about' }
	if (address.pathname === '/offline') return { ...choices, kept: {}, navigation: [], about: '/about' }
	// Whoever is signed in may sign out, and is then asked about what this browser keeps for them.
	const kept = locals.person ? { kept: {} } : {}
	if (!workspace) return { ...choices, ...seatMenu(locals, back), ...kept, navigation: [], about: '/about' }
	const owner = keptOwner(locals)
	const home = `/${workspace.key}`
	return {
		...choices,
		workspace: { name: words.name(workspace.name), href: home },
		navigation: navigation(locals, home, address.pathname),
		...(isOpenPage(locals, 'search')
			? {
					search: {
						action: `${home}/search`,
						value: address.pathname === `${home}/search` ? (address.searchParams.get('q') ?? '') : ''
					}
				}
			: {}),
		...seatMenu(locals, back),
		...(owner === undefined ? kept : { kept: { owner, list: `${home}/kept` } }),
		about: `${home}/about`
	}
}

/** What is closed to the public leads the public nowhere: neither a page, nor the list of a kind of record. */
export const isOpenPage = ({ seat, workspace }: Session, page: string) =>
	seat.role !== 'public' || (!workspace?.closedPages.includes(page) && !workspace?.closedKinds.includes(page))

function navigation(locals: Session, home: string, pathname: string): NavigationEntry[] {
	const { words, seat } = locals
	const linkTo = ({ path, words: label }: Place): Link => {
		const href = `${home}/${path}`
		return { href, label: words.t(label), current: pathname === href || pathname.startsWith(`${href}/`) }
	}
	const isOpen = ({ path, kind }: Place) => isOpenPage(locals, path) && (kind === undefined || isOpenPage(locals, kind))
	const sections = [
		// What stands on the others comes first: it is what people come for.
		...registry.areas.toReversed().map(({ name, places }) => ({ name, places: places.filter(isOpen) })),
		{ name: 'exchange', places: keepsRecords(seat) ? [EXPORT, IMPORT] : [EXPORT] }
	].filter(({ places }) => places.length > 0)
	return [
		{ href: home, label: words.t('page.home'), current: pathname === home },
		...sections.map(({ name, places }) => ({ label: words.t(`navigation.${name}`), links: places.map(linkTo) })),
		...(keepsAccess(seat) ? [linkTo(ADMINISTRATION)] : [])
	]
}

const EXPORT: Place = { path: 'export', words: 'page.export' }
const IMPORT: Place = { path: 'import', words: 'page.import' }
const ADMINISTRATION: Place = { path: 'administration', words: 'administration.title' }
