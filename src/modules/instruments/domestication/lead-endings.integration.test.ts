import { expect, test } from 'vitest'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { listOpenItems, succeedActor } from '#modules/directory/succession.ts'
import { refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { promise } from '../../../../tests/fixtures/promised.ts'
import { aWorkspace, TODAY } from '../../../../tests/fixtures/workspace.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { addAgreement } from '../agreement/agreement-commands.ts'
import { addHarmonization } from '../relation/harmonization-commands.ts'
import { getHarmonization } from '../relation/harmonization-queries.ts'
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

test('a structure is not dissolved while it is in charge of laws to be brought into line, or follows a living agreement', async () => {
	const made = await aWorkspace()
	const secretary = await made.as('secretariat')
	const dissolve = async (structure: string) =>
		(await made.as('administrator')).run(setStructureStatus, {
			structure,
			version: await versionOf(made, 'structure', structure),
			status: 'dissolved',
			day: TODAY,
			reason: 'No longer needed'
		})
	await secretary.run(addHarmonization, {
		title: 'Two texts on one matter',
		text: 'They clash.',
		structure: 'closed-group'
	})
	expect(await refusalOf(dissolve('closed-group'))).toMatchObject({
		code: 'instruments.structure-harmonizes',
		params: { count: 1 }
	})
	const agree = (name: string, stage: 'in-force' | 'expired') =>
		secretary.run(addAgreement, {
			name,
			stage,
			form: 'bilateral-labour-agreement',
			subject: 'Work',
			parties: [{ country: 'ZWE' }, { country: 'ZAF' }],
			commission: 'committee'
		})
	await agree('Living', 'in-force')
	await agree('Over', 'expired')
	expect(await refusalOf(dissolve('committee'))).toMatchObject({
		code: 'instruments.structure-follows-agreements',
		params: { count: 1 }
	})
})

test('a structure that another is merged into takes over what that was in charge of', async () => {
	const made = await aWorkspace()
	const secretary = await made.as('secretariat')
	const { reference } = await secretary.run(addHarmonization, {
		title: 'Two texts on one matter',
		text: 'They clash.',
		structure: 'closed-group'
	})
	await (
		await made.as('administrator')
	).run(mergeRecords, {
		record: 'closed-group',
		kind: 'structure',
		version: await versionOf(made, 'structure', 'closed-group'),
		into: 'committee',
		reason: 'the same'
	})
	expect(await secretary.ask(getHarmonization, { harmonization: reference })).toMatchObject({
		structure: { reference: 'committee' }
	})
})
