import { sql } from 'kysely'
import { z } from 'zod'
import { resolveField } from '#modules/directory/find-directory.server.ts'
import { DayAsked, Reference } from '#platform/operation/fields.ts'
import { AnyOf } from '#platform/operation/lists.server.ts'
import { everyone, query, type Here } from '#platform/operation/operation.server.ts'
import {
	anyOf,
	RecordHead,
	RecordReference,
	referenceColumns,
	toReference
} from '#platform/records/find-record.server.ts'
import { keepsInstruments } from '../rules.ts'
import { judgedOfInstrument } from './coverage-queries.ts'
import {
	bestVerdict,
	COUNTS,
	countsAs,
	coverageFrom,
	shareMet,
	STANDINGS,
	standingOf,
	VERDICTS,
	type Verdict
} from './domestication-rules.ts'
import { getInstrumentHead } from './find-domestication.server.ts'
import { Review, reviewsOf } from './reviews.server.ts'
import { stageOn } from './stage-on.server.ts'

/** So many laws and obligations stand on one page of a matrix: a screen and a half of both. */
export const LAWS_A_PAGE = 12
export const OBLIGATIONS_A_PAGE = 50
const PAGES_MOST = 1_000
const LAWS_MOST = 2_000

export const CoverageOf = z.object({
	obligations: z.int(),
	met: z.int(),
	partly: z.int(),
	notMet: z.int(),
	notJudged: z.int(),
	notApplicable: z.int(),
	drafted: z.int()
})

const Pages = { page: z.int(), pages: z.int(), total: z.int() }

export const MatrixLaw = RecordReference.extend({
	form: z.string(),
	stage: z.string(),
	/** What is not known to hold carries nothing: it is shown and not counted. */
	counts: z.enum(COUNTS)
})

export const Matrix = z.object({
	instrument: RecordHead,
	/** The day as of which it is asked; none for today. */
	on: z.string().nullable(),
	coverage: CoverageOf,
	/** Of the obligations that concern the State, how many in a hundred are met. */
	share: z.int().nullable(),
	laws: z.object({ ...Pages, items: z.array(MatrixLaw) }),
	obligations: z.object({
		...Pages,
		items: z.array(
			RecordReference.extend({
				article: z.string(),
				text: z.string(),
				language: z.string(),
				standing: z.enum(STANDINGS),
				/** What was held of it without a law. */
				withoutLaw: z.enum(VERDICTS).nullable(),
				/** One cell a law of this page, in their order: the best that stands of it and of its provisions. */
				cells: z.array(z.object({ verdict: z.enum(VERDICTS).nullable(), judgements: z.int() }))
			})
		)
	}),
	/** What reviews found of laws that must be aligned with the instrument. */
	reviews: z.array(Review),
	may: z.object({ judge: z.boolean() })
})

const Page = z.int().min(1).max(PAGES_MOST)

const pagesOf = (total: number, size: number, asked: number) => {
	const pages = Math.max(1, Math.ceil(total / size))
	const page = Math.min(asked, pages)
	return { page, pages, total, offset: (page - 1) * size }
}

const standing = (here: Here, on: string | null) => {
	const rows = here.tx.selectFrom('judgement').where('judgement.workspace_id', '=', here.workspace.id)
	return on === null
		? rows.where('judgement.state', '=', 'stands')
		: rows
				.where('judgement.day', '<=', on)
				.where((where) => where.or([where('judgement.until_day', 'is', null), where('judgement.until_day', '>', on)]))
}

/** The laws that were judged against obligations, by title, as many as a page of the matrix has columns. */
async function lawsOf(
	here: Here,
	obligationIds: readonly string[],
	{ on, page: asked, only }: { on: string | null; page: number; only: string | undefined }
) {
	const laws = here.tx
		.selectFrom('policy')
		.innerJoin('record', (join) =>
			join.onRef('record.workspace_id', '=', 'policy.workspace_id').onRef('record.id', '=', 'policy.id')
		)
		.where('policy.workspace_id', '=', here.workspace.id)
		.where('record.workspace_id', '=', here.workspace.id)
		.where('record.state', '=', 'active')
		.where('policy.id', 'in', (_select) =>
			standing(here, on)
				.select(sql<string>`judgement.policy_id`.as('policy_id'))
				.where('judgement.obligation_id', '=', anyOf(obligationIds))
				.where('judgement.policy_id', 'is not', null)
		)
	// All of them at once: to find and to count them are the same work, and each has some words and no more.
	const every = await (only === undefined ? laws : laws.where('policy.id', '=', only))
		.select([...referenceColumns, 'policy.form', stageOn(on).as('stage')])
		.orderBy('record.title_sort')
		.orderBy('record.id')
		.limit(LAWS_MOST)
		.execute()
	const { offset, ...pages } = pagesOf(every.length, LAWS_A_PAGE, asked)
	const rows = every.slice(offset, offset + LAWS_A_PAGE)
	return {
		...pages,
		items: rows.map((row) => ({
			...toReference(row),
			form: row.form,
			stage: row.stage,
			counts: countsAs(row)
		}))
	}
}

async function rowsOf(here: Here, obligationIds: readonly string[], asked: number) {
	const { offset, ...pages } = pagesOf(obligationIds.length, OBLIGATIONS_A_PAGE, asked)
	const items = await here.tx
		.selectFrom('obligation')
		.innerJoin('record', (join) =>
			join.onRef('record.workspace_id', '=', 'obligation.workspace_id').onRef('record.id', '=', 'obligation.id')
		)
		.select([...referenceColumns, 'obligation.article', 'obligation.text', 'obligation.language'])
		.where('obligation.workspace_id', '=', here.workspace.id)
		.where('obligation.id', '=', anyOf(obligationIds))
		.orderBy('obligation.position')
		.orderBy('obligation.id')
		.offset(offset)
		.limit(OBLIGATIONS_A_PAGE)
		.execute()
	return { ...pages, items }
}

async function cellsOf(here: Here, obligationIds: readonly string[], lawIds: readonly string[], on: string | null) {
	const rows = await standing(here, on)
		.select(['judgement.obligation_id', 'judgement.policy_id', 'judgement.verdict'])
		.select((select) => select.fn.countAll<number>().as('judgements'))
		.where('judgement.obligation_id', '=', anyOf(obligationIds))
		.where((where) =>
			where.or([where('judgement.policy_id', 'is', null), where('judgement.policy_id', '=', anyOf(lawIds))])
		)
		.groupBy(['judgement.obligation_id', 'judgement.policy_id', 'judgement.verdict'])
		.execute()
	const cells = Map.groupBy(rows, (row) => `${row.obligation_id} ${row.policy_id ?? ''}`)
	return (obligationId: string, policyId: string | null): { verdict: Verdict | null; judgements: number } => {
		const some = cells.get(`${obligationId} ${policyId ?? ''}`) ?? []
		return {
			verdict: bestVerdict(some.map(({ verdict }) => verdict)),
			judgements: some.reduce((sum, { judgements }) => sum + judgements, 0)
		}
	}
}

/** The obligations of an instrument by the laws judged against them, page by page both ways, with the coverage of the whole. */
export const getMatrix = query({
	name: 'domestication.matrix',
	input: z.strictObject({
		instrument: Reference,
		/** As it was judged on this day, of laws at the stage they had then. */
		on: DayAsked.optional(),
		/** Only obligations that stand so. */
		standing: AnyOf(z.enum(STANDINGS)).optional(),
		/** Of the laws this one alone. */
		law: Reference.optional(),
		/** Which page of laws, and which of obligations. */
		laws: Page.default(1),
		obligations: Page.default(1)
	}),
	output: Matrix,
	about: (here, { instrument }) => getInstrumentHead(here, instrument),
	allow: everyone,
	async run(here, input, instrument) {
		const on = input.on ?? null
		const only = await resolveField(here, 'policy', input.law, 'law')
		const judged = await judgedOfInstrument(here, instrument.id, on)
		const all = [...judged.keys()]
		const wanted = all.filter((id) => {
			const one = judged.get(id)
			return input.standing === undefined || (one && input.standing.includes(standingOf(one.held)))
		})
		const [laws, rows, reviews] = await Promise.all([
			lawsOf(here, all, { on, page: input.laws, only }),
			rowsOf(here, wanted, input.obligations),
			// What must be aligned is told as of today: a relation has no day.
			on === null ? reviewsOf(here, { instrumentId: instrument.id }) : []
		])
		const cell = await cellsOf(
			here,
			rows.items.map(({ id }) => id),
			laws.items.map(({ id }) => id),
			on
		)
		const coverage = coverageFrom([...judged.values()])
		return {
			instrument,
			on,
			coverage,
			share: shareMet(coverage),
			laws,
			obligations: {
				...rows,
				items: rows.items.map((row) => {
					const held = judged.get(row.id)?.held
					return {
						...toReference(row),
						article: row.article,
						text: row.text,
						language: row.language,
						standing: held ? standingOf(held) : 'not-judged',
						withoutLaw: cell(row.id, null).verdict,
						cells: laws.items.map((law) => cell(row.id, law.id))
					}
				})
			},
			reviews,
			may: { judge: keepsInstruments(here.seat) && instrument.state === 'active' }
		}
	}
})
