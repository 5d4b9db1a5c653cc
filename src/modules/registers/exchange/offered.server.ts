import { COUNTRIES } from '#platform/languages/countries.ts'
import type { Words } from '#platform/languages/words.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { Declaration } from '../declaration/declaration.ts'
import type { Offered } from './sheet-lists.ts'

// A longer list nobody looks through in a cell.
const NAMED_MOST = 2_000

/** What cells of a register may name: the actors and structures the seat sees, areas of frameworks, countries. */
export async function offeredIn(here: Here, { fields, tables }: Declaration, words: Words): Promise<Offered> {
	const all = [...fields, ...tables.flatMap((table) => table.fields)]
	const frameworks = all.flatMap((field) =>
		(field.type === 'one-of' || field.type === 'many-of') && 'framework' in field.codes ? [field.codes.framework] : []
	)
	const [actors, structures, areas] = await Promise.all([
		all.some(({ type }) => type === 'actor') ? named(here, 'actor', words) : [],
		all.some(({ type }) => type === 'structure') ? named(here, 'structure', words) : [],
		areasOf(here, [...new Set(frameworks)], words)
	])
	return {
		actors,
		structures,
		areas,
		countries: COUNTRIES.map((key) => ({ key, label: words.country(key) })),
		yes: words.t('registers.said.yes'),
		no: words.t('registers.said.no'),
		said: (key) => words.t(key)
	}
}

async function named(here: Here, kind: string, words: Words) {
	const rows = await here.tx
		.selectFrom('record')
		.select(['key', 'title'])
		.where('workspace_id', '=', here.workspace.id)
		.where('kind', '=', kind)
		.where('state', '=', 'active')
		.orderBy('title_sort')
		.orderBy('id')
		.limit(NAMED_MOST)
		.execute()
	return rows.flatMap(({ key, title }) => (key === null ? [] : [{ key, label: words.name(title) }]))
}

async function areasOf(here: Here, frameworks: readonly string[], words: Words) {
	const areas = new Map<string, { key: string; label: string }[]>()
	if (frameworks.length === 0) return areas
	const rows = await here.tx
		.selectFrom('theme_area')
		.innerJoin('record', (on) =>
			on.onRef('record.workspace_id', '=', 'theme_area.workspace_id').onRef('record.id', '=', 'theme_area.id')
		)
		.innerJoin('record as framework', (on) =>
			on
				.onRef('framework.workspace_id', '=', 'theme_area.workspace_id')
				.onRef('framework.id', '=', 'theme_area.framework_id')
		)
		.select(['framework.key as framework', 'record.key', 'record.title'])
		.where('theme_area.workspace_id', '=', here.workspace.id)
		.where('framework.key', 'in', frameworks)
		.where('record.state', '=', 'active')
		.orderBy('record.title_sort')
		.execute()
	for (const { framework, key, title } of rows) {
		const known = areas.get(framework ?? '') ?? []
		areas.set(framework ?? '', known)
		known.push({ key: key ?? '', label: words.name(title) })
	}
	return areas
}
