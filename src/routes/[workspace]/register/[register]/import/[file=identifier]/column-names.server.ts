import { registry } from '#areas'
import { fileSheets } from '#modules/registers/exchange/file-columns.ts'
import type { CompiledRegister } from '#modules/registers/declaration/compile-declaration.ts'
import type { Words } from '#platform/languages/words.ts'

/** What the columns and tables of a register's files are called in the reader's language. */
export function columnNames(compiled: CompiledRegister, words: Pick<Words, 'name'>): (header: string) => string {
	const sheets = fileSheets(compiled, registry.catalogue, { shows: () => true, withTold: true, isWhole: true })
	const names = new Map<string, Readonly<Record<string, string>>>()
	for (const { table, names: called, columns } of sheets) {
		if (table) names.set(table.table.key, called)
		else for (const column of columns) names.set(column.header, column.names)
	}
	return (header) => {
		const found = names.get(header)
		return found ? words.name(found) : header
	}
}
