import { sql, type SqlBool } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf } from '#platform/records/find-record.server.ts'
import { lowestIdAt, madeWhen } from './made-when.ts'
import type {
	AgendaItemFact,
	FileFact,
	Gone,
	LocationFact,
	MeetingFact,
	MembershipFact,
	OParlType,
	OrganizationFact,
	PaperFact
} from './oparl-facts.ts'

/** Which objects of a type are asked for: one, or a part of all in the order of their identifiers. */
export type Asked = {
	id?: string | undefined
	after?: string | undefined
	createdSince?: Date | undefined
	createdUntil?: Date | undefined
	modifiedSince?: Date | undefined
	modifiedUntil?: Date | undefined
	/** Meetings of this structure alone. */
	organization?: string | undefined
	/** Parts of other objects are gone without a word: what they were part of tells that it changed. */
	isPart?: true
	limit: number
}

type Names = Readonly<Record<string, string>>
const nameIn = (here: Here, names: Names) => names[here.workspace.language] ?? Object.values(names)[0] ?? ''

// Only what was asked for since a change tells of what is gone: whoever reads anew has no use for it.
const tellsGone = ({ id, modifiedSince, isPart }: Asked) =>
	isPart !== true && (id !== undefined || modifiedSince !== undefined)

/** The bounds of what is asked for, over the columns that hold the identifier and the last change. */
function within(asked: Asked, idColumn: string, changedColumn: string) {
	const [id, changed] = [sql.ref(idColumn), sql.ref(changedColumn)]
	const bounds = [
		asked.id === undefined ? undefined : sql<SqlBool>`${id} = ${asked.id}`,
		asked.after === undefined ? undefined : sql<SqlBool>`${id} > ${asked.after}`,
		asked.createdSince === undefined ? undefined : sql<SqlBool>`${id} >= ${lowestIdAt(asked.createdSince)}`,
		asked.createdUntil === undefined
			? undefined
			: sql<SqlBool>`${id} < ${lowestIdAt(new Date(asked.createdUntil.getTime() + 1))}`,
		asked.modifiedSince === undefined ? undefined : sql<SqlBool>`${changed} >= ${asked.modifiedSince}`,
		asked.modifiedUntil === undefined ? undefined : sql<SqlBool>`${changed} <= ${asked.modifiedUntil}`
	].filter((bound) => bound !== undefined)
	return bounds.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`(${sql.join(bounds, sql` and `)})`
}

const gone = (id: string, modified: Date): Gone => ({ id, created: madeWhen(id), modified, isGone: true })
const there = (id: string, modified: Date) => ({ id, created: madeWhen(id), modified, isGone: false as const })

const PARTS_MOST = 5_000

async function organizations(here: Here, asked: Asked): Promise<(Gone | OrganizationFact)[]> {
	let rows = here.tx
		.selectFrom('record')
		.leftJoin('actor', (on) =>
			on.onRef('actor.workspace_id', '=', 'record.workspace_id').onRef('actor.id', '=', 'record.id')
		)
		.leftJoin('structure', (on) =>
			on.onRef('structure.workspace_id', '=', 'record.workspace_id').onRef('structure.id', '=', 'record.id')
		)
		.leftJoin('record as parent', (on) =>
			on
				.onRef('parent.workspace_id', '=', 'record.workspace_id')
				.on(sql<SqlBool>`parent.id = coalesce(structure.parent_id, actor.parent_id)`)
		)
		.select(['record.id', 'record.key', 'record.title', 'record.acronym', 'record.state', 'record.changed_at'])
		.select(['actor.kind as actor_kind', 'structure.kind as structure_kind', 'parent.id as parent'])
		.select(['structure.declared_status', 'structure.status_day'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', 'in', ['actor', 'structure'])
		.where(within(asked, 'record.id', 'record.changed_at'))
	if (!tellsGone(asked)) rows = rows.where('record.state', '=', 'active')
	const found = await rows.orderBy('record.id').limit(asked.limit).execute()
	const sits = await membershipIds(
		here,
		found.flatMap((row) => (row.structure_kind === null ? [] : [row.id]))
	)
	return found.map((row) =>
		row.state === 'active'
			? {
					...there(row.id, row.changed_at),
					kind: row.structure_kind === null ? 'actor' : 'structure',
					reference: row.key ?? row.id,
					name: nameIn(here, row.title),
					acronym: row.acronym,
					classification: row.structure_kind ?? row.actor_kind ?? '',
					parent: row.parent,
					ended: row.declared_status === 'dissolved' ? row.status_day : null,
					memberships: sits.get(row.id) ?? []
				}
			: gone(row.id, row.changed_at)
	)
}

// Who is only recommended sits nowhere yet; a seat is seen by who sees both its ends.
const sitting = (here: Here) =>
	here.tx
		.selectFrom('membership')
		.innerJoin('record as s', (on) =>
			on.onRef('s.workspace_id', '=', 'membership.workspace_id').onRef('s.id', '=', 'membership.structure_id')
		)
		.innerJoin('record as a', (on) =>
			on.onRef('a.workspace_id', '=', 'membership.workspace_id').onRef('a.id', '=', 'membership.actor_id')
		)
		.where('membership.workspace_id', '=', here.workspace.id)
		.where('membership.kind', '<>', 'recommended')

async function membershipIds(here: Here, structures: readonly string[]) {
	const byStructure = new Map<string, string[]>()
	if (structures.length === 0) return byStructure
	const rows = await sitting(here)
		.select(['membership.id', 'membership.structure_id'])
		.where('membership.structure_id', '=', anyOf(structures))
		.where('a.state', '=', 'active')
		.orderBy('membership.id')
		.limit(PARTS_MOST)
		.execute()
	for (const row of rows) byStructure.set(row.structure_id, [...(byStructure.get(row.structure_id) ?? []), row.id])
	return byStructure
}

async function memberships(here: Here, asked: Asked): Promise<(Gone | MembershipFact)[]> {
	let rows = sitting(here)
		.select(['membership.id', 'membership.structure_id', 'membership.actor_id', 'membership.kind', 'membership.role'])
		.select(['membership.from_day', 'membership.to_day', 'a.title'])
		.select(['s.state as structure_state', 'a.state as actor_state', 's.changed_at'])
		.where(within(asked, 'membership.id', 's.changed_at'))
	if (!tellsGone(asked)) rows = rows.where('s.state', '=', 'active').where('a.state', '=', 'active')
	const found = await rows.orderBy('membership.id').limit(asked.limit).execute()
	const offices = await officesNamed(
		here,
		found.map((row) => row.id)
	)
	return found.map((row) => {
		if (row.structure_state !== 'active' || row.actor_state !== 'active') return gone(row.id, row.changed_at)
		const actor = nameIn(here, row.title)
		const office = offices.get(row.id)
		return {
			...there(row.id, row.changed_at),
			structure: row.structure_id,
			actor: row.actor_id,
			name: office === undefined ? actor : `${office} (${actor})`,
			role: row.role === 'member' && row.kind !== 'member' ? row.kind : row.role,
			votes: row.kind === 'member',
			from: row.from_day,
			to: row.to_day
		}
	})
}

async function officesNamed(here: Here, ids: readonly string[]) {
	if (ids.length === 0) return new Map<string, string>()
	const rows = await here.tx
		.selectFrom('nomination')
		.select(['membership_id', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('membership_id', '=', anyOf(ids))
		.where('capacity', '=', 'principal')
		.where('to_day', 'is', null)
		.orderBy('id')
		.execute()
	return new Map(rows.map((row) => [row.membership_id, row.office]))
}

const paperRows = (here: Here) =>
	here.tx
		.selectFrom('agenda_paper')
		.innerJoin('document', (on) =>
			on
				.onRef('document.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('document.id', '=', 'agenda_paper.document_id')
		)
		.innerJoin('file', (on) =>
			on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
		)
		.innerJoin('agenda_item', (on) =>
			on
				.onRef('agenda_item.workspace_id', '=', 'agenda_paper.workspace_id')
				.onRef('agenda_item.id', '=', 'agenda_paper.agenda_item_id')
		)
		.innerJoin('record as i', (on) =>
			on.onRef('i.workspace_id', '=', 'agenda_item.workspace_id').onRef('i.id', '=', 'agenda_item.id')
		)
		.innerJoin('record as m', (on) =>
			on.onRef('m.workspace_id', '=', 'agenda_item.workspace_id').onRef('m.id', '=', 'agenda_item.meeting_id')
		)
		.select(['agenda_paper.id', 'agenda_paper.agenda_item_id', 'agenda_item.meeting_id', 'agenda_item.structure_id'])
		.select(['document.title', 'document.day', 'document.state', 'document.file_id', 'i.changed_at'])
		.select(['i.state as item_state', 'm.state as meeting_state', 'agenda_item.state as agenda_state'])
		.select(['file.name', 'file.media_type', 'file.size', 'file.created_at as file_created'])
		.where('agenda_paper.workspace_id', '=', here.workspace.id)

type PaperRow = Awaited<ReturnType<ReturnType<typeof paperRows>['execute']>>[number]

const isTabled = sql<SqlBool>`(document.state = 'active' and i.state = 'active' and m.state = 'active' and agenda_item.state = 'accepted')`

const isPaperThere = (row: PaperRow) =>
	row.state === 'active' &&
	row.item_state === 'active' &&
	row.meeting_state === 'active' &&
	row.agenda_state === 'accepted'

const toPaper = (row: PaperRow): PaperFact => ({
	...there(row.id, row.changed_at),
	name: row.title,
	date: row.day,
	structure: row.structure_id,
	meeting: row.meeting_id,
	agendaItem: row.agenda_item_id,
	file: {
		...there(row.file_id, row.changed_at),
		fileName: row.name,
		name: row.title,
		mediaType: row.media_type,
		size: row.size,
		date: row.day ?? row.file_created.toISOString().slice(0, 10),
		paper: row.id,
		meeting: row.meeting_id
	}
})

async function papers(here: Here, asked: Asked): Promise<(Gone | PaperFact)[]> {
	let rows = paperRows(here).where(within(asked, 'agenda_paper.id', 'i.changed_at'))
	if (!tellsGone(asked)) rows = rows.where(isTabled)
	const found = await rows.orderBy('agenda_paper.id').limit(asked.limit).execute()
	return found.map((row) => (isPaperThere(row) ? toPaper(row) : gone(row.id, row.changed_at)))
}

const documentsOfMeetings = (here: Here) =>
	here.tx
		.selectFrom('document')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'document.workspace_id').onRef('record.id', '=', 'document.record_id')
		)
		.innerJoin('file', (on) =>
			on.onRef('file.workspace_id', '=', 'document.workspace_id').onRef('file.id', '=', 'document.file_id')
		)
		.select(['document.file_id', 'document.title', 'document.day', 'document.state', 'document.record_id'])
		.select(['record.state as record_state', 'record.changed_at'])
		.select(['file.name', 'file.media_type', 'file.size', 'file.created_at as file_created'])
		.where('document.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'meeting')

type DocumentRow = Awaited<ReturnType<ReturnType<typeof documentsOfMeetings>['execute']>>[number]

const toFile = (row: DocumentRow): FileFact => ({
	...there(row.file_id, row.changed_at),
	fileName: row.name,
	name: row.title,
	mediaType: row.media_type,
	size: row.size,
	date: row.day ?? row.file_created.toISOString().slice(0, 10),
	paper: null,
	meeting: row.record_id
})

/** Notices and minutes as they were sealed or made, as PDF; of each the newest that the reader may open. */
const printedRows = (here: Here) =>
	here.tx
		.selectFrom('meeting_paper')
		.innerJoin('record', (on) =>
			on
				.onRef('record.workspace_id', '=', 'meeting_paper.workspace_id')
				.onRef('record.id', '=', 'meeting_paper.meeting_id')
		)
		.innerJoin('file', (on) =>
			on
				.onRef('file.workspace_id', '=', 'meeting_paper.workspace_id')
				.onRef('file.id', '=', 'meeting_paper.pdf_file_id')
		)
		.select(['meeting_paper.pdf_file_id as file_id', 'meeting_paper.kind', 'meeting_paper.made_at'])
		.select(['meeting_paper.meeting_id as record_id', 'record.state as record_state', 'record.changed_at'])
		.select(['file.name', 'file.media_type', 'file.size', 'file.created_at as file_created'])
		.where('meeting_paper.workspace_id', '=', here.workspace.id)
		.where((where) =>
			where.or([
				where('meeting_paper.kind', '=', 'notice'),
				where.and([where('meeting_paper.kind', '=', 'minutes'), where('meeting_paper.sealed_at', 'is not', null)])
			])
		)

type PrintedRow = Awaited<ReturnType<ReturnType<typeof printedRows>['execute']>>[number]

const toPrinted = (row: PrintedRow): FileFact => ({
	...toFile({ ...row, title: row.name.replace(/\.[^.]+$/, ''), day: null, state: 'active' }),
	date: row.made_at.toISOString().slice(0, 10)
})

/** Files of meetings, of their papers, and the sealed editions of their minutes: three kinds of row read in one order. */
async function files(here: Here, asked: Asked): Promise<(Gone | FileFact)[]> {
	let ofMeetings = documentsOfMeetings(here).where(within(asked, 'document.file_id', 'record.changed_at'))
	let ofPapers = paperRows(here).where(within(asked, 'document.file_id', 'i.changed_at'))
	let ofEditions = printedRows(here).where(within(asked, 'meeting_paper.pdf_file_id', 'record.changed_at'))
	if (!tellsGone(asked)) {
		ofMeetings = ofMeetings.where('document.state', '=', 'active').where('record.state', '=', 'active')
		ofPapers = ofPapers.where(isTabled)
		ofEditions = ofEditions.where('record.state', '=', 'active')
	}
	const [attached, tabled, printed] = await Promise.all([
		ofMeetings.orderBy('document.file_id').limit(asked.limit).execute(),
		ofPapers.orderBy('document.file_id').limit(asked.limit).execute(),
		ofEditions.orderBy('meeting_paper.pdf_file_id').limit(asked.limit).execute()
	])
	const all: (Gone | FileFact)[] = [
		...attached.map((row) =>
			row.state === 'active' && row.record_state === 'active' ? toFile(row) : gone(row.file_id, row.changed_at)
		),
		...tabled.map((row) => (isPaperThere(row) ? toPaper(row).file : gone(row.file_id, row.changed_at))),
		...printed.map((row) => (row.record_state === 'active' ? toPrinted(row) : gone(row.file_id, row.changed_at)))
	]
	return all.sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, asked.limit)
}

const meetingRows = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('meeting', (on) =>
			on.onRef('meeting.workspace_id', '=', 'record.workspace_id').onRef('meeting.id', '=', 'record.id')
		)
		.innerJoin('record as s', (on) =>
			on.onRef('s.workspace_id', '=', 'meeting.workspace_id').onRef('s.id', '=', 'meeting.structure_id')
		)
		.select(['record.id', 'record.number', 'record.title', 'record.state as record_state', 'record.changed_at'])
		.select(['meeting.structure_id', 'meeting.state', 'meeting.starts_at', 'meeting.ends_at', 'meeting.place'])
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'meeting')

type MeetingRow = Awaited<ReturnType<ReturnType<typeof meetingRows>['execute']>>[number]

async function foundMeetings(here: Here, asked: Asked): Promise<MeetingRow[]> {
	let rows = meetingRows(here).where(within(asked, 'record.id', 'record.changed_at'))
	if (asked.organization !== undefined) rows = rows.where('meeting.structure_id', '=', asked.organization)
	if (!tellsGone(asked)) rows = rows.where('record.state', '=', 'active')
	return rows.orderBy('record.id').limit(asked.limit).execute()
}

const toLocation = (row: MeetingRow): LocationFact | null =>
	row.place === null ? null : { ...there(row.id, row.changed_at), description: row.place, meeting: row.id }

async function meetings(here: Here, asked: Asked): Promise<(Gone | MeetingFact)[]> {
	const found = await foundMeetings(here, asked)
	const ids = found.flatMap((row) => (row.record_state === 'active' ? [row.id] : []))
	if (ids.length === 0) return found.map((row) => gone(row.id, row.changed_at))
	const [agenda, attached, printed] = await Promise.all([
		agendaOf(here, ids),
		documentsOfMeetings(here)
			.where('document.record_id', '=', anyOf(ids))
			.where('document.state', '=', 'active')
			.orderBy('document.file_id')
			.limit(PARTS_MOST)
			.execute(),
		printedRows(here)
			.where('meeting_paper.meeting_id', '=', anyOf(ids))
			.orderBy('meeting_paper.made_at', 'desc')
			.limit(PARTS_MOST)
			.execute()
	])
	const newest = (id: string, kind: 'notice' | 'minutes') => {
		const row = printed.find((one) => one.record_id === id && one.kind === kind)
		return row ? toPrinted(row) : null
	}
	return found.map((row) =>
		row.record_state === 'active'
			? {
					...there(row.id, row.changed_at),
					reference: row.number ?? row.id,
					name: nameIn(here, row.title),
					structure: row.structure_id,
					state: row.state,
					start: row.starts_at,
					end: row.ends_at,
					location: toLocation(row),
					agenda: agenda.filter((item) => item.meeting === row.id),
					invitation: newest(row.id, 'notice'),
					minutes: newest(row.id, 'minutes'),
					files: attached.filter((one) => one.record_id === row.id).map(toFile)
				}
			: gone(row.id, row.changed_at)
	)
}

async function locations(here: Here, asked: Asked): Promise<LocationFact[]> {
	const found = await meetingRows(here)
		.where(within(asked, 'record.id', 'record.changed_at'))
		.where('record.state', '=', 'active')
		.where('meeting.place', 'is not', null)
		.orderBy('record.id')
		.limit(asked.limit)
		.execute()
	return found.flatMap((row) => toLocation(row) ?? [])
}

/** The accepted items of meetings that the reader sees, numbered without a gap, with their papers and what was decided in them. */
async function agendaOf(here: Here, meetingIds: readonly string[]): Promise<AgendaItemFact[]> {
	const items = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.select(['agenda_item.id', 'agenda_item.meeting_id', 'agenda_item.structure_id'])
		.select(['record.title', 'record.audience', 'record.changed_at'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.meeting_id', '=', anyOf(meetingIds))
		.where('agenda_item.state', '=', 'accepted')
		.where('record.state', '=', 'active')
		.orderBy('agenda_item.meeting_id')
		.orderBy('agenda_item.position')
		.orderBy('agenda_item.id')
		.limit(PARTS_MOST)
		.execute()
	const ids = items.map((item) => item.id)
	const [tabled, decided] = await Promise.all([papersOfItems(here, ids), decidedIn(here, ids)])
	const numbers = new Map<string, number>()
	return items.map((item) => {
		const number = (numbers.get(item.meeting_id) ?? 0) + 1
		numbers.set(item.meeting_id, number)
		return {
			...there(item.id, item.changed_at),
			meeting: item.meeting_id,
			structure: item.structure_id,
			number: String(number),
			name: nameIn(here, item.title),
			isPublic: item.audience.includes('public'),
			papers: tabled.filter((paper) => paper.agendaItem === item.id),
			resolutions: decided.flatMap((one) => (one.agenda_item_id === item.id ? [one.text] : []))
		}
	})
}

async function papersOfItems(here: Here, ids: readonly string[]): Promise<PaperFact[]> {
	if (ids.length === 0) return []
	const rows = await paperRows(here)
		.where('agenda_paper.agenda_item_id', '=', anyOf(ids))
		.orderBy('agenda_paper.id')
		.limit(PARTS_MOST)
		.execute()
	return rows.filter(isPaperThere).map(toPaper)
}

async function decidedIn(here: Here, ids: readonly string[]) {
	if (ids.length === 0) return []
	return here.tx
		.selectFrom('decision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'decision.workspace_id').onRef('record.id', '=', 'decision.id')
		)
		.select(['decision.agenda_item_id', 'decision.text'])
		.where('decision.workspace_id', '=', here.workspace.id)
		.where('decision.agenda_item_id', '=', anyOf(ids))
		.where('record.state', '=', 'active')
		.orderBy('record.id')
		.limit(PARTS_MOST)
		.execute()
}

async function agendaItems(here: Here, asked: Asked): Promise<AgendaItemFact[]> {
	const rows = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.innerJoin('record as m', (on) =>
			on.onRef('m.workspace_id', '=', 'agenda_item.workspace_id').onRef('m.id', '=', 'agenda_item.meeting_id')
		)
		.select(['agenda_item.id', 'agenda_item.meeting_id'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.state', '=', 'accepted')
		.where('record.state', '=', 'active')
		.where('m.state', '=', 'active')
		.where(within(asked, 'agenda_item.id', 'record.changed_at'))
		.orderBy('agenda_item.id')
		.limit(asked.limit)
		.execute()
	if (rows.length === 0) return []
	const wanted = new Set(rows.map((row) => row.id))
	const agenda = await agendaOf(here, [...new Set(rows.map((row) => row.meeting_id))])
	return agenda.filter((item) => wanted.has(item.id)).sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** The objects of a type that are asked for, in the order of their identifiers. */
export async function factsOf(here: Here, type: OParlType, asked: Asked) {
	switch (type) {
		case 'organization':
			return (await organizations(here, asked)).map((fact) => ({ type, fact }))
		case 'person':
			return (await memberships(here, asked)).map((fact) => ({ type, fact }))
		case 'membership':
			return (await memberships(here, { ...asked, isPart: true })).map((fact) => ({ type, fact }))
		case 'meeting':
			return (await meetings(here, asked)).map((fact) => ({ type, fact }))
		case 'agendaItem':
			return (await agendaItems(here, asked)).map((fact) => ({ type, fact }))
		case 'consultation':
			// A paper is considered once, in the item it was tabled for: its consultation has the paper's identifier.
			return (await papers(here, { ...asked, isPart: true })).map((fact) => ({ type, fact }))
		case 'paper':
			return (await papers(here, asked)).map((fact) => ({ type, fact }))
		case 'file':
			return (await files(here, asked)).map((fact) => ({ type, fact }))
		case 'location':
			return (await locations(here, asked)).map((fact) => ({ type, fact }))
		default:
			return type satisfies never
	}
}
