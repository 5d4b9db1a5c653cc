import { z } from 'zod'
import { listOptions } from '#modules/directory/options-queries.ts'
import { listSeatOptions } from '#platform/access/seat-operations.ts'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { commentsOn } from '#platform/records/discussion.ts'
import { referencesOf } from '#platform/records/find-record.server.ts'
import { takesPart } from '#platform/records/rules.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { whyNotDecide } from '../decision/decision-rules.ts'
import { sittingOf } from '../decision/take-part.server.ts'
import { agendaOf } from '../meeting/agenda-queries.ts'
import { runsMeetings } from '../rules.ts'
import { textOf } from './draft.ts'
import { draftFrom, storedDraft } from './draft-state.server.ts'
import { draftsOf, enteredSince, itemsWithAreas, minutesOf, outcomesOf } from './find-minutes.server.ts'
import { Minutes, type MinutesItem, type Outcomes, type ProposedAction } from './minute-outputs.ts'
import { readsMinutes, whyNotWriteMinutes } from './minutes-rules.ts'
import { becameOf, partsOf } from './minute-parts.ts'
import { actionLines, whoMeant } from './shorthand.ts'
import { standingIn } from './standing.server.ts'
import { isSeenByMore } from './widely-seen.ts'

// Until the day the members were told; after it they may still speak on the page of an item.
const mayComment = ({ seat, today }: Here, row: { state: string; comments_until: string | null }) =>
	row.state === 'circulated' && today <= (row.comments_until ?? today) && takesPart(seat)

type Known = Awaited<ReturnType<typeof namedHere>>

// Only where a line names one: most minutes have none, and then nobody's names are read.
async function namedHere(here: Here) {
	const [{ items: actors }, { items }] = await Promise.all([
		here.ask(listOptions, { kind: 'actor' }),
		here.ask(listSeatOptions, {})
	])
	// Observers read along: they see to nothing.
	const seats = items.flatMap(({ key, office, actor, role }) =>
		actor === null || role === 'observer' ? [] : [{ key, office, actor }]
	)
	return { actors, seats }
}
const NOBODY: Known = { actors: [], seats: [] }

function proposedIn(
	text: string,
	made: Outcomes['actions'],
	{ actors, seats, since }: Known & { since: string }
): ProposedAction[] {
	const lines = actionLines(text, since)
	const became = becameOf(lines, made)
	return lines.flatMap(({ actor: said, ...line }, at) => {
		if (became[at]) return []
		const meant = whoMeant(actors, seats, said)
		const actor = meant && {
			reference: meant.actor.reference,
			title: meant.actor.title,
			acronym: meant.actor.acronym
		}
		const own = seats.flatMap((one) => (one.actor === actor?.reference ? [{ key: one.key, office: one.office }] : []))
		const isUnknown = actor === null && !line.problems.includes('no-actor')
		const problems = [...(isUnknown ? (['unknown-actor'] as const) : []), ...line.problems]
		return [{ ...line, said, actor, seat: meant?.seat ?? null, seats: own, problems }]
	})
}

type Audiences = { item: readonly string[]; of: (id: string) => readonly string[]; structureId: string }

const widerOf = ({ decisions, recommendations, actions }: Outcomes, { item, of, structureId }: Audiences) =>
	[...decisions, ...recommendations, ...actions].flatMap(({ id, kind, reference, title, acronym }) =>
		isSeenByMore(of(id), item, structureId) ? [{ id, kind, reference, title, acronym }] : []
	)

/** The minutes of a meeting, item by item as the seat sees them, with what came of each. */
export const getMinutes = query({
	name: 'minutes.get',
	input: z.strictObject({ meeting: Reference }),
	output: Minutes,
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: everyone,
	async run(here, _input, meeting) {
		const { row, chairActorId: _chair, secretaryActorId: _secretary, ...head } = meeting
		const runs = runsMeetings(here.seat, meeting)
		const whyNot = whyNotWriteMinutes(row.state)
		const mayWrite = runs && whyNot === null
		const agenda = (await agendaOf(here, meeting.id)).filter(({ status }) => status === 'accepted')
		const hasStanding = agenda.some(({ agendaKind }) => agendaKind !== 'item')
		const isReadable = readsMinutes(here.seat, { state: row.state, structureId: row.structure_id })
		const [saved, drafts, outcomes, references, standing, sitting, themed, comments] = await Promise.all([
			minutesOf(here, [meeting.id]),
			mayWrite ? draftsOf(here, meeting.id) : [],
			outcomesOf(here, [meeting.id], new Set(agenda.map(({ id }) => id))),
			referencesOf(here, [row.structure_id]),
			hasStanding ? standingIn(here, row) : () => [],
			mayWrite ? sittingOf(here, row) : null,
			itemsWithAreas(here, mayWrite ? agenda.map(({ id }) => id) : []),
			commentsOn(here, isReadable ? agenda.map(({ id }) => id) : [])
		])
		const typed = new Map(
			drafts.map(({ id, state, revision }) => [id, { state: draftFrom(state, saved.get(id)?.text ?? ''), revision }])
		)
		const texts = agenda.map(({ id }) => {
			const draft = typed.get(id)
			return draft ? textOf(draft.state) : (saved.get(id)?.text ?? '')
		})
		const isAsked = mayWrite && texts.some((text) => actionLines(text).length > 0)
		const known = isAsked ? await namedHere(here) : NOBODY
		const items = agenda.map((entry, index): MinutesItem => {
			const minute = saved.get(entry.id) ?? null
			const draft = typed.get(entry.id)
			const came = outcomes.of(entry.id)
			const hidesActions = outcomes.hidesActions(entry.id)
			const { agendaKind, confidentiality, subject } = entry
			return {
				id: entry.id,
				kind: entry.kind,
				reference: entry.reference,
				title: entry.title,
				acronym: entry.acronym,
				origin: entry.origin,
				source: entry.source,
				year: entry.year,
				note: entry.note,
				state: entry.state,
				stateReason: entry.stateReason,
				audience: entry.audience,
				version: entry.version,
				changedAt: entry.changedAt,
				number: index + 1,
				agendaKind,
				confidentiality,
				subject,
				minute:
					isReadable && minute
						? { ...minute, parts: partsOf(minute.text, came.actions, { hidesActions, since: row.day }) }
						: null,
				standing: standing(entry.agendaKind),
				draft: mayWrite
					? {
							text: texts[index] ?? '',
							state: storedDraft(draft?.state ?? draftFrom('', minute?.text ?? '')),
							revision: draft?.revision ?? 0
						}
					: null,
				comments: comments.get(entry.id) ?? [],
				...came,
				proposed: mayWrite ? proposedIn(texts[index] ?? '', came.actions, { ...known, since: row.day }) : [],
				hasAreas: themed.has(entry.id),
				wider: runs
					? widerOf(came, { item: entry.audience, of: outcomes.audienceOf, structureId: row.structure_id })
					: []
			}
		})
		return {
			...head,
			structure: references.get(row.structure_id) ?? null,
			status: row.state,
			day: row.day,
			commentsUntil: row.comments_until,
			earlyReason: row.state === 'adopted' ? row.state_reason : null,
			place: row.place,
			language: row.minutes_language ?? here.workspace.language,
			items,
			beside: outcomes.of(meeting.id),
			may: { write: mayWrite, runs, read: isReadable, comment: isReadable && mayComment(here, row) },
			whyNot: runs ? whyNot : null,
			whyNotDecide: sitting ? whyNotDecide(sitting, here.today) : null
		}
	}
})

const SavedKnown = z.record(z.string().regex(/^[a-z0-9-]{1,60}$/), z.iso.datetime())
const RevisionsKnown = z.record(z.string().regex(/^[a-z0-9-]{1,60}$/), z.int().min(0))

/** What others typed in the items of a meeting since: the whole draft of each item that moved on. */
export const pullDrafts = query({
	name: 'minuteDraft.pull',
	input: z.strictObject({
		meeting: Reference,
		revisions: RevisionsKnown.optional(),
		/** When the minutes of each item were saved last, as far as the asker knows. */
		saved: SavedKnown.optional()
	}),
	output: z.object({
		/** What was entered in the record since, by whomever. */
		saved: z.array(z.object({ item: z.string(), text: z.string(), at: z.date() })),
		items: z.array(z.object({ item: z.string(), revision: z.int(), update: z.string() })),
		/** Why nothing can be typed any more. */
		whyNot: z.string().nullable()
	}),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, { revisions = {}, saved = {} }, meeting) {
		const [drafts, entered] = await Promise.all([
			draftsOf(here, meeting.id),
			enteredSince(here, meeting.id, new Map(Object.entries(saved)))
		])
		return {
			saved: entered,
			items: drafts.flatMap(({ id, key, state, revision }) =>
				state === '' || revision === revisions[key ?? id] ? [] : [{ item: key ?? id, revision, update: state }]
			),
			whyNot: whyNotWriteMinutes(meeting.row.state)
		}
	}
})
