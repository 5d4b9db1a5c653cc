import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import { conflict } from '#platform/operation/refusal.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { noteTold } from '../entry/personal.ts'
import { EntryFilter, FieldKey, narrowingOf } from '../listing/narrowing.server.ts'
import { getRegister } from '../registers.server.ts'
import { PivotTable } from './figure-outputs.ts'
import { addAllToPivot, emptyPivot, pivotKeys, type PivotAsked } from './pivot-rules.ts'
import { toTable } from './pivot-table.server.ts'
import { AT_ONCE, readCells } from './read-cells.server.ts'
import { pivotField, summedField } from './told-apart.server.ts'

const Span = z.enum(['year', 'month'])

/** What a pivot is asked of: two fields, what is added up beside the number of entries, and which entries. */
export const PivotQuestion = {
	register: Reference,
	/** The key of a field, or `state`. */
	rows: FieldKey,
	/** Days are told apart by year, or by month. */
	rowSpan: Span.optional(),
	columns: FieldKey,
	columnSpan: Span.optional(),
	/** A number or an amount. */
	sum: FieldKey.optional(),
	filter: EntryFilter.optional()
}
const Question = z.strictObject(PivotQuestion)
export type PivotQuestion = z.output<typeof Question>

/** The question as it is counted by; refused where a field is none the seat may ask about in that way. */
export function askedOfPivot(here: Here, compiled: CompiledRegister, question: PivotQuestion): PivotAsked {
	const { rows, columns, sum, rowSpan, columnSpan } = question
	pivotField(here, compiled, rows, 'rows')
	pivotField(here, compiled, columns, 'columns')
	if (sum !== undefined) summedField(here, compiled, sum)
	noteTold(here, compiled, [rows, columns, sum])
	return { rows, columns, sum: sum ?? null, rowSpan: rowSpan ?? null, columnSpan: columnSpan ?? null }
}

/** Rows by columns, counted and added up over the entries a list would show: up to ten thousand at once. */
export const pivotEntries = query({
	name: 'entry.pivot',
	input: Question,
	output: PivotTable,
	about: (here, { register }) => getRegister(here, register),
	allow: everyone,
	async run(here, question, register) {
		const { compiled } = register
		const asked = askedOfPivot(here, compiled, question)
		const narrowing = narrowingOf(here, register, question.filter)
		const found = await readCells(here, narrowing, pivotKeys(asked), { after: null, limit: AT_ONCE + 1 })
		if (found.length > AT_ONCE) throw conflict('registers.pivot-too-large', { most: AT_ONCE })
		const count = emptyPivot()
		addAllToPivot(count, compiled, asked, found)
		return toTable(here, compiled, asked, count)
	}
})
