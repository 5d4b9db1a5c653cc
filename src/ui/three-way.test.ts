import { assert, array, constantFrom, property, record, string } from 'fast-check'
import { expect, test } from 'vitest'
import { mergeChoices, mergeField, saysSame, type Values } from './three-way.ts'

// Few enough texts that two of three are often the same one.
const text = constantFrom('', 'Advises', 'Decides', 'Reports', 'Línea\r\nnueva', 'Línea\nnueva ')
const one = text.map((value): Values => [value])
const boxes = array(constantFrom('health', 'labour', 'trade', 'police'), { maxLength: 6 }).map((values): Values => [
	...new Set(values)
])
const texts = record({ was: one, yours: one, theirs: one })
const ticked = record({ was: boxes, yours: boxes, theirs: boxes })
const set = (values: Values) => [...values].sort()

test('a field left alone takes what the others saved, and nothing of theirs is written over', () => {
	assert(property(one, one, (was, theirs) => saysSame(mergeField({ was, yours: was, theirs }).value, theirs)))
})

test('a field only I changed keeps what I wrote', () => {
	assert(property(one, one, (was, yours) => saysSame(mergeField({ was, yours, theirs: was }).value, yours)))
})

test('a clash is asked where both changed a field, each in another way, and nowhere else', () => {
	assert(
		property(texts, ({ was, yours, theirs }) => {
			const both = !saysSame(was, yours) && !saysSame(was, theirs) && !saysSame(yours, theirs)
			expect(mergeField({ was, yours, theirs }).taken === 'clash').toBe(both)
		})
	)
})

test('what is taken is always one of the two, never an older value', () => {
	assert(
		property(texts, (three) => {
			const { value } = mergeField(three)
			expect(saysSame(value, three.yours) || saysSame(value, three.theirs)).toBe(true)
		})
	)
})

test('who is called yours and who theirs decides nothing but a clash', () => {
	assert(
		property(texts, ({ was, yours, theirs }) => {
			const [here, there] = [mergeField({ was, yours, theirs }), mergeField({ was, yours: theirs, theirs: yours })]
			expect(here.taken === 'clash').toBe(there.taken === 'clash')
			if (here.taken !== 'clash') expect(saysSame(here.value, there.value)).toBe(true)
		})
	)
})

test('merging again what was merged changes nothing', () => {
	assert(
		property(texts, ({ was, yours, theirs }) => {
			const first = mergeField({ was, yours, theirs })
			if (first.taken === 'clash') return
			const again = mergeField({ was: theirs, yours: first.value, theirs })
			expect(saysSame(again.value, first.value)).toBe(true)
			expect(again.taken).not.toBe('clash')
		})
	)
})

test('where nobody knows how a field stood, two that differ are asked about', () => {
	assert(
		property(one, one, (yours, theirs) => {
			expect(mergeField({ was: null, yours, theirs }).taken).toBe(saysSame(yours, theirs) ? 'same' : 'clash')
		})
	)
})

test('each box is its own choice: what either side ticked or cleared is kept', () => {
	assert(
		property(ticked, (three) => {
			const { value, taken } = mergeChoices(three)
			expect(taken).not.toBe('clash')
			for (const box of ['health', 'labour', 'trade', 'police']) {
				const [was, yours, theirs] = [three.was, three.yours, three.theirs].map((values) => values.includes(box))
				expect(value.includes(box)).toBe(yours === was ? theirs : yours)
			}
		})
	)
})

test('the order in which boxes were sent does not matter', () => {
	assert(
		property(boxes, boxes, (was, theirs) => {
			const turned = [...was].reverse()
			expect(set(mergeChoices({ was, yours: turned, theirs }).value)).toEqual(set(theirs))
		})
	)
})

test('how a text was typed is no difference: line ends, spaces around it, composed letters', () => {
	const typed = string({ unit: 'grapheme' }).filter((value) => !value.includes('\r'))
	assert(
		property(typed, (value) => {
			expect(saysSame([value], [` ${value.normalize('NFD').replaceAll('\n', '\r\n')}\n`])).toBe(true)
		})
	)
})
