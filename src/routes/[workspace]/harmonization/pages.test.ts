import type { Component } from 'svelte'
import { render } from 'svelte/server'
import { describe, expect, test } from 'vitest'
import type { HarmonizationItem, RelationItem } from '#modules/instruments/relation/relation-outputs.ts'
import type { OverlapSide } from '#modules/instruments/overlap/suggestion/overlap-outputs.ts'
import { speak } from '#platform/languages/words.ts'
import { WORDS } from '#ui/words.ts'
import { catalogue } from '#words'
import OverlapSidePart from '../policy/[reference]/overlaps/OverlapSide.svelte'
import BoardItems from './BoardItems.svelte'
import BoardPanels from './BoardPanels.svelte'
import RelationTable from './RelationTable.svelte'

process.env['PITSO_STRICT_WORDS'] = '1'

const LANGUAGES = ['en', 'fr', 'pt'] as const

function show<Props extends Record<string, unknown>>(language: string, component: Component<Props>, props: Props) {
	const spoken = speak(catalogue, language, { timeZone: 'Africa/Harare' })
	const { body } = render(component, { props, context: new Map([[WORDS, spoken]]) })
	return body.replaceAll(/<!--.*?-->/gs, '').replaceAll(/[ \t\n]+/g, ' ')
}

const named = (kind: string, reference: string) => ({
	id: reference,
	kind,
	reference,
	title: { en: `Name of ${reference}` },
	acronym: null
})
const head = {
	...named('harmonization', 'ZWE-HAR-2026-001'),
	origin: 'entered',
	source: null,
	year: null,
	note: null,
	state: 'active',
	stateReason: null,
	audience: ['workspace'],
	version: 1,
	changedAt: new Date('2026-03-02T09:00:00Z')
} as const
const item: HarmonizationItem = {
	...head,
	audience: ['workspace'],
	standing: 'being-resolved',
	structure: named('structure', 'committee'),
	dueDay: '2026-02-01',
	isOverdue: true,
	resolvedDay: null,
	pairs: [],
	relations: 1,
	agreers: [named('actor', 'labour'), named('actor', 'health')],
	waitsFor: [named('actor', 'labour')],
	disagrees: [named('actor', 'health')]
}
const relation: RelationItem = {
	id: 'one',
	type: 'contradicts',
	state: 'open',
	argument: 'One allows what the other forbids.',
	from: { record: named('provision', 'act-p3'), whole: named('policy', 'act'), lead: named('actor', 'labour') },
	to: { record: named('policy', 'bill'), whole: named('policy', 'bill'), lead: null },
	by: { office: 'Policy Analyst', actor: null },
	addedAt: new Date('2026-03-02T09:00:00Z'),
	harmonizations: [],
	may: { move: true },
	origin: 'entered',
	source: null,
	year: null,
	note: null
}

describe.each(LANGUAGES)('in %s', (language) => {
	test('an item of the board names who must agree, whom it waits for, who is against it, and that it is overdue', () => {
		const html = show(language, BoardItems, { workspace: 'zwe', items: [item], caption: 'Items' })
		expect(html).toContain('/zwe/harmonization/ZWE-HAR-2026-001')
		expect(html).toContain('Name of labour')
		expect(html.match(/Name of health/g)).toHaveLength(2)
		const words = speak(catalogue, language, { timeZone: 'Africa/Harare' })
		expect(html).toContain(words.t('harmonization.overdue'))
		expect(html).toContain(words.t('harmonization.disagree', { actors: 'Name of health' }))
	})

	test('a relation tells both its ends with the law a provision stands in, its argument, and who says so', () => {
		const shown = { workspace: 'zwe', relations: [relation], caption: 'Relations', empty: 'None' }
		const html = show(language, RelationTable, { ...shown, takeOut: '/zwe/harmonization/x/unrelate' })
		expect(html).toContain('/zwe/provision/act-p3')
		expect(html).toContain('Name of act')
		expect(html).toContain('One allows what the other forbids.')
		expect(html).toContain('Policy Analyst')
		expect(html).toContain('/zwe/harmonization/x/unrelate?relation=one')
		// A document that says so stands in the place of the office that entered it.
		const cited = { ...relation, source: 'Review of laws', year: 2025 }
		const told = show(language, RelationTable, { ...shown, relations: [cited] })
		expect(told).toContain('Review of laws, 2025')
		expect(told).not.toContain('Policy Analyst')
	})
})

test('a clash that nobody took up is ticked by those who may take it up; others read it, and are not told to', () => {
	const board = { items: [], loose: [relation], isMore: false }
	const { t } = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const shown = (may: boolean) =>
		show('en', BoardPanels, { workspace: 'zwe', board: { ...board, may: { add: may, relate: may } } })
	expect(shown(true)).toContain(t('harmonization.loose.what'))
	expect(shown(true)).toContain('type="checkbox"')
	expect(shown(false)).toContain('/zwe/harmonization/relation/one')
	expect(shown(false)).not.toContain(t('harmonization.loose.what'))
	expect(shown(false)).not.toContain('type="checkbox"')
})

test('shared wording is marked, and the text stays as it is', () => {
	const side: OverlapSide = {
		provision: named('provision', 'act-p3'),
		policy: named('policy', 'act'),
		number: '3',
		heading: null,
		language: 'en',
		pieces: [
			{ text: 'No ', isShared: false },
			{ text: 'recruitment fee', isShared: true },
			{ text: ' is charged <b>.', isShared: false }
		]
	}
	const html = show('en', OverlapSidePart, { workspace: 'zwe', side })
	expect(html).toContain('No <mark>recruitment fee</mark> is charged &lt;b>.')
})
