import { render } from 'svelte/server'
import { expect, test } from 'vitest'
import { catalogue } from '#words'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import PageTitle from './PageTitle.svelte'

const titled = (props: { title: string; place?: string; hasFaults?: boolean }, within?: string) => {
	const context = new Map<string, unknown>([
		[WORDS, speak(catalogue, 'en')],
		['pitso:within', () => within]
	])
	return /<title>([^<]*)/.exec(render(PageTitle, { props, context }).head)?.[1]
}

test('the title of a page tells what it is about, and the workspace once', () => {
	expect(titled({ title: 'Answer', place: 'A lane' }, 'Zimbabwe')).toBe('Answer · A lane · Zimbabwe · Pitso')
	expect(titled({ title: 'Trainings', place: 'Zimbabwe' }, 'Zimbabwe')).toBe('Trainings · Zimbabwe · Pitso')
	expect(titled({ title: 'Workspaces' })).toBe('Workspaces · Pitso')
})

test('the title of a page that does not take what was sent begins with that', () => {
	expect(titled({ title: 'Declare a register', hasFaults: true }, 'Zimbabwe')).toMatch(/^Error: /)
})
