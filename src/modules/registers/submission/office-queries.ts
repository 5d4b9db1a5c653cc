import { sql } from 'kysely'
import { z } from 'zod'
import { listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { Reference } from '#platform/operation/fields.ts'
import { query, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, referencesOf, RecordReference } from '#platform/records/find-record.server.ts'
import { KeptValue } from '../entry/entry-outputs.ts'
import type { Values } from '../entry/values.ts'
import type { Register } from '../registers.server.ts'
import { askedForm } from './asked-form.ts'
import { alikeAmong, alikeEntries } from './duplicates.server.ts'
import { COLUMNS, getReviewed, getSubmission, reviews, type SubmissionRow } from './find-submission.server.ts'
import { openEmail, openFileName, openMessage, openValues } from './keyed.server.ts'
import { MANY_LINKS } from './likeness.ts'
import { SUBMISSION_STATES, UNDECIDED, whyNotDecide } from './submission-states.ts'

export const SubmissionNumber = z.string().regex(/^[A-Z0-9]+-SUB-\d{4}-\d{3,9}$/)

const SeatReference = z.object({ key: z.string(), office: z.string() })

const Item = z.object({
	number: z.string(),
	state: z.enum(SUBMISSION_STATES),
	sentAt: z.date(),
	/** The first words of it, where they tell nothing of a person. */
	what: z.string(),
	/** How often the same came. */
	times: z.int(),
	links: z.int(),
	/** True where there is a reason to look twice. */
	isDoubtful: z.boolean(),
	/** True where whoever sent it answered what was asked, and nobody has looked since. */
	isAnswered: z.boolean(),
	files: z.int(),
	language: z.string(),
	assigned: SeatReference.nullable(),
	version: z.int()
})

export async function seatsAmong(here: Here, ids: readonly (string | null)[]) {
	const wanted = [...new Set(ids.flatMap((id) => id ?? []))]
	if (wanted.length === 0) return new Map<string, z.output<typeof SeatReference>>()
	const rows = await here.tx
		.selectFrom('seat')
		.select(['id', 'key', 'office'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(wanted))
		.execute()
	return new Map(rows.map(({ id, key, office }) => [id, { key, office }]))
}

const WHAT_MOST = 120
const MANY_TIMES = 3

/** The first words of a submission: of its first text that tells nothing of a person. */
export function whatOf(here: Here, { compiled }: Register, { sealed }: Pick<SubmissionRow, 'sealed'>): string {
	const form = askedForm(compiled)
	if (!form) return ''
	const values = openValues(here.secret, sealed)
	for (const [key, { field }] of form.compiled.fields) {
		const value = values[key]
		const isSaid = (field.type === 'text' || field.type === 'long-text') && !field.personal
		if (isSaid && typeof value === 'string') return value.replaceAll(/\s+/g, ' ').slice(0, WHAT_MOST)
	}
	return ''
}

/** Those among some that wait with an answer of whoever sent them. */
async function answeredAmong(here: Here, rows: readonly SubmissionRow[]): Promise<ReadonlySet<string>> {
	const waiting = rows.filter(({ state }) => state === 'waiting').map(({ id }) => id)
	if (waiting.length === 0) return new Set()
	const found = await here.tx
		.selectFrom('submission_message')
		.select('submission_id')
		.distinct()
		.where('workspace_id', '=', here.workspace.id)
		.where('submission_id', '=', anyOf(waiting))
		.where('seat_id', 'is', null)
		.execute()
	return new Set(found.map(({ submission_id: id }) => id))
}

type Beside = { seats: ReadonlyMap<string, z.output<typeof SeatReference>>; answered: ReadonlySet<string> }

const itemOf = (
	here: Here,
	register: Register,
	row: SubmissionRow,
	{ seats, answered }: Beside
): z.output<typeof Item> => ({
	number: row.number,
	state: row.state,
	sentAt: row.sent_at,
	what: whatOf(here, register, row),
	times: row.times,
	links: row.links,
	isDoubtful: row.links >= MANY_LINKS || row.times >= MANY_TIMES,
	isAnswered: answered.has(row.id),
	files: row.files,
	language: row.language,
	assigned: (row.assigned_seat_id === null ? undefined : seats.get(row.assigned_seat_id)) ?? null,
	version: row.version
})

const COUNTED = 10_000

/** What waits to be looked through of one register, longest waiting first, and what was settled. */
export const listSubmissions = query({
	name: 'submission.list',
	input: listInput(
		{
			register: Reference,
			state: z.array(z.enum(SUBMISSION_STATES)).min(1).max(SUBMISSION_STATES.length),
			/** The key of the seat it is assigned to; `nobody` of those that nobody has taken. */
			assigned: z.string().max(120),
			/** Those with many links, or that came several times. */
			doubtful: z.enum(['yes'])
		},
		['sent']
	).required({ filter: true }),
	output: listed(Item).extend({ counts: z.record(z.string(), z.int()) }),
	about: (here, { filter }) => getReviewed(here, filter.register ?? ''),
	allow: ({ seat }, { compiled }) => reviews(seat, compiled),
	async run(here, input, register) {
		const { filter } = input
		const part = listPart(here.secret, input, { sent: 'submission.sent_at' }, 'submission.id')
		const own = here.tx
			.selectFrom('submission')
			.where('submission.workspace_id', '=', here.workspace.id)
			.where('submission.register_id', '=', register.id)
		let rows = own.where('submission.state', 'in', filter.state ?? UNDECIDED)
		if (filter.doubtful)
			rows = rows.where((where) => where.or([where('links', '>=', MANY_LINKS), where('times', '>=', MANY_TIMES)]))
		if (filter.assigned === 'nobody') rows = rows.where('assigned_seat_id', 'is', null)
		else if (filter.assigned !== undefined)
			rows = rows.where('assigned_seat_id', 'in', (seats) =>
				seats
					.selectFrom('seat')
					.select('seat.id')
					.where('seat.workspace_id', '=', here.workspace.id)
					.where('seat.key', '=', filter.assigned ?? '')
			)
		const [found, total, counted] = await Promise.all([
			rows
				.select(COLUMNS.map((column) => `submission.${column}` as const))
				.where(part.where)
				.orderBy(part.orderBy)
				.limit(part.limit)
				.execute(),
			here.tx
				.selectFrom(
					rows
						.select('submission.id')
						.limit(COUNTED + 1)
						.as('some')
				)
				.select((select) => select.fn.countAll<string>().as('total'))
				.executeTakeFirstOrThrow(),
			own
				.select(['submission.state', sql<number>`count(*)::integer`.as('count')])
				.groupBy('submission.state')
				.execute()
		])
		const [seats, answered] = await Promise.all([
			seatsAmong(
				here,
				found.map((row) => row.assigned_seat_id)
			),
			answeredAmong(here, found)
		])
		const list = toList(here.secret, part, found, Number(total.total), input, {
			value: (row) => row.sent_at,
			item: (row) => itemOf(here, register, row, { seats, answered })
		})
		return { ...list, counts: Object.fromEntries(counted.map(({ state, count }) => [state, count])) }
	}
})

const Alike = z.object({
	number: z.string(),
	state: z.enum(SUBMISSION_STATES),
	sentAt: z.date(),
	why: z.array(z.enum(['text', 'near', 'file', 'contact'])),
	values: z.record(z.string(), KeptValue)
})

/** What was sent, whole, with all that is like it: whoever opens it stands in the access log. */
export const readSubmission = query({
	name: 'submission.get',
	input: z.strictObject({ register: Reference, submission: SubmissionNumber }),
	output: Item.extend({
		register: z.string(),
		values: z.record(z.string(), KeptValue),
		sentFiles: z.array(
			z.object({ id: z.string(), field: z.string(), name: z.string(), mediaType: z.string(), size: z.int() })
		),
		/** Whether somebody waits for the answer by mail; the address itself, for whoever looks through it. */
		emails: z.array(z.string()),
		receipts: z.int(),
		messages: z.array(z.object({ from: SeatReference.nullable(), text: z.string(), at: z.date() })),
		decided: z.object({ by: SeatReference.nullable(), at: z.date() }).nullable(),
		entry: RecordReference.nullable(),
		eraseDay: z.string(),
		/** Other submissions that are like it, and entries that may be the same. */
		alike: z.array(Alike),
		entries: z.array(
			z.object({ entry: RecordReference, standing: z.string(), values: z.record(z.string(), KeptValue) })
		),
		may: z.object({ decide: z.boolean() })
	}),
	about: (here, { register, submission }) => getSubmission(here, register, submission),
	allow: ({ seat }, { register }) => reviews(seat, register.compiled),
	logged: true,
	async run(here, _input, { register, row }) {
		const values = openValues(here.secret, row.sealed)
		const own = { workspace: here.workspace.id, submission: row.id }
		const [files, receipts, messages, alike, entries] = await Promise.all([
			here.tx
				.selectFrom('submission_file')
				.innerJoin('file', (on) =>
					on.onRef('file.workspace_id', '=', 'submission_file.workspace_id').onRef('file.id', '=', 'submission_file.id')
				)
				.select(['file.id', 'submission_file.field', 'submission_file.sealed_name', 'file.media_type', 'file.size'])
				.where('submission_file.workspace_id', '=', own.workspace)
				.where('submission_file.submission_id', '=', own.submission)
				.orderBy('submission_file.field')
				.execute(),
			here.tx
				.selectFrom('submission_receipt')
				.select('sealed_email')
				.where('workspace_id', '=', own.workspace)
				.where('submission_id', '=', own.submission)
				.orderBy('id')
				.execute(),
			here.tx
				.selectFrom('submission_message')
				.select(['seat_id', 'sealed', 'written_at'])
				.where('workspace_id', '=', own.workspace)
				.where('submission_id', '=', own.submission)
				.orderBy('written_at')
				.orderBy('id')
				.execute(),
			alikeAmong(here, register, row),
			alikeEntries(here, register, values)
		])
		const seats = await seatsAmong(here, [
			row.assigned_seat_id,
			row.decided_seat_id,
			...messages.map(({ seat_id: seat }) => seat)
		])
		const seatOf = (id: string | null) => (id === null ? undefined : seats.get(id)) ?? null
		const names = await referencesOf(here, [row.entry_id])
		return {
			...itemOf(here, register, row, {
				seats,
				answered: new Set(
					messages.some(({ seat_id: seat }) => seat === null) && row.state === 'waiting' ? [row.id] : []
				)
			}),
			register: register.compiled.declaration.register,
			values: { ...values },
			sentFiles: files.map(({ id, field, sealed_name: name, media_type: mediaType, size }) => ({
				id,
				field,
				name: openFileName(here.secret, name),
				mediaType,
				size
			})),
			emails: receipts.flatMap(({ sealed_email: sealed }) => (sealed === null ? [] : [openEmail(here.secret, sealed)])),
			receipts: receipts.length,
			messages: messages.map(({ seat_id: seat, sealed, written_at: at }) => ({
				from: seatOf(seat),
				text: openMessage(here.secret, sealed),
				at
			})),
			decided: row.decided_at === null ? null : { by: seatOf(row.decided_seat_id), at: row.decided_at },
			entry: (row.entry_id === null ? undefined : names.get(row.entry_id)) ?? null,
			eraseDay: row.erase_day,
			alike,
			entries,
			may: { decide: whyNotDecide(row) === null }
		}
	}
})

/** What of a submission's values a register still knows how to read: fields that it had then may be gone. */
export const readableIn = ({ compiled }: Register, values: Values): Values =>
	Object.fromEntries(Object.entries(values).filter(([key]) => compiled.fields.has(key)))
