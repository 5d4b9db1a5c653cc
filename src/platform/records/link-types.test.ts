import { expect, test } from 'vitest'
import { LINK_TYPES, linkTypes } from './link-types.ts'

test('only what holds both ways reads alike from both ends; a law to be aligned with a treaty is not a treaty to be aligned with a law', () => {
	const alike = linkTypes.filter((type) => LINK_TYPES[type].inverse === type)
	expect(alike).toEqual(['interacts-with', 'overlaps', 'duplicates', 'contradicts', 'related-to', 'same-as'])
	expect(LINK_TYPES['needs-alignment-with'].inverse).toBe('needs-alignment-of')
})

test('every type stands in the list, and the name from the other end is never the name of another type', () => {
	expect([...linkTypes].sort()).toEqual(Object.keys(LINK_TYPES).sort())
	for (const type of linkTypes) {
		const others = linkTypes.filter((other) => other !== type)
		const names: string[] = others.flatMap((other) => [other, LINK_TYPES[other].inverse])
		expect(names).not.toContain(LINK_TYPES[type].inverse)
	}
})
