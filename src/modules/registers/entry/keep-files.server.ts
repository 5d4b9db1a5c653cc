import type { Writing } from '#platform/operation/operation.server.ts'
import { conflict, invalid } from '#platform/operation/refusal.ts'
import type { CompiledRegister, Part } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import type { EntryValues, Values } from './values.ts'

type NamedFile = { id: string; path: readonly (string | number)[]; isPersonal: boolean }

/** The files that stand in the fields of a part and in the rows of its tables. */
function filesIn({ fields, tables }: CompiledRegister, part: Part, values: EntryValues): NamedFile[] {
	const named = (of: ReadonlyMap<string, { field: AnyField }>, held: Values, path: NamedFile['path']) =>
		Object.entries(held).flatMap(([key, value]) => {
			const field = of.get(key)?.field
			if (field?.type !== 'file' || typeof value !== 'string') return []
			return [{ id: value, path: [...path, key], isPersonal: field.personal }]
		})
	const own = new Map([...fields].filter(([, one]) => one.part === part))
	const ofTables = [...tables].flatMap(([key, table]) =>
		table.part === part
			? (values.tables[key] ?? []).flatMap((row, index) => named(table.fields, row, ['tables', key, index]))
			: []
	)
	return [...named(own, values.fields, ['values']), ...ofTables]
}

type Filed = { part: Part; partId: string; audience: readonly string[]; values: EntryValues; before: EntryValues }

/**
 * Hangs the files that are new in a part on it: from then on whoever sees the part may open them. One that the part no longer
 * names hangs on nothing, is opened by nobody, and is taken away with its content within the day.
 */
export async function keepFiles(
	here: Writing,
	compiled: CompiledRegister,
	{ part, partId, audience, values, before }: Filed
): Promise<void> {
	const kept = filesIn(compiled, part, before)
	const held = new Set(kept.map(({ id }) => id))
	const named = filesIn(compiled, part, values)
	for (const { id, path } of named) {
		if (held.has(id)) continue
		// Once only: another place that names it finds it taken.
		held.add(id)
		const row = await here.tx
			.selectFrom('file')
			.select(['record_id', 'seat_id'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', id)
			.executeTakeFirst()
		if (!row || row.seat_id !== here.seat.id)
			throw invalid([{ path, code: 'platform.field.no-such-record', params: { reference: id } }])
		if (row.record_id !== null) throw conflict('platform.file-attached')
		await here.write.change('file', id, { record_id: partId, audience: [...audience] })
	}
	const staying = new Set(named.map(({ id }) => id))
	await letGo(
		here,
		kept.filter(({ id }) => !staying.has(id))
	)
}

// Whoever changes an entry may not see each part of it, nor the file that a part lets go of.
async function letGo(here: Writing, files: readonly NamedFile[]) {
	if (files.length === 0) return
	const loose = { record_id: null, audience: [] }
	await here.write.inSightOfAll([], async () => {
		for (const { id, isPersonal } of files) {
			// What a file of a person is called often names the person, and would be told again when it is taken away.
			if (isPersonal) await here.write.erasing(() => here.write.change('file', id, { ...loose, name: id }))
			else await here.write.change('file', id, loose)
		}
	})
}
