import { audienceTokens, type Audience } from '#platform/access/seat.ts'
import type { Translations } from '#platform/database/tables.ts'
import { changedFields } from '#platform/exchange/changed-fields.ts'
import {
	changesOne,
	checkNamed,
	faultIn,
	isNew,
	originColumns,
	placeRows,
	planRows,
	type AreaPlanning,
	type Placing,
	type RowPlan,
	type Sourced
} from '#platform/exchange/plan-rows.ts'
import { kindOfSheet, type Columns, type RowOf, type Sheet } from '#platform/exchange/sheet.ts'

/** Finds for each row of a sheet of records what it changes; a new one gets the identifier by which others point to it. */
export const placeRecords = <C extends Columns>(
	planning: AreaPlanning,
	sheet: Sheet<C>,
	complete: (row: RowOf<C>) => RowOf<C>
): Placing<C> =>
	placeRows(planning, sheet, {
		complete,
		idOf(_row, texts) {
			const key = texts[sheet.key[0] ?? '']
			return key === undefined ? null : planning.ids.of(kindOfSheet(sheet.name), key)
		}
	})

type Head = {
	key: string
	name: Translations
	acronym?: string | undefined
	audience: Audience
	also_actors: readonly string[]
	also_structures: readonly string[]
	standing: 'active' | 'withdrawn'
	standing_reason?: string | undefined
} & Sourced

const HEAD_COLUMNS = { title: 'name', state: 'standing', state_reason: 'standing_reason' }

/**
 * Plans a sheet of records that are named by keys or, where a code is given, by numbers: one that the file brings is kept and never given
 * to another, a row without one is given the next.
 */
export function planRecords<C extends Columns, F extends object>(
	planning: AreaPlanning,
	placing: Placing<C>,
	plan: RowPlan<C, F> & { head: (row: RowOf<C>) => Head; code?: string }
): void {
	const { sheet, rows } = placing
	const { records, work, parsed } = planning
	const kind = kindOfSheet(sheet.name)
	checkNamed(planning, placing, { column: 'also_actors', kind: 'actor', values: (row) => plan.head(row).also_actors })
	checkNamed(planning, placing, {
		column: 'also_structures',
		kind: 'structure',
		values: (row) => plan.head(row).also_structures
	})
	for (const one of rows) {
		const { key, standing, standing_reason } = plan.head(one.value)
		const fault = faultIn(planning, sheet, one.row)
		const there = records.find(kind, key)
		if (plan.code !== undefined && isNew(one) && key !== '' && !key.includes(`-${plan.code}-`))
			fault('number', 'deliberation.import-other-code', { code: plan.code })
		if (there?.state === 'merged')
			fault(sheet.key[0] ?? '', 'directory.import-merged', { into: records.get(there.merged_into_id)?.reference ?? '' })
		if (standing === 'withdrawn' && standing_reason === undefined && parsed.columns(sheet).includes('standing'))
			fault('standing_reason', 'directory.import-withdraws')
	}
	const added = rows.filter(isNew)
	work.push(async (here) => {
		const { code } = plan
		const heads = []
		if (code !== undefined)
			await here.write.keepNumbers(
				kind,
				code,
				added.map((one) => plan.head(one.value).key)
			)
		for (const one of added) {
			const { key, ...head } = plan.head(one.value)
			const name =
				code === undefined
					? { key, number: null }
					: { key: null, number: key === '' ? await here.write.nextNumber(kind, code) : key }
			heads.push({ ...recordFields(planning, head), id: one.id, kind, ...name })
		}
		await here.write.addRecords(heads)
	})
	planRows(planning, placing, {
		...plan,
		async change(here, id, fields, one) {
			const { title, ...head } = recordFields(planning, plan.head(one.value))
			const languages = parsed.languages(sheet)
			const before = Object.entries(records.get(id)?.title ?? {})
			const kept = Object.fromEntries(before.filter(([language]) => !languages.has(language)))
			const { audience, ...others } = head
			const isShownAnew = ['audience', 'also_actors', 'also_structures'].some((column) => changesOne(one, column))
			const change = {
				...changedFields({ title: { ...kept, ...title }, ...others }, one.changes, HEAD_COLUMNS),
				...(isShownAnew ? { audience } : {})
			}
			await here.write.changeRecord(id, change)
			if (isShownAnew) await here.write.spreadAudience(id, audience)
			await plan.change(here, id, fields, one)
		}
	})
}

const recordFields = ({ ids }: AreaPlanning, head: Omit<Head, 'key'>) => ({
	title: head.name,
	acronym: head.acronym ?? null,
	state: head.standing,
	state_reason: head.standing_reason ?? null,
	audience: [
		...audienceTokens(head.audience, null),
		...head.also_actors.map((key) => `actor:${ids.of('actor', key)}`),
		...head.also_structures.map((key) => `structure:${ids.of('structure', key)}`)
	],
	...originColumns(head)
})

/** The columns of a sheet that fill the columns of origin. */
export const ORIGIN_COLUMNS = { origin_source: 'source', origin_year: 'source_year', origin_note: 'note' }

/** Plans the actors that a law names beside the one that leads it. */
export function planContributors<C extends Columns>(
	planning: AreaPlanning,
	placing: Placing<C>,
	actorsOf: (row: RowOf<C>) => readonly string[]
): void {
	const { ids, work } = planning
	checkNamed(planning, placing, { column: 'contributors', kind: 'actor', values: actorsOf })
	const changed = placing.rows.filter((one) => isNew(one) || changesOne(one, 'contributors'))
	if (changed.length === 0) return
	work.push(async (here) => {
		const there = await here.tx
			.selectFrom('policy_actor')
			.select(['id', 'policy_id', 'actor_id'])
			.where('workspace_id', '=', here.workspace.id)
			.execute()
		const byPolicy = Map.groupBy(there, (row) => row.policy_id)
		const added = []
		for (const one of changed) {
			const wished = actorsOf(one.value).map((key) => ids.of('actor', key))
			const had = byPolicy.get(one.id) ?? []
			for (const row of had) if (!wished.includes(row.actor_id)) await here.write.remove('policy_actor', row.id)
			const missing = wished.filter((actor) => !had.some((row) => row.actor_id === actor))
			added.push(...missing.map((actor_id) => ({ policy_id: one.id, actor_id })))
		}
		await here.write.addAll('policy_actor', added)
	})
}
