import { v7 as uuid } from 'uuid'
import { audienceTokens, type Audience } from '#platform/access/seat.ts'
import type { Origin } from '#platform/database/tables.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { namesOf } from '#platform/records/add-record.server.ts'

/** The codes in the numbers of what committees make, by kind of record. */
export const CODES = {
	meeting: 'MTG',
	recommendation: 'REC',
	decision: 'DEC',
	action: 'ACT',
	'written-procedure': 'WPR',
	'secretariat-report': 'QSR'
} as const
export type NumberedKind = keyof typeof CODES

type Added = {
	title: string | Record<string, string>
	/** A choice for the members of the structure, or tokens that were worked out already. */
	audience: Audience | readonly string[]
	structureId: string | null
	origin?: Origin
}

/** Adds a record that has a number, `ZWE-REC-2026-014`; the number is never given to another. */
export async function addNumberedRecord(
	here: Writing,
	kind: NumberedKind,
	{ title, audience, structureId, origin = 'entered' }: Added
): Promise<{ id: string; reference: string }> {
	const number = await here.write.nextNumber(kind, CODES[kind])
	const id = await here.write.addRecord({
		id: uuid(),
		kind,
		key: null,
		number,
		title: namesOf(here, title, 'title'),
		audience: typeof audience === 'string' ? audienceTokens(audience, structureId) : audience,
		origin
	})
	return { id, reference: number }
}
