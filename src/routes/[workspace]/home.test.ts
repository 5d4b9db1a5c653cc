import { render } from 'svelte/server'
import { expect, test, vi } from 'vitest'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'
import Home from './+page.svelte'
import { toldChange } from './home-changes.ts'

vi.mock('$app/state', () => ({ page: { params: { workspace: 'zwe' }, data: {} } }))

function home(waits: readonly unknown[] | null, changes: readonly unknown[] = []) {
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const data = {
		dashboard: null,
		figures: [],
		mayArrange: false,
		waits,
		counts: [{ kind: 'structure', total: 26 }],
		changes,
		attention: [],
		firstSteps: [],
		own: null
	}
	// @ts-expect-error: what the layout and the session add is read by no part of this page.
	const { body } = render(Home, { props: { data }, context: new Map([[WORDS, words]]) })
	return body.replaceAll(/<!--.*?-->/gs, '')
}

test('what waits stands first for whoever has a seat, and how much there is of everything after it', () => {
	const late = {
		code: 'action-overdue',
		text: 'One action is overdue',
		total: 1,
		totalIsMore: false,
		more: 0,
		href: '/zwe/action',
		first: [{ href: '/zwe/action/ZWE-ACT-2026-004', label: 'Find a budget line', day: '2026-05-29', days: -178 }]
	}
	const page = home([{ whose: 'structure', matters: [late], further: [] }])
	expect(page).toMatch(/One action is overdue.*Find a budget line.*for 178 days.*The ways in.*<dl class="tiles">.*26/s)
	// A stranger comes for the ways in.
	expect(home(null)).toMatch(/<dl class="tiles">.*26.*What needs attention/s)
	expect(home(null)).not.toContain('The ways in')
})

test('what one command did is one line: the law with how many provisions it has, or each kind with its list', () => {
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const law = { id: '1', kind: 'policy', reference: 'act', title: { en: 'Invented Act' }, acronym: null }
	const at = new Date('2026-03-02T09:00:00Z')
	const changes = [
		{
			record: law,
			at,
			operation: 'policy.addVersion',
			named: [law],
			also: [{ kind: 'provision', total: 812, isMore: false }]
		},
		{
			record: { ...law, kind: 'actor', reference: 'mint' },
			at,
			operation: 'workspace.import',
			named: [],
			also: [{ kind: 'actor', total: 1_000, isMore: true }]
		}
	].map((change) => toldChange(words, 'zwe', change))
	const page = home(null, changes)
	expect(page).toMatch(
		/href="\/zwe\/policy\/act">Invented Act<\/a>.*Provisions: 812.*href="\/zwe\/policy\/act\/history"/s
	)
	expect(page).toMatch(/href="\/zwe\/actor">Actors: 1,000 or more<\/a>/)
	expect(page).not.toContain('href="/zwe/provision"')
})
