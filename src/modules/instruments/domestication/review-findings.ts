// As the loader of the reference numbers them: `1. … ; 2. …`. A finding may hold a semicolon of its own.
const BETWEEN = /; (?=\d+\. )/
const NUMBERED = /^\d+\. /

/** What a review found of a law, in its order, out of the note of the relation that says what the law must be aligned with. */
export const findingsIn = (note: string | null): string[] =>
	(note ?? '')
		.split(BETWEEN)
		.filter((part) => NUMBERED.test(part))
		.map((part) => part.replace(NUMBERED, ''))
