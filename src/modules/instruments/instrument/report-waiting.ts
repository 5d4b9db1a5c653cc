import { sql } from 'kysely'
import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, DueSource, Matter } from '#platform/records/registers.ts'
import { keepsInstruments } from '../rules.ts'
import { COUNTED, dayBefore, toMatters } from '../waiting.ts'
import { afterPeriod } from './partial-days.ts'
import { DIALOGUE_AHEAD } from './report-rules.ts'

// A report takes months of gathering from ministries: it is told of that long ahead.
const AHEAD = { months: 6 }

const activeOnes = (here: Here) =>
	here.tx
		.selectFrom('treaty_report')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'treaty_report.workspace_id').onRef('record.id', '=', 'treaty_report.id')
		)
		.where('treaty_report.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')

const openOnes = (here: Here) => activeOnes(here).where('treaty_report.state', '=', 'due')
const dialoguesAhead = (here: Here) =>
	activeOnes(here)
		.where('treaty_report.state', 'in', DIALOGUE_AHEAD)
		.where('treaty_report.dialogue_day', 'is not', null)

type Rows = ReturnType<typeof openOnes>

type Column = 'treaty_report.due_day' | 'treaty_report.dialogue_day'

async function matterOf(rows: Rows, column: Column, told: Pick<Matter, 'code' | 'whose' | 'path'>): Promise<Matter[]> {
	const found = await rows
		.select(referenceColumns)
		.select((fields) => fields.ref(column).as('day'))
		.orderBy(column)
		.orderBy('treaty_report.id')
		.limit(COUNTED + 1)
		.execute()
	return toMatters(found, told)
}

/** Reports that are late or due soon: those the seat's actor writes, and for those who keep instruments every one. */
export const reportAttention: AttentionSource = {
	name: 'treaty-report',
	ofRecords: true,
	async matters(here) {
		const { actorId, role } = here.seat
		if (role === 'observer' || role === 'public') return []
		const keeps = keepsInstruments(here.seat)
		if (!keeps && actorId === null) return []
		const own = (rows: Rows) =>
			keeps || actorId === null ? rows : rows.where('treaty_report.lead_actor_id', '=', actorId)
		const until = afterPeriod(here.today, AHEAD)
		const whose = keeps ? ('mine' as const) : ('actor' as const)
		const path = '/treaty-report?filter[progress]=due&sort=due'
		const talks = `/treaty-report?filter[progress]=${DIALOGUE_AHEAD.join(',')}`
		const [due, dialogue] = ['treaty_report.due_day', 'treaty_report.dialogue_day'] as const
		const told = await Promise.all([
			matterOf(own(openOnes(here)).where(due, '<', here.today), due, {
				code: 'treaty-report-late',
				whose,
				path: `${path}&filter[until]=${dayBefore(here.today)}`
			}),
			matterOf(own(openOnes(here)).where(due, '>=', here.today).where(due, '<=', until), due, {
				code: 'treaty-report-soon',
				whose,
				path: `${path}&filter[from]=${here.today}&filter[until]=${until}`
			}),
			matterOf(own(dialoguesAhead(here)).where(dialogue, '<', here.today), dialogue, {
				code: 'treaty-dialogue-past',
				whose,
				path: `${talks}&filter[dialogueUntil]=${dayBefore(here.today)}`
			}),
			matterOf(own(dialoguesAhead(here)).where(dialogue, '>=', here.today).where(dialogue, '<=', until), dialogue, {
				code: 'treaty-dialogue-soon',
				whose,
				path: `${talks}&filter[dialogueFrom]=${here.today}&filter[dialogueUntil]=${until}`
			})
		])
		return told.flat()
	}
}

/** True of a report under an instrument whose road map the structure follows: it hears of it, though an actor writes it. */
const followedBy = ({ workspace }: Here, structureId: string) =>
	sql<boolean>`exists (select from road_map_step followed where followed.workspace_id = ${workspace.id}
		and followed.instrument_id = treaty_report.instrument_id and followed.structure_id = ${structureId}
		and followed.state <> 'dropped')`

/** The days by which reports are due, and those for which their dialogues are planned; a structure's are those it follows. */
export const reportDues: DueSource = {
	name: 'treaty-report',
	async dues(here, { from, until, structureId, actorId, limit }) {
		const within = (rows: Rows, column: Column, code: string) => {
			let asked = rows.where(column, '<=', until)
			if (from !== null) asked = asked.where(column, '>=', from)
			if (actorId !== undefined) asked = asked.where('treaty_report.lead_actor_id', '=', actorId)
			if (structureId !== undefined) asked = asked.where(followedBy(here, structureId))
			return asked
				.select(referenceColumns)
				.select((fields) => ['treaty_report.lead_actor_id', fields.ref(column).as('day'), fields.val(code).as('code')])
		}
		const found = await within(openOnes(here), 'treaty_report.due_day', 'treaty-report')
			.unionAll(within(dialoguesAhead(here), 'treaty_report.dialogue_day', 'treaty-dialogue'))
			.orderBy('day')
			.orderBy('id')
			.limit(limit)
			.execute()
		return found.flatMap((row) =>
			row.day === null
				? []
				: {
						code: row.code,
						day: row.day,
						record: toReference(row),
						structureId: structureId ?? null,
						actorId: row.lead_actor_id
					}
		)
	}
}
