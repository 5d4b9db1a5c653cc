import { expect, test } from 'vitest'
import { listAttention } from '#platform/records/attention.ts'
import { createStructure } from '#modules/directory/structure-commands.ts'
import { assign, EVIDENCE, read, REASON, version } from '#tests/fixtures/action.ts'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { listActions } from './action-queries.ts'
import { answerExtension, askExtension } from './extension-commands.ts'
import { getDigest } from './reminder-queries.ts'
import { acceptAction, reportAction } from './report-commands.ts'

/** An action that was handed in to a structure whose secretary is an actor. */
async function handedIn(secretariatActor: string) {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const office = { level: 'technical', kind: 'working-group', status: 'active', audience: 'public' } as const
	await administrator.run(createStructure, {
		...office,
		key: 'kept-elsewhere',
		name: 'Kept elsewhere',
		chair: 'home-affairs',
		secretariatActor
	})
	const { reference: action } = await assign(made, { structure: 'kept-elsewhere' })
	return { made, action }
}

const handIn = async (made: TestWorkspace, action: string) =>
	(await made.as('member')).run(reportAction, { action, text: 'All of it.', isFinal: true, ...EVIDENCE })

const waitingFor = async (made: TestWorkspace, seat: SeatKey) => {
	const acting = await made.as(seat)
	const matters = (await acting.ask(listAttention, {})).items
	const digest = await acting.ask(getDigest, {})
	return {
		home: matters.find(({ code }) => code === 'action-acceptance')?.total ?? 0,
		list: (await acting.ask(listActions, { filter: { waiting: 'acceptance', whose: 'kept' } })).total,
		digest: digest.sections.find(({ section }) => section === 'acceptance')?.items.length ?? 0
	}
}
const NOTHING = { home: 0, list: 0, digest: 0 }
const ONE = { home: 1, list: 1, digest: 1 }

// The union has but an observer in the workspace, who does nothing for it.
test('where the secretary has no seat in the workspace, its secretariat accepts in its place', async () => {
	const { made, action } = await handedIn('union')
	const secretariat = await made.as('secretariat')
	const member = await made.as('member')
	await member.run(askExtension, { action, until: '2026-05-01', reason: REASON })
	await secretariat.run(answerExtension, { action, answer: 'granted', reason: REASON })
	await handIn(made, action)
	expect(await waitingFor(made, 'secretariat')).toEqual(ONE)
	expect(await waitingFor(made, 'chair')).toEqual(NOTHING)
	expect(await read(made, action, 'member')).toMatchObject({
		acceptedBy: { secretary: { reference: 'union' }, isInPlace: true },
		may: { accept: false }
	})
	for (const seat of ['chair', 'administrator', 'observer', 'member'] as const)
		expect(
			await refusalOf((await made.as(seat)).run(acceptAction, { action, version: await version(made, action) }))
		).toMatchObject({ kind: 'forbidden', params: { operation: 'action.accept' } })
	expect((await read(made, action, 'secretariat')).may).toMatchObject({ accept: true })
	await secretariat.run(acceptAction, { action, version: await version(made, action) })
	expect(await read(made, action)).toMatchObject({ progress: 'closed' })
})

test('where the secretary has a seat, nobody accepts in its place', async () => {
	const { made, action } = await handedIn('health')
	await handIn(made, action)
	expect(await waitingFor(made, 'outsider')).toEqual(ONE)
	expect(await waitingFor(made, 'secretariat')).toEqual(NOTHING)
	expect(await read(made, action, 'secretariat')).toMatchObject({
		acceptedBy: { secretary: { reference: 'health' }, isInPlace: false },
		may: { accept: false }
	})
	expect(
		await refusalOf((await made.as('secretariat')).run(acceptAction, { action, version: await version(made, action) }))
	).toMatchObject({ kind: 'forbidden' })
	await (await made.as('outsider')).run(acceptAction, { action, version: await version(made, action) })
})
