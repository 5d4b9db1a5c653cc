import type { Here } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from './compile-declaration.ts'
import { countEntries, entriesInTurn, type Sight } from './entries-in-turn.server.ts'
import type { DeclarationFault } from './fault.ts'
import { whyNotRedeclare } from './redeclare.ts'
import { weighing, type EffectCode, type Weight } from './weigh-entries.ts'

type Redeclaring = { registerId: string; before: CompiledRegister; after: CompiledRegister }

/** What a new declaration does to the entries of a register, with how many of them were looked at. */
export type Weighed = { faults: DeclarationFault[]; effects: Weight<EffectCode>[]; entries: number }

/** Goes through the entries of a register, in sight of whoever asks, and weighs what a new declaration does to them; `most` of them. */
export async function weighRegister(
	here: Here,
	{ registerId, before, after }: Redeclaring,
	{ of = 0, ...turn }: { sight: Sight; most?: number; of?: number }
): Promise<Weighed> {
	const weighs = weighing(before, after, here.today)
	let entries = 0
	for await (const some of entriesInTurn(here, registerId, turn)) {
		for (const { reference, row, kept } of some) weighs.take({ reference, state: row.state, values: kept.values })
		entries += some.length
		await here.tell?.({ step: 'checking', done: entries, total: Math.max(entries, of) })
	}
	const always = entries > 0 ? whyNotRedeclare(before, after) : []
	return { faults: [...always, ...weighs.losses()], effects: weighs.effects(), entries }
}

/** True where entries might lose something, so that each is looked at. */
export const mightLose = (before: CompiledRegister, after: CompiledRegister, today: string): boolean =>
	weighing(before, after, today).mightLose

/** What keeps a declaration from taking the place of another, in sight of all entries; they are gone through only where they might lose something. */
export async function faultsOfEntries(here: Here, redeclaring: Redeclaring, sight: Sight): Promise<DeclarationFault[]> {
	const { registerId, before, after } = redeclaring
	if (mightLose(before, after, here.today)) {
		const of = here.tell ? await countEntries(here, registerId, sight) : 0
		return (await weighRegister(here, redeclaring, { sight, of })).faults
	}
	for await (const _some of entriesInTurn(here, registerId, { sight, most: 1 })) return whyNotRedeclare(before, after)
	return []
}
