import { sql, type RawBuilder } from 'kysely'
import { COUNTRIES, countryNameIn } from '#platform/languages/countries.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { holdsWords, recordsWithWords } from '#platform/records/search-words.server.ts'
import type { CompiledField } from '../declaration/compile-declaration.ts'
import { columnName } from '../entry/columns.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { RECORD_TYPES } from '../entry/resolve.server.ts'
import type { Register } from '../registers.server.ts'
import { mightSeePart } from './might-see.ts'

const LANGUAGES = ['en', 'fr', 'pt'] as const

/**
 * The identifiers of entries that hold the words: in what is written in them, in any part the seat sees; or, of one register, in
 * the name of a record, a code or a country that stands in a field lists are filtered by. The names are looked up when they are
 * asked for: kept with the entry, they would be those of yesterday, and be found by who does not see what bears them.
 */
export function entriesWithWords(here: Here, register: Register | null, typed: string): RawBuilder<string> {
	const written = recordsWithWords(here, ['entry', 'entry-part'], typed)
	if (written === null) return sql<string>`(select null::uuid where false)`
	// The index tells of a part only to who sees it.
	const inText = sql<string>`select entry_part.entry_id from ${written} as found
		join entry_part on entry_part.workspace_id = ${here.workspace.id} and entry_part.id = found.record_id`
	const inNames = register ? namesHeld(here, register, typed) : []
	return sql<string>`(${sql.join([inText, ...inNames], sql` union `)})`
}

function namesHeld(here: Here, register: Register, typed: string): RawBuilder<string>[] {
	const { compiled } = register
	const seat = askingOf(here)
	const seen = [...compiled.fields.values()].filter(
		(one) => one.field.filtered && mightSeePart(compiled, one.part, seat)
	)
	const named = recordsWithWords(here, [...new Set(seen.flatMap(kindsOf))], typed)
	const isMeant = holdsWords(typed)
	const countries = COUNTRIES.filter((code) =>
		LANGUAGES.some((language) => isMeant(countryNameIn(language, code) ?? ''))
	)
	return seen.flatMap((one) => {
		if (kindsOf(one).length > 0 && named)
			return [holding(here, register, one, sql`(select record_id from ${named} as named)`)]
		const codes = one.field.type === 'country' ? countries : codesMeant(register, one, isMeant)
		return codes.length === 0 ? [] : [holding(here, register, one, sql`(${sql.join(codes)})`)]
	})
}

/** The kinds of record that a field holds. */
function kindsOf({ field }: CompiledField): string[] {
	if (!RECORD_TYPES.some((type) => type === field.type)) return []
	return field.type === 'record' ? ['actor', 'structure', ...field.kinds] : [field.type]
}

function codesMeant({ compiled }: Register, { field }: CompiledField, isMeant: (text: string) => boolean): string[] {
	if ((field.type !== 'one-of' && field.type !== 'many-of') || !('list' in field.codes)) return []
	const { list: wanted } = field.codes
	const list = compiled.declaration.lists.find(({ key }) => key === wanted)
	return (list?.codes ?? []).flatMap(({ key, names }) => (Object.values(names).some(isMeant) ? [key] : []))
}

/** The entries whose field holds one of some values, each by the index of its column; a part is read with its record. */
function holding(here: Here, register: Register, one: CompiledField, values: RawBuilder<unknown>): RawBuilder<string> {
	const { field, column, part } = one
	const seen = sql`join record as held_record on held_record.workspace_id = held.workspace_id and held_record.id = held.id`
	const own = sql`held.workspace_id = ${here.workspace.id} and held.register_id = ${register.id} and held.part = ${part}`
	if (column) {
		const ref = sql.ref(`held.${columnName(column.kind, column.position)}`)
		return sql<string>`select held.entry_id from entry_part as held ${seen} where ${own} and ${ref} in ${values}`
	}
	return sql<string>`select held.entry_id from entry_choice
		join entry_part as held on held.workspace_id = entry_choice.workspace_id and held.id = entry_choice.part_id ${seen}
		where ${own} and entry_choice.workspace_id = ${here.workspace.id} and entry_choice.register_id = ${register.id}
			and entry_choice.field = ${field.key} and entry_choice.code in ${values}`
}
