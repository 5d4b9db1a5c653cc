/** A sentence in the middle of being written: words, and what is put in between. */
type Piece = { text: string } | { name: string }

/** What may stand between braces besides figures: the period, its days, and the periods it is compared with. */
export const PERIOD_NAMES = ['period', 'from', 'until', 'before', 'year_before', 'entries'] as const

/** How a figure may be named: as it is, and as it was in the periods it is compared with, with what became of it. */
const FIGURE = /^(figure|before|year_before|change|year_change)\.([a-z0-9]+(?:-[a-z0-9]+)*)$/

export type FigureName = { of: 'figure' | 'before' | 'year_before' | 'change' | 'year_change'; key: string }

const ways = ['figure', 'before', 'year_before', 'change', 'year_change'] as const

/** The figure that a name between braces asks for, and in which period; null where it names none. */
export function figureNamed(name: string): FigureName | null {
	const [, way, key] = FIGURE.exec(name) ?? []
	const of = ways.find((one) => one === way)
	return of && key !== undefined ? { of, key } : null
}

/** A text taken apart: `{…}` names what is put there, `{{` and `}}` stand for the braces themselves. */
export function piecesOf(text: string): Piece[] {
	const pieces: Piece[] = []
	let words = ''
	for (const [part] of text.matchAll(/\{\{|\}\}|\{[^{}]*\}|[^{}]+|[{}]/g)) {
		if (part === '{{' || part === '}}') words += part.slice(0, 1)
		else if (part.length > 1 && part.startsWith('{') && part.endsWith('}')) {
			if (words !== '') pieces.push({ text: words })
			words = ''
			pieces.push({ name: part.slice(1, -1).trim() })
		} else words += part
	}
	if (words !== '') pieces.push({ text: words })
	return pieces
}

/** The names in a text that stand for nothing: neither the period nor one of the figures. */
export const unknownNames = (text: string, figures: ReadonlySet<string>): string[] =>
	piecesOf(text).flatMap((piece) => {
		if ('text' in piece || PERIOD_NAMES.some((known) => known === piece.name)) return []
		const named = figureNamed(piece.name)
		return named && figures.has(named.key) ? [] : [piece.name]
	})

/** A text with what its names stand for; what has no value is left as a dash. */
export const filledIn = (text: string, values: ReadonlyMap<string, string>): string =>
	piecesOf(text)
		.map((piece) => ('text' in piece ? piece.text : (values.get(piece.name) ?? '–')))
		.join('')
