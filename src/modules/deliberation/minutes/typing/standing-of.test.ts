import { expect, test } from 'vitest'
import { standingOf } from './standing-of.ts'

test.each([
	['', '', 'nothing'],
	[' \n', '', 'nothing'],
	['Agreed.', '', 'draft'],
	['Agreed.\r\nNoted. ', 'Agreed.\nNoted.', 'entered'],
	['Agre\u0301ed', 'Agr\u00e9ed', 'entered'],
	['Agreed. Noted.', 'Agreed.', 'draft'],
	['', 'Agreed.', 'draft']
] as const)('what is typed as %j beside %j in the record is %s', (typed, entered, state) => {
	expect(standingOf(typed, entered)).toBe(state)
})
