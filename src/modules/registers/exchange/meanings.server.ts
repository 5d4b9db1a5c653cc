import type { Catalogue } from '#platform/languages/words.ts'
import { isBlank } from '#platform/exchange/read-cell.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { codesIn } from '../entry/resolve.server.ts'
import type { LaidOut } from './lay-out.ts'
import { ENTERED_BY } from './file-columns.ts'
import { findNamed, type BroughtEntries, type Finding } from './lookups.server.ts'
import { countriesCalled, tidy, type Meanings } from './read-cells.ts'
import { readersOf } from './read-rows.ts'

/** The names of records and seats that stand in the cells of a file, each once. */
function namedIn(sheets: readonly LaidOut[]) {
	const records = new Set<string>()
	const seats = new Set<string>()
	for (const laidOut of sheets) {
		const by = laidOut.places.get(ENTERED_BY)
		if (by !== undefined) for (const { cells } of laidOut.rows) if (cells[by]) records.add(cells[by].text.trim())
		for (const { field, first } of readersOf(laidOut)) {
			const isRecord = ['actor', 'structure', 'record', 'entry'].includes(field.type)
			if (!isRecord && field.type !== 'seat') continue
			for (const { cells } of laidOut.rows) {
				const cell = cells[first]
				if (cell && !isBlank(cell)) (isRecord ? records : seats).add(cell.text.trim())
			}
		}
	}
	return { records, seats }
}

const saidIn = (catalogue: Catalogue, keys: readonly string[]) =>
	new Set(
		Object.values(catalogue).flatMap((words) =>
			keys.flatMap((key) => (words[key] === undefined ? [] : [tidy(words[key])]))
		)
	)

/** What the cells of a file are read by: records and codes by what they are called, looked up once for all of them. */
export async function meaningsFor(
	here: Here,
	{ declaration }: CompiledRegister,
	sheets: readonly LaidOut[],
	brought?: BroughtEntries
): Promise<Meanings & Pick<Finding, 'findActor' | 'matched'>> {
	const { catalogue } = here.registry
	const [codesOf, { find, findActor, matched }] = await Promise.all([
		codesIn(here, declaration),
		findNamed(here, namedIn(sheets), brought)
	])
	const called = new Map<AnyField, ReadonlyMap<string, string | null>>()
	const lists = new Map(declaration.lists.map((list) => [list.key, list]))
	return {
		codesOf,
		codesCalled(field) {
			const known = called.get(field)
			if (known) return known
			const names = new Map<string, string | null>()
			if (field.type === 'one-of' || field.type === 'many-of') {
				const codes = 'list' in field.codes ? (lists.get(field.codes.list)?.codes ?? []) : []
				for (const code of codes)
					for (const name of [...Object.values(code.names), code.key]) {
						const other = names.get(tidy(name))
						names.set(tidy(name), other === undefined || other === code.key ? code.key : null)
					}
			}
			called.set(field, names)
			return names
		},
		find,
		findActor,
		matched,
		yes: new Set(['yes', 'true', ...saidIn(catalogue, ['registers.said.yes'])]),
		no: new Set(['no', 'false', ...saidIn(catalogue, ['registers.said.no'])]),
		countries: countriesCalled(Object.keys(catalogue)),
		languages: Object.keys(catalogue)
	}
}
