import type { Archive } from './archive.ts'
import type { Cell } from './cell.ts'
import type { Reading } from './table.ts'
import { Unreadable } from './unreadable.ts'
import { isDateFormat } from './workbook-date.ts'
import { prefixedAttribute, readXml } from './xml.ts'

/** What the sheets of a workbook need to know of its other parts. */
export type Workbook = {
	readonly sheets: readonly { name: string; part: string }[]
	readonly sharedStrings: readonly Cell[]
	/** By the number of a cell's style: whether it shows numbers as dates. */
	readonly dateStyles: readonly boolean[]
	readonly is1904: boolean
}

type Relation = { id: string; type: string; part: string }

/** Reads everything of a workbook but its sheets. Throws `Unreadable`. */
export async function readWorkbookParts(archive: Archive, reading: Reading): Promise<Workbook> {
	const main =
		(await readRelations(archive, '')).find(({ type }) => type === 'officeDocument')?.part ?? 'xl/workbook.xml'
	const stored = archive.find(main)
	if (stored === undefined || !stored.toLowerCase().endsWith('.xml')) throw new Unreadable('exchange.other-workbook')
	const relations = await readRelations(archive, stored)
	const partOf = (type: string) => relations.find((relation) => relation.type === type)?.part
	const { sheets, is1904 } = await readSheetList(archive, stored, relations)
	return {
		sheets,
		is1904,
		sharedStrings: await readSharedStrings(archive, partOf('sharedStrings'), reading),
		dateStyles: await readDateStyles(archive, partOf('styles'))
	}
}

async function readRelations(archive: Archive, of: string): Promise<Relation[]> {
	const folder = of.slice(0, of.lastIndexOf('/') + 1)
	const part = archive.find(`${folder}_rels/${of.slice(folder.length)}.rels`)
	if (part === undefined) return []
	const relations: Relation[] = []
	await readXml(archive.read(part), part, {
		open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
			if (name !== 'Relationship' || mode === 'External') return
			relations.push({ id, type: type.slice(type.lastIndexOf('/') + 1), part: resolvePart(folder, target) })
		}
	})
	return relations
}

/** The part a target names, from its folder or, with a slash in front, from the top. */
export function resolvePart(folder: string, target: string): string {
	const steps: string[] = []
	for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
		if (step === '..') steps.pop()
		else if (step !== '' && step !== '.') steps.push(step)
	}
	return steps.join('/')
}

async function readSheetList(archive: Archive, part: string, relations: readonly Relation[]) {
	const sheets: { name: string; part: string }[] = []
	let is1904 = false
	await readXml(archive.read(part), part, {
		open(element, attributes) {
			if (element === 'workbookPr') is1904 = ['1', 'true', 'on'].includes(attributes.date1904 ?? '')
			if (element !== 'sheet') return
			const id = prefixedAttribute(attributes, 'id')
			const relation = relations.find((relation) => relation.id === id)
			// Charts and dialogs are listed as sheets too, but hold no cells.
			if (relation && relation.type !== 'worksheet') return
			const stored = relation && archive.find(relation.part)
			if (stored === undefined) throw new Unreadable('exchange.broken-workbook', { part })
			sheets.push({ name: (attributes.name ?? '').normalize('NFC').trim(), part: stored })
		}
	})
	return { sheets, is1904 }
}

async function readSharedStrings(
	archive: Archive,
	named: string | undefined,
	{ cell, limits }: Reading
): Promise<Cell[]> {
	const part = archive.find(named ?? 'xl/sharedStrings.xml')
	if (part === undefined) return []
	const strings: Cell[] = []
	const text = gatherText()
	await readXml(archive.read(part), part, {
		open(name) {
			text.open(name)
		},
		text: text.add,
		close(name) {
			text.close(name)
			if (name !== 'si') return
			if (strings.length === limits.cells) throw new Unreadable('exchange.too-many-cells', { max: limits.cells })
			strings.push(cell('text', text.take()))
		}
	})
	return strings
}

/** Joins the runs of a rich text and leaves out its readings (`rPh`), which stand beside the text, not in it. */
export function gatherText() {
	let isText = false
	let isReading = false
	let gathered = ''
	return {
		open(name: string) {
			if (name === 't') isText = true
			else if (name === 'rPh') isReading = true
		},
		close(name: string) {
			if (name === 't') isText = false
			else if (name === 'rPh') isReading = false
		},
		add(text: string) {
			if (isText && !isReading) gathered += text
		},
		take(): string {
			const text = gathered
			gathered = ''
			return unescapeText(text)
		}
	}
}

/** Characters XML cannot hold are written as `_x000D_` (ECMA-376 part 1, 22.9.2.19). */
export function unescapeText(text: string): string {
	if (!text.includes('_x')) return text
	return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

async function readDateStyles(archive: Archive, named: string | undefined): Promise<boolean[]> {
	const part = archive.find(named ?? 'xl/styles.xml')
	if (part === undefined) return []
	const patterns = new Map<number, string>()
	const formats: number[] = []
	let isCellFormat = false
	await readXml(archive.read(part), part, {
		open(name, attributes) {
			if (name === 'numFmt') patterns.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
			else if (name === 'cellXfs') isCellFormat = true
			else if (name === 'xf' && isCellFormat) formats.push(Number(attributes.numFmtId ?? 0))
		},
		close(name) {
			if (name === 'cellXfs') isCellFormat = false
		}
	})
	const isDate = new Map<number, boolean>()
	return formats.map((id) => {
		const known = isDate.get(id) ?? isDateFormat(id, patterns.get(id))
		isDate.set(id, known)
		return known
	})
}
