import { canonicalText, sha256 } from '#platform/events/chain.ts'
import type { Here } from '#platform/operation/operation.server.ts'
import type { CompiledRegister } from '../declaration/compile-declaration.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { listCompiled } from '../registers.server.ts'
import { faultsOfLayouts } from './brought-layouts.server.ts'
import { planEntries, type EntriesPlan } from './plan-entries.server.ts'
import { previewOf, toldFault, type DeclarationPreview } from './preview-declaration.ts'
import { broughtBy, type WholeFile } from './whole-file.server.ts'

/** What a file of all registers would do to one of them. */
export type RegisterPlan = {
	readonly key: string
	readonly declaring: Pick<DeclarationPreview, 'names' | 'from' | 'to' | 'faults'>
	/** Null where its declaration is refused: nothing is read by it. */
	readonly entries: EntriesPlan | null
}

export type WholePlan = { readonly registers: readonly RegisterPlan[]; readonly digest: string }

// A register that is not there yet holds nothing: no record has this identifier.
const NOT_THERE = '00000000-0000-0000-0000-000000000000'

/** Looks what a file of all registers would do, register by register; nothing is done. */
export async function planWhole(here: Here, { declarations, layouts, tablesOf }: WholeFile): Promise<WholePlan> {
	const read = [...declarations].map(([key, text]) => ({ key, text, read: readDeclaration(text) }))
	const sound = read.flatMap(({ read: one }) => ('register' in one ? [one.register] : []))
	const there = new Map((await listCompiled(here, ['active', 'withdrawn'])).map(({ key, id }) => [key, id]))
	const brought = await broughtBy(
		here,
		sound.map((compiled) => ({ compiled, tables: tablesOf(compiled.declaration.register) }))
	)
	const registers: RegisterPlan[] = []
	for (const { key, text, read: one } of read) {
		if (!('register' in one)) {
			registers.push({
				key,
				declaring: { names: {}, from: null, to: null, faults: one.faults.map(toldFault) },
				entries: null
			})
			continue
		}
		const { names, from, to, faults: declared } = await previewOf(here, { text, compiled: one.register }, sound)
		const laidOut = layouts.get(key)
		const faults = laidOut === undefined ? declared : [...declared, ...faultsOfLayouts(one.register, laidOut)]
		const entries = faults.length > 0 ? null : await planOf(one.register)
		registers.push({ key, declaring: { names, from, to, faults }, entries })
	}
	return {
		registers,
		digest: sha256(
			canonicalText(
				registers.map(({ key, declaring, entries }) => {
					const laidOut = layouts.get(key)
					const own = laidOut === undefined ? [] : [laidOut]
					return [key, declaring.from, declaring.to, entries?.digest ?? null, ...own]
				})
			)
		)
	}

	function planOf(compiled: CompiledRegister) {
		const key = compiled.declaration.register
		const register = { id: there.get(key) ?? NOT_THERE, compiled }
		return planEntries(here, register, tablesOf(key), { isWhole: true, brought })
	}
}
