import type { ColumnPlace } from './column.ts'
import { type Fault, type FaultCollector, excerpt } from './fault.ts'
import { type Labels, ownNamesOnly } from './labels.ts'
import { findNearest } from './nearest.ts'
import type { Sheet } from './sheet.ts'
import { type Table, placeIn } from './table.ts'

/** Where each declared column stands in a table. */
export type Layout = {
	readonly places: ReadonlyMap<string, readonly ColumnPlace[]>
	/** Positions whose header is empty. */
	readonly nameless: readonly number[]
}

const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

type Naming = { language: string; labels?: Labels }

/**
 * Finds the declared columns by the table's headers, in any order, by their own names or as they are called in a language;
 * names the headers that are unknown, doubled or missing.
 */
export function layOut(
	sheet: Sheet,
	table: Table,
	{ language, labels = ownNamesOnly }: Naming,
	faults: FaultCollector
): Layout {
	const places = new Map<string, ColumnPlace[]>()
	const nameless: number[] = []
	const taken = new Map<string, number>()
	for (const [index, header] of table.columns.entries()) {
		const place = placeIn(table, 1, index)
		if (header === '') {
			nameless.push(index)
			continue
		}
		const found = findColumn(sheet, header, labels)
		if (!found) {
			faults.add({ ...place, ...unknownColumn(sheet, header) })
			continue
		}
		// `name` and `name:en` are the same cell twice where English is the first language.
		const slot = `${found.name}:${found.language ?? language}`
		const other = taken.get(slot)
		if (other !== undefined) {
			faults.add({ ...place, code: 'exchange.duplicate-column', params: { other: placeIn(table, 1, other).letter } })
			continue
		}
		taken.set(slot, index)
		places.set(found.name, [...(places.get(found.name) ?? []), { index, language: found.language }])
	}
	for (const [name, column] of Object.entries(sheet.columns)) {
		// A name in other languages needs the workspace's own beside it, even where it may be empty.
		const isLost = places.has(name) && !taken.has(`${name}:${language}`)
		if (isLost) places.delete(name)
		if (isLost || (column.isRequired && !places.has(name))) {
			faults.add({ sheet: table.name, row: 1, column: name, code: 'exchange.missing-column' })
		}
	}
	return { places, nameless }
}

function findColumn(
	sheet: Sheet,
	header: string,
	labels: Labels
): (Omit<ColumnPlace, 'index'> & { name: string }) | undefined {
	if (Object.hasOwn(sheet.columns, header)) return { name: header, language: undefined }
	// `name_fr` as Pitso writes it, `name:fr` as people do.
	const [, name = '', language = ''] = /^(.+)[_:]([^_:]+)$/.exec(header) ?? []
	const found = Object.hasOwn(sheet.columns, name) ? { name, language } : labels.column(sheet.name, header)
	if (!found || found.language === undefined) return found && { name: found.name, language: undefined }
	return LANGUAGE.test(found.language) && sheet.columns[found.name]?.form.kind === 'name' ? found : undefined
}

function unknownColumn(sheet: Sheet, header: string): Pick<Fault, 'code' | 'params'> {
	const names = Object.keys(sheet.columns)
	const nearest = findNearest(header, names)
	if (nearest === undefined)
		return { code: 'exchange.unknown-column', params: { value: excerpt(header), allowed: names.join(', ') } }
	return { code: 'exchange.unknown-column-near', params: { value: excerpt(header), nearest } }
}
