/** Where in an item it stands what was done there. */
export const doneId = (item: string): string => `${item}-done`

/**
 * Back to the item that a form was about. The address names it to the server, which says there what was done, and its fragment
 * leads the eyes and the focus to that sentence.
 */
export function toItem(_done: unknown, { url }: { url: URL }): string {
	const item = url.searchParams.get('item')
	return item ? `${url.pathname}?at=${encodeURIComponent(item)}#${encodeURIComponent(doneId(item))}` : url.pathname
}

/** The item an address says something was done in, if it stands on this page. */
export function itemDone(url: URL, items: readonly { reference: string }[]): string | null {
	const at = url.searchParams.get('at')
	return items.find(({ reference }) => reference === at)?.reference ?? null
}
