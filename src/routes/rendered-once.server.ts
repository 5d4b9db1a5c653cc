import type { Component } from 'svelte'
import { render } from 'svelte/server'
import type { Words } from '#platform/languages/words.ts'
import { makeAnswers } from '#platform/records/kept-answers.server.ts'
import { WORDS } from '#ui/words.ts'

// What the framework leaves for a script to find its places again; our pages have none, and a third of a table is made of them.
const MARKS = /<!--(?:\[-?\d*|\[!|\])?-->/gu

const LETTERS_MOST = 16_000_000
const markups = makeAnswers<string>(LETTERS_MOST)

// Kept answers are told apart by which object they are: one that was worked out anew is another, whatever it says.
const numbers = new WeakMap<object, number>()
let last = 0

function numberOf(answer: object): number {
	const number = numbers.get(answer) ?? ++last
	numbers.set(answer, number)
	return number
}

type Asked<Props> = {
	/** What is shown: the very object that a query keeps (`keepAnswers`) and gives to several. */
	of: object
	/** What else the part differs by, beside its language. */
	by: readonly (string | boolean | null)[]
	component: Component<Props & Record<string, unknown>>
	props: Props & Record<string, unknown>
	words: Words
}

/**
 * A part of a page as markup, made once for an answer that is kept: whoever is given the same answer is given the same markup,
 * and nobody else is. For large parts that depend on nothing but the answer, the language and `by`.
 */
export async function renderedOnce<Props>({ of, by, component, props, words }: Asked<Props>): Promise<string> {
	const key = JSON.stringify([numberOf(of), words.language, ...by])
	const known = markups.find(key)
	if (known) return known
	// A prefix of its own: what is rendered apart would number its identifiers as the page around it does.
	const { body } = render(component, { props, context: new Map([[WORDS, words]]), idPrefix: 'part' })
	return markups.hold(key, Promise.resolve(body.replaceAll(MARKS, '')))
}
