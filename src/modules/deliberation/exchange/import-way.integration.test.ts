import { expect, test } from 'vitest'
import { asRows, hopCells as hop, recommendationCells as recommendation } from '#tests/fixtures/deliberation-cells.ts'
import { everything, faultsOf, HISTORY, importRows, refusalOf } from '#tests/fixtures/directory.ts'
import type { Cells } from '#tests/fixtures/register-files.ts'
import { written } from '#tests/fixtures/deliberated.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'

const BROKEN: Readonly<
	Record<string, { sheets: Readonly<Record<string, readonly Cells[]>>; faults: readonly string[] }>
> = {
	'a recommendation that lies elsewhere than its way led it': {
		sheets: {
			recommendation: [recommendation({ state: 'submitted', holder_structure: 'closed-group' })],
			recommendation_hop: [hop()]
		},
		faults: ['recommendation 2 holder_structure deliberation.import-holder-not-last-level']
	},
	'a level left from where the one before did not end': {
		sheets: {
			recommendation: [recommendation({ state: 'submitted' })],
			recommendation_hop: [
				hop({ received: '2026-01-06', answered: '2026-01-20', answer: 'accepted' }),
				hop({ position: '2', to_structure: 'committee', submitted: '2026-01-20' })
			]
		},
		faults: ['recommendation_hop 3 from_structure deliberation.import-hop-from-elsewhere']
	},
	'a level left from by two': {
		sheets: {
			recommendation: [recommendation({ state: 'submitted' })],
			recommendation_hop: [hop({ from_actor: 'labour' })]
		},
		faults: ['recommendation_hop 2 from_actor deliberation.import-one-sender']
	},
	'a level after the end': {
		sheets: {
			recommendation: [recommendation({ state: 'submitted' })],
			recommendation_hop: [
				hop({ answered: '2026-01-20', answer: 'ended' }),
				hop({
					position: '2',
					from_structure: 'committee',
					to_structure: '',
					to_actor: 'home-affairs',
					submitted: '2026-01-20'
				})
			]
		},
		faults: ['recommendation_hop 2 answer deliberation.import-ended-and-on']
	}
}

test('a way that does not hang together is refused at its cell, and nothing is changed', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const before = await everything(made, HISTORY)
	for (const [what, { sheets, faults }] of Object.entries(BROKEN)) {
		const refusal = await refusalOf(importRows(administrator, asRows(sheets)))
		expect(faultsOf(refusal).sort(), what).toEqual(faults.toSorted())
	}
	expect(await everything(made, HISTORY)).toEqual(before)
})

test('an actor that passed one on comes in as its sender, named or told by the row before, and the note sent with it', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const passed = { answered: '2026-01-20', answer: 'passed-on' }
	const way = (number: string, last: Cells) => [
		hop({ recommendation: number, ...passed }),
		hop({
			recommendation: number,
			position: '2',
			from_structure: 'committee',
			to_structure: '',
			to_actor: 'home-affairs',
			submitted: '2026-01-20',
			...passed
		}),
		hop({
			recommendation: number,
			position: '3',
			from_structure: '',
			to_structure: '',
			to_actor: 'labour',
			submitted: '2026-01-20',
			sent_note: 'For you to decide.',
			...last
		})
	]
	const row = (number: string) => recommendation({ number, state: 'submitted', holder_actor: 'labour' })
	await importRows(
		administrator,
		asRows({
			actor: [{ key: 'home-affairs', name: 'Ministry of Home Affairs', kind: 'ministry', parent: 'labour' }],
			recommendation: [row('T-REC-2026-001'), row('T-REC-2026-002')],
			recommendation_hop: [...way('T-REC-2026-001', { from_actor: 'home-affairs' }), ...way('T-REC-2026-002', {})]
		})
	)
	const sent = await written(administrator, (here) =>
		here.tx
			.selectFrom('recommendation_hop')
			.innerJoin('record', (on) =>
				on
					.onRef('record.workspace_id', '=', 'recommendation_hop.workspace_id')
					.onRef('record.id', '=', 'recommendation_hop.from_actor_id')
			)
			.select(['record.key', 'recommendation_hop.note'])
			.where('recommendation_hop.workspace_id', '=', here.workspace.id)
			.execute()
	)
	const one = { key: 'home-affairs', note: 'For you to decide.' }
	expect(sent).toEqual([one, one])
})
