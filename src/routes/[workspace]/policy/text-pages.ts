/** How many provisions one page of a text shows. */
export const EACH_PAGE = 100

/** The page on which a provision stands, by its place in the text. */
export const pageOfPosition = (position: number): number => Math.max(1, Math.ceil(position / EACH_PAGE))

/** The part of an address that opens the page of a text on which a provision stands. */
export function pageWith(position: number, version?: number): string {
	const params = new URLSearchParams()
	if (version !== undefined) params.set('version', String(version))
	const page = pageOfPosition(position)
	if (page > 1) params.set('page', String(page))
	const text = params.toString()
	return text === '' ? '' : `?${text}`
}
