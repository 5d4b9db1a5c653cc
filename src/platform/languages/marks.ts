// Unicode's own signs for the language of a part of a text (block Tags, U+E0000): they are invisible wherever they are
// shown, and ignored where text is sorted. They are deprecated in documents, and never leave Pitso: the page turns them
// into HTML.
const OPEN = '\u{E0001}'
const CLOSE = '\u{E007F}'
const TAGS = 0xe0000
// The first half of each of these signs: the quickest way to see that a text has none.
const HALF = '\udb40'
const MARKS = /\u{E0001}[\u{E002D}-\u{E007A}]*|\u{E007F}/gu
const FIRST = /\u{E0001}([\u{E002D}-\u{E007A}]+)/u

const lifted = (language: string) =>
	Array.from(language, (letter) => String.fromCodePoint(TAGS + letter.charCodeAt(0))).join('')
const lowered = (tags: string) =>
	Array.from(tags, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? TAGS) - TAGS)).join('')

/** The text, marked as written in another language than what surrounds it. */
export const marked = (text: string, language: string): string =>
	text === '' ? '' : OPEN + lifted(language) + text + CLOSE

/** The text without marks, for where there is no telling the language: an attribute, an address, a file. */
export const unmarked = (text: string): string => (text.includes(HALF) ? text.replaceAll(MARKS, '') : text)

/** The language that the first mark of a text tells: what is cut to lines is marked again line by line. */
export function languageOfMark(text: string): string | undefined {
	const [, tags] = FIRST.exec(text) ?? []
	return tags === undefined ? undefined : lowered(tags)
}

// The choices of a list are most often names: the element itself can tell the language of one that is marked.
const OPTION =
	/(<option(?:[^>"']|"[^"]*"|'[^']*')*)>((?:<!--[^>]*-->|\s)*)\u{E0001}([\u{E002D}-\u{E007A}]+)([^<\u{E0001}\u{E007F}]*)\u{E007F}/gu

// What holds text alone, where an element would be shown as its letters or be dropped.
const TEXT_ONLY = new Set(['title', 'option', 'textarea', 'script', 'style'])
const PIECES = /<(\/?)([a-zA-Z][a-zA-Z0-9-]*)(?:[^>"']|"[^"]*"|'[^']*')*>|<!--[\s\S]*?-->|[^<]+|</g

/**
 * A page's HTML with its marks turned into elements that tell the language (WCAG 3.1.2): a `span`, in a drawing a
 * `tspan`; an option that begins with one tells the language itself. Marks in attributes and in elements that take text alone are dropped.
 */
export function showMarks(html: string): string {
	if (!html.includes(HALF)) return html
	let textOnly = ''
	let drawing = 0
	const told = html.replaceAll(OPTION, (whole, start: string, gap: string, tags: string, text: string) =>
		/\slang=/.test(start) ? whole : `${start} lang="${lowered(tags)}">${gap}${text}`
	)
	return told.replaceAll(PIECES, (piece, slash: string | undefined, tag: string | undefined) => {
		if (tag === undefined) return piece.startsWith('<') || textOnly ? unmarked(piece) : inText(piece, drawing > 0)
		const name = tag.toLowerCase()
		if (textOnly) {
			if (slash && name === textOnly) textOnly = ''
			return unmarked(piece)
		}
		if (!slash && TEXT_ONLY.has(name)) textOnly = name
		if (name === 'svg') drawing += slash ? -1 : 1
		return unmarked(piece)
	})
}

function inText(text: string, isDrawing: boolean) {
	if (!text.includes(HALF)) return text
	const element = isDrawing ? 'tspan' : 'span'
	let open = 0
	const shown = text.replaceAll(MARKS, (mark) => {
		if (mark === CLOSE) {
			if (open === 0) return ''
			open -= 1
			return `</${element}>`
		}
		open += 1
		return `<${element} lang="${lowered(mark.slice(OPEN.length))}">`
	})
	return shown + `</${element}>`.repeat(open)
}
