import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../../declaration/compile-declaration.ts'
import type { AnyField } from '../../declaration/declaration.ts'
import { KeptValues } from '../entry-outputs.ts'
import type { Values } from '../values.ts'
import { sayState, sayValue, type AreaName } from './say-value.ts'

type Change = { table: string; field: string; before: unknown; after: unknown }
type Told = { label: string; before: string | null; after: string | null }

const valuesIn = (document: unknown): Values => KeptValues.safeParse(document ?? {}).data ?? {}

/**
 * Tells the changes of one row of an entry as its page would say them: each field by its own name, states and codes by theirs.
 * What an entry has in common with other records is told as of these, and left to them.
 */
export function tellsEntry(
	words: Words,
	compiled: CompiledRegister,
	{
		areas,
		names,
		earlier = compiled
	}: {
		areas: readonly AreaName[]
		names: readonly RecordReference[]
		/** The version that held before, of what a new one changed itself. */
		earlier?: CompiledRegister
	}
) {
	const { declaration } = compiled
	const saying = { areas, records: new Map(names.map((one) => [one.id, one])) }
	const say = (field: AnyField | undefined, values: Values, by = compiled) => {
		const value = field && values[field.key]
		return field === undefined || value === undefined ? null : sayValue(words, field, by, value, saying).text
	}

	function tellFields(change: Change): Told[] {
		const [before, after] = [valuesIn(change.before), valuesIn(change.after)]
		const now = new Map<string, AnyField>(declaration.fields.map((field) => [field.key, field]))
		const was = new Map<string, AnyField>(earlier.declaration.fields.map((field) => [field.key, field]))
		return [...new Map([...now, ...[...was].filter(([key]) => !now.has(key))])].flatMap(([key, field]) => {
			const told = {
				label: words.name(field.names),
				before: say(was.get(key), before, earlier),
				after: say(now.get(key), after)
			}
			return told.before === told.after ? [] : [told]
		})
	}

	function tellRow(row: readonly Change[], change: Change): Told[] {
		const [before, after] = [valuesIn(change.before), valuesIn(change.after)]
		const key = row.find(({ field }) => field === 'table_key')
		const named = key?.after ?? key?.before
		// A row that was only changed does not say again which table it stands in: its fields do.
		const tableIn = ({ tables }: CompiledRegister['declaration'], values: Values, key: unknown) => {
			const held = Object.keys(values)
			return (
				tables.find((one) => one.key === key) ??
				(held.length === 0
					? undefined
					: tables.find(({ fields }) => held.every((one) => fields.some((field) => field.key === one))))
			)
		}
		const was = tableIn(earlier.declaration, before, row.find(({ field }) => field === 'table_key')?.before ?? named)
		const now = tableIn(declaration, after, named)
		const table = now ?? was
		if (!table) return []
		const whole = (fields: readonly AnyField[], values: Values, by: CompiledRegister) =>
			fields
				.flatMap((field) => {
					const said = say(field, values, by)
					return said === null ? [] : [words.t('page.history.field', { label: words.name(field.names), value: said })]
				})
				.join('; ')
		const told = {
			label: words.name(table.row),
			before: whole((was ?? table).fields, before, earlier) || null,
			after: whole(table.fields, after, compiled) || null
		}
		return told.before === told.after ? [] : [told]
	}

	const stateIn = (value: unknown, by = compiled) =>
		typeof value === 'string' ? sayState(words, by.declaration, value) : null

	return (row: readonly Change[]): Told[] | undefined => {
		const table = row[0]?.table
		const document = row.find(({ field }) => field === 'document')
		switch (table) {
			case 'entry_document':
				return document ? tellFields(document) : []
			case 'entry_row':
				return document ? tellRow(row, document) : []
			case 'entry_part':
				return []
			case 'entry': {
				const state = row.find(({ field }) => field === 'state')
				if (!state) return []
				return [
					{ label: words.t('field.entry.state'), before: stateIn(state.before, earlier), after: stateIn(state.after) }
				]
			}
			default:
				return undefined
		}
	}
}
