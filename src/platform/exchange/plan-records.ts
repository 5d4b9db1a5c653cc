import { audienceTokens } from '#platform/access/seat.ts'
import type { Writing } from '#platform/operation/operation.server.ts'
import { LINK_TYPES, whyNotLink } from '#platform/records/link-types.ts'
import type { Fault } from './fault.ts'
import { changedFields } from './changed-fields.ts'
import { gatherRecordSheets } from './gather-records.server.ts'
import type { Importer, Planning, SheetPlan } from './importer.ts'
import { matchRows } from './match-rows.ts'
import { linkSheet, mergedSheet } from './record-sheets.ts'
import { isRecordNumber } from './read-cell.ts'
import { sheetOfKind } from './sheet.ts'
import type { Texts } from './texts.ts'

type Part = { plan: SheetPlan; faults: Fault[]; apply(here: Writing): Promise<void> }

/** Links between records and the keys of merged ones: what any record of any area may have. */
export const recordImporter: Importer = {
	sheets: [linkSheet, mergedSheet],
	gather: gatherRecordSheets,
	isLast: true,
	plan(planning) {
		// Signposts first, since a key may lead on to another that leads on.
		const parts = [planMerged(planning), planLinks(planning)]
		return Promise.resolve({
			sheets: parts.map((part) => part.plan),
			faults: parts.flatMap((part) => part.faults),
			async apply(here) {
				for (const part of parts) await part.apply(here)
			}
		})
	}
}

const originOf = (row: {
	origin: 'reference' | 'invented' | 'entered'
	source?: string | undefined
	source_year?: number | undefined
	note?: string | undefined
}) => ({
	origin: row.origin,
	origin_source: row.source ?? null,
	origin_year: row.source_year ?? null,
	origin_note: row.note ?? null
})

/** Refuses an end that is no record: of a kind nobody knows, or with a key that neither the file nor the workspace has. */
function checkEnd(
	{ here, parsed, records }: Planning,
	at: Parameters<Planning['parsed']['fault']>[0],
	{ kind, key }: { kind: string; key: string }
): Fault | undefined {
	const [kindColumn, keyColumn] = at.column.split(' ')
	if (!here.registry.kind(kind)) {
		const allowed = here.registry.kinds.map((one) => one.name).join(', ')
		return parsed.fault({ ...at, column: kindColumn ?? '' }, 'exchange.not-listed', { value: kind, allowed })
	}
	const record = records.find(kind, key)
	if ((record && record.state !== 'merged') || parsed.hasKey(sheetOfKind(kind), key)) return undefined
	return parsed.fault({ ...at, column: keyColumn ?? '' }, 'exchange.unknown-reference', { value: key, kind })
}

const reversed = (texts: Texts): Texts | undefined => {
	const type = Object.entries(LINK_TYPES).find(([name]) => name === texts['type'])
	if (type?.[1].inverse !== type?.[0]) return undefined
	const { record_kind = '', record = '', other_kind = '', other = '' } = texts
	return { ...texts, record_kind: other_kind, record: other, other_kind: record_kind, other: record }
}

function planLinks(planning: Planning): Part {
	const { parsed, ids } = planning
	const matches = matchRows(planning, linkSheet, planning.stored(linkSheet), { otherKey: reversed })
	const faults: Fault[] = []
	for (const { row, value } of matches.rows) {
		const at = (column: string) => ({ sheet: linkSheet, row, column })
		const ends = [
			checkEnd(planning, at('record_kind record'), { kind: value.record_kind, key: value.record }),
			checkEnd(planning, at('other_kind other'), { kind: value.other_kind, key: value.other })
		]
		const from = { id: `${value.record_kind} ${value.record}`, kind: value.record_kind }
		const why = whyNotLink(value.type, from, { id: `${value.other_kind} ${value.other}`, kind: value.other_kind })
		if (why) faults.push(parsed.fault(at('other'), why))
		faults.push(...ends.flatMap((fault) => fault ?? []))
		if (value.from !== undefined && value.to !== undefined && value.to < value.from)
			faults.push(parsed.fault(at('to'), 'exchange.ends-before-it-starts'))
	}
	const fields = ({ value }: (typeof matches.rows)[number]) => ({
		argument: value.argument ?? null,
		state: value.state,
		from_day: value.from ?? null,
		to_day: value.to ?? null,
		...originOf(value)
	})
	return {
		plan: matches,
		faults,
		async apply(here) {
			for (const one of matches.rows)
				if (one.stored && one.changes.length > 0)
					await here.write.change('link', one.stored.id, changedFields(fields(one), one.changes))
			await here.write.addAll(
				'link',
				matches.rows
					.filter((one) => !one.stored)
					.map((one) => ({
						...fields(one),
						type: one.value.type,
						from_id: ids.of(one.value.record_kind, one.value.record),
						to_id: ids.of(one.value.other_kind, one.value.other),
						withdrawn_reason: null,
						seat_id: here.seat.id,
						created_at: here.now
					}))
			)
		}
	}
}

function planMerged(planning: Planning): Part {
	const { parsed, ids, records } = planning
	const matches = matchRows(planning, mergedSheet, planning.stored(mergedSheet))
	const faults: Fault[] = []
	const leadsTo = new Map(
		matches.rows.map(({ value }) => [`${value.kind} ${value.key}`, `${value.kind} ${value.into}`])
	)
	for (const { row, value, stored, changes } of matches.rows) {
		const fault = (column: string, code: string, params = {}) =>
			void faults.push(parsed.fault({ sheet: mergedSheet, row, column }, code, params))
		const there = records.find(value.kind, value.key)
		// What hangs on a record must move when it is merged, which only its page can do.
		if ((there && there.state !== 'merged') || parsed.hasKey(sheetOfKind(value.kind), value.key))
			fault('key', 'exchange.import-merges')
		else if (stored && changes.some((change) => change.header === 'into')) fault('into', 'exchange.import-merges')
		if (leadsTo.has(`${value.kind} ${value.into}`)) {
			if (isCircle(leadsTo, `${value.kind} ${value.key}`)) fault('into', 'exchange.cycle', { cycle: value.key })
			continue
		}
		const end = { kind: value.kind, key: value.into }
		const unknown = checkEnd(planning, { sheet: mergedSheet, row, column: 'kind into' }, end)
		if (unknown) faults.push(unknown)
	}
	const fields = ({ value }: (typeof matches.rows)[number]) => ({
		title: value.name,
		acronym: value.acronym ?? null,
		state_reason: value.reason ?? null,
		audience: audienceTokens(value.audience, value.kind === 'structure' ? ids.of(value.kind, value.key) : null),
		...originOf(value)
	})
	return {
		plan: matches,
		faults,
		async apply(here) {
			for (const one of matches.rows.filter((row) => row.stored && row.changes.length > 0)) {
				const { title, ...rest } = fields(one)
				const id = one.stored?.id ?? ''
				const before = records.get(id)?.title ?? {}
				const kept = Object.entries(before).filter(([language]) => !parsed.languages(mergedSheet).has(language))
				const change = changedFields({ title: { ...Object.fromEntries(kept), ...title }, ...rest }, one.changes, {
					state_reason: 'reason'
				})
				await here.write.changeRecord(id, change)
				if (change.audience) await here.write.spreadAudience(id, change.audience)
			}
			await here.write.addRecords(
				inOrder(matches.rows.filter((row) => !row.stored)).map((one) => ({
					...fields(one),
					id: ids.of(one.value.kind, one.value.key),
					kind: one.value.kind,
					...(isRecordNumber(one.value.key)
						? { key: null, number: one.value.key }
						: { key: one.value.key, number: null }),
					state: 'merged' as const,
					merged_into_id: ids.of(one.value.kind, one.value.into)
				}))
			)
		}
	}
}

// As far as keys are followed when somebody asks for one.
const STEPS_MOST = 20

/** Whether a signpost leads back to itself, or on and on. */
function isCircle(leadsTo: ReadonlyMap<string, string>, start: string): boolean {
	let at = leadsTo.get(start)
	for (let steps = 0; at !== undefined && steps < STEPS_MOST; steps++) at = leadsTo.get(at)
	return at !== undefined
}

/** A signpost that leads to another stands after it: the database asks that what it points to be there. */
function inOrder<T extends { value: { kind: string; key: string; into: string } }>(rows: readonly T[]): T[] {
	const waiting = new Map(rows.map((row) => [`${row.value.kind} ${row.value.key}`, row]))
	const ordered: T[] = []
	const place = (row: T) => {
		if (!waiting.delete(`${row.value.kind} ${row.value.key}`)) return
		const next = waiting.get(`${row.value.kind} ${row.value.into}`)
		if (next) place(next)
		ordered.push(row)
	}
	for (const row of rows) place(row)
	return ordered
}
