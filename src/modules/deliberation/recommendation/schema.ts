import type { ColumnType } from 'kysely'
import type { DayColumn, OriginColumns } from '#platform/database/tables.ts'

export type RecommendationTable = {
	workspace_id: string
	id: string
	structure_id: string | null
	meeting_id: string | null
	agenda_item_id: string | null
	written_procedure_id: string | null
	addressee_actor_id: string | null
	addressee_structure_id: string | null
	addressee: string | null
	action_word: string | null
	deadline_class: 'immediate' | 'short-term' | 'medium-term' | 'long-term' | 'none'
	due_day: DayColumn
	state:
		| 'proposed'
		| 'submitted'
		| 'received'
		| 'under-review'
		| 'accepted'
		| 'accepted-in-part'
		| 'returned'
		| 'declined'
		| 'being-implemented'
		| 'implemented'
		| 'lapsed'
	state_day: DayColumn
	holder_structure_id: string | null
	holder_actor_id: string | null
	held_since: DayColumn
	wording: number
	/** How it was taken; null where that was not recorded. */
	manner: 'consensus' | 'vote' | 'written-procedure' | null
	votes_for: number | null
	votes_against: number | null
	votes_abstaining: number | null
}

export type RecommendationPositionTable = {
	workspace_id: string
	id: string
	recommendation_id: string
	actor_id: string
	vote: 'for' | 'against' | 'abstaining' | null
	stance: 'reservation' | 'objection' | null
	text: string | null
}

export type RecommendationWordingTable = {
	workspace_id: string
	id: string
	recommendation_id: string
	number: number
	text: string
	language: string
	reason: string | null
	day: DayColumn
	seat_id: string | null
}

export type RecommendationHopTable = OriginColumns & {
	workspace_id: string
	id: string
	recommendation_id: string
	position: number
	from_structure_id: string | null
	/** The actor that sent it on; null where a structure did, or nobody. */
	from_actor_id: string | null
	to_structure_id: string | null
	to_actor_id: string | null
	submitted_day: string
	/** What was said to this level when it was sent there. */
	note: string | null
	received_day: DayColumn
	review_day: DayColumn
	answered_day: DayColumn
	answer: 'accepted' | 'accepted-in-part' | 'returned' | 'declined' | 'passed-on' | 'ended' | null
	reasons: string | null
	/** In which the reasons are written; null where it is not known. */
	reasons_language: ColumnType<string | null, string | null | undefined, string | null>
	/** The text by which an actor answered: a letter, a Cabinet minute. */
	answer_basis: string | null
	joint_answer_id: string | null
	meeting_id: string | null
	decision_id: string | null
}
