type Held = { held: 'yes' | 'no' | 'not-known' }

/** What held, or may have held, on the day the page shows, and what did not: past, or not yet begun. */
export const byDay = <T extends Held>(facts: readonly T[]) => ({
	then: facts.filter(({ held }) => held !== 'no'),
	other: facts.filter(({ held }) => held === 'no')
})
