import { originOf, type NamedRecord, type WorkspaceRecords } from '#platform/exchange/records.server.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import { keepsRecords } from '#platform/records/rules.ts'
import { sitsIn } from '../rules.ts'
import { seenOf } from './seen.ts'

/** What stands in every sheet of records beside what names them. */
export const headed = (record: NamedRecord) => ({
	name: record.title,
	standing: record.state,
	standing_reason: record.state_reason,
	...originOf(record)
})

/** Who sees a record, as its sheet says it; `base` are the tokens that follow from other cells. */
export const shownTo = (
	records: WorkspaceRecords,
	record: NamedRecord,
	structureId: string | null,
	base: readonly string[] = []
) => seenOf(record.audience, structureId, { base, nameOf: (id) => records.keyOf(id) })

/** What is for those who work in the workspace: the public is shown none of it. */
export const isInside = (here: Here) => here.seat.role !== 'public'

/** What is for those who sit in a structure, and for those who keep the records. */
export const sitsOrKeeps = (here: Here, structureId: string) =>
	keepsRecords(here.seat) || sitsIn(here.seat, structureId)

/** A local time as a sheet writes it: day and time apart, so that nobody takes it for a moment. */
export const spaced = (local: string) => local.replace('T', ' ')
