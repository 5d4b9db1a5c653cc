import { referenceColumns, toReference } from '#platform/records/find-record.server.ts'
import type { AttentionSource, Matter } from '#platform/records/registers.ts'
import { addDays } from '../formula/days.ts'
import { compiledAmong } from '../registers.server.ts'
import { keepsRegister } from './audience.ts'
import { periodsDue } from './edition-commands.ts'

/** First pages count no further than this: whoever has more of them waiting opens the list. */
const COUNTED = 99
const FIRST = 5
/** So many days after it was sent an edition is news. */
const NEWS_DAYS = 14

type Row = Parameters<typeof toReference>[0] & { day: string | null }

const matter = (found: readonly Row[], told: Pick<Matter, 'code' | 'whose' | 'path'>): Matter[] =>
	found.length === 0
		? []
		: [
				{
					...told,
					total: Math.min(found.length, COUNTED),
					totalIsMore: found.length > COUNTED,
					first: found.slice(0, FIRST).map((row) => ({ record: toReference(row), day: row.day }))
				}
			]

/**
 * Drafts that nobody has completed and periods that are over and have no edition, for who keeps their registers; and what was sent to the
 * seat of late.
 */
export const editionAttention: AttentionSource = {
	name: 'report-edition',
	async matters(here) {
		const { seat, tx, workspace, today } = here
		if (seat.id === null) return []
		const news = await tx
			.selectFrom('report_recipient')
			.innerJoin('record', (on) =>
				on
					.onRef('record.workspace_id', '=', 'report_recipient.workspace_id')
					.onRef('record.id', '=', 'report_recipient.report_edition_id')
			)
			.select(referenceColumns)
			.select('report_recipient.sent_day as day')
			.where('report_recipient.workspace_id', '=', workspace.id)
			.where('report_recipient.seat_id', '=', seat.id)
			.where('report_recipient.sent_day', '>=', addDays(today, -NEWS_DAYS))
			.where('record.state', '=', 'active')
			.orderBy('report_recipient.sent_day', 'desc')
			.orderBy('record.id')
			.limit(COUNTED + 1)
			.execute()
		const told = matter(news, { code: 'report-edition-new', whose: 'mine', path: '/register/all/reports' })
		if (seat.role === 'observer' || seat.role === 'public') return told
		const [drafts, templates] = await Promise.all([
			tx
				.selectFrom('report_edition')
				.innerJoin('record', (on) =>
					on
						.onRef('record.workspace_id', '=', 'report_edition.workspace_id')
						.onRef('record.id', '=', 'report_edition.id')
				)
				.select(referenceColumns)
				.select(['report_edition.last_day as day', 'report_edition.register_id'])
				.where('report_edition.workspace_id', '=', workspace.id)
				.where('report_edition.state', '=', 'draft')
				.where('record.state', '=', 'active')
				.orderBy('report_edition.last_day')
				.orderBy('record.id')
				.limit(COUNTED + 1)
				.execute(),
			tx
				.selectFrom('report_template')
				.innerJoin('record', (on) =>
					on
						.onRef('record.workspace_id', '=', 'report_template.workspace_id')
						.onRef('record.id', '=', 'report_template.id')
				)
				.select(referenceColumns)
				.select(['report_template.register_id', 'report_template.since_day', 'report_template.definition'])
				.where('report_template.workspace_id', '=', workspace.id)
				.where('record.state', '=', 'active')
				.orderBy('record.id')
				.execute()
		])
		const ids = [...new Set([...drafts, ...templates].map((row) => row.register_id))]
		const registers = await compiledAmong(tx, workspace.id, ids)
		const isKept = ({ register_id: id }: { register_id: string }) => {
			const compiled = registers.get(id)
			return compiled !== undefined && keepsRegister(compiled, seat)
		}
		const due: Row[] = []
		for (const template of templates.filter(isKept)) {
			const [first] = await periodsDue(here, template)
			if (first) due.push({ ...template, day: first.last })
		}
		return [
			...told,
			...matter(drafts.filter(isKept), {
				code: 'report-edition-draft',
				whose: 'mine',
				path: '/register/all/reports?filter[progress]=draft'
			}),
			...matter(due, { code: 'report-edition-due', whose: 'mine', path: '/register/all/reports/templates' })
		]
	}
}
