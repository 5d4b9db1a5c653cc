import { z } from 'zod'
import { Translated } from '#platform/records/find-record.server.ts'
import { Sums } from '../figures/figure-outputs.ts'
import { COMPLETED, REPORT_AUDIENCES } from './definition.ts'
import { PERIODS } from './periods.ts'

const Tone = z.enum([
	'plain',
	'node',
	'good',
	'part',
	'back',
	'bad',
	'wait',
	'none',
	'heat-1',
	'heat-2',
	'heat-3',
	'heat-4'
])
const Shape = z.discriminatedUnion('type', [
	z.object({
		type: z.literal('rect'),
		x: z.number(),
		y: z.number(),
		width: z.number(),
		height: z.number(),
		tone: Tone,
		isOutlined: z.boolean().exactOptional()
	}),
	z.object({ type: z.literal('band'), d: z.string(), width: z.number(), tone: Tone }),
	z.object({ type: z.literal('line'), x1: z.number(), y1: z.number(), x2: z.number(), y2: z.number() }),
	z.object({
		type: z.literal('text'),
		x: z.number(),
		y: z.number(),
		text: z.string(),
		anchor: z.enum(['start', 'middle', 'end']),
		isStrong: z.boolean().exactOptional(),
		isOnDark: z.boolean().exactOptional(),
		full: z.string().exactOptional(),
		href: z.string().exactOptional()
	})
])
/** A picture as it was drawn when the edition was made. */
const KeptDrawing = z.object({ width: z.number(), height: z.number(), shapes: z.array(Shape) })

/** One number of an edition: how many entries, and what they add up to. What is withheld of few persons has neither sum nor count of them. */
export const Counted = z.object({ records: z.int(), sums: Sums, isFew: z.boolean() })
export type Counted = z.output<typeof Counted>

/** A figure as it stood, with the periods it is told beside. */
export const KeptFigure = z.object({
	key: z.string(),
	names: Translated,
	sum: z.string().nullable(),
	now: Counted,
	before: Counted.nullable(),
	yearBefore: Counted.nullable()
})
export type KeptFigure = z.output<typeof KeptFigure>

/** A cell as people read it, and as a number with its currency, or as a day, where it is one. */
const Cell = z.object({
	text: z.string(),
	amount: z.string().nullable(),
	currency: z.string().nullable(),
	/** Editions that were made before days were kept apart have them as text alone. */
	day: z.string().exactOptional()
})
export type KeptCell = z.output<typeof Cell>

const Table = z.object({
	columns: z.array(z.object({ label: z.string(), isNumeric: z.boolean() })),
	rows: z.array(z.array(Cell))
})
export type KeptTable = z.output<typeof Table>

const Common = { key: z.string(), heading: z.string().nullable() }
const SaidBlock = z.discriminatedUnion('block', [
	z.object({
		...Common,
		block: z.literal('text'),
		text: z.string(),
		complete: z.enum(COMPLETED),
		/** True once somebody has written it, or nobody has to. */
		isDone: z.boolean(),
		/** True where somebody wrote it in place of what the template says. */
		isWritten: z.boolean()
	}),
	z.object({ ...Common, block: z.literal('figures'), table: Table }),
	z.object({ ...Common, block: z.literal('list'), table: Table, left: z.string().nullable() }),
	z.object({
		...Common,
		block: z.literal('chart'),
		pictures: z.array(z.object({ title: z.string(), label: z.string(), drawing: KeptDrawing })),
		table: Table
	}),
	z.object({ ...Common, block: z.literal('cross'), table: Table })
])
export type SaidBlock = z.output<typeof SaidBlock>

/** An edition in one language, word for word. */
export const SaidEdition = z.object({
	title: z.string(),
	about: z.string(),
	period: z.string(),
	/** That some of what it tells of was made up. */
	notice: z.string().nullable(),
	/** How it was counted: for whom, and what is withheld. */
	notes: z.array(z.string()),
	blocks: z.array(SaidBlock)
})
export type SaidEdition = z.output<typeof SaidEdition>

/** All an edition tells, as it stood when it was made: nothing of it is ever read anew. */
export const EditionContent = z.object({
	period: z.enum(PERIODS),
	audience: z.enum(REPORT_AUDIENCES),
	names: Translated,
	entries: z.int(),
	figures: z.array(KeptFigure),
	said: z.record(z.string(), SaidEdition)
})
export type EditionContent = z.output<typeof EditionContent>
