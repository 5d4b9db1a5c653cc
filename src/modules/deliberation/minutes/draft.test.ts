import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	edit,
	editsBetween,
	knownBy,
	lackedBy,
	merged,
	openDraft,
	receive,
	seedOf,
	textOf,
	typedEdit,
	wholeOf
} from './draft.ts'

const Words = fc
	.array(
		fc.oneof(
			fc.constantFrom('the', 'committee', 'agreed', '\n', ' ', 'é', '😀', '漢'),
			fc.string({ unit: 'grapheme', maxLength: 6 })
		),
		{
			maxLength: 12
		}
	)
	.map((words) => words.join(' ').replaceAll('\r', ''))

const applied = (text: string, edits: ReturnType<typeof editsBetween>) =>
	edits
		.toReversed()
		.reduce((said, { at, remove, insert }) => said.slice(0, at) + insert + said.slice(at + remove), text)

describe('edits', () => {
	test('the edits between two texts make one of the other, word by word and at once', () => {
		fc.assert(
			fc.property(Words, Words, (before, after) => {
				expect(applied(before, editsBetween(before, after))).toBe(after)
				const one = typedEdit(before, after)
				expect(applied(before, one ? [one] : [])).toBe(after)
			})
		)
	})

	test('no edit takes a letter of two units apart', () => {
		expect(typedEdit('a😀b', 'a😁b')).toEqual({ at: 1, remove: 2, insert: '😁' })
		fc.assert(
			fc.property(Words, Words, (before, after) => {
				const one = typedEdit(before, after)
				expect((one?.insert ?? '').isWellFormed()).toBe(before.isWellFormed() && after.isWellFormed())
			})
		)
	})
})

describe('three versions', () => {
	test('what two people changed in different places is both kept', () => {
		expect(merged('one two three four', 'one 2 three four', 'one two three 4')).toBe('one 2 three 4')
		expect(merged('', 'mine', 'theirs')).toMatch(/^(minetheirs|theirsmine)$/)
	})

	test('what stays the same on one side becomes what the other made of it', () => {
		fc.assert(
			fc.property(Words, Words, (before, after) => {
				expect(merged(before, before, after)).toBe(after)
				expect(merged(before, after, before)).toBe(after)
			})
		)
	})
})

// Each mark stands for a sentence somebody typed: letters that occur nowhere else, so that it can be looked for whole.
const mark = (person: number, step: number) => `⟦${String(person)}.${String(step)}⟧`
const Step = fc.record({
	person: fc.nat(2),
	where: fc.double({ min: 0, max: 1, noNaN: true }),
	does: fc.constantFrom('type', 'send', 'fetch', 'away')
})

describe('several people in one item', () => {
	test('whatever order their lines come in, and however long each was away, no sentence is lost and all read the same', () => {
		fc.assert(
			fc.property(Words, fc.array(Step, { maxLength: 60 }), (saved, steps) => {
				const server = openDraft(seedOf(saved))
				const people = [0, 1, 2].map(() => ({ doc: openDraft(seedOf(saved)), isAway: false }))
				const typed: string[] = []
				const exchange = (doc: typeof server) => {
					receive(server, lackedBy(doc, knownBy(server)))
					receive(doc, lackedBy(server, knownBy(doc)))
				}
				steps.forEach(({ person, where, does }, step) => {
					const one = people[person]
					if (!one) return
					if (does === 'type') {
						const text = textOf(one.doc)
						// Between two letters, never within a mark: whoever types there takes it apart on purpose.
						const places = [0, ...[...text.matchAll(/[^⟦]*?⟧/g)].map(({ index, 0: found }) => index + found.length)]
						const at = places[Math.floor(where * (places.length - 1))] ?? 0
						const said = mark(person, step)
						typed.push(said)
						edit(one.doc, [{ at, remove: 0, insert: said }])
					} else if (does === 'away') one.isAway = !one.isAway
					else if (!one.isAway && does === 'send') receive(server, wholeOf(one.doc))
					else if (!one.isAway) receive(one.doc, lackedBy(server, knownBy(one.doc)))
				})
				for (const { doc } of people) exchange(doc)
				for (const { doc } of people) exchange(doc)
				const text = textOf(server)
				for (const said of typed) expect(text).toContain(said)
				for (const { doc } of people) expect(textOf(doc)).toBe(text)
				expect(text.replaceAll(/⟦[\d.]+⟧/g, '')).toBe(saved)
			})
		)
	})

	test('an update that comes twice, or before the one it builds on, changes nothing in the end', () => {
		const writer = openDraft(seedOf('begun'))
		const first = knownBy(writer)
		edit(writer, [{ at: 5, remove: 0, insert: ' well' }])
		const one = lackedBy(writer, first)
		const second = knownBy(writer)
		edit(writer, [{ at: 10, remove: 0, insert: ' done' }])
		const two = lackedBy(writer, second)
		const reader = openDraft(seedOf('begun'), two, one, two, one)
		expect(textOf(reader)).toBe('begun well done')
	})
})
