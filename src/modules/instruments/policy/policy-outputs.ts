import { z } from 'zod'
import { JOB_STATES } from '#platform/jobs/schema.ts'
import { OriginOf, RecordHead, RecordReference } from '#platform/records/find-record.server.ts'
import { CHANGES, COMPARED, FORMS, STAGES, STANDINGS, VERSION_STATES } from './policy-rules.ts'

const day = z.string().nullable()
const Reference = RecordReference.nullable()

/** The next stage that is planned: the day, the day first planned, and whether that has passed. */
const NextStage = z.object({ stage: z.enum(STAGES), day: z.string(), firstDay: day, isOverdue: z.boolean() }).nullable()

export const PolicyItem = RecordHead.extend({
	form: z.enum(FORMS),
	stage: z.enum(STANDINGS),
	country: z.string().nullable(),
	region: z.string().nullable(),
	citation: z.string().nullable(),
	/** The year it is of; `year` is that of its source. */
	yearOf: z.int().nullable(),
	lead: Reference,
	/** Provisions that stand in its current version. */
	provisions: z.int(),
	next: NextStage
})

export const StageItem = z.object({
	id: z.string(),
	stage: z.enum(STAGES),
	/** Since when, as precisely as it is known. */
	on: day,
	planned: day,
	firstPlanned: day,
	/** Days between the day first planned and when it came, or will come at the earliest; null where nothing was planned. */
	slippage: z.int().nullable(),
	isOverdue: z.boolean(),
	isEntered: z.boolean(),
	note: z.string().nullable()
})

/** A version as the page of its law lists it. */
export const VersionItem = z.object({
	id: z.string(),
	number: z.int(),
	label: z.string(),
	day,
	language: z.string(),
	state: z.enum(VERSION_STATES),
	/** Why no text was read. */
	fault: z.string().nullable(),
	pages: z.int().nullable(),
	pagesWithoutText: z.int().nullable(),
	provisions: z.int(),
	isCurrent: z.boolean(),
	addedAt: z.date()
})

/** A unit above provisions with the provision it begins with. */
export const ContentsItem = z.object({
	title: z.string(),
	depth: z.int(),
	/** The place of its first provision, and that provision’s number. */
	position: z.int(),
	number: z.string(),
	provisions: z.int()
})

const Move = <T extends z.ZodType>(of: T) =>
	z.object({ change: of, setStage: of, planStage: of, takeBackStage: of, addVersion: of, addProvision: of })

export const PolicyPage = PolicyItem.extend({
	period: z.string().nullable(),
	summary: z.string().nullable(),
	language: z.string(),
	contributors: z.array(RecordReference),
	areas: z.array(RecordReference.extend({ ...OriginOf.shape })),
	/** Stages that were entered, in their order, then those that are planned. */
	stages: z.array(StageItem),
	/** The stages that may come next, and those that may be planned. */
	mayFollow: z.array(z.enum(STAGES)),
	mayPlan: z.array(z.enum(STAGES)),
	versions: z.array(VersionItem),
	/** The units of the text that stands now, and how many of them were left out. */
	contents: z.array(ContentsItem),
	/** Provisions of earlier versions that the current one has no more. */
	gone: z.int(),
	/** Other laws of the same name, and of no other year: told to those who could join them with this one. */
	namesakes: z.array(RecordReference),
	may: Move(z.boolean()),
	/** Of what the seat has the right to: the rule that forbids it as the law stands now. */
	whyNot: Move(z.string().nullable())
})

export const VersionPage = VersionItem.extend({
	policy: RecordReference,
	file: z.object({ id: z.string(), name: z.string(), mediaType: z.string(), size: z.int() }).nullable(),
	/** Where the work of reading it is. */
	work: z
		.object({
			state: z.enum(JOB_STATES),
			step: z.string().nullable(),
			done: z.int(),
			total: z.int(),
			error: z.string().nullable()
		})
		.nullable(),
	/** How many of its provisions became what since the version before. */
	changes: z.array(z.object({ change: z.enum(CHANGES), provisions: z.int() })),
	before: z.int().nullable(),
	may: z.object({ readAgain: z.boolean() }),
	whyNot: z.object({ readAgain: z.string().nullable() })
})

/** What a provision says in one version. */
export const Said = z.object({
	number: z.string(),
	level: z.int(),
	heading: z.string().nullable(),
	above: z.array(z.string()),
	text: z.string()
})

export const Pieces = z.array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() }))

export const ComparedProvision = z.object({
	provision: RecordReference,
	/** All that happened to it; empty where nothing did. */
	changes: z.array(z.enum(COMPARED)),
	before: Said.nullable(),
	after: Said.nullable(),
	/** The wording with what was taken out and put in, where it was reworded. */
	pieces: Pieces.nullable()
})

export const Comparison = z.object({
	policy: RecordReference,
	from: VersionItem,
	to: VersionItem,
	counts: z.object({
		added: z.int(),
		removed: z.int(),
		reworded: z.int(),
		renumbered: z.int(),
		moved: z.int(),
		unchanged: z.int()
	}),
	items: z.array(ComparedProvision),
	/** How many provisions match what was asked for, and which part of them this is. */
	total: z.int(),
	page: z.int(),
	pages: z.int()
})

export const ProvisionItem = RecordHead.extend({
	policy: RecordReference,
	...Said.shape,
	language: z.string(),
	/** Where it stands in the version that was asked for, or in the current one; null where that has it no more. */
	position: z.int().nullable(),
	/** What became of it in the version that was asked for. */
	change: z.enum(CHANGES).nullable()
})

export const ProvisionPage = ProvisionItem.extend({
	/** What it said in each version, the oldest first, with what changed since the one before. */
	texts: z.array(
		Said.extend({
			version: z.int(),
			label: z.string(),
			day,
			change: z.enum(CHANGES),
			pieces: Pieces.nullable()
		})
	),
	/** The version it stood in last, where the current one has it no more. */
	lastIn: z.object({ number: z.int(), label: z.string() }).nullable(),
	before: Reference,
	after: Reference,
	judgements: z.array(
		z.object({
			id: z.string(),
			obligation: RecordReference,
			verdict: z.enum(['met', 'partly', 'not-met', 'not-applicable']),
			reason: z.string(),
			language: z.string(),
			day: z.string()
		})
	),
	/** Earlier provisions of the same law that this one may be: those that ended before it began. */
	mayBe: z.array(RecordReference),
	may: z.object({ change: z.boolean(), match: z.boolean(), separate: z.boolean() }),
	whyNot: z.object({ change: z.string().nullable(), match: z.string().nullable(), separate: z.string().nullable() })
})
