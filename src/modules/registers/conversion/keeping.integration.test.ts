import { beforeEach, describe, expect, test } from 'vitest'
import { clockSeat } from '#platform/access/seat.ts'
import { openFile } from '#platform/files/file-operations.ts'
import { verifyHistory } from '#platform/events/verify.server.ts'
import { run } from '#platform/operation/perform.server.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { rowsOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, SECRET, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { getEntry } from '../entry/entry-queries.ts'
import { retainEntries } from '../entry/retention.ts'
import { previewDeclaration } from '../exchange/preview-declaration.ts'
import { declareRegister } from '../register-commands.ts'
import { bringBack, listWaysBack } from './back-operations.ts'
import { clearReplacedNow } from './clear-replaced.ts'
import { GRANTS, nextOf } from './grant.testing.ts'
import { REPLACED_DAYS } from './keep-replaced.server.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
})

const DAY = 86_400_000
const preview = async (declaration: string) => (await made.as('administrator')).ask(previewDeclaration, { declaration })
const consenting = async (text: string) =>
	((await preview(text)).steps?.steps ?? []).flatMap(({ step, losses, digest, unseen }) =>
		losses + unseen > 0 ? [{ step, losses, digest, unseen }] : []
	)
/** Declares a version, with consent to whatever it loses. */
const declare = async (declaration: string) => {
	const consents = await consenting(declaration)
	return (await made.as('administrator')).run(declareRegister, { declaration, consents })
}
const back = async (to: number) => {
	const administrator = await made.as('administrator')
	const { ways } = await administrator.ask(listWaysBack, { register: 'grant' })
	const consents = await consenting(ways.find((way) => way.to === to)?.declaration ?? '')
	return administrator.run(bringBack, { register: 'grant', to, consents })
}
const add = async (values: Record<string, string>) =>
	(await made.as('secretariat')).run(addEntry, { register: 'grant', values, tables: {} })
const read = async (entry: string) => (await made.as('secretariat')).ask(getEntry, { entry })
const own = () => made.database.owner
const replaced = () =>
	own().selectFrom('entry_replaced').selectAll().where('workspace_id', '=', made.workspace.id).execute()
const clockAt = async (now: Date) => ({
	...(await made.as('public')).opening,
	seat: clockSeat,
	via: 'job' as const,
	now
})
const told = async (entry: string) =>
	JSON.stringify((await (await made.as('secretariat')).ask(getHistory, { record: entry, kind: 'entry' })).items)

describe('what is personal', () => {
	const KEPT = GRANTS.replace(
		'changed: [keepers]\n',
		'changed: [keepers]\nretention: { from: end, years: 5, does: erase-personal }\n'
	)

	test('is erased with what steps replaced of it, and from all that the history told by whatever name', async () => {
		await declare(KEPT)
		const { reference } = await add({ name: 'First', friend: 'Somebody', note: 'plain' })
		const text = nextOf(
			KEPT,
			[
				[
					'key: friend, type: text, personal: true, names: { en: Friend }',
					'key: companion, type: long-text, personal: true, names: { en: Companion }'
				],
				['key: note, type: text', 'key: note, type: email']
			],
			['{ step: convert, field: friend, to: companion }', '{ step: convert, field: note }']
		)
		await declare(text)
		expect((await replaced()).map(({ document }) => JSON.stringify(document)).join(' ')).toContain('Somebody')
		const { version } = await read(reference)
		await (await made.as('secretariat')).run(moveEntry, { entry: reference, version, move: 'shut' })
		expect(await told(reference)).toContain('Somebody')
		expect(await run(await clockAt(new Date('2032-06-01T09:00:00Z')), retainEntries, {})).toMatchObject({ done: 1 })
		expect(await replaced()).toEqual([])
		expect(await told(reference)).not.toContain('Somebody')
		expect(
			JSON.stringify(
				await own()
					.selectFrom('event_payload')
					.select('payload')
					.where('workspace_id', '=', made.workspace.id)
					.execute()
			)
		).not.toContain('Somebody')
		expect(
			await verifyHistory(made.database, made.workspace, { dataFolder: made.dataFolder, secret: SECRET })
		).toMatchObject({ faults: [] })
	})

	test('is shown in a preview to who may see it, which stands in the access log', async () => {
		await declare(KEPT)
		await add({ name: 'First', friend: 'Somebody' })
		const lines = async () =>
			(await rowsOf(made, 'access_log')).filter((line) => line['operation'] === 'register.previewDeclaration').length
		await preview(nextOf(KEPT, [['key: note,', 'key: remark,']], ['{ step: rename, field: note, to: remark }']))
		expect(await lines()).toBe(0)
		const told = await preview(
			nextOf(KEPT, [['key: friend,', 'key: companion,']], ['{ step: rename, field: friend, to: companion }'])
		)
		expect(JSON.stringify(told.steps)).toContain('Somebody')
		expect(await lines()).toBe(1)
	})
})

describe('a file in a field that is taken away', () => {
	const FILED = GRANTS.replace('tables:\n', '  - { key: paper, type: file, names: { en: Paper } }\ntables:\n')
	const WITHOUT = nextOf(
		FILED,
		[['  - { key: paper, type: file, names: { en: Paper } }\n', '']],
		['{ step: remove, field: paper }']
	)

	test('comes back with it, and is let go of when its time is over', async () => {
		await declare(FILED)
		const keeper = await made.as('secretariat')
		const file = await sendFile(keeper, { name: 'paper.txt', bytes: Buffer.from('a paper') })
		const { reference } = await add({ name: 'First', paper: file })
		const hung = async () =>
			(await own().selectFrom('file').select('record_id').where('id', '=', file).executeTakeFirstOrThrow()).record_id
		const on = await hung()
		await declare(WITHOUT)
		expect(await hung()).toBe(on)
		await back(1)
		expect((await read(reference)).values).toMatchObject({ paper: file })
		await expect(keeper.ask(openFile, { file })).resolves.toBeDefined()
		await declare(WITHOUT.replace('version: 2', 'version: 4'))
		await run(await clockAt(new Date(NOW.getTime() + (REPLACED_DAYS + 2) * DAY)), clearReplacedNow, {})
		expect(await hung()).toBeNull()
	})
})

describe('a step that moves values to other readers', () => {
	const SPLIT = nextOf(
		GRANTS,
		[
			[
				'  - { key: note, type: text, filtered: true, names: { en: Note } }\n',
				'  - { key: first, type: text, names: { en: First } }\n  - { key: family, type: text, filtered: true, seen: carers, names: { en: Family } }\n'
			]
		],
		['{ step: split, field: note, into: [first, family] }']
	)

	test('tells them to nobody else from then on, in no history and in nothing that is kept', async () => {
		await declare(GRANTS)
		const { reference } = await add({ name: 'First', note: 'Anna Quicksilver' })
		await declare(SPLIT)
		expect((await read(reference)).values).toMatchObject({ first: 'Anna', family: 'Quicksilver' })
		const observer = await made.as('observer')
		expect((await observer.ask(getEntry, { entry: reference })).values).toMatchObject({ first: 'Anna' })
		expect(JSON.stringify(await observer.ask(getHistory, { record: reference, kind: 'entry' }))).not.toContain(
			'Quicksilver'
		)
		expect(await told(reference)).toContain('Quicksilver')
		// An administrator who does not see the family name is shown nothing of it when it is to come back.
		const administrator = await made.as('administrator')
		const { ways } = await administrator.ask(listWaysBack, { register: 'grant' })
		expect(JSON.stringify(await preview(ways[0]?.declaration ?? ''))).not.toContain('Quicksilver')
		await back(1)
		expect((await read(reference)).values).toMatchObject({ note: 'Anna Quicksilver' })
	})

	test('or a group that is called otherwise, keeps them for those who saw them', async () => {
		await declare(GRANTS)
		const { reference } = await add({ name: 'First', secret: 'hush' })
		await declare(
			nextOf(
				GRANTS,
				[
					['{ key: carers, names', '{ key: helpers, names'],
					['seen: carers', 'seen: helpers']
				],
				['{ step: rename, group: carers, to: helpers }']
			)
		)
		expect((await read(reference)).values).toMatchObject({ secret: 'hush' })
		expect((await (await made.as('administrator')).ask(getEntry, { entry: reference })).values).not.toHaveProperty(
			'secret'
		)
		expect(
			(
				await own()
					.selectFrom('entry_part')
					.select('part')
					.where('workspace_id', '=', made.workspace.id)
					.orderBy('part')
					.execute()
			).map(({ part }) => part)
		).toEqual(['group:helpers', 'open'])
		await (
			await made.as('secretariat')
		).run(changeEntry, { entry: reference, version: (await read(reference)).version, values: { secret: 'still' } })
		await back(1)
		expect((await read(reference)).values).toMatchObject({ secret: 'still' })
	})
})

test('what ends in the middle leaves the version before whole', async () => {
	await declare(GRANTS)
	const { reference } = await add({ name: 'First', amount: '1 250' })
	await add({ name: 'Second', amount: '77' })
	const text = nextOf(
		GRANTS,
		[['key: amount, type: text', 'key: amount, type: whole-number']],
		['{ step: convert, field: amount }']
	)
	const { opening } = await made.as('administrator')
	const broken = {
		...opening,
		tell({ step }: { step: string }) {
			if (step === 'writing') throw new Error('the machine stops')
		}
	}
	await expect(run(broken, declareRegister, { declaration: text })).rejects.toThrow('the machine stops')
	expect((await read(reference)).values).toMatchObject({ amount: '1 250' })
	expect(await replaced()).toEqual([])
	expect(
		(
			await own()
				.selectFrom('register_version')
				.select('version')
				.where('workspace_id', '=', made.workspace.id)
				.execute()
		).map(({ version }) => version)
	).toEqual([1])
	await declare(text)
	expect((await read(reference)).values).toMatchObject({ amount: '1250' })
})
