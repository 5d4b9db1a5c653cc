import { z } from 'zod'

/** A paragraph as it stood in a file, in reading order. */
export const Paragraph = z.object({
	/** Its words, with single spaces; what the file numbers by itself stands in `number` alone. */
	text: z.string(),
	/** The number that the file's own list numbering shows before it (`12.`, `(a)`, `Article 3`); null where there is none. */
	number: z.string().nullable(),
	/** How far in its list it stands, from 0; null outside lists. */
	depth: z.int().nullable(),
	/** The level of a heading, from 1; null for running text, and where the file does not say. */
	heading: z.int().nullable(),
	/** Told to be a line of a table of contents. */
	isContents: z.boolean(),
	/** The page on which it begins, where the file has pages. */
	page: z.int().nullable()
})
export type Paragraph = z.output<typeof Paragraph>

/**
 * Why a file gives no text. It is kept as a file all the same.
 *
 * - `no-text`: a PDF of pictures alone (a scan), or an empty document
 * - `too-large`: more bytes, unpacked bytes, pages or characters than the limit that is named
 * - `too-long`: not read to its end in time
 * - `too-much-memory`: reading it took more memory than is allowed
 * - `damaged`: it breaks the rules of its own format, whether by accident or on purpose
 * - `encrypted`: it opens with a password only
 * - `not-a-text`: not a DOCX, PDF or plain text at all
 */
export const WHY_NO_TEXT = [
	'no-text',
	'too-large',
	'too-long',
	'too-much-memory',
	'damaged',
	'encrypted',
	'not-a-text'
] as const
export type WhyNoText = (typeof WHY_NO_TEXT)[number]

/** What a file gave: its paragraphs, or why there are none. */
export const Extraction = z.discriminatedUnion('kind', [
	z.object({
		kind: z.literal('text'),
		format: z.enum(['docx', 'pdf', 'plain']),
		paragraphs: z.array(Paragraph),
		/** Pages of a PDF; null for what has no fixed pages. */
		pages: z.int().nullable(),
		/** Pages of a PDF on which nothing could be read: pictures of text, or empty ones. */
		pagesWithoutText: z.int()
	}),
	z.object({
		kind: z.literal('refused'),
		code: z.enum(WHY_NO_TEXT),
		/** The limit that was passed, of `ExtractLimits`, and what it allows. */
		limit: z.string().optional(),
		most: z.number().optional()
	})
])
export type Extraction = z.output<typeof Extraction>
