import type { Here } from '#platform/operation/operation.server.ts'
import { steppingFrom } from '../conversion/stepping.server.ts'
import { weighingSteps, type Loss, type StepWeight } from '../conversion/weigh-steps.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import { countEntries, entriesInTurn, type Sight } from './entries-in-turn.server.ts'
import type { DeclarationFault } from './fault.ts'
import { whyNotRedeclare } from './redeclare.ts'
import { weighing, type EffectCode, type Weight } from './weigh-entries.ts'

type Redeclaring = { registerId: string; before: CompiledRegister; after: CompiledRegister }

/** What a new declaration does to the entries of a register, with how many of them were looked at, and what each of its steps does. */
export type Weighed = {
	faults: DeclarationFault[]
	effects: Weight<EffectCode>[]
	entries: number
	steps: readonly StepWeight[]
	/** True where what steps do tells something personal to the seat. */
	tellsPersonal: boolean
}

/** Goes through the entries of a register, in sight of whoever asks, and weighs what a new declaration does to them; `most` of them. */
export async function weighRegister(
	here: Here,
	{ registerId, before, after }: Redeclaring,
	{ of = 0, note, ...turn }: { sight: Sight; most?: number; of?: number; note?: (loss: Loss) => void }
): Promise<Weighed> {
	const stepping = await steppingFrom(here, { before, after })
	const { plan, between } = stepping
	if (stepping.faults.length > 0)
		return { faults: [...stepping.faults], effects: [], entries: 0, steps: [], tellsPersonal: false }
	const weighs = weighing(before, after, here.today, between)
	const steps = weighingSteps({ before, after, plan, audience: here.seat.audience }, note)
	let entries = 0
	for await (const some of entriesInTurn(here, registerId, turn)) {
		const stepped = await stepping.step(some, turn.sight)
		for (const [index, entry] of some.entries()) {
			const { reference, row, kept } = entry
			const now = stepped[index]
			if (!now) continue
			weighs.take({
				reference,
				state: now.state,
				values: now.values,
				before: { state: row.state, values: kept.values }
			})
			steps.take(entry, now.changes)
		}
		entries += some.length
		await here.tell?.({ step: 'checking', done: entries, total: Math.max(entries, of) })
	}
	const always = entries > 0 ? whyNotRedeclare(between, after) : []
	return {
		faults: [...always, ...weighs.losses()],
		effects: weighs.effects(),
		entries,
		steps: steps.weights(),
		tellsPersonal: steps.tellsPersonal()
	}
}

/** True where entries might lose something, or are changed by steps, so that each is looked at. */
export const mightLose = (before: CompiledRegister, after: CompiledRegister, today: string): boolean =>
	after.declaration.steps.length > 0 || weighing(before, after, today).mightLose

/**
 * What keeps a declaration from taking the place of another, in sight of all entries, and what its steps do; entries are gone through only
 * where they might lose something.
 */
export async function weighAll(
	here: Here,
	redeclaring: Redeclaring,
	sight: Sight
): Promise<Pick<Weighed, 'faults' | 'steps'>> {
	const { registerId, before, after } = redeclaring
	if (mightLose(before, after, here.today)) {
		const of = here.tell ? await countEntries(here, registerId, sight) : 0
		return weighRegister(here, redeclaring, { sight, of })
	}
	for await (const _some of entriesInTurn(here, registerId, { sight, most: 1 }))
		return { faults: whyNotRedeclare(before, after), steps: [] }
	return { faults: [], steps: [] }
}
