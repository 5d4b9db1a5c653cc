import { sql } from 'kysely'
import { z } from 'zod'
import { audienceTokens, AUDIENCES, AUDIENCES_OF_STRUCTURE } from '#platform/access/seat.ts'
import { Identifier, NewVersion, Reference, Text, Version, Year } from '#platform/operation/fields.ts'
import { command, everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { absent, conflict, invalid } from '#platform/operation/refusal.ts'
import {
	getRecord,
	OriginOf,
	RecordReference,
	referencesOf,
	toOrigin,
	toReference,
	referenceColumns
} from './find-record.server.ts'
import { LINK_STATES, whyNotMoveLink } from './link-states.ts'
import { LINK_TYPES, linkTypes, whyNotLink } from './link-types.ts'
import { keepsRecords, takesPart } from './rules.ts'

const Done = z.object({ id: z.string(), reference: z.string(), version: NewVersion })
const Kind = z.string().max(60).optional()
const LinkTypeName = z.enum(linkTypes)

/** Joins two records the seat sees by a typed arrow, with the argument for it. */
export const linkRecords = command({
	name: 'record.link',
	input: z.strictObject({
		from: Reference,
		fromKind: Kind,
		type: LinkTypeName,
		to: Reference,
		toKind: Kind,
		argument: Text(2_000).optional(),
		/** Who says so, where it is not the seat: a document, an office, with the year of it. */
		source: Text(500).optional(),
		sourceYear: Year.optional()
	}),
	output: z.object({ id: z.string(), from: z.string(), to: z.string() }),
	about: (here, { from, fromKind }) => getRecord(here, fromKind ?? null, from),
	allow: ({ seat }) => takesPart(seat),
	async run(here, { type, to, toKind, argument, source, sourceYear }, from) {
		const other = await getRecord(here, toKind ?? null, to)
		const why = whyNotLink(type, from, other)
		if (why) throw invalid([{ path: ['to'], code: why }])
		await here.write.lockRecord(from.id)
		const there = await here.tx
			.selectFrom('link')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('type', '=', type)
			.where((where) =>
				where.or([
					where.and([where('from_id', '=', from.id), where('to_id', '=', other.id)]),
					// A link that reads the same from both ends is the same link.
					...(LINK_TYPES[type].inverse === type
						? [where.and([where('from_id', '=', other.id), where('to_id', '=', from.id)])]
						: [])
				])
			)
			.where('state', '<>', 'withdrawn')
			.executeTakeFirst()
		if (there) throw conflict('platform.already-linked')
		const id = await here.write.add('link', {
			type,
			from_id: from.id,
			to_id: other.id,
			argument: argument ?? null,
			state: 'open',
			from_day: null,
			to_day: null,
			withdrawn_reason: null,
			seat_id: here.seat.id,
			origin: 'entered',
			origin_source: source ?? null,
			origin_year: sourceYear ?? null,
			origin_note: null,
			created_at: here.now
		})
		return { id, from: from.id, to: other.id }
	}
})

async function getLink(here: Here, id: string) {
	const row = await here.tx
		.selectFrom('link')
		.select(['id', 'from_id', 'to_id', 'seat_id', 'state'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', id)
		.executeTakeFirst()
	const ends = row ? await referencesOf(here, [row.from_id, row.to_id]) : new Map<string, RecordReference>()
	// A link is seen by who sees both its ends.
	if (!row || ends.size < 2) throw absent('platform.no-such-link')
	return row
}

export const withdrawLink = command({
	name: 'record.unlink',
	input: z.strictObject({ link: Identifier, reason: Text(2_000) }),
	output: z.object({ id: z.string() }),
	about: (here, { link }) => getLink(here, link),
	allow: ({ seat }, link) =>
		keepsRecords(seat) || (takesPart(seat) && link.seat_id !== null && link.seat_id === seat.id),
	async run(here, { reason }, link) {
		if (link.state === 'withdrawn') throw conflict('platform.already-withdrawn')
		await here.write.change('link', link.id, { state: 'withdrawn', withdrawn_reason: reason })
		return { id: link.id }
	}
})

/** Says how far what a link points out is dealt with; whoever links records may say so, with the reason. */
export const moveLink = command({
	name: 'record.moveLink',
	input: z.strictObject({ link: Identifier, to: z.enum(LINK_STATES), reason: Text(2_000).optional() }),
	output: z.object({ id: z.string() }),
	about: (here, { link }) => getLink(here, link),
	allow: ({ seat }) => takesPart(seat),
	async run(here, { to }, link) {
		await here.write.lockRecord(link.from_id)
		const now = await getLink(here, link.id)
		const why = whyNotMoveLink(now.state, to)
		if (why) throw conflict(why)
		await here.write.change('link', link.id, { state: to })
		return { id: link.id }
	}
})

export const listLinks = query({
	name: 'record.links',
	input: z.strictObject({ record: Reference, kind: Kind }),
	output: z.object({
		items: z.array(
			z.object({
				id: z.string(),
				type: LinkTypeName,
				/** How the link reads from the record asked about. */
				reads: z.string(),
				direction: z.enum(['out', 'in']),
				record: RecordReference,
				argument: z.string().nullable(),
				state: z.string(),
				mayWithdraw: z.boolean(),
				...OriginOf.shape
			})
		),
		may: z.object({ link: z.boolean() })
	}),
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: everyone,
	async run(here, _input, record) {
		const rows = await here.tx
			.selectFrom('link')
			.innerJoin('record', (on) =>
				on
					.onRef('record.workspace_id', '=', 'link.workspace_id')
					.on(
						'record.id',
						'=',
						sql<string>`case when link.from_id = ${record.id} then link.to_id else link.from_id end`
					)
			)
			.select(['link.id as link_id', 'link.type', 'link.from_id', 'link.argument', 'link.state', 'link.seat_id'])
			.select(['link.origin', 'link.origin_source', 'link.origin_year', 'link.origin_note'])
			.select(referenceColumns)
			.where('link.workspace_id', '=', here.workspace.id)
			.where('link.state', '<>', 'withdrawn')
			.where((where) => where.or([where('link.from_id', '=', record.id), where('link.to_id', '=', record.id)]))
			.orderBy('link.type')
			.orderBy('link.id')
			.limit(500)
			.execute()
		return {
			items: rows.map((row) => {
				const isOut = row.from_id === record.id
				const type = LinkTypeName.parse(row.type)
				return {
					id: row.link_id,
					type,
					reads: isOut ? type : LINK_TYPES[type].inverse,
					direction: isOut ? ('out' as const) : ('in' as const),
					record: toReference(row),
					argument: row.argument,
					state: row.state,
					mayWithdraw: keepsRecords(here.seat) || (takesPart(here.seat) && row.seat_id === here.seat.id),
					...toOrigin(row)
				}
			}),
			may: { link: takesPart(here.seat) }
		}
	}
})

const Changing = { record: Reference, kind: Kind, version: Version, reason: Text(2_000) }

/** Takes a record out of the lists, with a reason. Its page stays, and says so; nothing is deleted. */
export const withdrawRecord = command({
	name: 'record.withdraw',
	input: z.strictObject(Changing),
	output: Done,
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: ({ seat }) => keepsRecords(seat),
	async run(here, { reason }, record) {
		if (record.state !== 'active') throw conflict('platform.already-withdrawn')
		await here.registry.kind(record.kind)?.standing?.(here, record.id, { state: 'withdrawn', reason })
		await here.write.changeRecord(record.id, { state: 'withdrawn', state_reason: reason })
		return { id: record.id, reference: record.reference }
	}
})

export const restoreRecord = command({
	name: 'record.restore',
	input: z.strictObject(Changing),
	output: Done,
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: ({ seat }) => keepsRecords(seat),
	async run(here, _input, record) {
		if (record.state !== 'withdrawn') throw conflict('platform.not-withdrawn')
		await here.registry.kind(record.kind)?.standing?.(here, record.id, { state: 'active', reason: null })
		await here.write.changeRecord(record.id, { state: 'active', state_reason: null })
		return { id: record.id, reference: record.reference }
	}
})

/** Changes who may see a record; its parts, its history, its files and its place in the search follow. */
export const setRecordAudience = command({
	name: 'record.setAudience',
	input: z.strictObject({
		...Changing,
		audience: z.enum(AUDIENCES),
		/** That everybody may read at once what is a draft still; what is none needs no such word. */
		publish: z.boolean().optional()
	}),
	output: Done,
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: ({ seat }) => keepsRecords(seat),
	async run(here, { audience, publish = false }, record) {
		const kind = here.registry.kind(record.kind)
		if (kind?.isPart) throw invalid([{ path: ['audience'], code: 'platform.audience-of-whole' }])
		const structureId = (await kind?.structureOf?.(here, record.id)) ?? null
		const ofMembers: readonly string[] = AUDIENCES_OF_STRUCTURE
		if (ofMembers.includes(audience) && structureId === null)
			throw invalid([{ path: ['audience'], code: 'platform.audience-of-structure' }])
		const asked = audience === 'public' && !publish ? await kind?.asksToPublish?.(here, record.id) : null
		if (asked) throw invalid([{ path: ['publish'], code: asked }])
		const tokens = audienceTokens(audience, structureId)
		const isChanged = await here.write.changeRecord(record.id, { audience: tokens })
		if (!isChanged) throw conflict('platform.audience-same')
		const parts = (await kind?.parts?.(here, record.id)) ?? []
		await here.write.changeRecords(parts.map((id) => ({ id, change: { audience: tokens } })))
		await here.write.spreadAudience([record.id, ...parts], tokens)
		await kind?.spread?.(here, record.id, tokens)
		return { id: record.id, reference: record.reference }
	}
})

/**
 * Joins two records that two people made of one thing. What hangs on the first moves to the second; the first stays as a
 * signpost, so that both keys and numbers still lead to the thing.
 */
export const mergeRecords = command({
	name: 'record.merge',
	input: z.strictObject({ ...Changing, into: Reference }),
	output: Done,
	about: (here, { record, kind }) => getRecord(here, kind ?? null, record),
	allow: ({ seat }) => keepsRecords(seat),
	async run(here, { into, reason }, record) {
		const other = await getRecord(here, record.kind, into)
		if (other.id === record.id) throw invalid([{ path: ['into'], code: 'platform.merge-into-itself' }])
		if (other.state !== 'active') throw conflict('platform.merge-into-withdrawn')
		const kind = here.registry.kind(record.kind)
		if (!kind?.merge) throw conflict('platform.kind-not-merged', { kind: record.kind })
		await here.write.lockRecord(other.id)
		await kind.merge(here, record.id, other.id)
		await moveParts(here, record.id, other.id)
		await moveFiles(here, record, other)
		await here.write.changeRecord(record.id, { state: 'merged', state_reason: reason, merged_into_id: other.id })
		here.write.mention(other.id)
		return { id: other.id, reference: other.reference }
	}
})

type Merging = Parameters<NonNullable<NonNullable<ReturnType<Here['registry']['kind']>>['merge']>>[0]

async function moveParts(here: Merging, from: string, into: string) {
	for (const table of ['document', 'comment', 'record_name'] as const) {
		const rows = await here.tx
			.selectFrom(table)
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('record_id', '=', from)
			.orderBy('id')
			.execute()
		for (const row of rows) await here.write.change(table, row.id, { record_id: into })
	}
	await moveThemes(here, from, into)
	await moveLinks(here, from, into)
}

// Joining two records publishes nothing: a file that hung on one for fewer eyes stays with those.
const narrower = (one: readonly string[], other: readonly string[]) => {
	if (one.includes('public')) return other
	return one.includes('workspace') && !other.includes('public') ? other : one
}

type Merged = { id: string; audience: readonly string[] }

async function moveFiles(here: Merging, from: Merged, into: Merged) {
	const rows = await here.tx
		.selectFrom('file')
		.leftJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'file.workspace_id')
				.onRef('document.file_id', '=', 'file.id')
				.on('document.state', '=', 'withdrawn')
		)
		.select(['file.id', 'document.id as withdrawn'])
		.where('file.workspace_id', '=', here.workspace.id)
		.where('file.record_id', '=', from.id)
		.orderBy('file.id')
		.execute()
	const audience = [...narrower(from.audience, into.audience)]
	for (const row of rows)
		await here.write.change('file', row.id, { record_id: into.id, ...(row.withdrawn === null ? { audience } : {}) })
}

async function moveThemes(here: Merging, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('record_theme')
		.select(['id', 'record_id', 'area_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', 'in', [from, into])
		.orderBy('id')
		.execute()
	const held = new Set(rows.filter((row) => row.record_id === into).map((row) => row.area_id))
	for (const row of rows.filter((one) => one.record_id === from))
		if (held.has(row.area_id)) await here.write.remove('record_theme', row.id)
		else await here.write.change('record_theme', row.id, { record_id: into })
}

async function moveLinks(here: Merging, from: string, into: string) {
	const rows = await here.tx
		.selectFrom('link')
		.select(['id', 'type', 'from_id', 'to_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('state', '<>', 'withdrawn')
		.where((where) => where.or([where('from_id', 'in', [from, into]), where('to_id', 'in', [from, into])]))
		.orderBy('id')
		.execute()
	const moved = (id: string) => (id === from ? into : id)
	const held = new Set(
		rows
			.filter((row) => row.from_id !== from && row.to_id !== from)
			.map((row) => `${row.type} ${row.from_id} ${row.to_id}`)
	)
	for (const row of rows.filter((one) => one.from_id === from || one.to_id === from)) {
		const [start, end] = [moved(row.from_id), moved(row.to_id)]
		const name = `${row.type} ${start} ${end}`
		// A link between the two, or one both had, has no meaning any more.
		if (start === end || held.has(name))
			await here.write.change('link', row.id, { state: 'withdrawn', withdrawn_reason: 'merged' })
		else await here.write.change('link', row.id, { from_id: start, to_id: end })
		held.add(name)
	}
}
