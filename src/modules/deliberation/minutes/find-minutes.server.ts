import type { Here } from '#platform/operation/operation.server.ts'
import { anyOf, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import { asAdopted, type AsAdopted } from './as-adopted.server.ts'
import type { Outcomes } from './minute-outputs.ts'
import { movesIn } from './moves-in.server.ts'
import { readsMinutes } from './minutes-rules.ts'
import { positionsOf, toldPositions, votesOf } from './positions.server.ts'

const MOST = 2_000

export const noOutcomes = (): Outcomes => ({ decisions: [], recommendations: [], actions: [], moves: [] })
const NOTHING = noOutcomes()

type Of = { meetingId: string; itemId: string | null }
type Came = { decisions: (Outcomes['decisions'][number] & Of)[] } & {
	recommendations: (Outcomes['recommendations'][number] & Of)[]
	actions: (Outcomes['actions'][number] & Of)[]
	moves: (Outcomes['moves'][number] & Of)[]
	hiding: ReadonlySet<string>
	audiences: ReadonlyMap<string, readonly string[]>
}

const record = [
	'record.id',
	'record.kind',
	'record.key',
	'record.number',
	'record.title',
	'record.acronym',
	'record.audience',
	'record.changed_at'
] as const

const decisionsIn = (here: Here, meetings: readonly string[]) =>
	here.tx
		.selectFrom('decision')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'decision.workspace_id').onRef('record.id', '=', 'decision.id')
		)
		.select(record)
		.select(['decision.meeting_id', 'decision.agenda_item_id', 'decision.text', 'decision.language'])
		.select(['decision.state as status', 'decision.effect_day', 'decision.manner', 'decision.basis'])
		.select(['decision.votes_for', 'decision.votes_against', 'decision.votes_abstaining'])
		.where('decision.workspace_id', '=', here.workspace.id)
		.where('decision.meeting_id', '=', anyOf(meetings))
		.where('record.state', '=', 'active')
		.orderBy('record.number')
		.limit(MOST)
		.execute()

const recommendationsIn = (here: Here, meetings: readonly string[]) =>
	here.tx
		.selectFrom('recommendation')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'recommendation.workspace_id').onRef('record.id', '=', 'recommendation.id')
		)
		.leftJoin('recommendation_wording as wording', (on) =>
			on
				.onRef('wording.workspace_id', '=', 'recommendation.workspace_id')
				.onRef('wording.recommendation_id', '=', 'recommendation.id')
				.onRef('wording.number', '=', 'recommendation.wording')
		)
		.select(record)
		.select(['recommendation.meeting_id', 'recommendation.agenda_item_id', 'recommendation.state as status'])
		.select(['recommendation.addressee', 'recommendation.addressee_actor_id', 'recommendation.addressee_structure_id'])
		.select(['recommendation.due_day', 'wording.text', 'wording.language', 'recommendation.manner'])
		.select(['recommendation.votes_for', 'recommendation.votes_against', 'recommendation.votes_abstaining'])
		.where('recommendation.workspace_id', '=', here.workspace.id)
		.where('recommendation.meeting_id', '=', anyOf(meetings))
		.where('record.state', '=', 'active')
		.orderBy('record.number')
		.limit(MOST)
		.execute()

/** Items of which some action is hidden from the seat: how many, and what they say, is told to nobody. */
async function itemsHidingActions(here: Here, meetings: readonly string[]): Promise<Set<string>> {
	const rows = await here.tx
		.selectFrom('action')
		.leftJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select('action.agenda_item_id')
		.distinct()
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.meeting_id', '=', anyOf(meetings))
		.where('action.agenda_item_id', 'is not', null)
		.where('record.id', 'is', null)
		.execute()
	return new Set(rows.flatMap((row) => row.agenda_item_id ?? []))
}

const actionsIn = (here: Here, meetings: readonly string[]) =>
	here.tx
		.selectFrom('action')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'action.workspace_id').onRef('record.id', '=', 'action.id')
		)
		.select(record)
		.select(['action.meeting_id', 'action.agenda_item_id', 'action.text', 'action.state as status'])
		.select(['action.responsible_actor_id', 'action.due_day'])
		.where('action.workspace_id', '=', here.workspace.id)
		.where('action.meeting_id', '=', anyOf(meetings))
		.where('record.state', '=', 'active')
		.orderBy('record.number')
		.limit(MOST)
		.execute()

/** What came of meetings: decisions, recommendations and actions, of those the seat sees, whom they name as far as it sees them. */
async function cameOf(here: Here, meetings: readonly string[]): Promise<Came> {
	if (meetings.length === 0)
		return { decisions: [], recommendations: [], actions: [], moves: [], hiding: new Set(), audiences: new Map() }
	const [decisions, recommendations, actions, moves, hiding] = await Promise.all([
		decisionsIn(here, meetings),
		recommendationsIn(here, meetings),
		actionsIn(here, meetings),
		movesIn(here, meetings),
		itemsHidingActions(here, meetings)
	])
	const [then, onDecisions, onRecommendations] = await Promise.all([
		asAdopted(
			here,
			[...decisions, ...recommendations, ...actions].map((row) => ({
				id: row.id,
				meetingId: row.meeting_id ?? '',
				changedAt: row.changed_at
			}))
		),
		positionsOf(
			here,
			'decision',
			decisions.map(({ id }) => id)
		),
		positionsOf(
			here,
			'recommendation',
			recommendations.map(({ id }) => id)
		)
	])
	const [named, wordings] = await Promise.all([
		referencesOf(here, [
			...recommendations.flatMap((row) => [row.addressee_actor_id, row.addressee_structure_id]),
			...actions.map((row) => row.responsible_actor_id),
			...moves.map(({ levelId }) => levelId),
			...[...onDecisions.values(), ...onRecommendations.values()].flat().map(({ actorId }) => actorId),
			...[...then.values()].flatMap((was) => [
				was.responsibleId ?? null,
				was.addresseeActorId ?? null,
				was.addresseeStructureId ?? null
			])
		]),
		wordingsThen(here, then)
	])
	// As it was adopted, where anything of it is otherwise today.
	const was = (row: { id: string }): AsAdopted => then.get(row.id) ?? {}
	const referenceThen = (row: Parameters<typeof toReference>[0]) => ({
		...toReference(row),
		title: was(row).title ?? toReference(row).title
	})
	const of = (id: string | null) => (id === null ? null : (named.get(id) ?? null))
	const where = (row: { meeting_id: string | null; agenda_item_id: string | null }) => ({
		meetingId: row.meeting_id ?? '',
		itemId: row.agenda_item_id
	})
	return {
		hiding,
		audiences: new Map([...decisions, ...recommendations, ...actions].map((row) => [row.id, row.audience])),
		moves: moves.map(({ levelId, hopId: _hop, audience: _audience, ...move }) => ({ ...move, level: of(levelId) })),
		decisions: decisions.map((row) => ({
			...referenceThen(row),
			...where(row),
			text: row.text,
			language: row.language,
			state: row.status,
			manner: row.manner,
			votes: votesOf(row),
			positions: toldPositions(onDecisions.get(row.id) ?? [], named),
			basis: row.basis,
			effect: row.effect_day
		})),
		recommendations: recommendations.map((row) => {
			const before = was(row)
			const wording = wordings.get(row.id)
			const actorId = before.addresseeActorId === undefined ? row.addressee_actor_id : before.addresseeActorId
			const structureId =
				before.addresseeStructureId === undefined ? row.addressee_structure_id : before.addresseeStructureId
			return {
				...referenceThen(row),
				...where(row),
				text: wording?.text ?? row.text ?? '',
				language: wording?.language ?? row.language ?? here.workspace.language,
				state: row.status,
				manner: row.manner,
				votes: votesOf(row),
				positions: toldPositions(onRecommendations.get(row.id) ?? [], named),
				addressee: of(actorId) ?? of(structureId),
				addressedTo: before.addressedTo === undefined ? row.addressee : before.addressedTo,
				due: before.due === undefined ? row.due_day : before.due,
				isReworded: wording !== undefined
			}
		}),
		actions: actions.map((row) => {
			const before = was(row)
			return {
				...referenceThen(row),
				...where(row),
				text: before.text === undefined ? row.text : before.text,
				state: row.status,
				responsible: of(before.responsibleId ?? row.responsible_actor_id),
				due: before.due === undefined ? row.due_day : before.due,
				now: {
					due: before.due === undefined || before.due === row.due_day ? null : row.due_day,
					responsible:
						before.responsibleId === undefined || before.responsibleId === row.responsible_actor_id
							? null
							: of(row.responsible_actor_id)
				}
			}
		})
	}
}

/** The wordings of recommendations that minutes were adopted with, of those that were reworded since. */
async function wordingsThen(here: Here, then: ReadonlyMap<string, AsAdopted>) {
	const wanted = [...then].flatMap(([id, { wording }]) => (wording === undefined ? [] : [{ id, wording }]))
	if (wanted.length === 0) return new Map<string, { text: string; language: string }>()
	const rows = await here.tx
		.selectFrom('recommendation_wording')
		.select(['recommendation_id', 'number', 'text', 'language'])
		.where('workspace_id', '=', here.workspace.id)
		.where('recommendation_id', '=', anyOf(wanted.map(({ id }) => id)))
		.execute()
	return new Map(
		wanted.flatMap(({ id, wording }) => {
			const found = rows.find((row) => row.recommendation_id === id && row.number === wording)
			return found ? [[id, { text: found.text, language: found.language }] as const] : []
		})
	)
}

const bare = <T extends Of>({ meetingId: _meeting, itemId: _item, ...rest }: T) => rest

/**
 * What came of meetings, sorted by the item it came of. What came of an item that the reader does not see, but is itself seen,
 * stands with what was made at the meeting under no item, by number: nothing there tells that there was an item.
 */
export async function outcomesOf(here: Here, meetings: readonly string[], items: ReadonlySet<string>) {
	const came = await cameOf(here, meetings)
	const sorted = new Map<string, Outcomes>()
	const at = ({ meetingId, itemId }: Of) => {
		const key = itemId !== null && items.has(itemId) ? itemId : meetingId
		const found = sorted.get(key) ?? noOutcomes()
		sorted.set(key, found)
		return found
	}
	for (const one of came.decisions) at(one).decisions.push(bare(one))
	for (const one of came.recommendations) at(one).recommendations.push(bare(one))
	for (const one of came.actions) at(one).actions.push(bare(one))
	for (const one of came.moves) at(one).moves.push(bare(one))
	return {
		of: (id: string): Outcomes => sorted.get(id) ?? NOTHING,
		/** True where an item has actions that the seat does not see. */
		hidesActions: (item: string): boolean => came.hiding.has(item),
		audienceOf: (id: string): readonly string[] => came.audiences.get(id) ?? []
	}
}

/** The saved minutes of the items of meetings, of those the seat sees. */
export async function minutesOf(here: Here, meetings: readonly string[]) {
	if (meetings.length === 0) return new Map<string, { text: string; language: string; at: Date }>()
	const rows = await here.tx
		.selectFrom('minute')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'minute.workspace_id').onRef('record.id', '=', 'minute.id')
		)
		.select(['minute.id', 'minute.text', 'minute.language', 'minute.changed_at'])
		.where('minute.workspace_id', '=', here.workspace.id)
		.where('minute.meeting_id', '=', anyOf(meetings))
		// No limit but that of the meetings: minutes that are cut off would be minutes with nothing in them.
		.execute()
	return new Map(rows.map((row) => [row.id, { text: row.text, language: row.language, at: row.changed_at }]))
}

/** Of the minutes of some items, those that the seat reads only once they are adopted. */
export async function closedMinutes(here: Here, items: readonly string[]): Promise<string[]> {
	const rows = await here.tx
		.selectFrom('agenda_item')
		.innerJoin('meeting', (on) =>
			on
				.onRef('meeting.workspace_id', '=', 'agenda_item.workspace_id')
				.onRef('meeting.id', '=', 'agenda_item.meeting_id')
		)
		.select(['agenda_item.id', 'meeting.state', 'meeting.structure_id'])
		.where('agenda_item.workspace_id', '=', here.workspace.id)
		.where('agenda_item.id', '=', anyOf(items))
		.execute()
	return rows.flatMap(({ id, state, structure_id: structureId }) =>
		readsMinutes(here.seat, { state, structureId }) ? [] : [id]
	)
}

/** The minutes of items of a meeting that were saved at another moment than is known, of those the seat sees. */
export async function enteredSince(here: Here, meetingId: string, known: ReadonlyMap<string, string>) {
	const rows = await here.tx
		.selectFrom('minute')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'minute.workspace_id').onRef('record.id', '=', 'minute.id')
		)
		.select(['minute.id', 'record.key', 'minute.changed_at'])
		.where('minute.workspace_id', '=', here.workspace.id)
		.where('minute.meeting_id', '=', meetingId)
		.limit(MOST)
		.execute()
	const since = rows.filter(({ id, key, changed_at: at }) => known.get(key ?? id) !== at.toISOString())
	// Most of the time nobody has saved anything: then no text is read.
	if (since.length === 0) return []
	const texts = await minutesOf(here, [meetingId])
	return since.map(({ id, key, changed_at: at }) => ({ item: key ?? id, at, text: texts.get(id)?.text ?? '' }))
}

/** What is being typed in the items of a meeting, of those the seat sees. */
export const draftsOf = (here: Here, meetingId: string) =>
	here.tx
		.selectFrom('minute_draft')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'minute_draft.workspace_id').onRef('record.id', '=', 'minute_draft.id')
		)
		.select(['minute_draft.id', 'minute_draft.state', 'minute_draft.revision', 'record.key'])
		.where('minute_draft.workspace_id', '=', here.workspace.id)
		.where('minute_draft.meeting_id', '=', meetingId)
		.limit(MOST)
		.execute()

/** Those of some items of which it is said what areas they deal with. */
export async function itemsWithAreas(here: Here, items: readonly string[]): Promise<Set<string>> {
	if (items.length === 0) return new Set()
	const rows = await here.tx
		.selectFrom('record_theme')
		.select('record_id')
		.distinct()
		.where('workspace_id', '=', here.workspace.id)
		.where('record_id', '=', anyOf(items))
		.execute()
	return new Set(rows.map((row) => row.record_id))
}
