import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import { anyOf, headColumns, RecordHead, toHead, Translated } from '#platform/records/find-record.server.ts'
import type { RecordState } from '#platform/records/schema.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { REGISTER_THEMES, type RegisterTheme } from './declaration/declaration.ts'
import { mayAddSome } from './entry/entry-access.ts'
import { askingOf } from './entry/read-entry.server.ts'
import { areaNames } from './entry/said/area-names.server.ts'
import { rememberTold } from './entry/said/ready-register.ts'
import { entriesKeptIn } from './listing/kept-totals.server.ts'
import { seenDeclaration, seenText } from './listing/seen-declaration.ts'
import { compiledAmong, digestOf, getRegister, listCompiled, madeReady } from './registers.server.ts'
import { waitingVersion } from './upgrade/find-upgrade.server.ts'

const RegisterItem = RecordHead.extend({
	code: z.string(),
	declared: z.int(),
	/** What it is about, by language. */
	about: Translated,
	/** What it is about in one word, by which lists are grouped; null where its declaration names none. */
	theme: z.enum(REGISTER_THEMES).nullable(),
	/** How many entries of it the seat sees. */
	entries: z.int()
})

// A theme stands in the declaration alone: a workspace has some dozens of registers, and they are made ready in any case.
async function idsAbout(here: Here, themes: readonly RegisterTheme[], states: readonly RecordState[]) {
	const registers = await listCompiled(here, states)
	return registers.flatMap(({ id, compiled: { declaration } }) =>
		declaration.theme !== undefined && themes.includes(declaration.theme) ? [id] : []
	)
}

/** The registers of the workspace. */
export const listRegisters = query({
	name: 'register.list',
	input: listInput({ ...recordFilters, theme: AnyOf(z.enum(REGISTER_THEMES)) }, ['title', 'changed']),
	output: listed(RegisterItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const columns = { title: 'record.title_sort', changed: 'record.changed_at' }
		const part = listPart(here.secret, input, columns, 'record.id')
		const states = filter.state ?? ['active']
		let rows = here.tx
			.selectFrom('record')
			.innerJoin('register', (on) =>
				on.onRef('register.workspace_id', '=', 'record.workspace_id').onRef('register.id', '=', 'record.id')
			)
			.where('record.workspace_id', '=', here.workspace.id)
			.where('record.kind', '=', 'register')
			.where('record.state', 'in', states)
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'register', filter.words))
		if (filter.theme) rows = rows.where('record.id', '=', anyOf(await idsAbout(here, filter.theme, states)))
		const [found, total] = await Promise.all([
			rows
				.select([...headColumns, 'record.title_sort', 'register.code', 'register.version as declared'])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			totalOf(here, 'register', filter, { field: 'origin', values: undefined }, rows.select('record.id'))
		])
		const ids = found.map(({ id }) => id)
		const [compiled, entries] = await Promise.all([
			compiledAmong(here.tx, here.workspace.id, ids),
			entriesKeptIn(here, ids)
		])
		return toList(here.secret, part, found, total, input, {
			value: (row) => (part.sort.endsWith('changed') ? row.changed_at : row.title_sort),
			item: (row) => ({
				...toHead(row),
				code: row.code,
				declared: row.declared,
				about: compiled.get(row.id)?.declaration.about ?? {},
				theme: compiled.get(row.id)?.declaration.theme ?? null,
				entries: entries.get(row.id) ?? 0
			})
		})
	}
})

/** A register: what is declared of it, and what the seat may do. */
export const readRegister = query({
	name: 'register.get',
	input: z.strictObject({ register: Reference }),
	output: RecordHead.extend({
		/** The declaration as it stands, as far as the seat may know it. */
		declaration: z.unknown(),
		/** The areas of frameworks that its fields take as codes. */
		areas: z.array(z.object({ framework: z.string(), key: z.string(), title: Translated, retired: z.boolean() })),
		may: z.object({ add: z.boolean(), declare: z.boolean() }),
		/** The later version of what was shipped that waits to be taken or declined; told to those who declare. */
		upgrade: z.int().nullable()
	}),
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, _input, { compiled, ...record }) {
		const isActive = record.state === 'active'
		const told = seenDeclaration(compiled, askingOf(here))
		return {
			...record,
			declaration: rememberTold(told, compiled),
			areas: await areaNames(here, told),
			may: { add: isActive && mayAddSome(compiled, askingOf(here)), declare: here.seat.role === 'administrator' },
			upgrade: here.seat.role === 'administrator' ? await waitingVersion(here, record.id) : null
		}
	}
})

/** A register's declaration as readable text: just as it was declared where nothing of it is hidden from the seat. */
export const exportDeclaration = query({
	name: 'register.exportDeclaration',
	input: z.strictObject({ register: Reference, version: z.int().min(1).max(1_000_000).optional() }),
	output: z.object({ register: z.string(), version: z.int(), declaration: z.string() }),
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, { version }, { id, reference, compiled }) {
		const wanted = version ?? compiled.declaration.version
		const row = await here.tx
			.selectFrom('register_version')
			.select('declaration')
			.where('workspace_id', '=', here.workspace.id)
			.where('register_id', '=', id)
			.where('version', '=', wanted)
			.executeTakeFirst()
		if (!row) throw absent('registers.no-such-version', { register: reference, version: wanted })
		const { declaration: text } = row
		const then = wanted === compiled.declaration.version ? compiled : madeReady(digestOf(text), text)
		return { register: reference, version: wanted, declaration: seenText(then, text, askingOf(here)) }
	}
})
