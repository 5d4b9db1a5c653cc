import { sql, type Updateable } from 'kysely'
import { z } from 'zod'
import type { Tables } from '#platform/database/tables.ts'
import { defineTimed, defineWork } from '#platform/jobs/jobs.server.ts'
import { Identifier } from '#platform/operation/fields.ts'
import { everyone, query } from '#platform/operation/operation.server.ts'
import { ask, type Opening } from '#platform/operation/perform.server.ts'
import { narrowingOf } from '../listing/narrowing.server.ts'
import { scopeOf } from '../listing/scope-entries.server.ts'
import { getRegister } from '../registers.server.ts'
import { PivotTable } from './figure-outputs.ts'
import { askedOfPivot, PivotQuestion } from './pivot-queries.ts'
import { addAllToPivot, emptyPivot, pivotKeys, type PivotCount } from './pivot-rules.ts'
import { toTable } from './pivot-table.server.ts'
import { AT_ONCE, readCells, type Cells } from './read-cells.server.ts'
import { STATE } from './figure-rules.ts'

/** So many days what was counted is kept. */
export const PIVOT_DAYS = 7

/** The piece of work that a long pivot is. */
export const PIVOT_WORK = 'entryPivot.count'

const Question = z.strictObject(PivotQuestion)

const noteOf =
	({ database, workspace }: Opening, pivot: string) =>
	async (fields: Updateable<Tables['register_pivot']>): Promise<void> => {
		await database.write({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
			tx
				.updateTable('register_pivot')
				.set(fields)
				.where('workspace_id', '=', workspace.id)
				.where('id', '=', pivot)
				.execute()
		)
	}

/** Counts a pivot some thousand entries at a time, as the seat that asked sees them, and notes how far it is. */
export const countPivot = defineWork({
	name: PIVOT_WORK,
	async run(opening, input, { now }) {
		const { pivot, question } = z.object({ pivot: Identifier, question: Question }).parse(input)
		const note = noteOf(opening, pivot)
		const { total } = await ask(opening, pivotTotal, { question })
		await note({ state: 'running', counted: 0, total, seen_as: [...opening.seat.audience] })
		const count = emptyPivot()
		const { compiled, asked } = await ask(opening, pivotAsked, { question })
		let after: string | null = null
		let counted = 0
		for (;;) {
			const { cells }: { cells: readonly Cells[] } = await ask(opening, pivotPart, { question, after })
			addAllToPivot(count, compiled, asked, cells)
			counted += cells.length
			// Entries that came meanwhile are counted too.
			await note({ counted, total: Math.max(total, counted) })
			after = cells.at(-1)?.id ?? null
			if (cells.length < AT_ONCE) break
		}
		const table = await ask(opening, pivotTold, { question, count })
		await note({ state: 'done', counted, total: counted, result: JSON.stringify(table), ended_at: now() })
	}
})

/** What was counted is kept a week; every night the rest goes. */
export const clearPivots = defineTimed({
	name: 'entryPivot.clear',
	cron: '41 1 * * *',
	async run({ database, workspace, now }) {
		const before = new Date(now.getTime() - PIVOT_DAYS * 86_400_000)
		await database.write({ workspaceId: workspace.id, audience: ['system'] }, (tx) =>
			tx.deleteFrom('register_pivot').where('workspace_id', '=', workspace.id).where('asked_at', '<', before).execute()
		)
	}
})

const OfQuestion = z.strictObject({ question: Question })

const pivotAsked = query({
	name: 'entryPivot.asked',
	input: OfQuestion,
	output: z.custom<{
		compiled: Awaited<ReturnType<typeof getRegister>>['compiled']
		asked: ReturnType<typeof askedOfPivot>
	}>(),
	about: (here, { question }) => getRegister(here, question.register),
	allow: everyone,
	run: (here, { question }, { compiled }) =>
		Promise.resolve({ compiled, asked: askedOfPivot(here, compiled, question) })
})

const pivotTotal = query({
	name: 'entryPivot.total',
	input: OfQuestion,
	output: z.object({ total: z.int() }),
	about: (here, { question }) => getRegister(here, question.register),
	allow: everyone,
	async run(here, { question }, register) {
		const must = pivotKeys(askedOfPivot(here, register.compiled, question)).filter((key) => key !== STATE)
		const { tables, where } = await scopeOf(here, narrowingOf(here, register, question.filter), { must })
		const counting = sql<{
			total: number
		}>`(select count(*)::integer as total from ${tables} where ${sql.join(where, sql` and `)})`
		return here.tx.selectFrom(counting.as('counted')).select('counted.total').executeTakeFirstOrThrow()
	}
})

const pivotPart = query({
	name: 'entryPivot.part',
	input: z.strictObject({ question: Question, after: Identifier.nullable() }),
	output: z.custom<{ cells: Cells[] }>(),
	about: (here, { question }) => getRegister(here, question.register),
	allow: everyone,
	async run(here, { question, after }, register) {
		const keys = pivotKeys(askedOfPivot(here, register.compiled, question))
		const asked = narrowingOf(here, register, question.filter)
		return { cells: await readCells(here, asked, keys, { after, limit: AT_ONCE }) }
	}
})

const pivotTold = query({
	name: 'entryPivot.told',
	input: z.strictObject({ question: Question, count: z.custom<PivotCount>() }),
	output: PivotTable,
	about: (here, { question }) => getRegister(here, question.register),
	allow: everyone,
	run: (here, { question, count }, { compiled }) =>
		toTable(here, compiled, askedOfPivot(here, compiled, question), count)
})
