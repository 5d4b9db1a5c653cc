import { expect, test } from 'vitest'
import { getHandover } from '#platform/access/seat-handover.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { createActor } from '#modules/directory/actor-commands.ts'
import { changeStructure, createStructure, setStructureStatus } from '#modules/directory/structure-commands.ts'
import { listOpenItems, succeedActor } from '#modules/directory/succession.ts'
import { refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace } from '#tests/fixtures/workspace.ts'
import { cancelAction } from './action-commands.ts'
import { handOverActions } from './hand-over-commands.ts'
import { acceptAction, reportAction } from './report-commands.ts'
import { assign, EVIDENCE, read, REASON, version } from '#tests/fixtures/action.ts'

test('a structure is not dissolved over open actions; handed over to another, they let it go', async () => {
	const made = await aWorkspace()
	const first = await assign(made, { structure: 'closed-group' })
	const second = await assign(made, { structure: 'closed-group', title: 'Another' })
	const chair = await made.as('chair')
	const dissolve = async () =>
		chair.run(setStructureStatus, {
			structure: 'closed-group',
			version: await versionOf(made, 'structure', 'closed-group'),
			status: 'dissolved',
			day: '2026-03-02',
			reason: REASON
		})
	expect(await refusalOf(dissolve())).toMatchObject({
		kind: 'conflict',
		code: 'deliberation.structure-has-open-actions',
		params: { count: 2 }
	})
	await chair.run(cancelAction, { action: second.id, version: await version(made, second.id), reason: REASON })
	const chosen = [{ id: first.id, version: await version(made, first.id) }]
	expect(await refusalOf(chair.run(handOverActions, { actions: chosen, reason: REASON }))).toMatchObject({
		issues: [{ code: 'deliberation.action-taker-missing' }]
	})
	expect(
		await refusalOf(
			chair.run(handOverActions, {
				actions: [{ id: first.id, version: 1_000 }],
				structure: 'committee',
				reason: REASON
			})
		)
	).toMatchObject({ code: 'deliberation.action-changed-meanwhile' })
	await chair.run(handOverActions, { actions: chosen, structure: 'committee', actor: 'health', reason: REASON })
	expect(await read(made, first.reference)).toMatchObject({
		structure: { reference: 'committee' },
		responsible: { reference: 'health' }
	})
	await dissolve()
})

test('an actor that ends leaves its actions to its successor, or they end with it', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, { key: 'work', name: 'Ministry of Work', kind: 'ministry' })
	const { reference: action } = await assign(made, { seat: 'member', supporting: ['health'] })
	const { items } = await secretariat.ask(listOpenItems, { actor: 'labour' })
	expect(items.filter((item) => item.item === 'action')).toMatchObject([{ record: { reference: action } }])
	await secretariat.run(succeedActor, {
		actor: 'labour',
		version: await versionOf(made, 'actor', 'labour'),
		kind: 'merge',
		day: '2026-03-01',
		legalBasis: 'Act 9',
		successors: ['work']
	})
	expect(await read(made, action)).toMatchObject({ responsible: { reference: 'work' }, progress: 'open' })
	const left = await secretariat.ask(listOpenItems, { actor: 'work' })
	await secretariat.run(succeedActor, {
		actor: 'work',
		version: await versionOf(made, 'actor', 'work'),
		kind: 'abolish',
		day: '2026-03-02',
		legalBasis: 'Act 10',
		choices: left.items.map(({ item, id }) => ({ item, id, to: 'end' as const }))
	})
	expect(await read(made, action)).toMatchObject({ progress: 'cancelled' })
})

test('what turns out to be one structure, or one actor, has one set of actions', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createStructure, {
		key: 'twin',
		name: 'Twin',
		level: 'technical',
		kind: 'working-group',
		status: 'active'
	})
	await secretariat.run(createActor, { key: 'twin-ministry', name: 'Twin Ministry', kind: 'ministry' })
	const { reference: action } = await assign(
		made,
		{ structure: 'twin', responsible: 'twin-ministry', supporting: ['health'] },
		'secretariat'
	)
	await secretariat.run(mergeRecords, {
		record: 'twin',
		kind: 'structure',
		version: await versionOf(made, 'structure', 'twin'),
		into: 'committee',
		reason: REASON
	})
	await secretariat.run(mergeRecords, {
		record: 'twin-ministry',
		kind: 'actor',
		version: await versionOf(made, 'actor', 'twin-ministry'),
		into: 'health',
		reason: REASON
	})
	expect(await read(made, action)).toMatchObject({
		structure: { reference: 'committee' },
		responsible: { reference: 'health' },
		supporting: []
	})
})

test('the next holder of a seat finds its actions, and those of its actor that name nobody', async () => {
	const made = await aWorkspace()
	const { reference: named } = await assign(made, { seat: 'member' })
	const { reference: free } = await assign(made, { title: 'Free' })
	const administrator = await made.as('administrator')
	const { open, movable } = await administrator.ask(getHandover, { seat: 'member' })
	expect(open.filter(({ code }) => code === 'action-of-seat')).toMatchObject([{ record: { reference: named } }])
	expect(movable.filter(({ code }) => code === 'action-of-actor')).toMatchObject([{ record: { reference: free } }])
})

test('the secretary of a structure changes with the structure', async () => {
	const made = await aWorkspace()
	const { reference: action } = await assign(made)
	const member = await made.as('member')
	await member.run(reportAction, { action, text: 'Done.', isFinal: true, ...EVIDENCE })
	const secretariat = await made.as('secretariat')
	await secretariat.run(changeStructure, {
		structure: 'committee',
		version: await versionOf(made, 'structure', 'committee'),
		secretariatActor: 'health'
	})
	const chair = await made.as('chair')
	expect(await refusalOf(chair.run(acceptAction, { action, version: await version(made, action) }))).toMatchObject({
		kind: 'forbidden'
	})
	await (await made.as('outsider')).run(acceptAction, { action, version: await version(made, action) })
	expect(await read(made, action)).toMatchObject({ progress: 'closed' })
})
