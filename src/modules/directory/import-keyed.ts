import { audienceTokens, type Audience } from '#platform/access/seat.ts'
import type { Translations } from '#platform/database/tables.ts'
import { changedFields } from '#platform/exchange/changed-fields.ts'
import { matchRows, type Matched, type Matches } from '#platform/exchange/match-rows.ts'
import { type AreaPlanning, isChanged, isNew, originColumns } from '#platform/exchange/plan-rows.ts'
import type { Columns, RowOf, Sheet } from '#platform/exchange/sheet.ts'
import type { Writing } from '#platform/operation/operation.server.ts'

/** What every row of records says, whatever their kind. */
type Head = {
	key: string
	name: Translations
	acronym?: string | undefined
	state: 'active' | 'withdrawn'
	state_reason?: string | undefined
	origin: 'reference' | 'invented' | 'entered'
	source?: string | undefined
	source_year?: number | undefined
	note?: string | undefined
}

type KeyedPlan<C extends Columns, F extends object> = {
	kind: string
	sheet: Sheet<C>
	head: (row: RowOf<C>) => Head
	/** Who is to see a new record. */
	audience: (row: RowOf<C>) => Audience
	fields: (row: RowOf<C>) => F
	/** The column that fills a field which is not named like it. */
	columns: Readonly<Record<string, string>>
	add: (here: Writing, rows: readonly { id: string; fields: F; one: Matched<C> }[]) => Promise<unknown>
	change: (here: Writing, id: string, fields: Partial<F>, one: Matched<C>) => Promise<unknown>
}

// Addresses of forms stand where a key would.
const RESERVED = ['new']

/** Plans a sheet of records that have keys: the rows of new ones are added, those of others compared and changed. */
export function planKeyed<C extends Columns, F extends object>(
	planning: AreaPlanning,
	plan: KeyedPlan<C, F>
): Matches<C> {
	const { parsed, ids, plans, work } = planning
	const matches = matchRows(planning, plan.sheet, planning.stored(plan.sheet))
	plans.push(matches)
	checkHeads(planning, plan, matches)
	const tokens = (one: Matched<C>, id: string) =>
		audienceTokens(plan.audience(one.value), plan.kind === 'structure' ? id : null)
	work.push(async (here) => {
		const added = matches.rows.filter(isNew).map((one) => {
			const head = plan.head(one.value)
			return { id: ids.of(plan.kind, head.key), head, one, fields: plan.fields(one.value) }
		})
		await here.write.addRecords(
			added.map(({ id, head, one }) => ({
				...recordFields(head),
				id,
				kind: plan.kind,
				key: head.key,
				number: null,
				audience: tokens(one, id)
			}))
		)
		await plan.add(here, added)
	})
	const languages = parsed.languages(plan.sheet)
	for (const one of matches.rows.filter(isChanged))
		work.push(async (here) => {
			const id = one.stored?.id ?? ''
			const { title, ...head } = recordFields(plan.head(one.value))
			const before = Object.entries(planning.records.get(id)?.title ?? {})
			const kept = Object.fromEntries(before.filter(([language]) => !languages.has(language)))
			const record = { title: { ...kept, ...title }, ...head, audience: tokens(one, id) }
			const change = changedFields(record, one.changes)
			await here.write.changeRecord(id, change)
			if (change.audience) await here.write.spreadAudience(id, change.audience)
			await plan.change(here, id, changedFields(plan.fields(one.value), one.changes, plan.columns), one)
		})
	return matches
}

const recordFields = (head: Head) => ({
	title: head.name,
	acronym: head.acronym ?? null,
	state: head.state,
	state_reason: head.state_reason ?? null,
	...originColumns(head)
})

function checkHeads<C extends Columns, F extends object>(
	{ parsed, records, faults }: AreaPlanning,
	{ kind, sheet, head }: KeyedPlan<C, F>,
	matches: Matches<C>
) {
	for (const one of matches.rows) {
		const { key, state, state_reason: reason } = head(one.value)
		const fault = (column: string, code: string, params = {}) =>
			void faults.push(parsed.fault({ sheet, row: one.row, column }, code, params))
		const there = records.find(kind, key)
		if (there?.state === 'merged')
			fault('key', 'directory.import-merged', { into: records.get(there.merged_into_id)?.reference ?? '' })
		if (isNew(one) && RESERVED.includes(key)) fault('key', 'platform.key-reserved', { key })
		// As where a record is withdrawn by hand: nobody is left to guess why.
		if (state === 'withdrawn' && reason === undefined && parsed.columns(sheet).includes('state'))
			fault('state_reason', 'directory.import-withdraws')
	}
}
