import { about, always, type Sample } from '../../fixtures/sampling.ts'
import { ADMINISTRATORS, by, changing, reading, SEATED, type Expectation } from '../expecting.ts'
import { turned } from './prepare-conversion.ts'

/** What each seat gets of the operations of this part. */
export const conversionExpectations = {
	'register.previewLosses': by(ADMINISTRATORS),
	'register.versions': reading(SEATED),
	'register.waysBack': changing(ADMINISTRATORS, SEATED),
	'register.bringBack': changing(ADMINISTRATORS, SEATED)
} satisfies Record<string, Expectation>

const OF = ['register', 'open turned register', 'guarded turned register'] as const

/** Valid inputs of them. */
export const conversionSamples: Record<keyof typeof conversionExpectations, Sample> = {
	'register.previewLosses': always({ declaration: turned('open', 2) }),
	'register.versions': about('register', 'open register', 'guarded register', () => ({
		events: [{ sequence: 1_000_000, at: 1_772_400_000_000, operation: 'entry.change' }]
	})),
	'register.waysBack': about(...OF),
	'register.bringBack': about(...OF, () => ({ to: 1 }))
}
