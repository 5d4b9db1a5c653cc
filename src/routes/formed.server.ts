import { z } from 'zod'
import type { Choice, Formed } from '#ui/types.ts'

const Several = z.array(z.string()).max(1_000)
const Carried = z.object({
	base: z.record(z.string(), Several),
	clash: z.record(z.string(), z.object({ was: Several.nullable(), yours: Several })).optional(),
	meanwhile: z
		.array(z.object({ at: z.iso.datetime(), by: z.string(), what: z.string(), fields: Several }))
		.max(100)
		.optional()
})

// A form's fields and its hidden older values stand in one body, of half a megabyte at most.
const LONGEST = 400_000

/**
 * What a form carries of how it was made, read back; null where it carries nothing that can be read. It needs no seal: it
 * decides only what its sender is asked, and whoever sends it may write any value into the fields themselves.
 */
export function readFormed(form: FormData): Formed | null {
	const text = form.get('formed')
	if (typeof text !== 'string' || text === '' || text.length > LONGEST) return null
	try {
		const { base, clash, meanwhile } = Carried.parse(JSON.parse(text))
		return { base, ...(clash ? { clash } : {}), ...(meanwhile ? { meanwhile } : {}) }
	} catch {
		return null
	}
}

const CHOICES: readonly Choice[] = ['theirs', 'yours', 'third']

/** The fields of a form that carry how it stands, not what its command takes in. */
export const isOfForm = (name: string): boolean => name === 'formed' || name.startsWith('choice:')

/**
 * Puts what was decided about each clash into its field: theirs, yours, or the third that was written there. Gives the
 * decisions, and the names of the fields that still wait for one.
 */
export function decideClashes(form: FormData, formed: Formed | null) {
	const chosen: Record<string, Choice> = {}
	const undecided: string[] = []
	for (const [name, { yours }] of Object.entries(formed?.clash ?? {})) {
		const choice = CHOICES.find((one) => one === form.get(`choice:${name}`))
		if (choice === undefined) {
			undecided.push(name)
			continue
		}
		chosen[name] = choice
		if (choice === 'third') continue
		const [first = '', ...rest] = choice === 'theirs' ? (formed?.base[name] ?? []) : yours
		form.set(name, first)
		for (const value of rest) form.append(name, value)
	}
	return { chosen, undecided }
}
