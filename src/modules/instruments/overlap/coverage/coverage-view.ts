import { drawHeatMap, heatOf } from '#platform/charts/heat-map.ts'
import type { Drawing } from '#platform/charts/drawing.ts'
import type { PlainTable } from '#platform/exchange/write-table.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Coverage } from './coverage-queries.ts'

type Says = Pick<Words, 't' | 'name' | 'number'>
type Law = Coverage['laws'][number]
type Way = Coverage['cells'][number]['way']
type Through = Coverage['cells'][number]['through']

/** An area with the laws that deal with it, form by form. */
export type CoverageRow = {
	id: string
	reference: string
	title: Record<string, string>
	acronym: string | null
	kind: string
	isGap: boolean
	counts: { form: string; count: number }[]
	laws: { law: Law; way: Way; through: Through; provisions: number }[]
}

/** The coverage by area, in the order of the framework. */
export function coverageRows({ areas, forms, laws, cells, gaps }: Coverage): CoverageRow[] {
	const known = new Map(laws.map((law) => [law.id, law]))
	const byArea = Map.groupBy(cells, ({ area }) => area)
	const gap = new Set(gaps)
	return areas.map((area) => {
		const own = (byArea.get(area.id) ?? []).flatMap(({ law: id, way, through, provisions }) => {
			const law = known.get(id)
			return law ? [{ law, way, through, provisions }] : []
		})
		return {
			...area,
			isGap: gap.has(area.id),
			counts: forms.map((form) => ({ form, count: own.filter(({ law }) => law.form === form).length })),
			laws: own.toSorted((one, other) => forms.indexOf(one.law.form) - forms.indexOf(other.law.form))
		}
	})
}

/** How a law comes to deal with an area: by itself, by provisions, or by way of which areas of which frameworks. */
export function wayOf({ t, name }: Pick<Says, 't' | 'name'>, { way, through }: { way: Way; through: Through }): string {
	if (through.length === 0) return t(`coverage.way.${way}`)
	const steps = through.map(({ area, framework }) =>
		framework ? t('coverage.way.step', { area: name(area.title), framework: name(framework.title) }) : name(area.title)
	)
	return t('coverage.way.through', { steps: steps.join(' → ') })
}

/** Areas against forms of law: the more laws, the darker; a square that no law fills is crossed. */
export function drawCoverage({ t, name, number }: Says, coverage: Coverage): Drawing {
	const rows = coverageRows(coverage)
	const most = Math.max(0, ...rows.flatMap(({ counts }) => counts.map(({ count }) => count)))
	return drawHeatMap(
		coverage.forms.map((form) => t(`policy.form.${form}`)),
		rows.map(({ title, counts }) => ({
			label: name(title),
			cells: counts.map(({ count }) => ({
				text: count === 0 ? '' : number(count),
				heat: heatOf(count, most),
				isMissed: count === 0
			}))
		}))
	)
}

/** The coverage as a table to take along: a line for each law that deals with an area, and one for each area with which none does. */
export function coverageTable({ t, name }: Says, coverage: Coverage): PlainTable {
	return {
		name: t('coverage.place'),
		header: [
			t('coverage.column.area'),
			t('kind.policy'),
			t('coverage.column.form'),
			t('coverage.column.stage'),
			t('coverage.column.way'),
			t('coverage.column.provisions')
		],
		rows: coverageRows(coverage).flatMap(({ title, laws }) =>
			laws.length === 0
				? [[name(title), null, null, null, t(coverage.isPlaced ? 'coverage.gap' : 'coverage.not-placed'), 0]]
				: laws.map(({ law, way, through, provisions }) => [
						name(title),
						name(law.title),
						t(`policy.form.${law.form}`),
						t(`policy.stage.${law.stage}`),
						wayOf({ t, name }, { way, through }),
						provisions
					])
		)
	}
}
