import type { Provision } from './provision.ts'

type Joined = Pick<Provision, 'number' | 'text'>

/**
 * A text's provisions with as many neighbours joined as it takes to have no more than so many of them: under the number and the heading of
 * the first, the others' numbers before their words. No word is left out.
 */
export function joinProvisions<One extends Joined>(provisions: readonly One[], most: number): One[] {
	const together = Math.ceil(provisions.length / most)
	if (together < 2) return [...provisions]
	return Array.from({ length: Math.ceil(provisions.length / together) }, (_one, at) =>
		provisions.slice(at * together, (at + 1) * together)
	).flatMap(([first, ...others]) =>
		first ? [{ ...first, text: [first.text, ...others.map(asLine)].filter(Boolean).join('\n') }] : []
	)
}

const asLine = ({ number, text }: Joined) => [number, text].filter(Boolean).join(' ')
