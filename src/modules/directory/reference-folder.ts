import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseTable, type Reference, type ReferenceTables } from './reference-tables.ts'

/**
 * Reads the folders `facts`, `maps` and `instruments` of a reference folder.
 * Throws ReferenceFault for a file that is not as the product knows it.
 */
export async function readReference(folder: string): Promise<Reference> {
	const [facts, maps, memory] = await Promise.all([
		readTables(folder, 'facts'),
		readTables(folder, 'maps'),
		readTables(folder, 'instruments')
	])
	return { facts, maps, memory }
}

async function readTables(folder: string, part: 'facts' | 'maps' | 'instruments'): Promise<ReferenceTables> {
	const names = (await readdir(join(folder, part))).filter((name) => name.endsWith('.csv')).sort()
	const tables = await Promise.all(
		names.map(async (name) => {
			const text = await readFile(join(folder, part, name), 'utf8')
			return [name.slice(0, -'.csv'.length), parseTable(`${part}/${name}`, text)] as const
		})
	)
	return new Map(tables)
}
