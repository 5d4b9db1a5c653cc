import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, nothing, query, type Here } from '#platform/operation/operation.server.ts'
import { RecordReference, referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import { isRunBy, structuresRunBy } from '../action/run-structures.server.ts'
import { getMeetingRow } from '../find-deliberation.server.ts'
import { runsMeetings } from '../rules.ts'
import { whyNotDecide } from './decision-rules.ts'
import { sittingOf } from './take-part.server.ts'

// More than this nobody picks from a list; what is older is found by its meeting's page.
const MOST = 200

/** The meetings in whose name the seat that asks may record a decision now, latest first. */
export const listDecidingMeetings = query({
	name: 'decision.meetings',
	input: z.strictObject({}),
	output: z.object({ items: z.array(RecordReference.extend({ day: z.string() })) }),
	about: nothing,
	allow: everyone,
	async run(here) {
		const run = await structuresRunBy(here)
		if (run.length === 0) return { items: [] }
		const rows = await candidates(here, run)
		const decides = await Promise.all(rows.map((row) => decidesNow(here, row)))
		return {
			items: rows.flatMap((row, index) => (decides[index] ? [{ ...toReference(row), day: row.day }] : []))
		}
	}
})

/** Why no decision can be recorded in a meeting now, or null where one can: told before anything is typed. */
export const whyNotDecideIn = query({
	name: 'decision.whyNot',
	input: z.strictObject({ meeting: Reference }),
	output: z.object({ code: z.string().nullable(), day: z.string() }),
	about: (here, { meeting }) => getMeetingRow(here, meeting),
	allow: ({ seat }, meeting) => runsMeetings(seat, meeting),
	async run(here, _input, { row }) {
		return { code: whyNotDecide(await sittingOf(here, row), here.today), day: row.day }
	}
})

const candidates = (here: Here, run: 'all' | readonly string[]) =>
	here.tx
		.selectFrom('meeting')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'meeting.workspace_id').onRef('record.id', '=', 'meeting.id')
		)
		.leftJoin('structure_rhythm as rules', (on) =>
			on
				.onRef('rules.workspace_id', '=', 'meeting.workspace_id')
				.onRef('rules.structure_id', '=', 'meeting.structure_id')
				.on((where) =>
					where.or([where('rules.from_day', 'is', null), where('rules.from_day', '<=', where.ref('meeting.day'))])
				)
				.on((where) =>
					where.or([where('rules.to_day', 'is', null), where('rules.to_day', '>=', where.ref('meeting.day'))])
				)
		)
		.select(referenceColumns)
		.select([
			'meeting.structure_id',
			'meeting.state as stands',
			'meeting.day',
			'meeting.local_end',
			'meeting.is_quorate',
			'rules.forbids_without_quorum as forbids'
		])
		.where('meeting.workspace_id', '=', here.workspace.id)
		.where('meeting.state', 'in', ['called', 'held', 'drafted'])
		.where('meeting.day', '<=', here.today)
		.where('record.state', '=', 'active')
		.where(({ ref }) => isRunBy(run, ref('meeting.structure_id')))
		.orderBy('meeting.day', 'desc')
		.orderBy('meeting.id')
		.limit(MOST)
		.execute()

type Candidate = Awaited<ReturnType<typeof candidates>>[number]

// Only of a meeting that runs today, under rules that forbid to decide without a quorum, are those present counted.
async function decidesNow(here: Here, row: Candidate): Promise<boolean> {
	const { structure_id, stands: state, day, local_end, is_quorate, forbids } = row
	const known = {
		state,
		day,
		lastDay: local_end.slice(0, 10),
		isQuorate: is_quorate,
		forbidsWithoutQuorum: forbids ?? false
	}
	if (whyNotDecide(known, here.today) !== null) return false
	if (is_quorate !== null || !known.forbidsWithoutQuorum) return true
	return (
		whyNotDecide(await sittingOf(here, { id: row.id, structure_id, state, day, local_end, is_quorate }), here.today) ===
		null
	)
}
