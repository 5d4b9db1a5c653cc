import { z } from 'zod'
import { getStructureRow } from '#modules/directory/find-directory.server.ts'
import { letterheadOf } from '#platform/documents/letterhead.server.ts'
import { writeDocx } from '#platform/documents/write-docx.server.ts'
import { writePdf } from '#platform/documents/write-pdf.server.ts'
import { WrittenFile } from '#platform/files/written-file.ts'
import { speak } from '#platform/languages/words.ts'
import { Day, Identifier, Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { absent } from '#platform/operation/refusal.ts'
import {
	anyOf,
	findRecord,
	headColumns,
	RecordHead,
	referencesOf,
	toHead,
	toReference
} from '#platform/records/find-record.server.ts'
import { MEETING_STATES } from '../rules.ts'
import { minutesOf, outcomesOf } from './find-minutes.server.ts'
import { MinutesItem, Outcomes } from './minute-outputs.ts'
import { partsOf } from './minute-parts.ts'
import { namedIn } from './paper-agenda.ts'
import { seriesDocument } from './series-model.ts'
import { readsMinutes } from './minutes-rules.ts'
import { keptStanding } from './standing.server.ts'

/** As many meetings as are read as one: twenty years of a committee that meets once a quarter. */
export const SERIES_MOST = 80
/** As many items as stand in one paper: where meetings have more, the oldest of them are left out whole, and counted. */
export const ITEMS_MOST = 2_000
const OPEN_MOST = 500

export const SeriesMinutes = z.object({
	structure: RecordHead,
	/** The series that is read, where it is not all meetings of the structure. */
	series: z.object({ id: z.string(), title: z.record(z.string(), z.string()) }).nullable(),
	from: z.string().nullable(),
	to: z.string().nullable(),
	meetings: z.array(
		RecordHead.extend({
			day: z.string(),
			status: z.enum(MEETING_STATES),
			place: z.string().nullable(),
			/** Whether the reader reads its minutes now; those who do not sit in the structure do once they are adopted. */
			isReadable: z.boolean(),
			items: z.array(
				z.object({
					id: z.string(),
					reference: z.string(),
					number: z.int(),
					title: RecordHead.shape.title,
					agendaKind: MinutesItem.shape.agendaKind,
					minute: MinutesItem.shape.minute.unwrap().omit({ at: true }).nullable(),
					/** What a standing item held when its minutes were adopted; what is open now stands first. */
					standing: MinutesItem.shape.standing,
					...Outcomes.shape
				})
			),
			beside: Outcomes
		})
	),
	/** Meetings beyond the most that are read as one, by their number or by that of their items: the oldest are left out. */
	left: z.int(),
	/** What is open of the structure at present, whichever meeting it came of. */
	open: Outcomes
})
export type SeriesMinutes = z.output<typeof SeriesMinutes>

const Asked = {
	structure: Reference.optional(),
	series: Identifier.optional(),
	from: Day.optional(),
	to: Day.optional()
}

async function getWhole(
	here: Here,
	{ structure, series }: { structure?: string | undefined; series?: string | undefined }
) {
	if (series === undefined) {
		if (structure === undefined) throw absent('platform.no-such-record', { kind: 'structure', reference: '' })
		return { structure: await getStructureRow(here, structure), series: null }
	}
	const row = await here.tx
		.selectFrom('meeting_series')
		.select(['id', 'title', 'structure_id'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', series)
		.executeTakeFirst()
	const seen = row && (await findRecord(here, 'structure', row.structure_id))
	if (!seen) throw absent('deliberation.minutes-no-such-series', { reference: series })
	return { structure: await getStructureRow(here, seen.id), series: { id: row.id, title: row.title } }
}

const HELD = ['held', 'drafted', 'circulated', 'adopted'] as const

function meetingsOf(
	here: Here,
	structureId: string,
	asked: { series: string | null; from?: string | undefined; to?: string | undefined }
) {
	let rows = here.tx
		.selectFrom('meeting')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
		)
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.structure_id', '=', structureId)
		.where('meeting.state', 'in', HELD)
		.where('record.state', '=', 'active')
	if (asked.series !== null) rows = rows.where('meeting.series_id', '=', asked.series)
	if (asked.from !== undefined) rows = rows.where('meeting.day', '>=', asked.from)
	if (asked.to !== undefined) rows = rows.where('meeting.day', '<=', asked.to)
	return rows
}

const itemsOf = (here: Here, meetings: readonly string[]) =>
	here.tx
		.selectFrom('agenda_item')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.select(['record.id', 'record.key', 'record.title', 'agenda_item.meeting_id', 'agenda_item.kind'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.meeting_id', 'in', meetings)
		.where('agenda_item.state', '=', 'accepted')
		.where('record.state', '=', 'active')
		.orderBy('agenda_item.position')
		.orderBy('record.id')
		.execute()

/** Of meetings, the newest first, as many as have no more items together than are read as one; one of them in any case. */
async function withinItems<T extends { id: string }>(here: Here, meetings: readonly T[]): Promise<T[]> {
	if (meetings.length === 0) return []
	const ids = meetings.map(({ id }) => id)
	const rows = await here.tx
		.selectFrom('agenda_item')
		// Those that the reader sees: what is cut tells nothing of any other.
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'agenda_item.workspace_id').onRef('record.id', '=', 'agenda_item.id')
		)
		.select('agenda_item.meeting_id')
		.select((select) => select.fn.countAll<number>().as('items'))
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.meeting_id', '=', anyOf(ids))
		.where('agenda_item.state', '=', 'accepted')
		.groupBy('agenda_item.meeting_id')
		.execute()
	const items = new Map(rows.map((row) => [row.meeting_id, row.items]))
	return firstWithin(meetings, ({ id }) => items.get(id) ?? 0, ITEMS_MOST)
}

/** The first of some things that weigh no more together than a limit; the first of all in any case. */
export function firstWithin<T>(things: readonly T[], weightOf: (thing: T) => number, most: number): T[] {
	let sum = 0
	const over = things.findIndex((thing, index) => {
		sum += weightOf(thing)
		return index > 0 && sum > most
	})
	return over === -1 ? [...things] : things.slice(0, over)
}

async function openOf(here: Here, structureId: string): Promise<Outcomes['actions']> {
	const rows = await here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.select(['action.text', 'action.state as status', 'action.responsible_actor_id', 'action.due_day'])
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.structure_id', '=', structureId)
		.where('action.state', 'in', ['open', 'in-progress', 'submitted'])
		.where('record.state', '=', 'active')
		.orderBy('action.due_day')
		.orderBy('record.id')
		.limit(OPEN_MOST)
		.execute()
	const named = await referencesOf(
		here,
		rows.map((row) => row.responsible_actor_id)
	)
	return rows.map((row) => ({
		...toReference(row),
		text: row.text,
		state: row.status,
		responsible: named.get(row.responsible_actor_id) ?? null,
		due: row.due_day,
		now: { due: null, responsible: null }
	}))
}

async function openRecommendationsOf(here: Here, structureId: string): Promise<Outcomes['recommendations']> {
	const rows = await here.tx
		.selectFrom('recommendation')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'recommendation.workspace_id').onRef('record.id', '=', 'recommendation.id')
		)
		.select(['record.id', 'record.kind', 'record.key', 'record.number', 'record.title', 'record.acronym'])
		.select(['recommendation.state as status', 'recommendation.addressee', 'recommendation.due_day'])
		.select(['recommendation.addressee_actor_id', 'recommendation.addressee_structure_id'])
		.where('recommendation.workspace_id', '=', here.workspace.id)
		.where('recommendation.structure_id', '=', structureId)
		.where('recommendation.state', 'not in', ['declined', 'implemented', 'lapsed'])
		.where('record.state', '=', 'active')
		.orderBy('record.number')
		.limit(OPEN_MOST)
		.execute()
	const named = await referencesOf(
		here,
		rows.flatMap((row) => [row.addressee_actor_id, row.addressee_structure_id])
	)
	const of = (id: string | null) => (id === null ? null : (named.get(id) ?? null))
	return rows.map((row) => ({
		...toReference(row),
		text: '',
		language: here.workspace.language,
		state: row.status,
		// What is open is listed by its title: how it was taken stands in the minutes of its meeting.
		manner: null,
		votes: null,
		positions: [],
		addressee: of(row.addressee_actor_id) ?? of(row.addressee_structure_id),
		addressedTo: row.addressee,
		due: row.due_day,
		isReworded: false
	}))
}

type Whole = Awaited<ReturnType<typeof getWhole>>

async function readSeries(
	here: Here,
	{ from, to }: { from?: string | undefined; to?: string | undefined },
	whole: Whole
): Promise<SeriesMinutes> {
	const { structure, series } = whole
	const asked = { series: series?.id ?? null, from, to }
	const rows = await meetingsOf(here, structure.id, asked)
		.select(headColumns)
		.select(['meeting.day', 'meeting.state as status', 'meeting.place', 'meeting.structure_id', 'meeting.starts_at'])
		.orderBy('meeting.day', 'desc')
		.orderBy('meeting.id')
		.limit(SERIES_MOST + 1)
		.execute()
	const counted =
		rows.length <= SERIES_MOST
			? rows.length
			: (
					await meetingsOf(here, structure.id, asked)
						.select((select) => select.fn.countAll<number>().as('many'))
						.executeTakeFirstOrThrow()
				).many
	const meetings = (await withinItems(here, rows.slice(0, SERIES_MOST))).toReversed()
	const ids = meetings.map((row) => row.id)
	const items = ids.length === 0 ? [] : await itemsOf(here, ids)
	const adopted = meetings.filter(({ status }) => status === 'adopted')
	const [standing, minutes, outcomes, actions, recommendations] = await Promise.all([
		keptStanding(here, adopted),
		minutesOf(here, ids),
		outcomesOf(here, ids, new Set(items.map(({ id }) => id))),
		openOf(here, structure.id),
		openRecommendationsOf(here, structure.id)
	])
	const isReadable = (status: string) => readsMinutes(here.seat, { state: status, structureId: structure.id })
	return {
		structure: RecordHead.parse(structure),
		series,
		from: from ?? null,
		to: to ?? null,
		meetings: meetings.map((row) => ({
			...toHead(row),
			day: row.day,
			status: row.status,
			place: row.place,
			isReadable: isReadable(row.status),
			items: items
				.filter((item) => item.meeting_id === row.id)
				.map((item, index) => {
					const minute = minutes.get(item.id)
					const came = outcomes.of(item.id)
					const hidden = { hidesActions: outcomes.hidesActions(item.id), since: row.day }
					return {
						id: item.id,
						reference: item.key ?? item.id,
						number: index + 1,
						title: item.title,
						agendaKind: item.kind,
						minute:
							minute && isReadable(row.status)
								? { text: minute.text, language: minute.language, parts: partsOf(minute.text, came.actions, hidden) }
								: null,
						standing: standing(row.id)(item.kind),
						...came
					}
				}),
			beside: outcomes.of(row.id)
		})),
		left: Math.max(0, counted - meetings.length),
		open: { decisions: [], recommendations, actions, moves: [] }
	}
}

/** The minutes of a whole series of meetings, or of a structure over a period, with what is open, as one. */
export const getSeriesMinutes = query({
	name: 'minutes.series',
	input: z.strictObject(Asked),
	output: SeriesMinutes,
	about: getWhole,
	allow: everyone,
	run: readSeries
})

const FORMATS = ['docx', 'pdf'] as const
const MEDIA = {
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	pdf: 'application/pdf'
} as const

/** The same as one document, as far as the seat sees it. */
export const printSeriesMinutes = query({
	name: 'minutes.printSeries',
	input: z.strictObject({
		...Asked,
		format: z.enum(FORMATS),
		language: z
			.string()
			.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
			.optional()
	}),
	output: z.custom<WrittenFile>((value) => value instanceof WrittenFile),
	about: getWhole,
	allow: everyone,
	logged: true,
	only: 'download',
	async run(here, { format, language = here.workspace.language, from, to }, whole) {
		const { workspace } = here
		const words = speak(here.registry.catalogue, language, {
			timeZone: workspace.timeZone,
			firstLanguage: workspace.language
		})
		const read = await readSeries(here, { from, to }, whole)
		const spoken = namedIn(here.registry.catalogue, language)
		const series = {
			...read,
			meetings: read.meetings.map((meeting) => ({ ...meeting, items: meeting.items.map(spoken) }))
		}
		const model = { ...seriesDocument(words, series, here.today), letterhead: await letterheadOf(here, language) }
		const content = format === 'docx' ? await writeDocx(model) : await writePdf(model, here.now)
		return new WrittenFile({
			name: `minutes-${whole.structure.reference}.${format}`,
			mediaType: MEDIA[format],
			content
		})
	}
})
