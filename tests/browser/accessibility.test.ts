import { expect, test } from 'vitest'
import { lookAtEveryOther, routesLookedAt } from './looking.ts'

test('every page route has an address at which it is looked at', () => {
	const { routes, looked } = routesLookedAt()
	expect(looked).toEqual(routes)
})

lookAtEveryOther(0)
