import { expect, test } from 'vitest'
import { fromText } from '#platform/operation/from-text.server.ts'
import { changeManyRecommendations } from './bulk-commands.ts'
import { itemsOf, leftAsIs, readItems } from './picked-items.ts'

test('what was ticked is read with its version, once, and nothing else', () => {
	expect(
		readItems(['ZWE-REC-2026-001@3', 'ZWE-REC-2026-002@1', 'ZWE-REC-2026-001@3', 'nonsense', '@2', 'x@y'])
	).toEqual([
		{ id: 'ZWE-REC-2026-001', version: 3 },
		{ id: 'ZWE-REC-2026-002', version: 1 }
	])
	expect(readItems(Array.from({ length: 300 }, (_, index) => `R-${String(index)}@1`))).toHaveLength(200)
})

test('a field that is left empty for several changes in none of them', () => {
	const form = new FormData()
	form.append('items', 'ZWE-REC-2026-001@3')
	form.append('addresseeActor', '')
	form.append('dueDay', '')
	form.append('deadlineClass', 'immediate')
	form.append('reason', '')
	const pairs = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
	const input = { ...fromText(changeManyRecommendations.input, pairs), ...itemsOf(form), ...leftAsIs(form) }
	const { data } = changeManyRecommendations.input.safeParse(input)
	expect(data).toEqual({ items: [{ id: 'ZWE-REC-2026-001', version: 3 }], deadlineClass: 'immediate' })
})
