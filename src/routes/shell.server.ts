import type { ShellProps } from '#ui/shell.ts'
import type { Link } from '#ui/types.ts'
import { registry } from '#areas'
import { offeredLanguages } from '../words.ts'
import { hereAgain } from './back.ts'
import { installation } from './installation.server.ts'
import type { Session } from './session.server.ts'

/** What surrounds a page for this reader at this address: navigation, search, seat, choices. */
export function shellOf(locals: Session, address: URL): ShellProps {
	const { workspace, words, theme } = locals
	const { facts } = installation()
	const back = hereAgain(address)
	const choices = {
		languages: offeredLanguages.map((language) => ({ value: language, label: words.t(`language.${language}`) })),
		theme,
		choicesAction: '/choices',
		back,
		asOf: locals.opening?.now ?? null,
		version: facts.version,
		demonstration: facts.isDemonstration
	}
	if (!workspace) return { ...choices, navigation: [], about: '/about' }
	const home = `/${workspace.key}`
	return {
		...choices,
		workspace: { name: words.name(workspace.name), href: home },
		navigation: navigation(locals, home, address.pathname),
		search: {
			action: `${home}/search`,
			value: address.pathname === `${home}/search` ? (address.searchParams.get('q') ?? '') : ''
		},
		...(locals.seat.key === null
			? { signIn: `${home}/sign-in?back=${encodeURIComponent(back)}` }
			: { seat: seatOf(locals, home, back) }),
		about: `${home}/about`
	}
}

function navigation({ words }: Session, home: string, pathname: string): Link[] {
	const places = registry.areas
		.flatMap((area) => area.places)
		.map((place) => ({ href: `${home}/${place.path}`, label: words.t(place.words) }))
	return [
		{ href: home, label: words.t('page.home'), current: pathname === home },
		...places.map((place) => ({ ...place, current: pathname === place.href || pathname.startsWith(`${place.href}/`) }))
	]
}

function seatOf({ seat, words, workspace }: Session, home: string, back: string): NonNullable<ShellProps['seat']> {
	const canChange = installation().facts.isDemonstration && workspace?.isDemonstration
	const change = { href: `${home}/sign-in?back=${encodeURIComponent(back)}`, label: words.t('page.sign-in.another') }
	return {
		person: seat.office,
		label: words.t(`role.${seat.role}`),
		signOutAction: `${home}/sign-out`,
		links: canChange ? [change] : []
	}
}
