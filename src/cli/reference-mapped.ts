import { noteOf } from '#modules/directory/reference-sheets.ts'
import { cell, faultAt, indexOf, rowsOf, type ReferenceRow } from '#modules/directory/reference-tables.ts'
import { origins, type Reading, type ReferenceEntry } from './reference-reading.ts'

/**
 * Single facts as entries of shipped registers, as `maps/register-facts.csv` says: which row of which table becomes an entry of
 * which register, in one workspace or (where it names none) in each, and what stands in its fields. `{column}` stands for a cell
 * of the row. Throws ReferenceFault where a row of the map leads nowhere.
 */
export function mappedEntries(reading: Reading): [string, readonly ReferenceEntry[]][] {
	const { facts, maps } = reading.reference
	const origin = origins(reading)
	return rowsOf(maps, 'register-facts')
		.filter((row) => ['', reading.workspaceKey].includes(cell(row, 'workspace')))
		.map((row) => {
			const fact = indexOf(facts, cell(row, 'table')).get(cell(row, 'row'))
			if (!fact) throw faultAt(row, 'row', `there is no row ${cell(row, 'row')} in ${cell(row, 'table')}.`)
			const note = noteOf(
				fact.cells.get('note') ?? '',
				cell(row, 'basis') === 'stated' ? '' : `${wordOf(cell(row, 'basis'))}: ${cell(row, 'note')}`
			)
			return [cell(row, 'register'), [{ cells: cellsOf(row, fact), origin: origin(fact, note) }]]
		})
}

const wordOf = (basis: string) => basis.slice(0, 1).toUpperCase() + basis.slice(1)

// Cells are written `field=value | field=value`: a value may hold a semicolon, and none holds a bar.
function cellsOf(row: ReferenceRow, fact: ReferenceRow) {
	const cells = cell(row, 'cells')
		.split(' | ')
		.map((part): [string, string] => {
			const at = part.indexOf('=')
			if (at < 1) throw faultAt(row, 'cells', `"${part}" is not a field and its value.`)
			const value = part.slice(at + 1).replaceAll(/\{([a-z_]+)\}/g, (_, column: string) => cell(fact, column))
			return [part.slice(0, at), value]
		})
	return Object.fromEntries(cells)
}
