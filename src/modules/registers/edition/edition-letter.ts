import { z } from 'zod'
import type { Letter } from '#platform/mail/letters.ts'
import { ask } from '#platform/operation/perform.server.ts'
import { printEdition } from './edition-files.ts'

/** The letter that tells of an edition. */
export const LETTER = 'report-edition'

const Params = z.object({ number: z.string(), issue: z.number(), attached: z.string() })

// A server of mail takes some ten megabytes; what is larger is read by its address.
const ATTACHED_MOST = 5_000_000

const letter = (template: string): Letter => ({
	template,
	async compose(opening, input, { words }) {
		const { number, issue, attached } = Params.parse(input)
		if (attached === 'no') return { params: { attached } }
		const asked = { edition: number, issue, format: 'pdf', language: words.language } as const
		const { name, mediaType, content } = await ask(opening, printEdition, asked)
		if (content.byteLength > ATTACHED_MOST) return { params: { attached: 'no' } }
		return { params: { attached }, attachment: { name, mediaType, content } }
	}
})

/** The letters about a new edition and about a corrected one: read as whoever they go to. */
export const editionLetters = [letter(LETTER), letter(`${LETTER}-corrected`)]
