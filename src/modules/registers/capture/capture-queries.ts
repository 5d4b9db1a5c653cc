import { z } from 'zod'
import { Identifier, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, countUpTo, RecordReference, referencesOf } from '#platform/records/find-record.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { AnyField } from '../declaration/declaration.ts'
import { areaNames } from '../entry/said/area-names.server.ts'
import { codeNames } from '../entry/said/say-value.ts'
import { askingOf } from '../entry/read-entry.server.ts'
import { getRegister, listCompiled } from '../registers.server.ts'
import { CaptureContent, keysIn } from './captured-form.ts'
import { carryOver } from './carry-over.ts'
import { filesWith } from './capture-file.ts'
import { getCapture, type FoundCapture } from './find-capture.server.ts'
import { declaredThen } from './read-captured.server.ts'
import { renamedSince } from './renamed-since.server.ts'
import { CONFLICT_REASONS, decidesForOthers } from './rules.ts'

const STATES = ['entered', 'conflict', 'decided', 'dropped'] as const

// What is typed there can be read as it is.
const TITLES: ReadonlySet<AnyField['type']> = new Set(['text', 'long-text', 'date', 'partial-date', 'whole-number'])

const Captured = z.object({
	id: z.string(),
	device: z.string(),
	office: z.string(),
	isOwn: z.boolean(),
	state: z.enum(STATES),
	reason: z.enum(CONFLICT_REASONS).nullable(),
	formVersion: z.int(),
	/** By the device's clock. */
	capturedDay: z.string(),
	capturedAt: z.date(),
	receivedAt: z.date(),
	clockOff: z.int().nullable()
})

const CaptureItem = Captured.extend({
	/** The register and the entry, where the seat sees them. */
	register: RecordReference.nullable(),
	entry: RecordReference.nullable(),
	/** What it would be called, where a field that is not personal says it; null once it is decided. */
	title: z.string().nullable(),
	decidedAt: z.date().nullable(),
	decidedBy: z.string().nullable()
})

const reasonOf = (text: string | null) => CONFLICT_REASONS.find((one) => one === text) ?? null

/** What is told of a capture wherever it is told; `by` says from which device and office it came. */
const captured = (here: Here, row: FoundCapture['row'], { device, office }: { device: string; office: string }) => ({
	id: row.id,
	device,
	office,
	isOwn: row.seat_id === here.seat.id,
	state: row.state,
	reason: reasonOf(row.reason),
	formVersion: row.register_version,
	capturedDay: row.captured_day,
	capturedAt: row.captured_at,
	receivedAt: row.received_at,
	clockOff: row.clock_off
})

function capturesSeen(here: Here) {
	return here.tx
		.selectFrom('field_capture')
		.innerJoin('capture_device', (on) =>
			on
				.onRef('capture_device.workspace_id', '=', 'field_capture.workspace_id')
				.onRef('capture_device.id', '=', 'field_capture.device_id')
		)
		.innerJoin('seat', (on) =>
			on.onRef('seat.workspace_id', '=', 'field_capture.workspace_id').onRef('seat.id', '=', 'field_capture.seat_id')
		)
		.leftJoin('seat as decider', (on) =>
			on
				.onRef('decider.workspace_id', '=', 'field_capture.workspace_id')
				.onRef('decider.id', '=', 'field_capture.decided_by')
		)
		.where('field_capture.workspace_id', '=', here.workspace.id)
}

/** What a capture would be called: what stands in the field that names the entries of its register. */
function titleOf(content: Record<string, unknown> | null, compiled: CompiledRegister | undefined): string | null {
	const key = compiled?.declaration.title
	const field = compiled?.declaration.fields.find((one) => one.key === key)
	if (content === null || !field || field.personal || !TITLES.has(field.type)) return null
	const typed = CaptureContent.parse(content)
		.fields.find(([name]) => name === `values:${field.key}`)?.[1]
		.trim()
	return typed ? typed.slice(0, 200) : null
}

/** What was captured on devices: by the own seat, and by all for registers of which the seat decides. Of what was filled in only the title is told. */
export const listCaptures = query({
	name: 'capture.list',
	input: listInput({ register: Reference, device: Identifier, state: AnyOf(z.enum(STATES)) }, ['received']).extend({
		sort: z.enum(['received', '-received']).default('-received')
	}),
	output: listed(CaptureItem),
	about: nothing,
	allow: ({ seat }) => seat.id !== null,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(here.secret, input, { received: 'field_capture.received_at' }, 'field_capture.id')
		const all = await listCompiled(here, ['active', 'withdrawn'])
		const decides = all.filter(({ compiled }) => decidesForOthers(compiled, askingOf(here))).map(({ id }) => id)
		let rows = capturesSeen(here).where((where) =>
			where.or([
				where('field_capture.seat_id', '=', here.seat.id ?? ''),
				where('field_capture.register_id', '=', anyOf(decides))
			])
		)
		if (filter.register !== undefined)
			rows = rows.where('field_capture.register_id', '=', (await getRegister(here, filter.register)).id)
		if (filter.device !== undefined) rows = rows.where('field_capture.device_id', '=', filter.device)
		if (filter.state) rows = rows.where('field_capture.state', 'in', filter.state)
		const [found, total] = await Promise.all([
			rows
				.selectAll('field_capture')
				.select(['capture_device.name as device', 'seat.office', 'decider.office as decider'])
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			countUpTo(here.tx, rows.select('field_capture.id'))
		])
		const names = await referencesOf(
			here,
			found.flatMap((row) => [row.register_id, row.entry_id])
		)
		const compiledOf = new Map(all.map(({ id, compiled }) => [id, compiled]))
		return toList(here.secret, part, found, total, input, {
			value: (row) => row.received_at.toISOString(),
			item: (row) => ({
				...captured(here, row, row),
				register: names.get(row.register_id) ?? null,
				entry: (row.entry_id !== null && names.get(row.entry_id)) || null,
				title: titleOf(row.content, compiledOf.get(row.register_id)),
				decidedAt: row.decided_at,
				decidedBy: row.decider
			})
		})
	}
})

const Left = z.object({
	/** What the older form called it. */
	label: z.record(z.string(), z.string()),
	row: z.string().nullable(),
	text: z.string(),
	/** What a code was called in the older form. */
	names: z.record(z.string(), z.string()).nullable(),
	why: z.enum(['field-gone', 'other-type', 'code-gone'])
})

/** What was filled in, under the names of the present form, with what has no place there. */
async function carriedOf(here: Here, { row, register }: FoundCapture, content: CaptureContent) {
	if (!register) return { fields: content.fields, left: [] }
	const then = await declaredThen(here, register, row.register_version)
	const [areas, renamed] = await Promise.all([
		areaNames(here, register.compiled.declaration),
		renamedSince(here, register, row.register_version)
	])
	const to = register.compiled.declaration
	const { fields, left } = carryOver(content.fields, { from: then.declaration, to, areas, renamed })
	const said = left.map(({ key, inner, ...rest }) => {
		const table = then.declaration.tables.find((one) => one.key === key)
		const field = (inner === null ? then.declaration.fields : (table?.fields ?? [])).find(
			(one) => one.key === (inner ?? key)
		)
		const code =
			field?.type === 'one-of' || field?.type === 'many-of'
				? codeNames(field, then.declaration, areas).find((one) => one.key === rest.text)
				: undefined
		return { label: { ...(field?.names ?? { en: inner ?? key }) }, ...rest, names: code ? { ...code.names } : null }
	})
	return { fields, left: said }
}

async function entriesNumbered(here: Here, { row }: FoundCapture, numbers: readonly string[]) {
	if (numbers.length === 0) return []
	const rows = await here.tx
		.selectFrom('record')
		.innerJoin('entry', (on) =>
			on.onRef('entry.workspace_id', '=', 'record.workspace_id').onRef('entry.id', '=', 'record.id')
		)
		.select('record.id')
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'entry')
		.where('record.number', 'in', [...numbers])
		.where('entry.register_id', '=', row.register_id)
		.orderBy('record.number')
		.execute()
	const names = await referencesOf(
		here,
		rows.map(({ id }) => id)
	)
	return [...names.values()]
}

/** What was captured and waits for a decision, with what was filled in. */
export const readCapture = query({
	name: 'capture.get',
	input: z.strictObject({ capture: Identifier }),
	output: Captured.extend({
		register: z.string().nullable(),
		registerVersion: z.int().nullable(),
		entry: z.string().nullable(),
		entryVersion: z.int().nullable(),
		/** Under the names of the present form, as a browser sends them; empty once it is decided. */
		fields: z.array(z.tuple([z.string(), z.string()])),
		base: z.record(z.string(), z.array(z.string())).nullable(),
		left: z.array(Left),
		faults: CaptureContent.shape.faults,
		/** What came with it, to be looked at by `capture.file`. */
		files: z.array(z.object({ id: z.string(), name: z.string() })),
		/** The entries that it is likely the same as, where the seat sees them. */
		alike: z.array(RecordReference)
	}),
	about: (here, { capture }) => getCapture(here, capture),
	allow: ({ seat }) => seat.id !== null,
	async run(here, _input, found) {
		const { row, register } = found
		const content = row.content === null ? null : CaptureContent.parse(row.content)
		const [by, names] = await Promise.all([
			capturesSeen(here)
				.select(['capture_device.name as device', 'seat.office'])
				.where('field_capture.id', '=', row.id)
				.executeTakeFirstOrThrow(),
			referencesOf(here, [row.entry_id])
		])
		const { fields, left } = content ? await carriedOf(here, found, content) : { fields: [], left: [] }
		const personal = register?.compiled.personal ?? new Set<string>()
		const tables = [...(register?.compiled.tables ?? [])].flatMap(([key, table]) =>
			table.personal.size > 0 ? [key] : []
		)
		// One after the other: files are looked at with other eyes than all else.
		const files = await filesWith(here, found)
		const alike = await entriesNumbered(here, found, content?.alike ?? [])
		const keys = keysIn(fields.map(([name]) => name))
		if ([...personal, ...tables].some((key) => keys.has(key))) here.log.isAsked = true
		return {
			...captured(here, row, by),
			register: register?.compiled.declaration.register ?? null,
			registerVersion: register?.compiled.declaration.version ?? null,
			entry: (row.entry_id !== null && names.get(row.entry_id)?.reference) || null,
			entryVersion: row.entry_version,
			fields,
			base: content?.base ?? null,
			left,
			faults: content?.faults ?? [],
			files: files.map(({ id, name }) => ({ id, name })),
			alike
		}
	}
})
