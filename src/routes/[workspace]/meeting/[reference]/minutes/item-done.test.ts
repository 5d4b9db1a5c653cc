import { expect, test } from 'vitest'
import { doneId, itemDone, toItem } from './item-done.ts'

const at = (address: string) => new URL(address, 'https://pitso.example/zwe/meeting/M/minutes')
const items = [{ reference: 'item-abc' }]

test('a form about an item leads back to the sentence, under that item, which says that it is done', () => {
	const next = at(toItem(null, { url: at('?/decide&item=item-abc') }))
	expect(itemDone(next, items)).toBe('item-abc')
	expect(next.hash).toBe(`#${doneId('item-abc')}`)
})

test('an item that does not stand on the page is told nothing', () => {
	expect(itemDone(at('?at=item-other'), items)).toBeNull()
	expect(itemDone(at(''), items)).toBeNull()
	expect(toItem(null, { url: at('?/save') })).toBe('/zwe/meeting/M/minutes')
})
