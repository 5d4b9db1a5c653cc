import { expect, test } from 'vitest'
import { makeAnswers } from './kept-answers.server.ts'

const text = (letters: number) => Promise.resolve('x'.repeat(letters - 2))

test('an answer is found until what is kept grows too long, and the one asked for longest ago goes first', async () => {
	const answers = makeAnswers<string>(3_000)
	await answers.hold('one', text(1_000))
	await answers.hold('two', text(1_000))
	expect(answers.find('one')).toBeDefined()
	await answers.hold('three', text(1_500))
	expect(answers.find('two')).toBeUndefined()
	expect(answers.find('one')).toBeDefined()
	expect(answers.find('three')).toBeDefined()
})

test('an answer longer than all that may be kept is given, and not kept', async () => {
	const answers = makeAnswers<string>(3_000)
	expect(await answers.hold('one', text(4_000))).toHaveLength(3_998)
	expect(answers.size()).toBe(0)
})

test('what failed is forgotten', async () => {
	const answers = makeAnswers<string>(3_000)
	await expect(answers.hold('one', Promise.reject(new Error('lost')))).rejects.toThrow('lost')
	expect(answers.size()).toBe(0)
})

test('whoever asks while an answer is being worked out is given the same one', async () => {
	const answers = makeAnswers<string>(3_000)
	const given = Promise.withResolvers<string>()
	const first = answers.hold('one', given.promise)
	expect(answers.find('one')).toBe(given.promise)
	given.resolve('yes')
	expect(await first).toBe('yes')
})
