import { SaxesParser, type SaxesTagNS } from 'saxes'
import { inherited, type Style } from './docx-lists.ts'
import { Unread } from './unread.ts'

/** What a paragraph shows that is not among its words. */
export type Mark = { number: string | null; depth: number | null; heading: number | null; isContents: boolean }

type Count = (list: string, level: number | null, styleId: string) => { number: string; depth: number } | null

// The transitional and the strict form of the format.
const WORDS = new Set([
	'http://schemas.openxmlformats.org/wordprocessingml/2006/main',
	'http://purl.oclc.org/ooxml/wordprocessingml/main'
])

// Tables in tables in text boxes come to some sixty; readers after us go down one call at a time.
const DEEPEST = 256

const CONTENTS = /^(?:toc|contents|table of contents)\s*(?:\d|heading)/iu

export const MARK = 'pitso-mark-'

// Words in a field of one element (a reference to another section) are read where they stand in an element that only holds others.
const FIELD = 'fldSimple'
const HOLDER = 'smartTag'

type Open = {
	styleId: string
	list: string | null
	level: number | null
	outline: number | null
	isDeleted: boolean
}

/**
 * Puts a bookmark into each paragraph of the body and tells what it stands for: the paragraph's number, heading and kind, which the reader
 * of the body does not give. A bookmark stays with its paragraph whatever becomes of the others (text boxes told twice, deletions).
 * `references` are the names by which the body refers to other parts. How words look is left out: the reader takes some sixty times the
 * size of a body in memory, and word processors write more about looks than about words.
 *
 * @throws Unread `damaged` where it is no XML, has a document type declaration (which ECMA-376 part 2, 8.2.5 forbids) or is nested
 * deeper than any document; `not-a-text` where it is no body of a text
 */
export function markParagraphs(xml: string, styles: ReadonlyMap<string, Style>, count: Count) {
	const marks: Mark[] = []
	// The words of ours that are open, from the body inwards; what is not ours stands as ''.
	const path: string[] = []
	const paragraphs: Open[] = []
	let repeated = 0
	const references = new Set<string>()

	const parser = new SaxesParser({ xmlns: true, position: true })
	parser.on('error', () => {
		throw new Unread('damaged')
	})
	parser.on('doctype', () => {
		throw new Unread('damaged')
	})
	const copy = copying(xml)
	const begin = () => xml.lastIndexOf('<', parser.position - 1)
	const change = (text: string) => copy.replace(begin(), parser.position, text)
	// Where the properties that are open in each paragraph or run began.
	const properties: number[] = []

	/** At the end of what a paragraph says of itself: its bookmark stands in its place, or that it was deleted, which joins it to the next. */
	const endProperties = (prefix: string, paragraph: Open) => {
		const from = properties.pop() ?? begin()
		const as = (name: string) => prefixed(prefix, name)
		const kept = `<${as('pPr')}><${as('rPr')}><${as('del')}/></${as('rPr')}></${as('pPr')}>`
		const mark = repeated === 0 && !paragraph.isDeleted ? markOf(paragraph, styles, count) : null
		const bookmark =
			mark && saysMore(mark) ? `<${as('bookmarkStart')} ${as(`name="${MARK}${String(marks.length)}"`)}/>` : ''
		copy.replace(from, parser.position, paragraph.isDeleted ? kept : bookmark)
		if (mark && bookmark !== '') marks.push(mark)
	}
	parser.on('opentag', (tag) => {
		const name = WORDS.has(tag.uri) ? tag.local : ''
		if (path.length === 0 && name !== 'document') throw new Unread('not-a-text')
		if (path.length === DEEPEST) throw new Unread('damaged')
		// What newer programs show stands beside what older ones show instead; the reader takes the latter.
		if (tag.local === 'Choice') repeated++
		const paragraph = paragraphs.at(-1)
		const value = () => Object.values(tag.attributes).find((one) => one.local === 'val')?.value ?? ''
		const [parent, above, further] = [path.at(-1), path.at(-2), path.at(-3)]
		if (name === 'p') paragraphs.push({ styleId: '', list: null, level: null, outline: null, isDeleted: false })
		else if (paragraph && parent === 'pPr' && above === 'p') {
			if (name === 'pStyle') paragraph.styleId = value()
			else if (name === 'outlineLvl') paragraph.outline = Number(value())
		} else if (paragraph && parent === 'numPr' && above === 'pPr' && further === 'p') {
			if (name === 'numId') paragraph.list = value()
			else if (name === 'ilvl') paragraph.level = Number(value())
		} else if (paragraph && name === 'del' && parent === 'rPr' && above === 'pPr' && further === 'p')
			paragraph.isDeleted = true
		for (const attribute of Object.values(tag.attributes))
			if (attribute.uri.endsWith('/relationships')) references.add(attribute.value)
		if (name === FIELD && !tag.isSelfClosing) change(`<${prefixed(tag.prefix, HOLDER)}>`)
		else if ((name === 'pPr' && parent === 'p') || (name === 'rPr' && parent === 'r')) properties.push(begin())
		else if ((name === 'p' || name === 'r') && isOfRevisions(tag))
			change(`<${tag.name}${tag.isSelfClosing ? '/' : ''}>`)
		path.push(name)
	})
	parser.on('closetag', (tag) => {
		if (tag.local === 'Choice') repeated--
		const name = WORDS.has(tag.uri) ? tag.local : ''
		path.pop()
		const paragraph = paragraphs.at(-1)
		if (name === 'p') paragraphs.pop()
		else if (name === FIELD && !tag.isSelfClosing) change(`</${prefixed(tag.prefix, HOLDER)}>`)
		else if (name === 'pPr' && path.at(-1) === 'p' && paragraph) endProperties(tag.prefix, paragraph)
		else if (name === 'rPr' && path.at(-1) === 'r') copy.replace(properties.pop() ?? begin(), parser.position, '')
	})
	parser.write(xml).close()
	return { xml: copy.whole(), marks, references }
}

const prefixed = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}:${name}`)
const saysMore = ({ number, heading, isContents }: Mark) => number !== null || heading !== null || isContents
/** Nothing but the numbers of the sessions in which something was written, which every program but Word leaves out. */
const isOfRevisions = ({ attributes }: SaxesTagNS) => {
	const names = Object.keys(attributes)
	return names.length > 0 && names.every((name) => /:(?:rsid\w*|paraId|textId)$/u.test(name))
}

/** A copy of a text with parts of it replaced, from its beginning to its end. */
function copying(text: string) {
	const pieces: string[] = []
	let copied = 0
	return {
		replace(from: number, until: number, by: string) {
			pieces.push(text.slice(copied, from), by)
			copied = until
		},
		whole: () => pieces.join('') + text.slice(copied)
	}
}

function markOf(paragraph: Open, styles: ReadonlyMap<string, Style>, count: Count): Mark {
	const style = inherited(styles, paragraph.styleId)
	const list = paragraph.list ?? style.list
	// The list 0 is none: so a paragraph leaves that of its style.
	const shown =
		list === null || list === '0'
			? null
			: count(list, paragraph.level ?? (paragraph.list === null ? style.level : null), paragraph.styleId)
	const outline = paragraph.outline ?? style.outline ?? Number(/^heading (\d)$/iu.exec(style.name)?.[1] ?? 10) - 1
	return {
		number: shown?.number ?? null,
		depth: shown?.depth ?? null,
		heading: outline >= 0 && outline < 9 ? outline + 1 : null,
		isContents: CONTENTS.test(style.name)
	}
}
