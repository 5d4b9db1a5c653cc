import type { ShellProps } from '#ui/shell.ts'
import { installation } from './installation.server.ts'
import type { Session } from './session.server.ts'

type Shown = Pick<ShellProps, 'seat' | 'signIn'>

/** Who acts, as the head of each page says it: the seat and the others there are to choose, or the way to sign in. */
export function seatMenu(locals: Session, back: string): Shown {
	const { person, workspace, seat, held, waiting, words } = locals
	const home = workspace ? `/${workspace.key}` : ''
	const signIn = `${home}/sign-in?back=${encodeURIComponent(back)}`
	const account = { href: '/account', label: words.t('account.title') }
	const lend = installation().facts.isDemonstration && workspace?.isDemonstration === true
	const another = lend ? [{ href: signIn, label: words.t('page.sign-in.another') }] : []
	const own =
		seat.key === null
			? []
			: [
					{ href: `${home}/seat/handover`, label: words.t('administration.own-handover') },
					{ href: `${home}/seat/calendars`, label: words.t('cadence.feeds') },
					{ href: `${home}/seat/reminders`, label: words.t('reminder.title') },
					{ href: `${home}/seat/devices`, label: words.t('captures.devices') },
					{ href: `${home}/seat/tokens`, label: words.t('administration.tokens') }
				]
	const isLent = seat.key !== null && !held.some(({ key }) => key === seat.key)
	if (isLent)
		return {
			seat: {
				person: seat.office,
				label: words.t(`role.${seat.role}`),
				signOutAction: `${home}/sign-out`,
				links: [...own, ...another, ...(person ? [account] : [])]
			}
		}
	if (!person) return { signIn }
	const others = held.filter(({ key }) => key !== (seat.key ?? waiting?.key))
	return {
		seat: {
			person: person.person.name,
			label: seatLabel(locals),
			signOutAction: workspace ? `${home}/sign-out` : '/account/sign-out',
			...(others.length > 0
				? { switchAction: `${home}/seat`, others: others.map((one) => ({ value: one.key, label: one.office })) }
				: {}),
			links: [
				...(waiting
					? [
							{
								href: `/account/second-factor?back=${encodeURIComponent(back)}`,
								label: words.t('account.second-factor.needed')
							}
						]
					: []),
				...(held.length > 1
					? [{ href: `${home}/seat?back=${encodeURIComponent(back)}`, label: words.t('account.seats.choose') }]
					: []),
				...own,
				...another,
				account
			]
		}
	}
}

function seatLabel({ workspace, seat, waiting, words, person }: Session) {
	if (!workspace) return person?.person.email ?? ''
	if (waiting) return words.t('account.seats.waiting', { office: waiting.office })
	if (seat.key === null) return words.t('account.seats.none-here')
	return words.t('account.seats.acting', { role: words.t(`role.${seat.role}`), office: seat.office })
}
