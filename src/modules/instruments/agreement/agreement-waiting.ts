import type { Here } from '#platform/operation/operation.server.ts'
import { referenceColumns, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Due, DueSource, Matter } from '#platform/records/registers.ts'
import { afterPeriod } from '../instrument/partial-days.ts'
import { keepsInstruments } from '../rules.ts'
import { COUNTED, dayBefore, toMatters } from '../waiting.ts'
import { AGREEMENT_STAGES, LIVE_STAGES } from './agreement-rules.ts'
import { agreements, lacksParty } from './read-agreements.server.ts'

// Ministries agree on a notice among themselves, and with the other side, for a quarter of a year.
const AHEAD = { months: 3 }

const live = (here: Here) =>
	agreements(here).where('record.state', '=', 'active').where('agreement.stage', 'in', LIVE_STAGES)

type Asked = Parameters<DueSource['dues']>[1]

/** What falls due by one of the days of agreements. */
async function duesBy(here: Here, column: 'notice_day' | 'expiry_day', code: string, asked: Asked): Promise<Due[]> {
	const day = `agreement.${column}` as const
	let rows = live(here).where(day, 'is not', null).where(day, '<=', asked.until)
	// What renews itself does not end: of it the day of notice is told.
	if (column === 'expiry_day')
		rows = rows.where((where) =>
			where.or([where('agreement.renewal', 'is', null), where('agreement.renewal', '<>', 'automatic')])
		)
	if (asked.from !== null) rows = rows.where(day, '>=', asked.from)
	if (asked.structureId !== undefined) rows = rows.where('agreement.commission_structure_id', '=', asked.structureId)
	if (asked.actorId !== undefined) rows = rows.where('agreement.lead_actor_id', '=', asked.actorId)
	const found = await rows
		.select(referenceColumns)
		.select([`${day} as due_day`, 'agreement.commission_structure_id', 'agreement.lead_actor_id'])
		.orderBy(day)
		.orderBy('record.id')
		.limit(asked.limit)
		.execute()
	const seen = await referencesOf(
		here,
		found.flatMap((row) => [row.commission_structure_id, row.lead_actor_id])
	)
	const ifSeen = (id: string | null) => (id !== null && seen.has(id) ? id : null)
	return found.flatMap((row) =>
		row.due_day === null
			? []
			: [
					{
						code,
						day: row.due_day,
						record: toReference(row),
						structureId: ifSeen(row.commission_structure_id),
						actorId: ifSeen(row.lead_actor_id)
					}
				]
	)
}

/** The days by which notice is to be given, and those on which agreements end. */
export const agreementDues: DueSource = {
	name: 'agreement',
	async dues(here, asked) {
		const found = await Promise.all([
			duesBy(here, 'notice_day', 'agreement-notice', asked),
			duesBy(here, 'expiry_day', 'agreement-expiry', asked)
		])
		return found
			.flat()
			.toSorted((one, other) => one.day.localeCompare(other.day))
			.slice(0, asked.limit)
	}
}

type Rows = ReturnType<typeof live>

async function matterOf(
	rows: Rows,
	column: 'notice_day' | 'expiry_day',
	told: Pick<Matter, 'code' | 'whose' | 'path'>
): Promise<Matter[]> {
	const found = await rows
		.select(referenceColumns)
		.select(`agreement.${column} as due_day`)
		.orderBy(`agreement.${column}`)
		.orderBy('record.id')
		.limit(COUNTED + 1)
		.execute()
	return toMatters(
		found.map((row) => ({ ...row, day: row.due_day })),
		told
	)
}

const UNENDED_STAGES = AGREEMENT_STAGES.filter((stage) => stage !== 'expired' && stage !== 'terminated')

const unended = (here: Here) =>
	agreements(here).where('record.state', '=', 'active').where('agreement.stage', 'in', UNENDED_STAGES)

async function partyMissing(rows: Rows, told: Pick<Matter, 'code' | 'whose' | 'path'>): Promise<Matter[]> {
	const found = await rows
		.where(lacksParty)
		.select(referenceColumns)
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(COUNTED + 1)
		.execute()
	return toMatters(
		found.map((row) => ({ ...row, day: null })),
		told
	)
}

/**
 * Agreements whose day of notice or end is near, those that have ended and are still told as having effect, and those of which the
 * other party is not known yet: all of them for who
 * keeps instruments, else those for which the seat's actor answers.
 */
export const agreementAttention: AttentionSource = {
	name: 'agreement',
	ofRecords: true,
	async matters(here) {
		const { actorId, role } = here.seat
		if (role === 'observer' || role === 'public') return []
		const keeps = keepsInstruments(here.seat)
		if (!keeps && actorId === null) return []
		const mine = (rows: Rows) =>
			keeps || actorId === null ? rows : rows.where('agreement.lead_actor_id', '=', actorId)
		const own = () => mine(live(here))
		const ending = () =>
			own().where((where) =>
				where.or([where('agreement.renewal', 'is', null), where('agreement.renewal', '<>', 'automatic')])
			)
		const until = afterPeriod(here.today, AHEAD)
		const whose = keeps ? ('mine' as const) : ('actor' as const)
		const narrowed = `filter[stage]=${LIVE_STAGES.join(',')}${keeps ? '' : '&filter[mine]=true'}`
		const path = (more: string) => `/agreement?${narrowed}&${more}`
		const found = await Promise.all([
			matterOf(
				own().where('agreement.notice_day', '>=', here.today).where('agreement.notice_day', '<=', until),
				'notice_day',
				{
					code: 'agreement-notice-soon',
					whose,
					path: path(`filter[noticeFrom]=${here.today}&filter[noticeBefore]=${until}&sort=notice`)
				}
			),
			matterOf(
				ending().where('agreement.expiry_day', '>=', here.today).where('agreement.expiry_day', '<=', until),
				'expiry_day',
				{
					code: 'agreement-ends-soon',
					whose,
					path: path(`filter[expiresFrom]=${here.today}&filter[expiresBefore]=${until}&sort=expiry`)
				}
			),
			matterOf(ending().where('agreement.expiry_day', '<', here.today), 'expiry_day', {
				code: 'agreement-ended',
				whose,
				path: path(`filter[expiresBefore]=${dayBefore(here.today)}&sort=expiry`)
			}),
			partyMissing(mine(unended(here)), {
				code: 'agreement-party-missing',
				whose,
				path: `/agreement?filter[partyMissing]=true&filter[stage]=${UNENDED_STAGES.join(',')}${keeps ? '' : '&filter[mine]=true'}`
			})
		])
		return found.flat()
	}
}
