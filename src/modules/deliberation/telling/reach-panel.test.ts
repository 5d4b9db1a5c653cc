import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { catalogue } from '#words'
import { WORDS } from '#ui/words.ts'
import ReachPanel from './ReachPanel.svelte'

function show(language: string, reach: { reached: number; names: readonly string[] }) {
	const cannotReach = reach.names.map((name) => ({
		id: name,
		kind: 'actor',
		reference: name.toLowerCase(),
		title: { en: name },
		acronym: null
	}))
	const { body } = render(ReachPanel, {
		props: { workspace: 'testland', reach: { reached: reach.reached, cannotReach } },
		context: new Map([[WORDS, speak(catalogue, language)]])
	})
	return body.replaceAll(/<!--.*?-->/gs, '')
}

test('those whom mail does not reach are named, each with a link', () => {
	const shown = show('en', { reached: 7, names: ['Union', 'Customs'] })
	expect(shown).toContain('7 recipients')
	expect(shown).toContain('2 members cannot be reached by mail')
	expect(shown).toContain('href="/testland/actor/union"')
	expect(shown).toContain('Customs')
	expect(show('fr', { reached: 1, names: ['Union'] })).toContain('Un membre ne peut pas être joint')
})

test('where everybody is reached it says so', () => {
	expect(show('en', { reached: 3, names: [] })).toContain('Every member can be reached.')
})
