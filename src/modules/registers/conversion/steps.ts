import { z } from 'zod'

// Fields, tables, states and groups; codes and lists may have hyphens, and no underscores.
const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const CodeKey = z
	.string()
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
	.max(60)
const AnyKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/)

/** More than these no two versions lie apart. */
export const STEPS_MOST = 200

/** The table a field is a column of, as it was called. */
const In = { in: FieldKey.optional() }
/** Texts between the parts, with the fields in braces: `{family}, {first}`. */
const Pattern = z.string().min(3).max(300)
const Parts = z.array(FieldKey).min(2).max(6)

/** What a text, a code, or yes and no become: by the text, the key or the name of what stands there. */
const By = z.record(
	z.string().min(1).max(300),
	z.union([z.string().min(1).max(300), z.boolean(), z.number(), z.array(CodeKey).min(1).max(100)])
)

/**
 * One step from the version before to the one that names it. `field`, `in`, `table`, `list`, `code` and `codes` say what something was called in the
 * version before; `to` and `into` what it is called now.
 */
export const Step = z.discriminatedUnion('step', [
	z.strictObject({
		step: z.literal('rename'),
		field: FieldKey.optional(),
		...In,
		table: FieldKey.optional(),
		state: FieldKey.optional(),
		group: FieldKey.optional(),
		list: CodeKey.optional(),
		/** A code of `list`. */
		code: CodeKey.optional(),
		to: AnyKey
	}),
	z.strictObject({
		step: z.literal('split'),
		field: FieldKey,
		...In,
		into: Parts,
		pattern: Pattern.optional(),
		/** Which of them takes the whole text where it does not fit the pattern. */
		rest: FieldKey.optional()
	}),
	z.strictObject({
		step: z.literal('join'),
		fields: Parts,
		...In,
		into: FieldKey,
		pattern: Pattern.optional()
	}),
	z.strictObject({
		step: z.literal('convert'),
		field: FieldKey,
		...In,
		/** What it is called now, where it is called otherwise. */
		to: FieldKey.optional(),
		by: By.optional(),
		/** What becomes of everything that `by` does not name and that is not understood. */
		else: z.string().min(1).max(300).optional(),
		/** In which order days stand that can be read two ways. */
		order: z.enum(['day-month', 'month-day']).optional(),
		/** The sign before the digits of a number that are less than one. */
		decimal: z.enum(['point', 'comma']).optional(),
		currency: z
			.string()
			.regex(/^[A-Z]{3}$/)
			.optional(),
		/** Which day of a year, a month or a period is taken, and which of several codes. */
		take: z.enum(['first', 'last']).optional(),
		/** Numbers are rounded to the digits of the field. */
		round: z.boolean().default(false)
	}),
	z.strictObject({ step: z.literal('remove'), field: FieldKey.optional(), ...In, table: FieldKey.optional() }),
	z.strictObject({
		step: z.literal('merge'),
		list: CodeKey.optional(),
		codes: z.array(CodeKey).min(1).max(100).optional(),
		states: z.array(FieldKey).min(1).max(20).optional(),
		into: AnyKey
	}),
	/** What was one code or one state becomes several again; `rest` takes those of which it is not known which. */
	z.strictObject({
		step: z.literal('part'),
		list: CodeKey.optional(),
		code: CodeKey.optional(),
		state: FieldKey.optional(),
		into: z.array(AnyKey).min(1).max(100),
		rest: AnyKey.optional()
	}),
	/** Asked for no longer, and kept with its entries; `retired: true` says so in the declaration. */
	z.strictObject({ step: z.literal('retire'), field: FieldKey.optional(), ...In, table: FieldKey.optional() }),
	z.strictObject({ step: z.literal('take-up'), field: FieldKey.optional(), ...In, table: FieldKey.optional() }),
	/** Comes back with what the version that is undone took away. */
	z.strictObject({ step: z.literal('restore'), field: FieldKey.optional(), ...In, table: FieldKey.optional() })
])
export type Step = z.output<typeof Step>
export type ConvertStep = Extract<Step, { step: 'convert' }>
export type Rule = Pick<ConvertStep, 'by' | 'else' | 'order' | 'decimal' | 'currency' | 'take'> & { round?: boolean }

/** A part of a pattern: a field, or the text between two. */
export type Piece = { field: string } | { text: string }

/** The pieces of a pattern in their order. */
export const piecesOf = (pattern: string): Piece[] =>
	pattern
		.split(/(\{[a-z][a-z0-9_]{0,39}\})/)
		.filter((text) => text !== '')
		.map((text) => (/^\{[a-z][a-z0-9_]{0,39}\}$/.test(text) ? { field: text.slice(1, -1) } : { text }))

/** The pattern of parts that stand one after another with a blank between them. */
export const blankPattern = (keys: readonly string[]): string => keys.map((key) => `{${key}}`).join(' ')
