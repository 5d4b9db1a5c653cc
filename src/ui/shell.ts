import type { Link, Option } from './types.ts'

export type Theme = 'auto' | 'light' | 'dark'

/** The seat a person acts from: who, what it is called, and the other seats they could take. */
export type Seat = {
	person: string
	label: string
	others?: readonly Option[]
	switchAction?: string
	signOutAction: string
	links?: readonly Link[]
}

/** A part of the navigation: a page, or several that belong together, under the name of what they are about. */
export type NavigationEntry = Link | { label: string; links: readonly Link[] }

/**
 * What surrounds a page. `choicesAction` takes a POST of `language` or `theme` with `back`, the address to return to;
 * the seat's `switchAction` takes `seat` and `back`; the search form GETs `q`.
 */
export type ShellProps = {
	workspace?: { name: string; href: string } | null
	/** The installation signs anybody in: said on every page. */
	demonstration?: boolean
	navigation: readonly NavigationEntry[]
	search?: { action: string; value?: string } | null
	seat?: Seat | null
	/** Whose forms this browser may keep while they cannot be sent, and where they are listed. */
	kept?: { owner?: string; list?: string } | null
	signIn?: string
	languages: readonly Option[]
	theme: Theme
	choicesAction: string
	back: string
	about: string
	asOf?: Date | string | null
	version?: string
}
