import { sql, type Selectable } from 'kysely'
import { officesOf } from '#modules/directory/find-directory.server.ts'
import type { Offices } from '#platform/access/seat.ts'
import type { Tables } from '#platform/database/tables.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { getRecord, type RecordHead } from '#platform/records/find-record.server.ts'

// Areas above ask which structures a seat has to do with, as the areas of this one do.
export { structuresOfSeat } from './structures-of-seat.server.ts'

/** A record of this area with its row, and the actors that hold the offices of its structure. */
export type Found<T> = RecordHead & Offices & { row: T }

/** The tables of this area whose rows are records of a structure. */
type OfStructure = 'meeting' | 'agenda_item' | 'recommendation' | 'decision' | 'written_procedure' | 'action'
type RowIn<T extends OfStructure> = Selectable<Tables[T]>

type Read<Row> = (here: Here, id: string) => Promise<Row>

/** A finder by number, key or identifier of the records of a kind; absent where the seat may see none. */
const finder =
	<Row extends { structure_id: string | null }>(kind: string, read: Read<Row>) =>
	async (here: Here, reference: string): Promise<Found<Row>> => {
		const record = await getRecord(here, kind, reference)
		const row = await read(here, record.id)
		return { ...record, ...(await officesOf(here, row.structure_id)), row }
	}

/** The row of a record in a table of this area. */
const rowIn =
	<T extends OfStructure>(table: T): Read<RowIn<T>> =>
	({ tx, workspace }, id) => {
		const found = sql`(select * from ${sql.table(table)} where workspace_id = ${workspace.id} and id = ${id})`
		return tx.selectFrom(found.as('found')).selectAll().$castTo<RowIn<T>>().executeTakeFirstOrThrow()
	}

export const getMeetingRow = finder('meeting', rowIn('meeting'))
export const getAgendaItemRow = finder('agenda-item', rowIn('agenda_item'))
/** A recommendation, with the offices of the structure that made it. */
export const getRecommendationRow = finder('recommendation', rowIn('recommendation'))
export const getDecisionRow = finder('decision', rowIn('decision'))
export const getWrittenProcedureRow = finder('written-procedure', rowIn('written_procedure'))
export const getActionRow = finder('action', rowIn('action'))
