import { keepsDirectory } from '#modules/directory/rules.ts'
import { keepsAccess } from '#platform/access/access-rules.ts'
import type { Seat } from '#platform/access/seat.ts'
import { linkTo } from '#modules/directory/page-links.ts'
import { workspaceOverview } from '#modules/directory/overview.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
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

/** What a workspace's first page shows: how much there is, what changed last, what needs somebody. */
export async function homeOf({ ask, words, seat }: Session, workspace: string) {
	const { counts, changes, waiting, vacancies, gaps, own } = await ask(workspaceOverview, {})
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
		counts: SHOWN_FIRST.map((kind) => ({ kind, total: counts.find((one) => one.kind === kind)?.total ?? 0 })),
		changes: changes.map(({ record, at }) => ({ ...linkTo(words, workspace, record), kind: record.kind, at })),
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
