import type { Translations } from '#platform/database/tables.ts'
import { changedFields } from '#platform/exchange/changed-fields.ts'
import { joinList } from '#platform/exchange/list-text.ts'
import {
	faultIn,
	inOrder,
	isChanged,
	isNew,
	originColumns,
	type AreaPlanning,
	type Placing,
	type RowPlan
} from '#platform/exchange/plan-rows.ts'
import { kindOfSheet, type Columns, type RowOf } from '#platform/exchange/sheet.ts'
import type { Texts } from '#platform/exchange/texts.ts'
import { CODES, type NumberedKind } from '../number-record.server.ts'
import { isSameAudience } from './seen.ts'

type Head = {
	name: Translations
	standing: 'active' | 'withdrawn'
	standing_reason?: string | undefined
	origin: 'reference' | 'invented' | 'entered'
	source?: string | undefined
	source_year?: number | undefined
	note?: string | undefined
}

type RecordPlan<C extends Columns, F extends object> = RowPlan<C, F> & {
	head: (row: RowOf<C>) => Head
	/** What names a new record, where its row does: a key or a number. */
	named: (row: RowOf<C>) => string | undefined
	/** All tokens of the record as it will stand. */
	tokens: (whole: Texts, id: string) => string[]
	/** Further records that are to be shown to more because of what else the file brings. */
	shown?: ReadonlySet<string>
}

// Letters and digits that are not mistaken for each other when somebody reads them out.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const randomKey = () => {
	const bytes = crypto.getRandomValues(new Uint8Array(12))
	return `item-${Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join('')}`
}

const HEAD_COLUMNS = { state: 'standing', state_reason: 'standing_reason' }

/**
 * Plans a sheet of records that have numbers, or keys made at random. A number that the file brings is kept, and never given
 * to another; a row without one is given the next.
 */
export function planRecords<C extends Columns, F extends object>(
	planning: AreaPlanning,
	placing: Placing<C>,
	plan: RecordPlan<C, F>
): void {
	const { sheet, rows, all } = placing
	const { records, work, parsed } = planning
	const kind = kindOfSheet(sheet.name)
	checkHeads(planning, placing, plan)
	const numbered = numberedKind(kind)
	const added = rows.filter(isNew)
	work.push(async (here) => {
		const brought = added.flatMap((one) => plan.named(one.value) ?? [])
		if (numbered) await here.write.keepNumbers(numbered, CODES[numbered], brought)
		const heads = []
		for (const one of added) {
			const name = plan.named(one.value)
			const { standing, standing_reason, ...head } = plan.head(one.value)
			heads.push({
				...recordFields({ ...head, standing, standing_reason }),
				id: one.id,
				kind,
				key: numbered ? null : (name ?? randomKey()),
				number: numbered ? (name ?? (await here.write.nextNumber(numbered, CODES[numbered]))) : null,
				audience: plan.tokens(one.whole, one.id)
			})
		}
		await here.write.addRecords(heads)
		if (added.length > 0)
			await plan.add(
				here,
				added.map((one) => ({ id: one.id, fields: plan.fields(one), one }))
			)
	})
	const languages = parsed.languages(sheet)
	for (const one of rows.filter(isChanged))
		work.push(async (here) => {
			const { title, ...head } = recordFields(plan.head(one.value))
			const before = Object.entries(records.get(one.id)?.title ?? {})
			const kept = Object.fromEntries(before.filter(([language]) => !languages.has(language)))
			await here.write.changeRecord(
				one.id,
				changedFields({ title: { ...kept, ...title }, ...head }, one.changes, HEAD_COLUMNS)
			)
			await plan.change(here, one.id, changedFields(plan.fields(one), one.changes, plan.columns), one)
		})
	const touched = new Set([...rows.filter(isChanged).map((one) => one.id), ...(plan.shown ?? [])])
	for (const { id, texts } of all.filter((one) => !one.isNew && touched.has(one.id)))
		work.push(async (here) => {
			const wished = plan.tokens(texts, id)
			if (isSameAudience(wished, records.get(id)?.audience ?? [])) return
			await here.write.changeRecord(id, { audience: wished })
			await here.write.spreadAudience(id, wished)
		})
}

function numberedKind(kind: string): NumberedKind | null {
	switch (kind) {
		case 'meeting':
		case 'recommendation':
		case 'decision':
		case 'action':
		case 'written-procedure':
		case 'secretariat-report':
			return kind
		default:
			return null
	}
}

const recordFields = (head: Head) => ({
	title: head.name,
	state: head.standing,
	state_reason: head.standing_reason ?? null,
	...originColumns(head)
})

function checkHeads<C extends Columns, F extends object>(
	planning: AreaPlanning,
	{ sheet, rows }: Placing<C>,
	{ head, named }: RecordPlan<C, F>
) {
	const { records, parsed } = planning
	const numbered = numberedKind(kindOfSheet(sheet.name))
	for (const one of rows) {
		const fault = faultIn(planning, sheet, one.row)
		const reference = named(one.value)
		// Two kinds never share a number: each has its own letters.
		if (numbered && isNew(one) && reference !== undefined && !reference.includes(`-${CODES[numbered]}-`))
			fault('number', 'deliberation.import-other-code', { code: CODES[numbered] })
		const there = reference === undefined ? undefined : records.find(kindOfSheet(sheet.name), reference)
		if (there?.state === 'merged')
			fault(sheet.key[0] ?? '', 'directory.import-merged', { into: records.get(there.merged_into_id)?.reference ?? '' })
		const { standing, standing_reason } = head(one.value)
		if (standing === 'withdrawn' && standing_reason === undefined && parsed.columns(sheet).includes('standing'))
			fault('standing_reason', 'directory.import-withdraws')
	}
}

/** A list in the order of its keys, so that equal lists are equal texts. */
export const listText = (values: readonly string[]) => joinList(inOrder(values))
