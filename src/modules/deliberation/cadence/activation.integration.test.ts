import { expect, test } from 'vitest'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { written } from '#tests/fixtures/deliberated.ts'
import { idOf, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { activateStructure, standDownStructure } from './activation-commands.ts'
import { getCadence } from './cadence-queries.ts'

const version = (made: TestWorkspace, key = 'committee') => versionOf(made, 'structure', key)

test('an ad hoc structure is activated and stood down, with its reasons; its status follows', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createStructure, {
		key: 'flood-team',
		name: 'Flood team',
		level: 'technical',
		kind: 'task-team',
		status: 'ad-hoc-idle'
	})
	const input = async (reason: string) => ({
		structure: 'flood-team',
		version: await version(made, 'flood-team'),
		day: TODAY,
		reason
	})
	await secretariat.run(activateStructure, await input('floods in the east'))
	const active = await secretariat.ask(getCadence, { structure: 'flood-team' })
	expect(active).toMatchObject({ status: 'ad-hoc-activated', functionality: 'active', disagreement: null })
	expect(active.activations).toMatchObject([{ from: TODAY, to: null, reason: 'floods in the east' }])
	expect(active.awaits).toEqual({ since: TODAY, by: '2026-08-31' })
	expect(await refusalOf(secretariat.run(activateStructure, await input('again')))).toMatchObject({
		code: 'deliberation.structure-already-activated'
	})
	await secretariat.run(standDownStructure, await input('the water is gone'))
	const idle = await secretariat.ask(getCadence, { structure: 'flood-team' })
	expect(idle.status).toBe('ad-hoc-idle')
	expect(idle.activations).toMatchObject([{ to: TODAY, endReason: 'the water is gone' }])
	expect(await refusalOf(secretariat.run(standDownStructure, await input('again')))).toMatchObject({
		code: 'deliberation.structure-not-activated'
	})
	const page = await secretariat.ask(getStructure, { structure: 'flood-team' })
	expect(page.statusHistory.map(({ status, reason }) => [status, reason]).slice(0, 2)).toEqual([
		['ad-hoc-idle', 'the water is gone'],
		['ad-hoc-activated', 'floods in the east']
	])
})

test('a structure that was only proposed and let work for a while is stood down, and proposed still', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createStructure, {
		key: 'senior-team',
		name: 'Senior team',
		level: 'technical',
		kind: 'task-team',
		status: 'proposed'
	})
	const structure = await idOf(made, 'structure', 'senior-team')
	await written(await made.as('administrator'), (here) =>
		here.write.add('structure_activation', {
			structure_id: structure,
			from_day: '2025-11-03',
			to_day: null,
			reason: 'let work for a year',
			end_reason: null,
			origin: 'invented',
			origin_source: null,
			origin_year: null,
			origin_note: null
		})
	)
	expect(await secretariat.ask(getCadence, { structure })).toMatchObject({ may: { standDown: true } })
	await secretariat.run(standDownStructure, {
		structure,
		version: await version(made, 'senior-team'),
		day: TODAY,
		reason: 'the year is over'
	})
	expect(await secretariat.ask(getCadence, { structure })).toMatchObject({
		status: 'proposed',
		activations: [{ to: TODAY, endReason: 'the year is over' }],
		may: { standDown: false },
		whyNot: { standDown: 'deliberation.structure-not-activated' }
	})
	const observer = await made.as('observer')
	expect((await observer.ask(getCadence, { structure })).whyNot).toEqual({ activate: null, standDown: null })
})

test('a structure that is not ad hoc is not activated, and nothing of it is written', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const activating = secretariat.run(activateStructure, {
		structure: 'committee',
		version: await version(made),
		day: TODAY,
		reason: 'please'
	})
	expect(await refusalOf(activating)).toMatchObject({ code: 'deliberation.structure-not-ad-hoc' })
	expect((await secretariat.ask(getCadence, { structure: 'committee' })).activations).toEqual([])
})
