// Any of these could make a browser read the address as another than the one checked here.
// eslint-disable-next-line no-control-regex -- control characters are just what is refused
const ODD = /[\u0000-\u0020\\]/
const HERE = 'http://here.invalid'

/**
 * The address to lead back to after a form, from what the form carried: only ever a page of this site, `otherwise` when it
 * is anything else. Without this a prepared form could lead a person on to a copy of Pitso elsewhere.
 */
export function backTo(carried: unknown, otherwise: string): string {
	if (typeof carried !== 'string' || !carried.startsWith('/') || carried.startsWith('//') || ODD.test(carried))
		return otherwise
	if (!URL.canParse(carried, HERE)) return otherwise
	const address = new URL(carried, HERE)
	return address.origin === HERE && !address.pathname.startsWith('//') ? address.pathname + address.search : otherwise
}

/** This page's address to come back to, without the name of a form action in it. */
export function hereAgain(address: URL): string {
	const kept = new URLSearchParams([...address.searchParams].filter(([name]) => !name.startsWith('/')))
	return address.pathname + (kept.size > 0 ? `?${kept.toString()}` : '')
}
