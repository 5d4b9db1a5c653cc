import { expect, test } from 'vitest'
import { GRANTS, nextOf } from '../conversion/grant.testing.ts'
import { readDeclaration } from '../declaration/read-declaration.ts'
import { declarationChanges } from './declaration-changes.ts'

function read(text: string) {
	const found = readDeclaration(text)
	if (!('register' in found)) throw new Error(JSON.stringify(found.faults))
	return found.register.declaration
}
const changesTo = (...next: Parameters<typeof nextOf>) =>
	declarationChanges(read(GRANTS), read(nextOf(...next))).map(({ kind, how, key }) => `${kind} ${how}: ${key}`)

test('what steps call otherwise is told so, and not as one thing gone and another one new', () => {
	expect(
		changesTo(GRANTS, [['key: amount, type', 'key: sum, type']], ['{ step: rename, field: amount, to: sum }'])
	).toEqual(['field renamed: amount → sum'])
})

test('without a step a key that is gone is gone, and another one new', () => {
	expect(changesTo(GRANTS, [['key: amount, type', 'key: sum, type']], [])).toEqual([
		'field added: sum',
		'field removed: amount'
	])
})
