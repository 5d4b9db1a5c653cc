import type { Here, Writing } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { Kind, SearchText } from '#platform/operation/registry.server.ts'
import { refuseUnlessAllowed } from '#platform/operation/steps.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { readRegister, listRegisters } from './register-queries.ts'
import { getEntry, getEntryPart, listEntries, listEntryParts } from './entry/entry-queries.ts'
import { mergeEntry } from './merge-entry.ts'
import { takePartsAlong } from './entry/withdraw-parts.server.ts'
import { refuseUnlessWhole, refuseWhileNamed } from './register-commands.ts'
import { compiledAmong, getRegister } from './registers.server.ts'
import { isCodes, type Value } from './entry/values.ts'
import { closeFormOf } from './submission/form-commands.ts'

async function registerText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const registers = await compiledAmong(here.tx, here.workspace.id, ids)
	return [...registers].map(([id, { declaration }]) => ({
		id,
		heading: declaration.code,
		// What it is about is told to whoever sees its list: a register is looked for by the thing it holds.
		body: Object.values(declaration.about).join(' \n ')
	}))
}

const IDENTIFIER = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

// Numbers, days and identifiers are found by filters; the search is for words.
function wordsOf(value: Value): string[] {
	if (typeof value === 'string') return IDENTIFIER.test(value) || /^[-\d.]+$/.test(value) ? [] : [value]
	if (isCodes(value)) return [...value]
	return typeof value === 'object' && 'locality' in value
		? [value.area, value.locality].flatMap((part) => part ?? [])
		: []
}

const BODY_MOST = 60_000

/** What a part says, with the rows of its tables: each part is found by those who see it. */
async function partText(here: Here, ids: readonly string[]): Promise<SearchText[]> {
	const [documents, rows] = await Promise.all([
		here.tx
			.selectFrom('entry_document')
			.select(['id', 'document'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', anyOf(ids))
			.execute(),
		here.tx
			.selectFrom('entry_row')
			.select(['part_id', 'document'])
			.where('workspace_id', '=', here.workspace.id)
			.where('part_id', '=', anyOf(ids))
			.orderBy('part_id')
			.orderBy('position')
			.execute()
	])
	const texts = new Map<string, string[]>()
	for (const { id, document } of [...documents, ...rows.map(({ part_id, document }) => ({ id: part_id, document }))])
		texts.set(id, [...(texts.get(id) ?? []), ...Object.values(document).flatMap(wordsOf)])
	return [...texts].map(([id, words]) => ({ id, heading: '', body: words.join(' \n ').slice(0, BODY_MOST) }))
}

/** What the parts of entries are called: by the groups that see them. */
async function sectionsOf(here: Here, ids: readonly string[]) {
	const rows = await here.tx
		.selectFrom('entry_part')
		.select(['id', 'register_id', 'part'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(ids))
		.execute()
	const registers = await compiledAmong(here.tx, here.workspace.id, [...new Set(rows.map((row) => row.register_id))])
	return new Map(
		rows.flatMap(({ id, register_id: registerId, part }) => {
			const groups = registers.get(registerId)?.declaration.groups ?? []
			const group = groups.find(({ key }) => part === `group:${key}`)
			return group ? [[id, group.names] as const] : []
		})
	)
}

// A register ends, and is taken up again, as by its own commands.
async function endOrTakeUp(here: Writing, id: string, { state }: { state: 'active' | 'withdrawn' }) {
	refuseUnlessAllowed(here.seat.role === 'administrator', state === 'active' ? 'register.restore' : 'register.retire')
	const register = await getRegister(here, id)
	if (state === 'withdrawn') {
		await refuseWhileNamed(here, register)
		await closeFormOf(here, id)
	} else await refuseUnlessWhole(here, register)
}

/** Who sees a register is told by its declaration, and who sees an entry by its register: nobody sets it by hand. */
export const kinds: readonly Kind[] = [
	{
		name: 'register',
		code: null,
		list: listRegisters,
		get: readRegister,
		getInput: (register) => ({ register }),
		searchText: registerText,
		standing: endOrTakeUp,
		isPart: true
	},
	{
		name: 'entry',
		code: null,
		list: listEntries,
		get: getEntry,
		getInput: (entry) => ({ entry }),
		searchText: partText,
		merge: mergeEntry,
		standing: takePartsAlong,
		isPart: true
	},
	{
		name: 'entry-part',
		code: null,
		foundAs: { kind: 'entry', table: 'entry_part', column: 'entry_id', called: sectionsOf },
		list: listEntryParts,
		get: getEntryPart,
		getInput: (entryPart) => ({ entryPart }),
		searchText: partText,
		standing: () => Promise.reject(conflict('registers.part-of-entry')),
		isPart: true,
		isOneWithWhole: true
	}
]
