import { keepsDirectory } from '#modules/directory/rules.ts'
import { keepsAccess } from '#platform/access/access-rules.ts'
import type { Seat } from '#platform/access/seat.ts'
import { dayIn } from '#platform/access/workspace.ts'
import { linkTo } from '#modules/directory/page-links.ts'
import { workspaceOverview } from '#modules/directory/overview.ts'
import { listAttention } from '#platform/records/attention.ts'
import { sayMatter } from '#platform/records/say-matter.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import { isOpenPage } from '../shell.server.ts'
import { toldChange } from './home-changes.ts'
import { homeFigures } from './home-figures.server.ts'
import { folded, type Waiting } from './home-matters.ts'
import type { Session } from '../session.server.ts'

/** One matter that needs somebody: how many, where all are listed, the first by name and how many more there are. */
export type Attention = {
	code: string
	total: number
	href: string
	first: { href: string; label: string }[]
	more: number
}

type Matter = { code: string; total: number; named: number; first: readonly RecordReference[] }

const SHOWN_FIRST = ['structure', 'actor', 'framework', 'area']

// What a workspace without any structure needs first, and who may do it.
const FIRST_STEPS: readonly { code: string; path: string; may: (seat: Seat) => boolean }[] = [
	{ code: 'settings', path: '/administration/settings', may: keepsAccess },
	{ code: 'import', path: '/import', may: keepsDirectory },
	{ code: 'structure', path: '/structure/new', may: keepsDirectory },
	{ code: 'invite', path: '/administration/invitations/new', may: keepsAccess }
]

const WHOSE = ['mine', 'actor', 'structure'] as const
const DAY = 86_400_000
const daysTo = (today: string, day: string) =>
	Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY)

/** What waits for the seat: its own matters, its actor's, its structures', each with how long the first of them have waited. */
async function waitingFor({ ask, words, opening, workspace: own }: Session, workspace: string) {
	const { items } = await ask(listAttention, {})
	const today = dayIn(own?.timeZone ?? 'UTC', opening?.now ?? new Date())
	const told = ({ code, names, total, totalIsMore, path, first }: Waiting) => ({
		code,
		text: sayMatter(words, { code, names, total }),
		total,
		totalIsMore,
		more: total - first.length,
		href: `/${workspace}${path}`,
		first: first.map(({ record, day }) => ({
			...linkTo(words, workspace, record),
			day,
			days: day === null ? null : daysTo(today, day)
		}))
	})
	return WHOSE.flatMap((whose) => {
		const matters = items.filter((matter) => matter.whose === whose)
		if (matters.length === 0) return []
		const { open, further } = folded(matters)
		return [{ whose, matters: open.map(told), further: further.map(told) }]
	})
}

/** What a workspace's first page shows: how much there is, what changed last, what needs somebody. */
export async function homeOf(session: Session, workspace: string) {
	const { ask, words, seat } = session
	// Where there is no such workspace the first refuses at once, before anything else is under way.
	const [{ counts, changes, waiting, vacancies, gaps, own }, figures, waits] = await Promise.all([
		ask(workspaceOverview, {}),
		homeFigures(session, workspace),
		seat.key === null ? null : waitingFor(session, workspace)
	])
	const attention = (href: string, { code, total, named, first }: Matter): Attention => ({
		code,
		total,
		href,
		first: first.map((record) => linkTo(words, workspace, record)),
		more: named - first.length
	})
	const isBegun = counts.some(({ kind, total }) => kind === 'structure' && total > 0)
	const vacant: Matter = { code: 'vacant', total: vacancies, named: 0, first: [] }
	return {
		dashboard: isOpenPage(session, 'dashboard') ? `/${workspace}/dashboard` : null,
		figures,
		mayArrange: seat.id !== null,
		waits,
		counts: SHOWN_FIRST.map((kind) => ({ kind, total: counts.find((one) => one.kind === kind)?.total ?? 0 })),
		changes: changes.map((change) => toldChange(words, workspace, change)),
		attention: [
			...waiting.map((matter) => attention(`/${workspace}/structure?filter[status]=${matter.code}`, matter)),
			...(vacancies > 0 ? [attention(`/${workspace}/vacant-seats`, vacant)] : []),
			...(gaps?.found ?? []).map((matter) =>
				attention(`/${workspace}/theme?framework=${gaps?.framework.reference ?? ''}`, matter)
			)
		],
		firstSteps: isBegun
			? []
			: FIRST_STEPS.filter(({ may }) => may(seat)).map(({ code, path }) => ({ code, href: `/${workspace}${path}` })),
		own: own && {
			...linkTo(words, workspace, own.actor),
			memberships: own.memberships.map((structure) => linkTo(words, workspace, structure)),
			membershipCount: own.membershipCount,
			areasLed: own.areasLed.map((area) => linkTo(words, workspace, area)),
			areasLedCount: own.areasLedCount,
			lacksContact: own.lacksContact,
			maySetContact: own.maySetContact
		}
	}
}
