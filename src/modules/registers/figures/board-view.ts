import type { z } from 'zod'
import { sayValue } from '../entry/said/say-value.ts'
import type { BoardCard } from './figure-outputs.ts'
import type { Telling } from './say-figures.ts'

type Card = z.output<typeof BoardCard>

/** A card as a board shows it: a few facts, and the moves that are open, each leading to its page. */
export function cardShown(
	{ words, compiled, home, named }: Telling,
	card: Pick<Card, 'reference' | 'values' | 'moves'>
) {
	const names = {
		records: new Map(named.names.map((one) => [one.id, one])),
		seats: new Map(named.seats.map((seat) => [seat.id, seat])),
		areas: named.areas
	}
	const href = `${home}/${card.reference}`
	return {
		reference: card.reference,
		href,
		// What the title says stands on the card already.
		facts: Object.entries(card.values).flatMap(([key, value]) => {
			const field = compiled.fields.get(key)?.field
			if (!field || key === compiled.declaration.title) return []
			return [{ label: words.name(field.names), text: sayValue(words, field, compiled, value, names).text }]
		}),
		moves: card.moves.flatMap(({ move }) => {
			const found = compiled.declaration.moves.find(({ key }) => key === move)
			return found ? [{ href: `${href}/move/${move}`, label: words.name(found.names) }] : []
		})
	}
}
