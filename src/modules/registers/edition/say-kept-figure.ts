import { sayDecimal } from '#platform/languages/exact-numbers.ts'
import type { Words } from '#platform/languages/words.ts'
import { sayMoney } from '../entry/said/say-value.ts'
import type { KeptFigure } from './content.ts'

/** A figure of an edition as it stood, for whoever compares it; of one that an edition did not have, that it had none. */
export function sayKeptFigure(
	words: Pick<Words, 't' | 'number' | 'list' | 'language'>,
	figure: KeptFigure | null
): string {
	if (!figure) return words.t('registers.edition.no-such-figure')
	if (figure.now.isFew) return words.t('registers.edition.few')
	if (figure.sum === null) return words.number(figure.now.records)
	const sums = figure.now.sums.map(({ amount, currency }) =>
		currency === null ? sayDecimal(words.language, amount) : sayMoney(words.language, { amount, currency })
	)
	return sums.length === 0 ? words.number(0) : words.list(sums)
}
