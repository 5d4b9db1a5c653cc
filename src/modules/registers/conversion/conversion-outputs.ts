import { z } from 'zod'
import { RecordReference } from '#platform/records/find-record.server.ts'
import { KeptValues } from '../entry/entry-outputs.ts'
import { STEPS_MOST } from './steps.ts'

/** Consent to what one step loses, by its position from nought: just what was seen, and as much out of the seat's sight. */
export const Consent = z.strictObject({
	step: z.int().min(0).max(STEPS_MOST),
	losses: z.int().min(0).max(100_000_000),
	digest: z.string().regex(/^[0-9a-f]{64}$/),
	unseen: z.int().min(0).max(100_000_000).default(0)
})
export const Consents = z.array(Consent).max(STEPS_MOST)

const StateChange = z.object({ was: z.string(), gave: z.string() }).nullable()

const WHYS = [
	'removed',
	'not-understood',
	'two-ways',
	'unknown-name',
	'several-of-name',
	'unknown-code',
	'too-long',
	'beyond-limit',
	'less-exact',
	'merged',
	'not-told-apart',
	'changed-since',
	'gone-since'
] as const

/** One value before a step and after it; by key, since a step may take several and give several. */
export const SteppedValue = z.object({
	step: z.int(),
	/** The entry by number, and the table and the place of the row where it stands in one. */
	reference: z.string(),
	table: z.string().nullable(),
	row: z.int().nullable(),
	was: KeptValues,
	gave: KeptValues,
	state: StateChange,
	/** Worded by `registers.conversion.why.<code>`; null where nothing is lost. */
	why: z.enum(WHYS).nullable()
})

/** What one step does to the entries that are there, as far as the seat sees them. */
export const StepPreview = z.object({
	step: z.int(),
	entries: z.int(),
	spelled: z.int(),
	examples: z.array(SteppedValue),
	losses: z.int(),
	digest: z.string(),
	unseen: z.int()
})

/** What the steps of a declaration do: those that lose something are to be consented to. */
export const StepsPreview = z.object({
	steps: z.array(StepPreview),
	/** The first of what is lost or not understood. */
	losses: z.array(SteppedValue),
	/** Until when what is replaced is kept, so that the version before can be brought back. */
	keptUntil: z.string().nullable(),
	/** The records that stand in what is told. */
	names: z.array(RecordReference),
	/** Other registers that name what is called otherwise now: each gets a version that names the same by its new name. */
	following: z.array(z.string())
})
