import { expect, test } from 'vitest'
import { listLinks, linkRecords } from '#platform/records/record-operations.ts'
import { speak } from '#platform/languages/words.ts'
import { declarationOf } from '#tests/fixtures/declared.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { catalogue } from '#words'
import { perform } from '../../../../tests/access/by-name.ts'
import { changedAmong, stationsOf } from './chain-stations.ts'
import { proposeRecommendation } from './recommendation-commands.ts'
import { getRecommendation } from './recommendation-page.ts'

test('the chain of a recommendation ends in what it changed: a law, a plan, a budget line, an indicator, a treaty', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const { reference } = await administrator.run(proposeRecommendation, {
		title: 'One desk',
		text: 'That one desk be opened.',
		structure: 'committee',
		addresseeActor: 'union',
		areas: ['labour-migration']
	})
	const register = 'budget'
	await perform(administrator, 'register.declare', {
		declaration: declarationOf({ key: register, code: 'BUD', title: 'Budget lines', seen: 'workspace' })
	})
	const entry = (name: string) =>
		perform(administrator, 'entry.add', { register, values: { holder: 'labour', body: 'committee', name } })
	const changed = {
		'The act on borders': await perform(administrator, 'policy.add', { name: 'The act on borders', form: 'act' }),
		'The plan of the year': await perform(administrator, 'policy.add', {
			name: 'The plan of the year',
			form: 'action-plan'
		}),
		'Line 12, the desk': await entry('Line 12, the desk'),
		'Waiting time in minutes': await entry('Waiting time in minutes'),
		'A treaty on desks': await perform(administrator, 'instrument.add', {
			name: 'A treaty on desks',
			form: 'treaty',
			scope: 'global'
		})
	}
	for (const to of Object.values(changed))
		await administrator.run(linkRecords, { from: reference, fromKind: 'recommendation', type: 'changed', to })
	const [recommendation, { items }] = await Promise.all([
		administrator.ask(getRecommendation, { recommendation: reference }),
		administrator.ask(listLinks, { record: reference, kind: 'recommendation' })
	])
	const words = speak(catalogue, 'en', { timeZone: 'Africa/Harare' })
	const picture = JSON.stringify(stationsOf(words, made.workspace.key, recommendation, changedAmong(items)))
	for (const name of Object.keys(changed)) expect(picture).toContain(name)
	for (const record of Object.values(changed)) {
		const { items: back } = await administrator.ask(listLinks, { record })
		expect(back.map((one) => [one.reads, one.record.reference])).toContainEqual(['changed-by', reference])
	}
})
