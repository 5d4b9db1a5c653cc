import type { Words } from '#platform/languages/words.ts'
import type { Link } from '#ui/types.ts'
import type { Recommendation } from './chain-stations.ts'
import { PLAIN_DEEDS } from './form-fields.ts'

/** The buttons at the head of a recommendation's page: what the seat may do to it as it stands, then what keepers may. */
export function recommendationActions(
	{ t }: Pick<Words, 't'>,
	page: string,
	{ next, state }: Pick<Recommendation, 'next' | 'state'>,
	keep: boolean
): Link[] {
	if (state === 'withdrawn') return keep ? [{ href: `${page}/withdraw`, label: t('directory.do.restore') }] : []
	const link = (path: string, label: string): Link => ({ href: `${page}/${path}`, label: t(label) })
	return [
		...(next.includes('receive') ? [link('do/receive', 'recommendation.do.receive')] : []),
		...(next.includes('accept') ? [link('answer', 'recommendation.do.answer')] : []),
		...(next.includes('submit') ? [link('submit', 'recommendation.do.submit')] : []),
		...PLAIN_DEEDS.flatMap((deed) =>
			deed !== 'receive' && next.includes(deed) ? [link(`do/${deed}`, `recommendation.do.${deed}`)] : []
		),
		...(next.includes('change') ? [link('change', 'recommendation.do.change')] : []),
		...(keep
			? [
					link('audience', 'directory.do.audience'),
					link('merge', 'recommendation.do.merge'),
					link('withdraw', 'directory.do.withdraw')
				]
			: [])
	]
}

/** True where a recommendation is not for everybody who works in the workspace. */
export const isShownToFew = ({ audience }: Pick<Recommendation, 'audience'>): boolean =>
	!audience.includes('public') && !audience.includes('workspace')

/** What a form says of whom a recommendation is shown to by submitting it; of its item to those alone who know of it. */
export function submittingWarning(recommendation: Pick<Recommendation, 'agendaItem' | 'audience'>) {
	if (!isShownToFew(recommendation)) return null
	return recommendation.agendaItem === null
		? 'recommendation.submit.restricted-what'
		: 'recommendation.submit.restricted-item'
}

/** The form by which an action is assigned from a recommendation, and from the decision that accepted it, where one did. */
export function assigningOf(
	workspace: string,
	{ reference, hops }: Pick<Recommendation, 'reference' | 'hops'>
): string {
	const decision = hops.at(-1)?.decision?.reference
	const source = new URLSearchParams({ recommendation: reference, ...(decision === undefined ? {} : { decision }) })
	return `/${workspace}/action/new?${source.toString()}`
}
