import type { Snippet } from 'svelte'
import { linkIfAny } from '#modules/directory/page-links.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Column } from '#ui/table.ts'
import type { StepItem } from './road-map-queries.ts'

type Says = Pick<Words, 't' | 'day' | 'name'>
type Drawn = {
	ofMany: boolean
	title: Snippet<[StepItem]>
	state: Snippet<[StepItem]>
	origin: Snippet<[StepItem]>
}

/** How far a step has slipped from its first target, in words; null where it never had one. */
export function saySlippage({ t }: Pick<Words, 't'>, slippage: number | null): string | null {
	if (slippage === null) return null
	if (slippage === 0) return t('domestication.road-map.on-time')
	return slippage > 0
		? t('domestication.road-map.days-late', { count: slippage })
		: t('domestication.road-map.days-early', { count: -slippage })
}

/** The columns of a table of steps; a list of all of them is sorted by its days. */
export function stepColumns(
	words: Says,
	workspace: string,
	{ ofMany, title, state, origin }: Drawn
): Column<StepItem>[] {
	const { t, day } = words
	const label = (column: string) => t(`field.road_map_step.${column}`)
	const said = (one: string | null) => (one === null ? null : day(one))
	const sorted = (sort: string) => (ofMany ? { sort } : {})
	return [
		{ key: 'title', label: label('title'), heading: true, cell: title },
		{
			key: 'lead',
			label: label('lead_actor_id'),
			value: ({ lead }) => linkIfAny(words, workspace, lead)?.label,
			href: ({ lead }) => linkIfAny(words, workspace, lead)?.href,
			blank: t('domestication.step.no-lead')
		},
		{ key: 'state', label: label('state'), cell: state },
		{ key: 'first', label: label('first_target_day'), value: ({ firstTarget }) => said(firstTarget) },
		{ key: 'target', label: label('target_day'), ...sorted('target'), value: ({ target }) => said(target) },
		{ key: 'done', label: label('done_day'), ...sorted('done'), value: ({ done }) => said(done) },
		{
			key: 'slippage',
			label: t('domestication.road-map.slippage'),
			value: ({ slippage }) => saySlippage(words, slippage)
		},
		{ key: 'origin', label: t('page.column.origin'), cell: origin }
	]
}
