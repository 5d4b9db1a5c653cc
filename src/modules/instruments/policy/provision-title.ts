const TITLE_MOST = 200
const WORDS_MOST = 12

/** What a provision is called: its number as it is cited with its heading, else the words it begins with. */
export function provisionTitle({
	number,
	heading,
	text
}: {
	number: string
	heading: string | null
	text: string
}): string {
	const called = heading === null || heading === '' ? firstWords(text) : heading
	return `${number} ${called}`.trim().slice(0, TITLE_MOST).trim()
}

/** A unit above provisions as one line: `Part II Recruitment`. */
export const unitTitle = ({ number, heading }: { number: string; heading: string }): string =>
	`${number} ${heading}`.trim()

/**
 * Whether a heading is that of a unit above, which a provision without one of its own is read under. What is told of a unit above is its
 * number with its heading.
 */
export const isInherited = ({ heading, above }: { heading: string | null; above: readonly string[] | null }): boolean =>
	heading !== null && heading !== '' && (above ?? []).some((unit) => unit === heading || unit.endsWith(` ${heading}`))

function firstWords(text: string): string {
	const words = text.split(/\s+/u)
	return words.length > WORDS_MOST ? `${words.slice(0, WORDS_MOST).join(' ')}…` : words.join(' ')
}
