import { expect, test } from 'vitest'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { listOpenItems, succeedActor } from '#modules/directory/succession.ts'
import { refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { promise } from '../../../../tests/fixtures/promised.ts'
import { aWorkspace, TODAY } from '../../../../tests/fixtures/workspace.ts'
import { addStep, moveStep } from './road-map-commands.ts'
import { getRoadMap } from './road-map-queries.ts'

async function stepping(more: object) {
	const made = await aWorkspace()
	const { instrument } = await promise(made)
	const secretary = await made.as('secretariat')
	const add = async (title: string) => secretary.run(addStep, { instrument, form: 'study', title, ...more })
	const open = await add('Study')
	const done = await add('Past')
	const read = () => secretary.ask(getRoadMap, { instrument })
	const { version } = (await read()).instrument
	await secretary.run(moveStep, { step: done.id, version, state: 'done' })
	return { made, instrument, secretary, open: open.id, read }
}

test('an actor that ends is asked who leads its open steps; what is done stays told as its own', async () => {
	const { made, secretary, instrument, open, read } = await stepping({ lead: 'police' })
	const { items } = await secretary.ask(listOpenItems, { actor: 'police' })
	const steps = items.filter(({ item }) => item === 'road-map-step')
	expect(steps).toMatchObject([{ id: open, record: { id: instrument }, label: 'Study' }])
	await secretary.run(succeedActor, {
		actor: 'police',
		version: await versionOf(made, 'actor', 'police'),
		kind: 'merge',
		day: TODAY,
		legalBasis: 'Invented Act',
		successors: ['health'],
		choices: steps.map(({ item, id }) => ({ item, id, to: 'health' }))
	})
	expect((await read()).steps.map(({ lead }) => lead?.reference)).toEqual(['health', 'police'])
})

test('a structure is not dissolved while it follows an open step', async () => {
	const { made } = await stepping({ structure: 'closed-group' })
	const version = await versionOf(made, 'structure', 'closed-group')
	const dissolve = async () =>
		(await made.as('administrator')).run(setStructureStatus, {
			structure: 'closed-group',
			version,
			status: 'dissolved',
			day: TODAY,
			reason: 'No longer needed'
		})
	expect(await refusalOf(dissolve())).toMatchObject({ code: 'instruments.followed-steps-open', params: { count: 1 } })
})
