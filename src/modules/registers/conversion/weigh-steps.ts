import { createHash, type Hash } from 'node:crypto'
import { canonicalText } from '#platform/events/chain.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import type { EntryInTurn } from '../declaration/entries-in-turn.server.ts'
import type { Values } from '../entry/values.ts'
import type { Why } from './look.ts'
import type { Changed, SteppedRow } from './step-entry.ts'
import { sourcesOf, type StepPlan } from './step-plan.ts'

/** One value that does not come through whole: of which entry, where it stood, and what becomes of it. */
export type Loss = {
	step: number
	entry: string
	reference: string
	table: string | null
	/** The place of its row among those of its table, from one. */
	row: number | null
	was: Values
	gave: Values
	state: { was: string; gave: string } | null
	why: Why
}

/** What one step does to the entries that are there. */
export type StepWeight = {
	step: number
	/** How many entries it changes, and how many values are only spelled otherwise. */
	entries: number
	spelled: number
	examples: readonly (Omit<Loss, 'why'> & { why: Why | null })[]
	/** How many values are lost or not understood that the seat sees, and the digest of all of them. */
	losses: number
	digest: string
	/** How many there are that it does not see. */
	unseen: number
}

/** Consent to what one step loses: to just these values, and as many out of sight. */
export type Consent = { step: number; losses: number; digest: string; unseen: number }

type Weighing = Omit<StepWeight, 'examples' | 'digest'> & { examples: StepWeight['examples'][number][]; hash: Hash }

const EXAMPLES_MOST = 5

/** The parts of an entry that must be seen for what a step does to be told. */
function partsOf(
	{ fields, tables }: CompiledRegister,
	plan: StepPlan,
	{ step, table, was }: Changed
): readonly string[] {
	if (table !== null) return [tables.get(table)?.part ?? 'open']
	const sources = plan.fields.works.filter((work) => work.step === step).flatMap(sourcesOf)
	return [...new Set([...sources, ...Object.keys(was)])].map((key) => fields.get(key)?.part ?? 'open')
}

/** Weighs what steps do, entry by entry, for a seat: what it sees in full, what it does not see by its number alone. */
export function weighingSteps(
	{
		before,
		after,
		plan,
		audience
	}: {
		before: CompiledRegister
		after: CompiledRegister
		plan: StepPlan
		audience: readonly string[]
	},
	note: (loss: Loss) => void = () => undefined
) {
	const weights = Array.from({ length: plan.steps }, (_, step): Weighing => ({
		step,
		entries: 0,
		spelled: 0,
		examples: [],
		losses: 0,
		unseen: 0,
		hash: createHash('sha256')
	}))
	const tokens = new Set(audience)
	let isPersonal = false
	const tellsPersonal = ({ table, was, gave }: Changed) => {
		const [own, now] =
			table === null
				? [before.personal, after.personal]
				: [before.tables.get(table)?.personal, after.tables.get(plan.tables.get(table)?.to ?? table)?.personal]
		return Object.keys(was).some((key) => own?.has(key)) || Object.keys(gave).some((key) => now?.has(key))
	}
	return {
		take({ id, reference, kept }: Pick<EntryInTurn, 'id' | 'reference' | 'kept'>, changes: readonly Changed[]) {
			const seen = new Set(
				kept.parts.flatMap(({ part, audience: who }) =>
					who.some((token) => tokens.has(token) || token === 'public') ? [part] : []
				)
			)
			const places = placesOf(kept.rows)
			for (const step of new Set(changes.map((one) => one.step))) {
				const weight = weights[step]
				if (weight) weight.entries += 1
			}
			for (const change of changes) {
				const weight = weights[change.step]
				if (!weight) continue
				const isSeen = partsOf(before, plan, change).every((part) => seen.has(part))
				if (!isSeen) {
					if (change.why !== null) weight.unseen += 1
					continue
				}
				if (change.isSpelled) weight.spelled += 1
				const { step, table, row, was, gave, state = null, why } = change
				const told = {
					step,
					entry: id,
					reference,
					table,
					row: row === null ? null : (places.get(row) ?? null),
					was,
					gave,
					state
				}
				if (weight.examples.length < EXAMPLES_MOST) {
					weight.examples.push({ ...told, why })
					isPersonal ||= tellsPersonal(change)
				}
				if (why === null) continue
				weight.losses += 1
				weight.hash.update(`${canonicalText({ id, table, row, was, gave, state, why })}\n`)
				isPersonal ||= tellsPersonal(change)
				note({ ...told, why })
			}
		},
		weights: (): StepWeight[] =>
			weights.map(({ hash, ...weight }) => ({ ...weight, digest: hash.copy().digest('hex') })),
		/** True where something personal was told. */
		tellsPersonal: () => isPersonal
	}
}

/** The places of rows among those of their table, from one. */
function placesOf(rows: readonly Pick<SteppedRow, 'id' | 'table'>[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>()
	return new Map(
		rows.map(({ id, table }) => {
			const place = (counts.get(table) ?? 0) + 1
			counts.set(table, place)
			return [id, place]
		})
	)
}

/** The steps that lose something to which nobody consented, or which lose something else by now. */
export const notConsented = (weights: readonly StepWeight[], consents: readonly Consent[]): readonly StepWeight[] =>
	weights.filter(
		({ step, losses, unseen, digest }) =>
			losses + unseen > 0 &&
			!consents.some(
				(one) =>
					one.step === step && one.losses === losses && one.unseen === unseen && (losses === 0 || one.digest === digest)
			)
	)
