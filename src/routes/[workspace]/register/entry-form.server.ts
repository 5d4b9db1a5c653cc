import { fail, type RequestEvent } from '@sveltejs/kit'
import type { AnyField, Declaration } from '#modules/registers/declaration/declaration.ts'
import { isWorkedOut } from '#modules/registers/declaration/field-types.ts'
import { conditionsOf, type Conditions } from '#modules/registers/entry/said/conditions.ts'
import {
	entryInputs,
	rowsName,
	tableForm,
	type Choices,
	type Forming,
	type TableForm
} from '#modules/registers/entry/said/entry-form.ts'
import { AGAIN, inputAt, readEntryForm, rowsAfter, UNASKED } from '#modules/registers/entry/said/read-form.ts'
import { readyRegister } from '#modules/registers/entry/said/ready-register.ts'
import type { SayingNames } from '#modules/registers/entry/said/say-value.ts'
import { holdsBegun, unaskedIn } from '#modules/registers/entry/said/unasked.ts'
import type { readRegister } from '#modules/registers/register-queries.ts'
import { uploadFile } from '#platform/files/file-operations.ts'
import { discardFile } from '#platform/files/receive.server.ts'
import type { Command, Query } from '#platform/operation/operation.server.ts'
import { isRefusal, type Refusal } from '#platform/operation/refusal.ts'
import { REDRAWN, type FieldProps } from '#ui/form.ts'
import type { FormFailure } from '#ui/types.ts'
import { formAction } from '../../face.server.ts'
import { readFormed } from '../../formed.server.ts'
import { typedOf } from '../../typed.ts'
import { findHead, todayOf } from '../record-page.server.ts'
import { receiveUploads } from '../../upload.server.ts'
import { choicesFor } from './entry-choices.server.ts'
import { tellingOfEntry } from './entry-history.server.ts'

type Values = Parameters<typeof entryInputs>[2]
type ResultOf<Q> = Q extends Query<unknown, infer Result> ? Result : never
export type ReadRegister = ResultOf<typeof readRegister>

/** What the form of an entry asks for, and what it is made from. */
export type Asked = {
	declaration: Declaration
	areas: ReadRegister['areas']
	/** The fields and tables that the form asks for. */
	asks: readonly string[]
	values: Values
	tables: Readonly<Record<string, readonly Values[]>>
	/** Where a table is longer than a form shows: the rows before and behind those it holds. */
	around?: Around | null
	names: SayingNames
	/** The fields in which the seat may name nobody but its own. */
	own?: readonly string[]
	/** True of an entry that is there: what is not shown of it may be hidden from the seat. */
	mayHide?: boolean
}

/** The rows of a long table that stand before and behind those that a form shows. */
export type Around = { table: string; before: readonly Values[]; after: readonly Values[] }

/** The fields of a form and of its tables' rows, whose values are chosen or typed. */
function fieldsAsked(declaration: Declaration, asks: readonly string[]): AnyField[] {
	return [
		...declaration.fields.filter(({ key }) => asks.includes(key)),
		...declaration.tables.filter(({ key }) => asks.includes(key)).flatMap(({ fields }) => fields)
	].filter((field) => !isWorkedOut(field))
}

export type EntryForm = {
	fields: FieldProps[]
	tables: TableForm[]
	/** The choices that are drawn once for many fields. */
	lists: { id: string; labels: string[] }[]
	upload: boolean
	/** What the script judges by which fields are asked for while the form is filled in; null where none depends on others. */
	conditions: Conditions | null
}

/** The form of an entry, made from the declaration of its register and what is kept of it. */
export async function entryForm(locals: App.Locals, asked: Asked): Promise<EntryForm> {
	const { declaration, areas, asks, names } = asked
	const some = fieldsAsked(declaration, asks)
	const choices = await choicesFor(locals, declaration, some)
	const forming: Forming = {
		words: locals.words,
		declaration,
		areas,
		choices,
		names,
		taken: await ownIn(locals, declaration, asked.own ?? []),
		mayHide: asked.mayHide ?? false
	}
	const own = declaration.fields.filter(({ key }) => asks.includes(key))
	const fields = entryInputs(forming, own, asked.values).flatMap((field) =>
		withFile(locals, names, { fields: own, values: asked.values }, field)
	)
	const tables = declaration.tables
		.filter(({ key }) => asks.includes(key))
		.map((table) => {
			const held = asked.tables[table.key] ?? []
			const form = tableForm(forming, table, held, {
				before: asked.around?.before.length ?? 0,
				after: asked.around?.after.length ?? 0
			})
			const rows = form.rows.map((row, index) =>
				row.flatMap((field) => withFile(locals, names, { fields: table.fields, values: held[index] ?? {} }, field))
			)
			return { ...form, rows }
		})
	const drawn = new Set(
		[...fields, ...tables.flatMap(({ rows, empty }) => [...rows.flat(), ...empty])].flatMap(({ list }) => list ?? [])
	)
	const lists = Object.entries(choices).map(([list, options]) => ({
		id: `choices-${list.replaceAll(' ', '-')}`,
		labels: options.map(({ label }) => label)
	}))
	return {
		fields,
		tables,
		lists: lists.filter(({ id }) => drawn.has(id)),
		upload: some.some(({ type }) => type === 'file'),
		conditions: conditionsOf({ declaration, asks, values: asked.values, today: todayOf(locals) })
	}
}

/** What the seat may name as its own in fields that take nothing else: its actor, and the structures it belongs to. */
async function ownIn(
	locals: App.Locals,
	{ fields }: Declaration,
	own: readonly string[]
): Promise<ReadonlyMap<string, readonly string[]>> {
	const { actorId, audience } = locals.seat
	const structures = audience.flatMap((token) =>
		token.startsWith('structure:') ? [token.slice('structure:'.length)] : []
	)
	const found = await Promise.all(
		fields
			.filter(({ key }) => own.includes(key))
			.map(async ({ key, type }) => {
				const ids = type === 'structure' ? structures : actorId === null ? [] : [actorId]
				const heads = await Promise.all(ids.map((id) => findHead(locals, type, id)))
				return [key, heads.flatMap((head) => head?.reference ?? [])] as const
			})
	)
	return new Map(found)
}

type Held = { fields: readonly AnyField[]; values: Values }

/** A field for a file, of an entry or of a row, says which one is kept, and can take it away. */
function withFile(
	{ words }: App.Locals,
	names: SayingNames,
	{ fields, values }: Held,
	field: FieldProps
): FieldProps[] {
	if (field.kind !== 'file') return [field]
	const key = field.name.split(':').at(-1) ?? ''
	const kept = values[key]
	const name = typeof kept === 'string' ? names.files?.get(kept)?.name : undefined
	if (name === undefined) return [field]
	const mayRemove = fields.find((one) => one.key === key)?.required !== true
	const hint = [field.hint ?? '', words.t('registers.form.file-kept', { name })].filter((text) => text !== '').join(' ')
	return [
		{ ...field, hint },
		...(mayRemove
			? [
					{
						name: `${field.name}:remove`,
						kind: 'checkbox' as const,
						label: words.t('registers.form.file-remove', { name }),
						...(field.summary === undefined ? {} : { summary: field.summary })
					}
				]
			: [])
	]
}

type Sent = { fields: [string, string][]; refused: Refusal | null }

/** The form as text, its files taken in already: each stands in its field by identifier, and its name beside it. */
async function readSent(event: FormEvent): Promise<Sent> {
	const isMultipart = (event.request.headers.get('content-type') ?? '').startsWith('multipart/')
	if (!isMultipart)
		return { fields: typedOf(await event.request.formData()).map(([name, value]) => [name, value]), refused: null }
	try {
		const { fields, files } = await receiveUploads(event)
		let refused: Refusal | null = null
		for (const { field, file } of files) {
			try {
				const { id, name } = await event.locals.run(uploadFile, { name: file.name, received: file })
				fields.push([field, id], [`${field}:named`, name])
			} catch (refusal) {
				if (!isRefusal(refusal)) throw refusal
				refused = refusal
			} finally {
				await discardFile(file)
			}
		}
		return { fields, refused }
	} catch (refusal) {
		if (!isRefusal(refusal)) throw refusal
		return { fields: [], refused: refusal }
	}
}

function formOf(fields: readonly (readonly [string, string])[]): FormData {
	const form = new FormData()
	for (const [name, value] of fields) form.append(name, value)
	return form
}

type Redrawn = { failure: FormFailure & { action: string } }

/** The form again as it was typed, with one row more or less where a button asks for that. */
function redrawn(form: FormData, button: string, unasked: readonly string[]): Redrawn | null {
	const after = rowsAfter(form, button)
	if (!after && button !== AGAIN) return null
	const values: Record<string, string | string[]> = {}
	for (const name of new Set(form.keys())) {
		const texts = form.getAll(name).filter((value) => typeof value === 'string')
		values[name] = texts.length === 1 ? (texts[0] ?? '') : texts
	}
	values[UNASKED] = [...unasked]
	if (after) {
		values[rowsName(after.table)] = after.rows
		const last = Math.max(-1, ...after.rows.map(Number), Number(form.get(`${rowsName(after.table)}:last`) ?? -1))
		values[`${rowsName(after.table)}:last`] = String(last)
	}
	return { failure: { action: 'default', kind: REDRAWN, values, formed: readFormed(form) } }
}

type Sending = {
	form: FormData
	asked: Pick<Asked, 'declaration' | 'asks' | 'areas' | 'values'> & { begun?: Values }
	choices: Choices
}

/** The fields of a form that are not asked for as it was filled in, and whether some of them hold what would not be kept. */
function unaskedOf({ locals }: FormEvent, { form, asked, choices }: Sending) {
	const { declaration, asks, areas, values: held, begun = {} } = asked
	const typed = readEntryForm(form, { declaration, asks, choices, base: null }).given.values
	const compiled = readyRegister(declaration)
	const unasked = unaskedIn({ compiled, areas, asks, typed, held, today: todayOf(locals) })
	const told = form.getAll(UNASKED)
	// What a form began with by itself nobody typed.
	const isTyped = (key: string) => typed[key] !== undefined && !holdsBegun({ compiled, areas, typed }, key, begun[key])
	return { unasked, isNews: unasked.some((key) => isTyped(key) && !told.includes(key)) }
}

/** The whole of a table of which a form holds a part. */
function withAround(
	read: ReturnType<typeof readEntryForm>,
	around: Around | null | undefined
): ReturnType<typeof readEntryForm> {
	const rows = around && read.given.tables[around.table]
	if (!around || !rows) return read
	const tables = { ...read.given.tables, [around.table]: [...around.before, ...rows, ...around.after] }
	const unshown = around.before.map(() => '')
	return {
		given: { ...read.given, tables },
		rows: new Map([...read.rows, [around.table, [...unshown, ...(read.rows.get(around.table) ?? [])]]])
	}
}

/** What an action needs of a request; every page's event has it. */
export type FormEvent = Pick<RequestEvent, 'request' | 'locals' | 'url' | 'cookies'> & {
	params: Readonly<Record<string, string | undefined>>
}

/** Why a move was refused, with the names that fields and moves bear in place of their keys. */
function sayMove(
	{ words }: App.Locals,
	{ fields, tables, moves }: Declaration,
	{ code, params }: Pick<FormFailure, 'code' | 'params'>
): string | null {
	if (!code?.startsWith('registers.move-')) return null
	const nameOf = (key: string) =>
		words.name([...fields, ...tables, ...moves].find((one) => one.key === key)?.names) || key
	const missing = String(params?.['fields'] ?? '')
		.split(', ')
		.filter((key) => key !== '')
	return words.t(`refusal.${code}`, {
		...params,
		move: nameOf(String(params?.['move'] ?? '')),
		fields: words.list(missing.map(nameOf))
	})
}

type Acting<Input, Result> = {
	command: Command<Input, Result>
	/** What the form asks for, read anew when it is sent. */
	asked: (
		event: FormEvent
	) => Promise<Pick<Asked, 'declaration' | 'asks' | 'around' | 'areas' | 'values'> & { begun?: Values }>
	fixed: (event: FormEvent, form: FormData) => Record<string, unknown>
	next: (result: Result, event: FormEvent) => string
}

/** The action of a form made from a declaration: adds and takes away rows without a script, and runs the command. */
export function entryAction<Input, Result>({ command, asked, fixed, next }: Acting<Input, Result>) {
	return async (event: FormEvent) => {
		const { fields, refused } = await readSent(event)
		const form = formOf(fields)
		const button = form.get('row')
		const about = await asked(event)
		const { declaration, asks, around, begun = {} } = about
		const choices: Choices = await choicesFor(event.locals, declaration, fieldsAsked(declaration, asks))
		const { unasked, isNews } = unaskedOf(event, { form, asked: about, choices })
		// What would not be kept is told once before it is dropped.
		const again = redrawn(form, typeof button === 'string' ? button : isNews && !refused ? AGAIN : '', unasked)
		// What was sent and not taken says so by its status too: a browser that sends it by itself leaves it to its person.
		if (again) return typeof button === 'string' ? again : fail(422, again)
		const base = readFormed(form)?.base ?? null
		let rows: ReadonlyMap<string, readonly string[]> = new Map()
		const request = new Request(event.url, { method: 'POST', body: new URLSearchParams(fields) })
		const answer = await formAction(
			command,
			(_event, sent) => {
				if (refused) throw refused
				const read = withAround(readEntryForm(sent, { declaration, asks, choices, base }), around)
				rows = read.rows
				// Told, or taken out of sight, before the form was sent: emptied by name.
				const emptied = Object.fromEntries(unasked.map((key) => [key, null]))
				// What a new entry would begin with and was taken out of its form stays empty.
				const takenOut = Object.fromEntries(Object.keys(begun).map((key) => [key, null]))
				return { ...fixed(event, sent), ...read.given, values: { ...takenOut, ...read.given.values, ...emptied } }
			},
			(result) => next(result, event),
			({ locals, params }, names, moments) => tellingOfEntry(locals, params['reference'] ?? '', names, moments)
		)({ ...event, request })
		const { failure } = answer.data
		const issues = failure.issues.map((issue) => {
			const at = inputAt(issue.path, issue.code, rows)
			return at === null ? issue : { ...issue, path: [at] }
		})
		const message = sayMove(event.locals, declaration, failure) ?? failure.message
		const values = { ...failure.values, [UNASKED]: unasked }
		return fail(answer.status, { failure: { ...failure, values, issues, message } })
	}
}
