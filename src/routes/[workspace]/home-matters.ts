import type { z } from 'zod'
import type { Matter } from '#platform/records/attention.ts'

/** What waits for somebody, as every area tells it. */
export type Waiting = z.output<typeof Matter>

/** So many matters of registers stand open on the first page, those that have waited longest; the others are folded. */
export const OPEN_OF_REGISTERS = 5

const isOfRegister = ({ code }: Pick<Waiting, 'code'>) => code.startsWith('register:')
const since = ({ first: [longest] }: Pick<Waiting, 'first'>) => longest?.day ?? ''

/** The matters that stand open on the first page, in their order, and those of registers that are folded: there may be dozens. */
export function folded<One extends Pick<Waiting, 'code' | 'first'>>(
	matters: readonly One[]
): { open: One[]; further: One[] } {
	const further = matters
		.filter(isOfRegister)
		.toSorted((one, other) => (since(one) < since(other) ? -1 : since(one) > since(other) ? 1 : 0))
		.slice(OPEN_OF_REGISTERS)
	const isFolded = new Set(further)
	return { open: matters.filter((one) => !isFolded.has(one)), further }
}
