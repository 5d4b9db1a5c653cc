/** What can become of a recommendation at a level: an answer, none yet, or none at all. */
export const BECAME = [
	'accepted',
	'accepted-in-part',
	'passed-on',
	'returned',
	'declined',
	'waiting',
	'unanswered'
] as const
export type Became = (typeof BECAME)[number]
