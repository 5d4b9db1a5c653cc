/** A unit above a provision: `Part II`, with what it is headed. One that is headed only has an empty number. */
export type Above = { number: string; heading: string }

/** The smallest unit of a text that is cited by itself. */
export type Provision = {
	/** From 1, in the order of the text. */
	position: number
	/**
	 * As it is cited, once in a text: `12`, `12(2)(b)`, `Article 4(1)`, `3.2.1`, `First Schedule, 2`. A later paragraph of a long unit
	 * that numbers none is `12 ¶2`, a definition `2 “worker”`. Empty for a preamble and for what stands under a heading alone.
	 */
	number: string
	/** How deep it stands, 1 for the outermost. */
	level: number
	/** Its own heading, else that of the nearest unit above it that has one; may be empty. */
	heading: string
	/** Its words without its number and heading; paragraphs and the items of short lists stand on lines of their own. */
	text: string
	/** The units above it, the outermost first. */
	path: readonly Above[]
}
