import { SaxesParser } from 'saxes'
import { Unreadable } from './unreadable.ts'

export type XmlHandlers = {
	/** Names come without their prefix: programs differ in the prefixes they write. */
	open(name: string, attributes: Readonly<Record<string, string>>): void
	close?(name: string): void
	text?(text: string): void
}

const DEEPEST = 100
const LONGEST_TOKEN = 8_000_000

/**
 * Reads one XML part in pieces. Only UTF-8, as all spreadsheet programs write it; a document type declaration is
 * refused, and with it every entity but the five of XML itself. Throws `Unreadable`.
 */
export async function readXml(pieces: AsyncIterable<Buffer>, part: string, handlers: XmlHandlers): Promise<void> {
	const broken = () => new Unreadable('exchange.broken-workbook', { part })
	const parser = new SaxesParser({ position: false, xmlns: false })
	const names = new Map<string, string>()
	let depth = 0
	let sinceToken = 0

	parser.on('error', () => {
		throw broken()
	})
	parser.on('doctype', () => {
		throw new Unreadable('exchange.document-type', { part })
	})
	parser.on('opentag', ({ name, attributes }) => {
		sinceToken = 0
		if (++depth > DEEPEST) throw broken()
		handlers.open(localName(names, name), attributes)
	})
	parser.on('closetag', ({ name }) => {
		sinceToken = 0
		depth--
		handlers.close?.(localName(names, name))
	})
	const text = (text: string) => handlers.text?.(text)
	parser.on('text', text)
	parser.on('cdata', text)

	const decoder = new TextDecoder('utf-8', { fatal: true })
	const decode = (piece: Buffer | undefined) => {
		try {
			return piece ? decoder.decode(piece, { stream: true }) : decoder.decode()
		} catch {
			throw broken()
		}
	}
	for await (const piece of pieces) {
		// The parser gathers text, comments and attributes until they end: one without end would fill the memory.
		sinceToken += piece.length
		if (sinceToken > LONGEST_TOKEN) throw broken()
		parser.write(decode(piece))
	}
	parser.write(decode(undefined))
	parser.close()
}

function localName(known: Map<string, string>, name: string): string {
	const found = known.get(name)
	if (found !== undefined) return found
	const local = name.slice(name.indexOf(':') + 1)
	if (known.size < 1_000) known.set(name, local)
	return local
}

/** An attribute with a namespace of its own, such as `r:id`, whatever its prefix. */
export function prefixedAttribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
	const key = Object.keys(attributes).find((key) => key.includes(':') && key.slice(key.indexOf(':') + 1) === name)
	return key === undefined ? undefined : attributes[key]
}
