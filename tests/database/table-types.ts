import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'

export type ColumnType = { type: string; isNullable: boolean }

const root = join(import.meta.dirname, '../..')

/** The program of the whole source, as the type checker sees it with every area's tables declared. */
function program() {
	const path = join(root, 'tsconfig.json')
	const { config } = ts.readConfigFile(path, (file) => readFileSync(file, 'utf8')) satisfies { config?: unknown }
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, dirname(path))
	return ts.createProgram([join(root, 'src/areas.ts')], { ...options, noEmit: true, skipLibCheck: true })
}

/** The kinds of value a column of the `Tables` types holds, in words a database column can be held against. */
function wordsOf(checker: ts.TypeChecker, type: ts.Type): string {
	const name = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation)
	if (type.isUnion()) {
		const parts = new Set(type.types.filter((one) => !isEmpty(one)).map((one) => wordsOf(checker, one)))
		return parts.size === 1 ? [...parts].join('') : [...parts].sort().join(' | ')
	}
	if (type.flags & ts.TypeFlags.StringLike) return 'text'
	if (type.flags & ts.TypeFlags.NumberLike) return 'number'
	if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean'
	if (name === 'Date') return 'instant'
	if (name === 'string[]') return 'text list'
	// What has names of its own is kept whole, as an index of them is.
	return type.flags & ts.TypeFlags.Object ? 'json' : name
}

const isEmpty = (type: ts.Type) => (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0

/** The table types of the program: every table with its columns, and whether each may be empty. */
export function tableTypes(): Map<string, Map<string, ColumnType>> {
	const made = program()
	const checker = made.getTypeChecker()
	const file = made.getSourceFiles().find((one) => relative(root, one.fileName) === 'src/platform/database/tables.ts')
	const symbol = file && checker.getSymbolAtLocation(file)
	const tables = symbol && checker.getExportsOfModule(symbol).find((one) => one.name === 'Tables')
	if (!file || !tables) throw new Error('the Tables interface is not where it was')
	const found = new Map<string, Map<string, ColumnType>>()
	for (const table of checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(tables))) {
		const columns = checker.getPropertiesOfType(checker.getTypeOfSymbol(table)).map((column) => {
			const type = selected(checker, checker.getTypeOfSymbol(column))
			const isNullable = isEmpty(type) || (type.isUnion() && type.types.some(isEmpty))
			return [column.name, { type: wordsOf(checker, type), isNullable }] as const
		})
		found.set(table.name, new Map(columns))
	}
	return found
}

// A column that is written in another form than it is read (a day, a name by language) is held by how it is read.
function selected(checker: ts.TypeChecker, type: ts.Type): ts.Type {
	const select = type.getProperty('__select__')
	return select ? checker.getTypeOfSymbol(select) : type
}
