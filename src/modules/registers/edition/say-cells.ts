import type { Words } from '#platform/languages/words.ts'
import type { Sums } from '../figures/figure-outputs.ts'
import { saySums, type Telling } from '../figures/say-figures.ts'
import type { KeptCell } from './content.ts'

/** What an edition is told from, in one language. */
export type EditionTelling = Telling & { words: Words }

/** A cell of words alone. */
export const plainCell = (text: string): KeptCell => ({ text, amount: null, currency: null })
/** A cell of a count. */
export const countCell = (words: Pick<Words, 'number'>, count: number): KeptCell => ({
	text: words.number(count),
	amount: String(count),
	currency: null
})
/** What stands where a number would that tells of few persons. */
export const fewCell = ({ t }: Pick<Words, 't'>): KeptCell => plainCell(t('registers.edition.few'))

/** What amounts come to, as a cell; of several currencies in words alone. */
export function sumCell(telling: EditionTelling, sum: string, sums: Sums): KeptCell {
	const text = telling.words.list(saySums(telling, sum, sums))
	const [only, another] = sums
	if (another) return plainCell(text)
	return { text: only || text !== '' ? text : '–', amount: only?.amount ?? '0', currency: only?.currency ?? null }
}
