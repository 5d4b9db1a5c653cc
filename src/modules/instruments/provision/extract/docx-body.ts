import type { Paragraph } from './extraction.ts'
import { MARK, type Mark } from './docx-marks.ts'
import { oneSpaced } from './gather.ts'

type Said = Pick<Paragraph, 'text' | 'number' | 'depth' | 'heading' | 'isContents'>

const field = (element: unknown, name: string): unknown =>
	typeof element === 'object' && element !== null ? Reflect.get(element, name) : undefined
const typeOf = (element: unknown): unknown => field(element, 'type')
const childrenOf = (element: unknown): readonly unknown[] => {
	const children = field(element, 'children')
	return Array.isArray(children) ? children : []
}

const LINE = '\n'

/**
 * The paragraphs of a document as mammoth reads it: tracked deletions are gone and insertions taken, text boxes stand where they are
 * anchored. Headers, footnotes, comments and pictures are no part of a text's provisions and are left out.
 */
export function* bodyParagraphs(document: unknown, marks: readonly Mark[]): Generator<Said> {
	for (const block of childrenOf(document)) yield* fromBlock(block, marks)
}

function* fromBlock(block: unknown, marks: readonly Mark[]): Generator<Said> {
	if (typeOf(block) === 'paragraph') yield* fromParagraph(block, marks)
	else if (typeOf(block) === 'table') for (const row of childrenOf(block)) yield* fromRow(row, marks)
	else for (const child of childrenOf(block)) yield* fromBlock(child, marks)
}

function* fromParagraph(paragraph: unknown, marks: readonly Mark[]): Generator<Said> {
	const told: Told = { text: '', mark: undefined }
	gather(paragraph, marks, told)
	const mark = told.mark ?? { number: null, depth: null, heading: null, isContents: false }
	// A line break inside a paragraph: what people type where they want no space between two items.
	const [first = '', ...rest] = told.text.split(LINE)
	yield { ...mark, text: first }
	for (const text of rest) yield { ...mark, number: null, depth: null, text }
}

type Told = { text: string; mark: Mark | undefined }

function gather(element: unknown, marks: readonly Mark[], told: Told): void {
	for (const child of childrenOf(element)) {
		const type = typeOf(child)
		const value = field(child, 'value')
		const name = field(child, 'name')
		if (type === 'text' && typeof value === 'string') told.text += value
		else if (type === 'tab') told.text += ' '
		else if (type === 'break') told.text += field(child, 'breakType') === 'line' ? LINE : ' '
		else if (type === 'bookmarkStart' && typeof name === 'string' && name.startsWith(MARK))
			told.mark = marks[Number(name.slice(MARK.length))]
		else gather(child, marks, told)
	}
}

// A number alone in a cell before its text, as laws are set in two columns.
const NUMBER_ALONE = /^\(?(?:\d+(?:\.\d+)*|\p{L}{1,5})[.)]{1,2}$|^\d+(?:\.\d+)+$/u

/** A row whose cells hold a paragraph each is one line; longer cells are read one after another. */
function* fromRow(row: unknown, marks: readonly Mark[]): Generator<Said> {
	const cells = childrenOf(row)
		.map((cell) =>
			childrenOf(cell)
				.flatMap((block) => [...fromBlock(block, marks)])
				.filter(({ text, number }) => oneSpaced(text) !== '' || number !== null)
		)
		.filter((cell) => cell.length > 0)
	const [first, second] = cells
	const alone = first?.length === 1 ? oneSpaced(first[0]?.number ?? first[0]?.text ?? '') : ''
	if (first && second?.[0] && NUMBER_ALONE.test(alone) && (first[0]?.number === null || first[0]?.text === '')) {
		yield { ...second[0], number: alone }
		yield* second.slice(1)
		for (const cell of cells.slice(2)) yield* cell
	} else if (cells.length > 1 && cells.every((cell) => cell.length === 1)) {
		const [head] = first ?? []
		const text = cells.map(
			([only], index) => `${index > 0 && only?.number ? `${only.number} ` : ''}${only?.text ?? ''}`
		)
		if (head) yield { ...head, text: text.join(' | ') }
	} else for (const cell of cells) yield* cell
}
