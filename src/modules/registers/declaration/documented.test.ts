import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { FUNCTIONS } from '../formula/functions.ts'
import { Declaration, MOST } from './declaration.ts'
import { COLUMNS } from './field-types.ts'
import { readDeclaration } from './read-declaration.ts'

const guide = readFileSync(new URL('../../../../docs/registers.md', import.meta.url), 'utf8')

test('the register that the guide declares can be declared', () => {
	const [, text = ''] = /```yaml\n([^]*?)```/.exec(guide) ?? []
	const read = readDeclaration(text)
	expect('faults' in read ? read.faults : []).toEqual([])
})

test('the guide names every key of a declaration and every function of a formula', () => {
	const named = [...Object.keys(Declaration.shape), ...FUNCTIONS.keys()]
	expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([])
})

test('the bounds that the guide tells are those that hold', () => {
	const numbers = { twelve: 12, eight: 8, six: 6 }
	const said = `${String(MOST.fields)} fields, ${String(MOST.tables)} tables of ${String(MOST.tableFields)} fields, ${String(MOST.states)} states, ${String(MOST.moves)} moves, ${String(MOST.groups)} groups, ${String(MOST.views)} views`
	expect(guide).toContain(said)
	expect(guide).toContain(`${String(MOST.codes)} codes a list`)
	expect(COLUMNS).toEqual({ text: numbers.twelve, number: numbers.eight, day: numbers.six, reference: numbers.six })
})
