import { z } from 'zod'
import { Reference } from '#platform/operation/fields.ts'
import { AnyOf } from '#platform/operation/lists.server.ts'
import { everyone, query } from '#platform/operation/operation.server.ts'
import { RecordReference, referencesOf, toReference } from '#platform/records/find-record.server.ts'
import { getPolicyRow, tends } from '../../policy/find-policy.server.ts'
import { countChapters, totalsOf } from './chapters.ts'
import { PASSAGE_STATES } from './passage-states.ts'
import { planRows } from './plan-rows.server.ts'

export const Passage = z.object({
	id: z.string(),
	provision: RecordReference,
	number: z.string(),
	heading: z.string().nullable(),
	text: z.string(),
	language: z.string(),
	chapter: z.string(),
	state: z.enum(PASSAGE_STATES),
	/** How much it seems to concern migration, in hundredths; null where a person named it. */
	score: z.int().nullable(),
	suggestedTheme: RecordReference.nullable(),
	theme: RecordReference.nullable(),
	decidedDay: z.string().nullable()
})

const Count = z.object({
	chapter: z.string(),
	provisions: z.int(),
	confirmed: z.int(),
	suggested: z.int(),
	rejected: z.int()
})

const SHOWN_MOST = 500

/** The passages of a plan that concern migration, as suggested, confirmed or set aside, and how many there are by chapter. */
export const getMainstreaming = query({
	name: 'mainstreaming.get',
	input: z.strictObject({
		policy: Reference,
		filter: z
			.strictObject({ standing: AnyOf(z.enum(PASSAGE_STATES)), chapter: z.string().max(600), theme: Reference })
			.partial()
			.optional()
	}),
	output: z.object({
		policy: RecordReference,
		form: z.string(),
		passages: z.array(Passage),
		isMore: z.boolean(),
		/** The themes that passages have, or are suggested with. */
		themes: z.array(z.string()),
		chapters: z.array(Count),
		totals: Count.omit({ chapter: true }).extend({ chapters: z.int(), chaptersWith: z.int() }),
		may: z.object({ analyse: z.boolean(), judge: z.boolean() }),
		whyNot: z.object({ analyse: z.string().nullable() })
	}),
	about: (here, { policy }) => getPolicyRow(here, policy),
	allow: everyone,
	async run(here, { filter = {} }, policy) {
		const rows = await planRows(here, policy.id)
		const chapters = countChapters(rows)
		const themed = rows.filter(({ passage_id }) => passage_id !== null)
		const references = await referencesOf(
			here,
			themed.flatMap(({ area_id, suggested_area_id }) => [area_id, suggested_area_id])
		)
		const named = (id: string | null) => (id === null ? null : (references.get(id) ?? null))
		const passages = themed.flatMap((row) =>
			row.passage_id === null || row.state === null
				? []
				: [
						{
							id: row.passage_id,
							provision: toReference(row),
							number: row.cited,
							heading: row.heading,
							text: row.text,
							language: row.language,
							chapter: row.chapter,
							state: row.state,
							score: row.score,
							suggestedTheme: named(row.suggested_area_id),
							theme: named(row.area_id),
							decidedDay: row.decided_day
						}
					]
		)
		const { standing, chapter, theme } = filter
		const wanted = passages.filter(
			(one) =>
				(standing?.includes(one.state) ?? true) &&
				(chapter === undefined || one.chapter === chapter) &&
				(theme === undefined ||
					[one.theme, one.suggestedTheme].some((area) => area?.reference === theme || area?.id === theme))
		)
		const mayJudge = tends(here, policy)
		return {
			policy: {
				id: policy.id,
				kind: policy.kind,
				reference: policy.reference,
				title: policy.title,
				acronym: policy.acronym
			},
			form: policy.row.form,
			passages: wanted.slice(0, SHOWN_MOST),
			isMore: wanted.length > SHOWN_MOST,
			themes: [...new Set(passages.flatMap((one) => (one.theme ?? one.suggestedTheme)?.reference ?? []))].toSorted(),
			chapters,
			totals: totalsOf(chapters),
			may: { analyse: mayJudge && rows.length > 0, judge: mayJudge },
			whyNot: { analyse: rows.length === 0 ? 'instruments.plan-without-provisions' : null }
		}
	}
})
