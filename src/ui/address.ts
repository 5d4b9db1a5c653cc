/** The cursors of a list: they belong to one order and one filter, so any change of either drops them. */
const CURSORS = ['after', 'before'] as const

const asHref = (params: URLSearchParams) => `?${params.toString()}`

function withoutCursors(address: URL) {
	const params = new URLSearchParams(address.search)
	for (const cursor of CURSORS) params.delete(cursor)
	return params
}

/** The values a parameter has in the address: repeated (`a=1&a=2`, as forms send) or together (`a=1,2`). */
export const values = (address: URL, name: string): string[] =>
	address.searchParams
		.getAll(name)
		.flatMap((value) => value.split(','))
		.filter(Boolean)

/** This address with the parameter set to one value; back on the first page of its list. */
export function withParam(address: URL, name: string, value: string): string {
	const params = withoutCursors(address)
	params.set(name, value)
	return asHref(params)
}

/** This address without the parameter, or without one of its values; back on the first page of its list. */
export function withoutParam(address: URL, name: string, value?: string): string {
	const params = withoutCursors(address)
	params.delete(name)
	if (value !== undefined) for (const kept of values(address, name)) if (kept !== value) params.append(name, kept)
	return asHref(params)
}

/** The address of another page of the same list. */
export function withCursor(address: URL, direction: (typeof CURSORS)[number], cursor: string): string {
	const params = withoutCursors(address)
	params.set(direction, cursor)
	return asHref(params)
}

/** How the list is sorted by this field now, in the words of `aria-sort`. */
export function sortState(address: URL, field: string): 'ascending' | 'descending' | 'none' {
	const sort = address.searchParams.get('sort')
	if (sort === field) return 'ascending'
	return sort === `-${field}` ? 'descending' : 'none'
}

/** The address that sorts by this field: upward first, downward when it is upward already. */
export const sortHref = (address: URL, field: string): string =>
	withParam(address, 'sort', sortState(address, field) === 'ascending' ? `-${field}` : field)
