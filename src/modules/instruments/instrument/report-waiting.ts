import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, DueSource, Matter } from '#platform/records/registers.ts'
import { keepsInstruments } from '../rules.ts'
import { COUNTED, dayBefore, toMatters } from '../waiting.ts'
import { afterPeriod } from './partial-days.ts'

// A report takes months of gathering from ministries: it is told of that long ahead.
const AHEAD = { months: 6 }

const openOnes = (here: Here) =>
	here.tx
		.selectFrom('treaty_report')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'treaty_report.workspace_id').onRef('record.id', '=', 'treaty_report.id')
		)
		.where('treaty_report.workspace_id', '=', here.workspace.id)
		.where('treaty_report.state', '=', 'due')
		.where('record.state', '=', 'active')

type Rows = ReturnType<typeof openOnes>

async function matterOf(rows: Rows, told: Pick<Matter, 'code' | 'whose' | 'path'>): Promise<Matter[]> {
	const found = await rows
		.select(referenceColumns)
		.select('treaty_report.due_day')
		.orderBy('treaty_report.due_day')
		.orderBy('treaty_report.id')
		.limit(COUNTED + 1)
		.execute()
	return toMatters(
		found.map((row) => ({ ...row, day: row.due_day })),
		told
	)
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
		const own = () => {
			const rows = openOnes(here)
			return keeps || actorId === null ? rows : rows.where('treaty_report.lead_actor_id', '=', actorId)
		}
		const until = afterPeriod(here.today, AHEAD)
		const whose = keeps ? ('mine' as const) : ('actor' as const)
		const path = '/treaty-report?filter[progress]=due&sort=due'
		const [late, soon] = await Promise.all([
			matterOf(own().where('treaty_report.due_day', '<', here.today), {
				code: 'treaty-report-late',
				whose,
				path: `${path}&filter[until]=${dayBefore(here.today)}`
			}),
			matterOf(own().where('treaty_report.due_day', '>=', here.today).where('treaty_report.due_day', '<=', until), {
				code: 'treaty-report-soon',
				whose,
				path: `${path}&filter[from]=${here.today}&filter[until]=${until}`
			})
		])
		return [...late, ...soon]
	}
}

/** The days by which reports are due. */
export const reportDues: DueSource = {
	name: 'treaty-report',
	async dues(here, { from, until, structureId, actorId, limit }) {
		// A report is an actor's or nobody's, never a structure's.
		if (structureId !== undefined) return []
		let rows = openOnes(here).where('treaty_report.due_day', '<=', until)
		if (from !== null) rows = rows.where('treaty_report.due_day', '>=', from)
		if (actorId !== undefined) rows = rows.where('treaty_report.lead_actor_id', '=', actorId)
		const found = await rows
			.select(referenceColumns)
			.select(['treaty_report.due_day', 'treaty_report.lead_actor_id'])
			.orderBy('treaty_report.due_day')
			.orderBy('treaty_report.id')
			.limit(limit)
			.execute()
		return found.map((row) => ({
			code: 'treaty-report',
			day: row.due_day,
			record: toReference(row),
			structureId: null,
			actorId: row.lead_actor_id
		}))
	}
}
