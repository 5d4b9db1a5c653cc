import { z } from 'zod'
import { Text } from '#platform/operation/fields.ts'
import { Step, STEPS_MOST } from '../conversion/steps.ts'
import { ReportDefinition } from '../edition/definition.ts'

/** Bounds of one declaration: what a form, a page and a workbook can show and a person can fill. */
export const MOST = {
	fields: 120,
	tables: 6,
	tableFields: 30,
	codes: 500,
	states: 20,
	moves: 60,
	groups: 20,
	views: 20
}

/** What registers are about, in the order in which their list shows them. */
export const REGISTER_THEMES = [
	'coordination',
	'law',
	'diaspora',
	'labour',
	'protection',
	'border',
	'participation',
	'knowledge',
	'capacity'
] as const
export type RegisterTheme = (typeof REGISTER_THEMES)[number]

const Texts = z
	.record(z.string().regex(/^[a-z]{2,3}$/), Text(300))
	.refine((texts) => 'en' in texts, { params: { code: 'english-missing' } })
const LongTexts = z
	.record(z.string().regex(/^[a-z]{2,3}$/), Text(2_000))
	.refine((texts) => 'en' in texts, { params: { code: 'english-missing' } })
/** One thing and several of it, by language. */
const Names = z
	.record(z.string().regex(/^[a-z]{2,3}$/), z.strictObject({ one: Text(100), many: Text(100) }))
	.refine((names) => 'en' in names, { params: { code: 'english-missing' } })

/** Fields, tables and states are called in formulas, so that their keys are words of one alphabet without hyphens. */
const FieldKey = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const CodeKey = z
	.string()
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
	.max(60)
const FormulaText = z.string().min(1).max(2_000)

/**
 * The states in which something is changed: of all who change it, or, by group, of some of them. A group that is not named
 * changes it in every state.
 */
const ChangedIn = z.union([z.array(FieldKey).min(1), z.record(FieldKey, z.array(FieldKey).min(1))])
export type ChangedIn = z.output<typeof ChangedIn>

/** A value as a file writes it; `today` in a field of days, and `own` in one of an actor, stand for what they say. */
const Default = z.union([
	z.string().min(1).max(5_000),
	z.number(),
	z.boolean(),
	z.array(CodeKey).min(1).max(100),
	z.strictObject({ amount: z.union([z.string().max(30), z.number()]), currency: z.string().regex(/^[A-Z]{3}$/) })
])

const Common = {
	key: FieldKey,
	names: Texts,
	hint: LongTexts.optional(),
	/** True, or the formula under which it must be filled. */
	required: z.union([z.boolean(), FormulaText]).default(false),
	/** The formula under which it is asked for at all. */
	asked: FormulaText.optional(),
	/** The group that sees it; everybody who sees the entry where it is left out. */
	seen: FieldKey.optional(),
	/** The group that changes it; where it is left out, who makes the moves that set it, else whoever changes the entry. */
	changed: FieldKey.optional(),
	/** The states in which it is changed; every one where it is left out. */
	changed_in: ChangedIn.optional(),
	/** What stands in it where an entry is added and nothing is said of it. */
	default: Default.optional(),
	/** Lists are filtered and sorted by it. */
	filtered: z.boolean().default(false),
	/** Shown to the public with a public entry. */
	public: z.boolean().default(false),
	/** Personal data: who opens an entry that holds it stands in the access log, and retention erases it. */
	personal: z.boolean().default(false),
	/** Asked for no longer: what entries hold stays with them, and is shown there alone. */
	retired: z.boolean().default(false)
}

const of = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
	z.strictObject({ ...Common, type: z.literal(type), ...shape })

const Codes = z.union([z.strictObject({ list: CodeKey }), z.strictObject({ framework: CodeKey })])
const Digits = z.int().min(0).max(6)
const Currency = z.string().regex(/^[A-Z]{3}$/)

const PlainField = z.discriminatedUnion('type', [
	of('text', { most: z.int().min(1).max(500).default(200) }),
	of('long-text', { most: z.int().min(1).max(50_000).default(5_000) }),
	of('whole-number', { least: z.int().optional(), most: z.int().optional() }),
	of('decimal', {
		unit: Texts.optional(),
		digits: Digits.default(2),
		least: z.number().optional(),
		most: z.number().optional()
	}),
	/** With a currency every entry has that one; without, each entry chooses. */
	of('money', { currency: Currency.optional() }),
	of('date', {}),
	of('partial-date', {}),
	of('period', {}),
	of('yes-no', {}),
	of('one-of', { codes: Codes }),
	of('many-of', { codes: Codes, most: z.int().min(1).max(100).default(20) }),
	of('actor', {}),
	of('structure', {}),
	of('seat', {}),
	of('record', { kinds: z.array(CodeKey).max(20).default([]) }),
	of('entry', { register: CodeKey }),
	of('country', {}),
	of('place', {}),
	of('file', {}),
	of('address', {}),
	of('email', {}),
	of('telephone', {})
])

const WorkedOutField = z.discriminatedUnion('type', [
	of('formula', {
		formula: FormulaText,
		digits: Digits.default(2),
		/** Hidden tables and fields whose result is told on purpose to whoever sees this field: a count of people, not who they are. */
		tells: z.array(FieldKey).max(20).default([])
	}),
	/** Counts the entries of another register (or this one) that name this entry in the given field. */
	of('linked-count', { register: CodeKey, by: FieldKey, states: z.array(FieldKey).optional() }),
	of('linked-sum', { register: CodeKey, by: FieldKey, field: FieldKey, states: z.array(FieldKey).optional() })
])

const Field = z.discriminatedUnion('type', [PlainField, WorkedOutField])

const Table = z.strictObject({
	key: FieldKey,
	names: Texts,
	/** What one row is called. */
	row: Texts,
	seen: FieldKey.optional(),
	changed: FieldKey.optional(),
	changed_in: ChangedIn.optional(),
	public: z.boolean().default(false),
	retired: z.boolean().default(false),
	most: z.int().min(1).max(5_000).default(500),
	fields: z
		.array(
			z.discriminatedUnion('type', [PlainField, of('formula', { formula: FormulaText, digits: Digits.default(2) })])
		)
		.min(1)
		.max(MOST.tableFields)
})

const Codelist = z.strictObject({
	key: CodeKey,
	names: Texts,
	codes: z
		.array(z.strictObject({ key: CodeKey, names: Texts, retired: z.boolean().default(false) }))
		.min(1)
		.max(MOST.codes)
})

const Role = z.enum(['administrator', 'secretariat', 'member', 'analyst', 'statistician', 'caseworker', 'observer'])

/** Who belongs to a group is read from the seat and the entry alone. */
const Group = z.strictObject({
	key: FieldKey,
	names: Texts,
	roles: z.array(Role).default([]),
	/** Seats of the actor that stands in one of these fields of the entry. */
	actor_in: z.array(FieldKey).default([]),
	/** Seats of members of the structure that stands in one of these fields. */
	members_in: z.array(FieldKey).default([]),
	/** The actor whose seat entered it. */
	entering_actor: z.boolean().default(false)
})

/** A group, or everybody who holds a seat. */
const Who = z.union([z.literal('everyone'), z.array(FieldKey).min(1)])

const State = z.strictObject({
	key: FieldKey,
	names: Texts,
	/** An end needs no way out; nothing of it falls due or waits. */
	end: z.boolean().default(false),
	/** Entries in it are shown to the public, with their public fields. */
	public: z.boolean().default(false)
})

const Effect = z.union([
	z.strictObject({ notify: FieldKey, text: LongTexts }),
	z.strictObject({
		action: Texts,
		responsible: FieldKey,
		days: z.int().min(0).max(3_650),
		/** The field of the structure that watches over the action; the committee of the ministries where it is left out or empty. */
		watched_by: FieldKey.optional()
	}),
	z.strictObject({ set: FieldKey, to: FormulaText })
])

const Move = z.strictObject({
	key: FieldKey,
	names: Texts,
	from: z.array(FieldKey).min(1),
	to: FieldKey,
	/** Groups, or `clock` alone beside `on`. */
	by: z.array(FieldKey).min(1),
	/** The field of a day: once it has passed, the clock of the workspace makes the move. */
	on: FieldKey.optional(),
	/** Fields that must be filled before. */
	needs: z.array(FieldKey).default([]),
	/** The formula that must hold. */
	when: FormulaText.optional(),
	reason: z.boolean().default(false),
	does: z.array(Effect).max(10).default([])
})

const Check = z.strictObject({
	key: FieldKey,
	must: FormulaText,
	at: FieldKey,
	message: LongTexts,
	/** The states in which it holds; every one where it is left out. */
	in: z.array(FieldKey).min(1).optional()
})

const Filter = z.record(FieldKey, z.array(z.string().max(120)).min(1).max(50))

const View = z.strictObject({
	key: CodeKey,
	names: Texts,
	shows: z.enum(['list', 'board', 'calendar', 'map', 'pivot']).default('list'),
	columns: z.array(FieldKey).min(1).max(12).optional(),
	where: Filter.default({}),
	/** A field, with a hyphen before it from the greatest down. */
	sort: z
		.string()
		.regex(/^-?[a-z][a-z0-9_]*$/)
		.optional(),
	group: FieldKey.optional(),
	day: FieldKey.optional(),
	/** The last day of what a calendar shows from its day on. */
	until: FieldKey.optional(),
	place: FieldKey.optional(),
	across: FieldKey.optional()
})

const Figure = { names: Texts, where: Filter.default({}), sum: FieldKey.optional() }
const Headline = z.strictObject({
	key: CodeKey,
	...Figure,
	/** The number of which the sum is a part: told beside it as a share. */
	of: FieldKey.optional()
})
const Chart = z.strictObject({
	key: CodeKey,
	...Figure,
	by: FieldKey,
	/** Days are told by year or by month. */
	span: z.enum(['year', 'month']).optional()
})

const Due = z.strictObject({
	key: CodeKey,
	names: Texts,
	day: FieldKey,
	states: z.array(FieldKey).min(1),
	group: FieldKey.optional()
})
const Waiting = z.strictObject({ key: CodeKey, names: Texts, states: z.array(FieldKey).min(1), for: FieldKey })

/** A form by which strangers send what becomes an entry once a person has accepted it. */
const PublicForm = z.strictObject({
	title: Texts,
	introduction: LongTexts,
	/** What is said once it was sent. */
	thanks: LongTexts,
	/** The fields that strangers are asked for, in the order in which the register has them. */
	asks: z.array(FieldKey).min(1).max(40),
	/** The groups that look through what was sent: by their roles alone. */
	reviewed_by: z.array(FieldKey).min(1),
	/** The state in which an accepted entry begins; the register's first where it is left out. */
	begins_in: FieldKey.optional(),
	/** How long what was declined, withdrawn or never answered is kept. */
	kept_months: z.int().min(1).max(120).default(12),
	/** Whether an address is asked for to which the answer goes; it is never required. */
	contact: z.boolean().default(true),
	/** Whether it is open from the first; an administrator opens and closes it without another version. */
	open: z.boolean().default(false),
	/** How many are taken in an hour, and how many may wait. */
	an_hour: z.int().min(1).max(20_000).default(300),
	most_waiting: z.int().min(1).max(50_000).default(2_000),
	/** How large one file may be, in megabytes. */
	file_megabytes: z.int().min(1).max(25).default(10)
})

/**
 * A register as it is declared: what one entry holds, how it lives, who sees and does what, and how it is shown. The whole of
 * a register; the product makes everything else from it.
 */
export const Declaration = z.strictObject({
	register: CodeKey,
	version: z.int().min(1).max(1_000_000),
	/** The middle of its numbers: `TRN` in `ZWE-TRN-2026-001`. */
	code: z.string().regex(/^[A-Z]{3,5}$/),
	/** What it is about: the list of registers is grouped and narrowed by it. */
	theme: z.enum(REGISTER_THEMES).optional(),
	names: Names,
	about: LongTexts,
	/** What an entry is called by: a field, or a formula over fields everybody sees. */
	title: FormulaText,
	/** Who sees entries that are not public. */
	seen: Who.default('everyone'),
	added: z.array(FieldKey).min(1),
	changed: z.array(FieldKey).min(1),
	/** The states in which entries are changed, as `changed_in` of a field says it: moves are made beside it. */
	changed_in: ChangedIn.optional(),
	lists: z.array(Codelist).max(40).default([]),
	fields: z.array(Field).min(1).max(MOST.fields),
	tables: z.array(Table).max(MOST.tables).default([]),
	groups: z.array(Group).min(1).max(MOST.groups),
	states: z.array(State).min(1).max(MOST.states),
	moves: z.array(Move).max(MOST.moves).default([]),
	checks: z.array(Check).max(40).default([]),
	views: z.array(View).max(MOST.views).default([]),
	headlines: z.array(Headline).max(12).default([]),
	charts: z.array(Chart).max(12).default([]),
	dues: z.array(Due).max(10).default([]),
	waiting: z.array(Waiting).max(10).default([]),
	public_form: PublicForm.optional(),
	/** Reports of periods that come laid out with the register. */
	reports: z.array(ReportDefinition).max(12).default([]),
	retention: z
		.strictObject({
			/** Counted from this day of an entry, or from the day it came to its end. */
			from: z.union([FieldKey, z.literal('end')]),
			years: z.int().min(1).max(100),
			does: z.enum(['withdraw', 'erase-personal'])
		})
		.optional(),
	/** What led here from the version before: kept with this version, and not carried on to the next. */
	steps: z.array(Step).max(STEPS_MOST).default([]),
	/** The version whose steps these take back: what stands as they left it is as it was before them. */
	undoes: z.int().min(2).max(1_000_000).optional()
})
export type Declaration = z.output<typeof Declaration>
export type Field = Declaration['fields'][number]
export type Table = Declaration['tables'][number]
export type TableField = Table['fields'][number]
export type AnyField = Field | TableField
export type Group = Declaration['groups'][number]
export type Move = Declaration['moves'][number]
export type View = Declaration['views'][number]
export type Codelist = Declaration['lists'][number]
export type PublicForm = NonNullable<Declaration['public_form']>
