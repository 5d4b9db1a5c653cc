import { z } from 'zod'
import { Text } from '#platform/operation/fields.ts'
import { PERIODS } from './periods.ts'

const Language = z.string().regex(/^[a-z]{2,3}$/)
const Texts = z.record(Language, Text(300)).refine((texts) => 'en' in texts, { params: { code: 'english-missing' } })
const LongTexts = z
	.record(Language, Text(5_000))
	.refine((texts) => 'en' in texts, { params: { code: 'english-missing' } })
const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const CodeKey = z
	.string()
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
	.max(60)
const Where = z.record(FieldKey, z.array(z.string().max(120)).min(1).max(50)).default({})

/** A figure: one the register declares, or one of the report's own. */
const Figure = z.union([
	z.strictObject({ headline: CodeKey }),
	z.strictObject({ key: CodeKey, names: Texts, where: Where, sum: FieldKey.optional() })
])

const Common = { key: CodeKey, names: Texts.optional() }

/** Who completes a sentence: nobody, whoever makes the edition if they like, or they must. */
export const COMPLETED = ['no', 'may', 'must'] as const

/** The pictures of a chart: bars of one field, a heat map or flows of two. */
export const PICTURES = ['bars', 'heat-map', 'flows'] as const

const Span = z.enum(['year', 'month'])

const Block = z.discriminatedUnion('block', [
	z.strictObject({ ...Common, block: z.literal('text'), text: LongTexts, complete: z.enum(COMPLETED).default('no') }),
	z.strictObject({ ...Common, block: z.literal('figures'), figures: z.array(Figure).min(1).max(20) }),
	z.strictObject({
		...Common,
		block: z.literal('list'),
		columns: z.array(FieldKey).min(1).max(12),
		where: Where,
		/** A field, with a hyphen before it from the greatest down; by number where it is left out. */
		sort: z
			.string()
			.regex(/^-?[a-z][a-z0-9_]{0,39}$/)
			.optional(),
		most: z.int().min(1).max(1_000).default(100)
	}),
	z.strictObject({
		...Common,
		block: z.literal('chart'),
		/** A chart the register declares: then the rest is said there. */
		chart: CodeKey.optional(),
		by: FieldKey.optional(),
		span: Span.optional(),
		/** What a heat map and flows tell apart besides. */
		across: FieldKey.optional(),
		sum: FieldKey.optional(),
		where: Where,
		picture: z.enum(PICTURES).default('bars')
	}),
	z.strictObject({
		...Common,
		block: z.literal('cross'),
		rows: FieldKey,
		row_span: Span.optional(),
		columns: FieldKey,
		column_span: Span.optional(),
		sum: FieldKey.optional(),
		where: Where
	})
])
export type ReportBlock = z.output<typeof Block>
export type ReportFigure = z.output<typeof Figure>
export const ReportBlock = Block

/** `members`: those of the structures that it is sent to, with the secretariat and the administrators. */
export const REPORT_AUDIENCES = ['public', 'workspace', 'members', 'secretariat'] as const
export type ReportAudience = (typeof REPORT_AUDIENCES)[number]

/** How an edition comes about once its period is over: a person makes it; the clock drafts it; the clock makes and sends it. */
export const MADE = ['by-hand', 'draft', 'at-once'] as const

/** A report of a register as it is laid out: of which periods, for whom, what it says in which order, and to whom it is sent. */
export const ReportDefinition = z.strictObject({
	key: CodeKey,
	names: Texts,
	about: LongTexts.optional(),
	period: z.enum(PERIODS),
	/** The field of days by which an entry belongs to a period; left out, all entries are told of as they stand when the edition is made. */
	day: FieldKey.optional(),
	/** What the figures of the period are told beside. */
	compare: z
		.array(z.enum(['before', 'year-before']))
		.max(2)
		.default([]),
	audience: z.enum(REPORT_AUDIENCES).default('workspace'),
	made: z.enum(MADE).default('by-hand'),
	/** So many days after its end a period is told of by the clock. */
	after: z.int().min(0).max(180).default(14),
	to: z
		.strictObject({
			groups: z.array(FieldKey).max(20).default([]),
			structures: z.array(z.string().max(120)).max(20).default([]),
			seats: z.array(z.string().max(120)).max(50).default([])
		})
		.default({ groups: [], structures: [], seats: [] }),
	/** The letter brings the paper along, and not its address alone; only of what is public. */
	attached: z.boolean().default(false),
	/** Those of the workspace that the product speaks, where nothing is said. */
	languages: z.array(Language).max(10).default([]),
	blocks: z.array(Block).min(1).max(40)
})
export type ReportDefinition = z.output<typeof ReportDefinition>
