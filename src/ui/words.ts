import { getContext, setContext } from 'svelte'
import type { Words } from '#platform/languages/words.ts'

// Named, not a private symbol, so that a test can render a component with its words given in the context map.
export const WORDS = 'pitso:words'

/** Gives the words to every component below; called once, by the root layout. */
export const setWords = (words: Words): Words => setContext(WORDS, words)

/** The words of the page being rendered. */
export const getWords = (): Words => getContext<Words>(WORDS)
