import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { speak } from '#platform/languages/words.ts'
import words from './words/en.json' with { type: 'json' }
import { WORDS } from './words.ts'

process.env['PITSO_STRICT_WORDS'] = '1'

// One refusal that belongs to no area, for the tests of forms.
const english = { ...words, 'refusal.ui.example': 'The example refusal of this test' }
const spoken = speak({ en: english }, 'en', { timeZone: 'Africa/Harare' })

/** A component as the server sends it, its markers taken out, with English words and the time of Harare. */
export function show<Props extends Record<string, unknown>>(component: Component<Props>, props: Props) {
	const { body } = render(component, { props, context: new Map([[WORDS, spoken]]) })
	const html = body.replaceAll(/<!--.*?-->/gs, '').replaceAll(/\s+/g, ' ')
	return {
		html,
		text: html
			.replaceAll(/<[^>]*>/g, ' ')
			.replaceAll(/\s+/g, ' ')
			.trim()
	}
}
