import { z } from 'zod'
import { Text } from '#platform/operation/fields.ts'
import { invalid } from '#platform/operation/refusal.ts'
import type { EditionContent } from './content.ts'

/** What somebody wrote in place of a sentence of the template, in one language. */
export const WrittenText = z.strictObject({
	block: z.string().max(60),
	language: z.string().regex(/^[a-z]{2,3}$/),
	text: Text(20_000)
})
export type WrittenText = z.output<typeof WrittenText>

const textIn = ({ said }: Pick<EditionContent, 'said'>, { language, block }: WrittenText) =>
	said[language]?.blocks.find((one) => one.block === 'text' && one.key === block)

/**
 * An edition with sentences put in the place of those that may be written; refused where there are none, or nobody may write them. A
 * sentence that comes back as it was `shown` was not written but agreed to: the layout goes on saying it, with the figures of every count.
 * Where a sentence must be written the layout only asks for it: sent back as it asks, nothing was written.
 */
export function withTexts(
	content: EditionContent,
	texts: readonly WrittenText[],
	shown: Pick<EditionContent, 'said'> = content
): EditionContent {
	const left = new Set(texts)
	const said = Object.fromEntries(
		Object.entries(content.said).map(([language, edition]) => [
			language,
			{
				...edition,
				blocks: edition.blocks.map((block) => {
					if (block.block !== 'text' || block.complete === 'no') return block
					const given = texts.find((one) => one.language === language && one.block === block.key)
					if (!given) return block
					left.delete(given)
					const was = textIn(shown, given)
					const isAgreed = was?.block === 'text' && was.text.normalize('NFC').trim() === given.text
					if (!isAgreed) return { ...block, text: given.text, isDone: true, isWritten: true }
					return block.complete === 'must' ? block : { ...block, isDone: true }
				})
			}
		])
	)
	const [other] = left
	if (other) {
		const issue = {
			path: ['texts', texts.indexOf(other)],
			code: 'registers.edition-no-such-text',
			params: { block: other.block }
		}
		throw invalid([issue])
	}
	return { ...content, said }
}

/** What was written before, put where it still has a place. */
export const withCarried = (content: EditionContent, texts: readonly WrittenText[]): EditionContent =>
	withTexts(
		content,
		texts.filter(({ block, language }) =>
			content.said[language]?.blocks.some((one) => one.key === block && one.block === 'text' && one.complete !== 'no')
		),
		{ said: {} }
	)

/** What still has to be written before an edition stands, or null where nothing has. */
export function whyNotComplete({ said }: Pick<EditionContent, 'said'>): { block: string; language: string } | null {
	for (const [language, { blocks }] of Object.entries(said))
		for (const block of blocks)
			if (block.block === 'text' && !(block.complete === 'must' ? block.isWritten : block.isDone))
				return { block: block.heading ?? block.key, language }
	return null
}
