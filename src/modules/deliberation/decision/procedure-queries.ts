import { z } from 'zod'
import { recordFilters } from '#modules/directory/actor-queries.ts'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { totalOf } from '#modules/directory/record-queries.ts'
import { Day, Reference } from '#platform/operation/fields.ts'
import { AnyOf, listed, listInput, listPart, toList } from '#platform/operation/lists.server.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { headColumns, referencesOf, toHead, type RecordReference } from '#platform/records/find-record.server.ts'
import { idsWithWords } from '#platform/records/search-words.server.ts'
import { getWrittenProcedureRow } from '../find-deliberation.server.ts'
import { actsFor, runsMeetings, sitsIn } from '../rules.ts'
import { ballotOf } from './procedure-ballot.server.ts'
import { ProcedureItem, ProcedurePage } from './procedure-outputs.ts'
import { OUTCOMES, PROCEDURE_STATES, SUBJECTS, whyNotMoveProcedure, type ProcedureMove } from './procedure-rules.ts'
import { PROCEDURE_WAITS, procedureWaits } from './procedure-waiting.ts'

const base = (here: Here) =>
	here.tx
		.selectFrom('record')
		.innerJoin('written_procedure', (on) =>
			on
				.onRef('written_procedure.workspace_id', '=', 'record.workspace_id')
				.onRef('written_procedure.id', '=', 'record.id')
		)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.kind', '=', 'written-procedure')

const columns = [
	...headColumns,
	'record.title_sort',
	'written_procedure.structure_id',
	'written_procedure.subject',
	'written_procedure.state as standing',
	'written_procedure.opened_day',
	'written_procedure.deadline_day',
	'written_procedure.closed_day',
	'written_procedure.outcome'
] as const

type Item = z.output<typeof ProcedureItem>
type ItemRow = Parameters<typeof toHead>[0] &
	Pick<Item, 'subject' | 'standing' | 'outcome'> & {
		structure_id: string
		opened_day: string
		deadline_day: string
		closed_day: string | null
	}

type Known = ReadonlyMap<string, RecordReference>
const named = (references: Known, id: string | null) => (id === null ? null : (references.get(id) ?? null))

const toItem = (row: ItemRow, references: Known): Item => ({
	...toHead(row),
	structure: named(references, row.structure_id),
	subject: row.subject,
	standing: row.standing,
	openedDay: row.opened_day,
	deadlineDay: row.deadline_day,
	closedDay: row.closed_day,
	outcome: row.outcome
})

const SORTS = ['deadline', 'opened', 'title', 'changed'] as const

export const listWrittenProcedures = query({
	name: 'writtenProcedure.list',
	input: listInput(
		{
			...recordFilters,
			structure: Reference,
			subject: AnyOf(z.enum(SUBJECTS)),
			standing: AnyOf(z.enum(PROCEDURE_STATES)),
			outcome: AnyOf(z.enum(OUTCOMES)),
			/** With a deadline on this day or later. */
			from: Day,
			/** With a deadline on this day or earlier. */
			until: Day,
			/** For an answer of the actor of the seat that asks, or to be closed by that seat. */
			waiting: z.enum(PROCEDURE_WAITS)
		},
		SORTS
	).extend({
		sort: z.enum([...SORTS, '-deadline', '-opened', '-title', '-changed']).default('-deadline')
	}),
	output: listed(ProcedureItem),
	about: nothing,
	allow: everyone,
	async run(here, input) {
		const { filter = {} } = input
		const part = listPart(
			here.secret,
			input,
			{
				deadline: 'written_procedure.deadline_day',
				opened: 'written_procedure.opened_day',
				title: 'record.title_sort',
				changed: 'record.changed_at'
			},
			'record.id'
		)
		const structureId = await resolveField(here, 'structure', filter.structure, 'structure')
		let rows = base(here).where('record.state', 'in', filter.state ?? ['active'])
		if (filter.origin) rows = rows.where('record.origin', 'in', filter.origin)
		if (structureId) rows = rows.where('written_procedure.structure_id', '=', structureId)
		if (filter.subject) rows = rows.where('written_procedure.subject', 'in', filter.subject)
		if (filter.standing) rows = rows.where('written_procedure.state', 'in', filter.standing)
		if (filter.outcome) rows = rows.where('written_procedure.outcome', 'in', filter.outcome)
		if (filter.from) rows = rows.where('written_procedure.deadline_day', '>=', filter.from)
		if (filter.until) rows = rows.where('written_procedure.deadline_day', '<=', filter.until)
		if (filter.words) rows = rows.where('record.id', 'in', idsWithWords(here, 'written-procedure', filter.words))
		if (filter.waiting) rows = rows.where(await procedureWaits(here, filter.waiting))
		const [found, total] = await Promise.all([
			rows.select(columns).where(part.where).orderBy(part.orderBy).limit(part.limit).execute(),
			totalOf(here, 'written-procedure', filter, { field: 'origin', values: undefined }, rows.select('record.id'))
		])
		const references = await referencesOf(
			here,
			found.map((row) => row.structure_id)
		)
		return toList(here.secret, part, found, total, input, {
			value: (row) => sortValue(input.sort, row),
			item: (row) => toItem(row, references)
		})
	}
})

function sortValue(
	sort: string,
	row: { title_sort: string; deadline_day: string; opened_day: string; changed_at: Date }
) {
	switch (sort.replace('-', '')) {
		case 'opened':
			return row.opened_day
		case 'title':
			return row.title_sort
		case 'changed':
			return row.changed_at
		default:
			return row.deadline_day
	}
}

export const getWrittenProcedure = query({
	name: 'writtenProcedure.get',
	input: z.strictObject({ writtenProcedure: Reference }),
	output: ProcedurePage,
	about: (here, { writtenProcedure }) => getWrittenProcedureRow(here, writtenProcedure),
	allow: everyone,
	async run(here, _input, found) {
		const { row, chairActorId, secretaryActorId } = found
		const [own, standing] = await Promise.all([
			base(here).where('record.id', '=', found.id).select(columns).executeTakeFirstOrThrow(),
			ballotOf(here, found)
		])
		const references = await referencesOf(here, [
			row.structure_id,
			row.subject_meeting_id,
			row.result_id,
			row.addressee_actor_id,
			row.addressee_structure_id,
			...standing.answers.map((one) => one.actor_id),
			...standing.waiting
		])
		const runs = runsMeetings(here.seat, { chairActorId, secretaryActorId })
		const isInside = runs || sitsIn(here.seat, row.structure_id)
		const mine = standing.answers.find((one) => one.actor_id === here.seat.actorId && actsFor(here.seat, one.actor_id))
		const has: Record<ProcedureMove, boolean> = {
			answer: mayAnswer(here, standing.entitled),
			close: runs,
			stop: runs
		}
		const why = (move: ProcedureMove) =>
			found.state === 'active'
				? whyNotMoveProcedure(
						{ state: row.state, deadline: row.deadline_day, isComplete: standing.isComplete },
						move,
						here.today
					)
				: 'deliberation.procedure-withdrawn'
		const can = (move: ProcedureMove) => has[move] && why(move) === null
		const forbids = (move: ProcedureMove) => (has[move] ? why(move) : null)
		return {
			...toItem(own, references),
			text: row.text,
			language: row.language,
			basis: row.basis,
			effectDay: row.effect_day,
			addressee: named(references, row.addressee_actor_id ?? row.addressee_structure_id),
			meeting: named(references, row.subject_meeting_id),
			result: named(references, row.result_id),
			standingReason: row.state_reason,
			silence: row.silence,
			ballot: {
				entitled: standing.ballot.entitled,
				agrees: standing.ballot.agrees,
				disagrees: standing.ballot.disagrees,
				abstains: standing.ballot.abstains,
				objections: standing.ballot.objections,
				silent: standing.result.silent,
				agreeing: standing.result.agreeing,
				takingPart: standing.result.takingPart,
				quorum: standing.ballot.quorum,
				because: standing.result.because,
				outcome: row.outcome ?? standing.result.outcome
			},
			answers: isInside
				? standing.answers.flatMap((one) => {
						const actor = references.get(one.actor_id)
						return actor ? [{ actor, answer: one.answer, stance: one.stance, text: one.text, day: one.day }] : []
					})
				: null,
			waiting: isInside
				? standing.waiting.flatMap((id) => {
						const actor = references.get(id)
						return actor ? [actor] : []
					})
				: null,
			mine: mine ? { answer: mine.answer, stance: mine.stance, text: mine.text, day: mine.day } : null,
			may: { answer: can('answer'), close: can('close'), stop: can('stop') },
			whyNot: { answer: forbids('answer'), close: forbids('close'), stop: forbids('stop') }
		}
	}
})

/** A seat that acts for one of the full members. */
export const mayAnswer = ({ seat }: Pick<Here, 'seat'>, entitled: readonly string[]) =>
	seat.actorId !== null && actsFor(seat, seat.actorId) && entitled.includes(seat.actorId)
