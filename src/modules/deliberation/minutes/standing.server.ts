import { z } from 'zod'
import { command, nothing, type Here } from '#platform/operation/operation.server.ts'
import { anyOf, referencesOf, type RecordReference } from '#platform/records/find-record.server.ts'
import { STANDING_KINDS, type AgendaKind } from '../meeting/meeting-rules.ts'
import { standingLinesOf } from '../meeting/standing-queries.ts'
import type { MeetingState } from '../rules.ts'
import type { StandingLine } from './minute-outputs.ts'
import { standingThen } from './standing-then.server.ts'

type Line = z.output<typeof StandingLine>
/** What the standing items of a meeting hold, by the kind of item. */
export type Standing = (kind: AgendaKind) => Line[]

const none: Standing = () => []

type Asked = { id: string; structure_id: string; starts_at: Date; day: string; state: MeetingState }

/**
 * What the standing items of a meeting hold, as far as the seat sees it: as things are now, and once its minutes are adopted as
 * they were then.
 */
export async function standingIn(here: Here, meeting: Asked): Promise<Standing> {
	if (meeting.state === 'cancelled') return none
	if (meeting.state === 'adopted') return (await keptStanding(here, [meeting]))(meeting.id)
	const lines = await standingLinesOf(here, meeting)
	return (kind) => (kind === 'item' ? [] : lines[kind])
}

const KeptLines = z.array(
	z.object({
		kind: z.enum(STANDING_KINDS),
		record: z.string(),
		code: z.string(),
		day: z.string().nullable(),
		responsible: z.string().nullable()
	})
)

type Adopted = Pick<Asked, 'id' | 'structure_id' | 'starts_at' | 'day'>

/**
 * What was kept of the standing items of meetings of one structure when their minutes were adopted, of the records that the seat
 * sees; of minutes that were adopted before anything was kept, what the days of the records tell.
 */
export async function keptStanding(here: Here, meetings: readonly Adopted[]): Promise<(meeting: string) => Standing> {
	if (meetings.length === 0) return () => none
	const rows = await here.tx
		.selectFrom('meeting_standing')
		.select(['id', 'lines'])
		.where('workspace_id', '=', here.workspace.id)
		.where('id', '=', anyOf(meetings.map(({ id }) => id)))
		.execute()
	const kept = new Map(rows.map((row) => [row.id, KeptLines.parse(JSON.parse(row.lines))]))
	const [seen, then] = await Promise.all([
		referencesOf(
			here,
			[...kept.values()].flat().flatMap(({ record, responsible }) => [record, responsible])
		),
		standingThen(
			here,
			meetings.filter(({ id }) => !kept.has(id))
		)
	])
	return (meeting) => (kind) =>
		kind === 'item'
			? []
			: (kept.get(meeting)?.flatMap((line) => (line.kind === kind ? withNames(line, seen) : [])) ??
				then.get(meeting)?.[kind] ??
				[])
}

function withNames(line: z.output<typeof KeptLines>[number], seen: ReadonlyMap<string, RecordReference>): Line[] {
	const record = seen.get(line.record)
	const { code, day, responsible } = line
	if (!record) return []
	return [{ record, code, day, responsible: responsible === null ? null : (seen.get(responsible) ?? null) }]
}

/**
 * Keeps what the standing items of a meeting hold, once, when its minutes are adopted. Not in the registry: only the job that
 * seals the papers runs it, as the workspace's clock, which sees every line; each reader is told theirs.
 */
export const keepStanding = command({
	name: 'meetingStanding.keep',
	input: z.strictObject({ meeting: z.uuid() }),
	output: z.object({ id: z.string() }),
	about: nothing,
	allow: () => false,
	clock: true,
	async run(here, { meeting }) {
		await here.write.lockRecord(meeting)
		const kept = await here.tx
			.selectFrom('meeting_standing')
			.select('id')
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', meeting)
			.executeTakeFirst()
		if (kept) return { id: meeting }
		const row = await here.tx
			.selectFrom('meeting')
			.select(['id', 'structure_id', 'starts_at', 'day'])
			.where('workspace_id', '=', here.workspace.id)
			.where('id', '=', meeting)
			.executeTakeFirstOrThrow()
		const found = await standingLinesOf(here, row)
		const lines: z.output<typeof KeptLines> = STANDING_KINDS.flatMap((kind) =>
			found[kind].map(({ record, code, day, responsible }) => ({
				kind,
				record: record.id,
				code,
				day,
				responsible: responsible?.id ?? null
			}))
		)
		await here.write.add('meeting_standing', { id: meeting, lines: JSON.stringify(lines), kept_at: here.now })
		return { id: meeting }
	}
})
