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
	/(<option(?:[^>"']|"[^"]*"|'[^']*')*)>((?:<!--[^>]*-->|\s)*)\u{E0001}([\u{E002D}-\u{E007A}]+)([^<\u{E0001}\u{E007F}]*)\u{E007F}/uy

// What holds text alone, where an element would be shown as its letters or be dropped; and drawings, which have an element of their own.
const AROUND = /<(\/?)(title|option|textarea|script|style|svg)(?![a-zA-Z0-9-])/gi
const TAG = /<\/?[a-zA-Z][a-zA-Z0-9-]*(?:[^>"']|"[^"]*"|'[^']*')*>|<!--[\s\S]*?-->/y

/**
 * A page's HTML with its marks turned into elements that tell the language (WCAG 3.1.2): a `span`, in a drawing a
 * `tspan`; an option that begins with one tells the language itself. Marks in attributes and in elements that take text alone are dropped.
 */
export function showMarks(html: string): string {
	let at = html.indexOf(HALF)
	if (at === -1) return html
	// A page is long and its marks are few: only what stands around each of them is read.
	const around = readAround(html)
	let shown = ''
	let done = 0
	for (; at !== -1; at = html.indexOf(HALF, done)) {
		const { textOnly, since, isDrawing } = around(at)
		const option = textOnly === 'option' && since >= done ? matchAt(OPTION, html, since) : null
		if (option && !/\slang=/.test(option[1] ?? '')) {
			const [whole, start = '', gap = '', tags = '', text = ''] = option
			shown += `${html.slice(done, since)}${unmarked(start)} lang="${lowered(tags)}">${gap}${text}`
			done = since + whole.length
			continue
		}
		const opened = html.lastIndexOf('<', at)
		const tag = opened < done ? null : matchAt(TAG, html, opened)
		const closed = tag ? opened + tag[0].length : Math.max(opened + 1, done)
		const isInTag = closed > at
		const next = html.indexOf('<', at)
		const until = isInTag ? closed : next === -1 ? html.length : next
		const from = isInTag ? opened : closed
		const piece = html.slice(from, until)
		shown += html.slice(done, from) + (isInTag || textOnly ? unmarked(piece) : inText(piece, isDrawing))
		done = until
	}
	return shown + html.slice(done)
}

function matchAt(pattern: RegExp, html: string, at: number) {
	pattern.lastIndex = at
	return pattern.exec(html)
}

/** Reads on to a place in a page, from one to the next: which element that takes text alone it stands in and since where, and whether in a drawing. */
function readAround(html: string) {
	const tags = html.matchAll(AROUND)
	let next = tags.next()
	let textOnly = ''
	let since = 0
	let drawing = 0
	return (at: number) => {
		for (; !next.done && next.value.index < at; next = tags.next()) {
			const [, slash, tag = ''] = next.value
			const name = tag.toLowerCase()
			if (textOnly) {
				if (slash && name === textOnly) textOnly = ''
			} else if (name === 'svg') drawing += slash ? -1 : 1
			else if (!slash) {
				textOnly = name
				since = next.value.index
			}
		}
		return { textOnly, since, isDrawing: drawing > 0 }
	}
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
