import { expect, test } from 'vitest'
import { shownLikeness } from './overlap-rules.ts'

const said = (...texts: string[]) => ({ pieces: texts.map((text) => ({ text })) })

test('only what is word for word the same is shown as wholly alike', () => {
	const first = said('No fee ', 'is charged.')
	expect(shownLikeness({ score: 1, first, second: said('No fee is charged.') })).toBe(100)
	expect(shownLikeness({ score: 1, first, second: said('No fees are charged.') })).toBe(99)
	expect(shownLikeness({ score: 0.424, first, second: said('Fees') })).toBe(42)
})
