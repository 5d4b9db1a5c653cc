import type { Kysely } from 'kysely'
import { seatWhere } from '#platform/access/find-seat.server.ts'
import type { Seat } from '#platform/access/seat.ts'
import type { Tables } from '#platform/database/tables.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import { getDigest, type Digest } from './reminder-queries.ts'

/** What one of a person's seats is told: nothing that an earlier one was told already. */
export type SeatDigest = { seatId: string; office: string; digest: Digest }

/** Reads what no audience closes: who holds which seat, and what they chose. */
export const withoutScope = <T>({ database, workspace }: Opening, work: (tx: Kysely<Tables>) => Promise<T>) =>
	database.read({ workspaceId: workspace.id, audience: ['public'] }, work)

/** The digests of a person's seats that have something to tell, each asked as that seat, with the rights it has now. */
export async function digestsOf(
	opening: Opening,
	{ seatIds, today }: { seatIds: readonly string[]; today: string },
	since: { since?: string }
): Promise<SeatDigest[]> {
	const told: SeatDigest[] = []
	for (const seatId of seatIds) {
		const seat: Seat | undefined = await withoutScope(opening, (tx) =>
			seatWhere(tx, opening.workspace, 'id', seatId, today)
		)
		if (!seat) continue
		const digest = notYetTold(
			await ask({ ...opening, seat }, getDigest, since),
			told.map((one) => one.digest)
		)
		if (digest.sections.length + digest.matters.length > 0) told.push({ seatId, office: seat.office, digest })
	}
	return told
}

// Two seats of one actor are told much the same: what the first names is not named again under the second.
function notYetTold({ sections, matters }: Digest, earlier: readonly Digest[]): Digest {
	const named = new Set(
		earlier.flatMap((one) => one.sections.flatMap(({ section, items }) => items.map((item) => told(section, item))))
	)
	const known = new Set(earlier.flatMap((one) => one.matters.map(matterTold)))
	return {
		sections: sections.flatMap(({ items, ...section }) => {
			const left = items.filter((item) => !named.has(told(section.section, item)))
			return left.length === 0 ? [] : [{ ...section, items: left }]
		}),
		matters: matters.filter((matter) => !known.has(matterTold(matter)))
	}
}

const told = (section: string, { record }: Digest['sections'][number]['items'][number]) => `${section} ${record.id}`
const matterTold = ({ code, whose, total, path, first }: Digest['matters'][number]) =>
	[code, whose, String(total), path, ...first.map(({ record }) => record.id)].join(' ')
