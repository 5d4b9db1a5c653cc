import { about, always, because, changing as change, type Sample } from '../../fixtures/sampling.ts'
import { ADMINISTRATORS, by, changing, SEATED, type Expectation } from '../expecting.ts'

/** What each seat gets of the operations of this part. */
export const upgradeExpectations = {
	'register.listUpgrades': by(ADMINISTRATORS),
	'register.getUpgrade': changing(ADMINISTRATORS, SEATED),
	'register.declineUpgrade': changing(ADMINISTRATORS, SEATED)
} satisfies Record<string, Expectation>

const OF = ['register', 'open register', 'guarded register'] as const

/** Valid inputs of them. */
export const upgradeSamples: Record<keyof typeof upgradeExpectations, Sample> = {
	'register.listUpgrades': always({}),
	'register.getUpgrade': about(...OF),
	'register.declineUpgrade': change(...OF, () => ({ upgrade: 2, ...because() }))
}
