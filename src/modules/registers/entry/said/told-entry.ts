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
	{ areas, names }: { areas: readonly AreaName[]; names: readonly RecordReference[] }
) {
	const { declaration } = compiled
	const saying = { areas, records: new Map(names.map((one) => [one.id, one])) }
	const say = (field: AnyField, values: Values) => {
		const value = values[field.key]
		return value === undefined ? null : sayValue(words, field, compiled, value, saying).text
	}

	function tellFields(change: Change): Told[] {
		const [before, after] = [valuesIn(change.before), valuesIn(change.after)]
		return declaration.fields.flatMap((field) => {
			const told = { label: words.name(field.names), before: say(field, before), after: say(field, after) }
			return told.before === told.after ? [] : [told]
		})
	}

	function tellRow(row: readonly Change[], change: Change): Told[] {
		const [before, after] = [valuesIn(change.before), valuesIn(change.after)]
		const key = row.find(({ field }) => field === 'table_key')
		const named = key?.after ?? key?.before
		const held = Object.keys({ ...before, ...after })
		// A row that was only changed does not say again which table it stands in: its fields do.
		const table =
			declaration.tables.find((one) => one.key === named) ??
			declaration.tables.find(({ fields }) => held.every((one) => fields.some((field) => field.key === one)))
		if (!table) return []
		const whole = (values: Values) =>
			table.fields
				.flatMap((field) => {
					const said = say(field, values)
					return said === null ? [] : [words.t('page.history.field', { label: words.name(field.names), value: said })]
				})
				.join('; ')
		const told = { label: words.name(table.row), before: whole(before) || null, after: whole(after) || null }
		return told.before === told.after ? [] : [told]
	}

	const stateIn = (value: unknown) => (typeof value === 'string' ? sayState(words, declaration, value) : null)

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
				return [{ label: words.t('field.entry.state'), before: stateIn(state.before), after: stateIn(state.after) }]
			}
			default:
				return undefined
		}
	}
}
