/** A stretch of a text, set in bold or not; with its language where that is another than the text's. */
export type Run = { text: string; isStrong: boolean; language?: string }

/** A part of a text as its writer marked it; a line end in a paragraph stands for a line end. */
export type MarkedPart =
	| { type: 'heading'; level: 1 | 2; text: string }
	| { type: 'paragraph'; runs: readonly Run[] }
	| { type: 'list'; isOrdered: boolean; items: readonly (readonly Run[])[] }

const HEADING = /^(#{1,6})[ \t]+(.*?)[ \t]*#*$/u
const BULLET = /^[ \t]*[-*•][ \t]+(.+)$/u
const NUMBERED = /^[ \t]*(\d{1,3})[.)][ \t]+(.+)$/u
const STRONG = /\*\*(?=\S)(.+?)(?<=\S)\*\*/gsu

type List = { isOrdered: boolean; items: string[] }

/**
 * A text with the few marks that are understood: an empty line between paragraphs, `#` and `##` before a heading, `-` or `1.` before
 * the items of a list, `**` around what is bold. Everything else is said as it was typed, tables and links among it. A list of
 * numbers that does not count up from one stays a text: set anew, it would have other numbers.
 */
export function markedParts(text: string): MarkedPart[] {
	const parts: MarkedPart[] = []
	// What is being read: the lines of a paragraph or the items of a list.
	const open: { lines: string[]; list: List | null } = { lines: [], list: null }
	const end = () => {
		const { lines, list } = open
		if (lines.length > 0) parts.push({ type: 'paragraph', runs: runsOf(lines.join('\n')) })
		if (list) parts.push({ type: 'list', isOrdered: list.isOrdered, items: list.items.map(runsOf) })
		open.lines = []
		open.list = null
	}
	for (const line of text.replaceAll(/\r\n?/g, '\n').split('\n')) {
		const heading = HEADING.exec(line)
		if (line.trim() === '') end()
		else if (heading?.[2]) {
			end()
			parts.push({ type: 'heading', level: heading[1] === '#' ? 1 : 2, text: plainOf(runsOf(heading[2])) })
		} else {
			const item = itemOf(line, open.list)
			if (item) {
				if (open.list?.isOrdered !== item.isOrdered) end()
				open.list ??= { isOrdered: item.isOrdered, items: [] }
				open.list.items.push(item.text)
			} else if (open.list && /^[ \t]/u.test(line)) continued(open.list, line.trim())
			else {
				if (open.list) end()
				open.lines.push(line.trimEnd())
			}
		}
	}
	end()
	return parts
}

function itemOf(line: string, list: List | null): { isOrdered: boolean; text: string } | null {
	const bullet = BULLET.exec(line)
	if (bullet?.[1]) return { isOrdered: false, text: bullet[1] }
	const numbered = NUMBERED.exec(line)
	const next = list?.isOrdered === true ? list.items.length + 1 : 1
	return numbered?.[2] && Number(numbered[1]) === next ? { isOrdered: true, text: numbered[2] } : null
}

function continued({ items }: List, line: string): void {
	const last = items.pop() ?? ''
	items.push(`${last}\n${line}`)
}

function runsOf(text: string): Run[] {
	let at = 0
	const runs = [...text.matchAll(STRONG)].flatMap((found): Run[] => {
		const before = text.slice(at, found.index)
		at = found.index + found[0].length
		return [
			{ text: before, isStrong: false },
			{ text: found[1] ?? '', isStrong: true }
		]
	})
	return [...runs, { text: text.slice(at), isStrong: false }].filter((run) => run.text !== '')
}

/** What runs say, without their marks. */
export const plainOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')
