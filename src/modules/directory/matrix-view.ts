import type { Words } from '#platform/languages/words.ts'
import type { RecordReference } from '#platform/records/find-record.server.ts'
import type { Mark, MatrixColumn } from '#ui/matrix/matrix.ts'
import { nameOf, pageOf } from './page-links.ts'
import type { MatrixFinding } from './rules.ts'

type Matrix = {
	areas: readonly RecordReference[]
	actors: readonly RecordReference[]
	structures: readonly RecordReference[]
	functions: readonly RecordReference[]
	leads: readonly { area: string; actor: string }[]
	deals: readonly { area: string; structure: string }[]
	sits: readonly { actor: string; structure: string }[]
	findings: readonly MatrixFinding[]
}
type Says = Pick<Words, 't' | 'name' | 'list'>

/** Actors and structures as columns; a column's key says which of the two it is, since their keys may be equal. */
export function matrixColumns(
	words: Pick<Words, 'name'>,
	workspace: string,
	{ actors, structures }: Matrix
): MatrixColumn[] {
	const all = [...structures, ...actors]
	// Two bodies with one acronym cannot be told apart by it.
	const bodies = Map.groupBy(all, (one) => one.acronym)
	const isAlone = (acronym: string | null) => bodies.get(acronym)?.length === 1
	return all.map((one) => ({
		key: `${one.kind}:${one.reference}`,
		label: nameOf(words, one),
		short: isAlone(one.acronym) ? one.acronym : null,
		href: pageOf(workspace, one)
	}))
}

/** Who leads each area, which structures deal with it, and which actors sit in these. */
export function matrixMarks({ areas, actors, structures, leads, deals, sits }: Matrix): Mark[] {
	const keys = new Map([...actors, ...structures].map((one) => [one.id, `${one.kind}:${one.reference}`]))
	const named = new Map(areas.map((area) => [area.id, area.reference]))
	const mark = (area: string, column: string, what: Mark['mark']): Mark[] => {
		const [row, key] = [named.get(area), keys.get(column)]
		return row === undefined || key === undefined ? [] : [{ area: row, column: key, mark: what }]
	}
	const seats = Map.groupBy(sits, ({ structure }) => structure)
	return [
		...leads.flatMap(({ area, actor }) => mark(area, actor, 'lead')),
		...deals.flatMap(({ area, structure }) => mark(area, structure, 'deals')),
		...deals.flatMap(({ area, structure }) =>
			(seats.get(structure) ?? []).flatMap(({ actor }) => mark(area, actor, 'sits'))
		)
	]
}

const TONES = {
	'area-without-lead': 'error',
	'area-with-several-leads': 'warning',
	'area-without-structure': 'error',
	'lead-sits-in-no-structure': 'warning',
	'mandate-held-twice': 'warning',
	'function-held-by-nobody': 'information'
} as const

/** The findings in words, each with the page on which it is mended; those that seat may mend lead to the form. */
export function matrixFindings(words: Says, workspace: string, matrix: Matrix, mayMend: boolean) {
	const known = new Map(
		[...matrix.areas, ...matrix.actors, ...matrix.structures, ...matrix.functions].map((one) => [one.id, one])
	)
	const all = (ids: readonly string[]) => ids.flatMap((id) => known.get(id) ?? [])
	return matrix.findings.flatMap((finding, index) => {
		const [area] = all(finding.area === null ? [] : [finding.area])
		const [done] = all(finding.function === null ? [] : [finding.function])
		const [actors, structures] = [all(finding.actors), all(finding.structures)]
		const place = placeOf(workspace, finding.code, { area, function: done, actors, structures }, mayMend)
		if (place === undefined) return []
		const params = {
			area: area ? nameOf(words, area) : '',
			function: done ? nameOf(words, done) : '',
			actors: words.list(actors.map((one) => nameOf(words, one))),
			structures: words.list(structures.map((one) => nameOf(words, one)))
		}
		return [
			{
				code: finding.code,
				key: `${finding.code} ${String(index)}`,
				area: area?.reference ?? null,
				tone: TONES[finding.code],
				label: words.t(`finding.${finding.code}`, params),
				short: words.t(`finding.short.${finding.code}`, params),
				mend: words.t(`finding.mend.${finding.code}`),
				href: place
			}
		]
	})
}

type Concerned = {
	area: RecordReference | undefined
	function: RecordReference | undefined
	actors: readonly RecordReference[]
	structures: readonly RecordReference[]
}

function placeOf(
	workspace: string,
	code: MatrixFinding['code'],
	{ area, function: done, actors, structures }: Concerned,
	mayMend: boolean
): string | undefined {
	switch (code) {
		case 'area-without-lead':
			return area && `${pageOf(workspace, area)}${mayMend ? '/leads/add' : ''}`
		case 'area-with-several-leads':
			return area && `${pageOf(workspace, area)}#leads`
		case 'area-without-structure':
			return area && `${pageOf(workspace, area)}#structures`
		case 'lead-sits-in-no-structure': {
			const [structure] = structures
			const [actor] = actors
			if (!structure || !actor) return undefined
			return mayMend
				? `${pageOf(workspace, structure)}/members/add?actor=${actor.reference}`
				: `${pageOf(workspace, structure)}#members`
		}
		case 'mandate-held-twice': {
			const [first] = structures
			return first && `${pageOf(workspace, first)}#mandates`
		}
		case 'function-held-by-nobody':
			return done && pageOf(workspace, done)
		default:
			return code satisfies never
	}
}
