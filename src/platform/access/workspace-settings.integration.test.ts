import { expect, test } from 'vitest'
import { registry } from '#areas'
import { ownerRows, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { upload } from '../../../tests/access/by-name.ts'
import { aWorkspace, NOW, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor } from '#modules/directory/actor-commands.ts'
import { getActor, listActors } from '#modules/directory/actor-queries.ts'
import { workspaceOverview } from '#modules/directory/overview.ts'
import { listOpenItems, succeedActor } from '#modules/directory/succession.ts'
import { mapStructures } from '#modules/directory/structure-board-queries.ts'
import { getStructure, listStructures } from '#modules/directory/structure-queries.ts'
import { cleanFiles } from '#platform/files/clean-files.server.ts'
import { openFile } from '#platform/files/file-operations.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { command, nothing } from '#platform/operation/operation.server.ts'
import { attachDocument, listDocuments } from '#platform/records/documents.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { z } from 'zod'
import { findWorkspace } from './find-seat.server.ts'
import { clockSeat } from './seat.ts'
import { changeWorkspace, getWorkspace, getWorkspaceSettings } from './workspace-operations.ts'

/** The workspace as a request finds it after a change. */
async function found({ database, workspace }: TestWorkspace) {
	const now = await findWorkspace(database, workspace.key)
	if (!now) throw new Error('the workspace is gone')
	return now
}

/** An opening of a request that comes after a change. */
async function after(made: TestWorkspace, key: Parameters<TestWorkspace['as']>[0]): Promise<Opening> {
	return { ...(await made.as(key)).opening, workspace: await found(made) }
}

test('settings change as a whole with their history, and the next request finds them', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	expect(await administrator.ask(getWorkspaceSettings, {})).toMatchObject({ version: 0, timeZone: 'Africa/Harare' })
	const done = await administrator.run(changeWorkspace, {
		version: 0,
		name: { en: 'Newland', fr: 'Pays nouveau' },
		languages: ['en', 'fr', 'pt'],
		timeZone: 'Africa/Maputo',
		numberPrefix: 'NEW',
		secretariat: 'secretariat-office',
		framework: 'themes',
		letterhead: { en: 'Republic of Newland\nMinistry', fr: '' },
		contactEmail: 'desk@newland.test',
		reason: 'by decree'
	})
	expect(done).toEqual({ version: 1 })
	const now = await found(made)
	expect(now).toMatchObject({
		name: { en: 'Newland', fr: 'Pays nouveau' },
		languages: ['en', 'fr', 'pt'],
		language: 'en',
		timeZone: 'Africa/Maputo',
		numberPrefix: 'NEW',
		letterhead: { en: 'Republic of Newland\nMinistry' }
	})
	expect(now.secretariatActorId).not.toBeNull()
	const told = await ask(await after(made, 'public'), getWorkspace, {})
	expect(told).toMatchObject({ name: { en: 'Newland' }, contact: { email: 'desk@newland.test', office: null } })
	const [event] = await ownerRows(
		made,
		`select payload from event join event_payload using (workspace_id, sequence)
		where workspace_id = :workspace and operation = 'workspace.change'`
	)
	const payload = z
		.object({ reason: z.string(), changes: z.array(z.object({ before: z.unknown(), after: z.unknown() })) })
		.parse(JSON.parse(String(event?.['payload'])))
	expect(payload.reason).toBe('by decree')
	expect(JSON.stringify(payload.changes)).toContain('"before":{"languages":["en","fr"]')
})

test('a change from another version is a conflict, and one that says what stands changes nothing', async () => {
	const { as } = await aWorkspace()
	const administrator = await as('administrator')
	expect(await administrator.run(changeWorkspace, { version: 0, name: { en: 'Testland' } })).toEqual({ version: 0 })
	await administrator.run(changeWorkspace, { version: 0, numberPrefix: 'ONE' })
	const stale = administrator.run(changeWorkspace, { version: 0, numberPrefix: 'TWO' })
	expect(await refusalOf(stale)).toMatchObject({ kind: 'conflict', params: { version: 0, current: 1 } })
})

test('of several first changes in the same moment, one is done', async () => {
	const { as } = await aWorkspace()
	const administrator = await as('administrator')
	const change = (numberPrefix: string) => administrator.run(changeWorkspace, { version: 0, numberPrefix })
	const done = await Promise.allSettled([change('ONE'), change('TWO'), change('THREE')])
	expect(done.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
	for (const one of done)
		if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'platform.changed-meanwhile' })
})

test('what does not fit is told field by field', async () => {
	const { as } = await aWorkspace()
	const administrator = await as('administrator')
	const faults = async (input: object) =>
		(await refusalOf(administrator.run(changeWorkspace, { version: 0, ...input }))).issues.map(
			({ path, code }) => `${path.join('.')} ${code}`
		)
	expect(await faults({ timeZone: 'Africa/Nowhere' })).toEqual(['timeZone platform.field.time-zone'])
	expect(await faults({ numberPrefix: 'zw e' })).toEqual(['numberPrefix platform.field.format'])
	expect(await faults({ name: { fr: 'Pays' } })).toEqual(['name platform.field.first-language'])
	expect(await faults({ closedKinds: ['dragon'] })).toEqual(['closedKinds platform.field.choice'])
	expect(await faults({ closedPages: ['dragon'] })).toEqual(['closedPages platform.field.choice'])
	expect(await faults({ secretariat: 'nobody' })).toEqual(['secretariat platform.field.no-such-record'])
	expect(await faults({ framework: 'nothing' })).toEqual(['framework platform.field.no-such-record'])
})

test('another language comes first once every record has a name in it; lists are sorted by it then', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const name = { en: 'Testland', fr: 'Pays' }
	const early = administrator.run(changeWorkspace, { version: 0, name, firstLanguage: 'fr' })
	expect(await refusalOf(early)).toMatchObject({ code: 'access.names-missing', params: { language: 'fr' } })
	await made.database.owner.connection().execute(async (owner) => {
		await owner
			.updateTable('record')
			.set({ title: JSON.stringify({ en: 'x', fr: 'y' }) })
			.where('workspace_id', '=', made.workspace.id)
			.execute()
	})
	await administrator.run(changeWorkspace, { version: 0, name, firstLanguage: 'fr' })
	expect(await found(made)).toMatchObject({ languages: ['fr', 'en'], language: 'fr' })
	const rows = await ownerRows(made, 'select distinct title_sort from record where workspace_id = :workspace')
	expect(rows).toEqual([{ title_sort: 'y' }])
})

test('numbers begin with the workspace’s prefix from the change on', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const number = command({
		name: 'test.number',
		input: z.strictObject({}),
		output: z.string(),
		about: nothing,
		allow: () => true,
		run: (here) => here.write.nextNumber('recommendation', 'REC')
	})
	const own = made.workspace.key.toUpperCase().replaceAll('-', '').slice(0, 20)
	expect(await administrator.run(number, {})).toBe(`${own}-REC-2026-001`)
	await administrator.run(changeWorkspace, { version: 0, numberPrefix: 'ZWE' })
	expect(await run(await after(made, 'administrator'), number, {})).toBe('ZWE-REC-2026-002')
})

test('the secretariat of the workspace follows its actor when that is succeeded or merged', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(changeWorkspace, { version: 0, secretariat: 'union' })
	const secretariat = async () => (await administrator.ask(getWorkspaceSettings, {})).secretariat?.reference
	await administrator.run(mergeRecords, {
		record: 'union',
		kind: 'actor',
		version: await versionOf(made, 'actor', 'union'),
		into: 'health',
		reason: 'the same'
	})
	expect(await secretariat()).toBe('health')
	const { items } = await administrator.ask(listOpenItems, { actor: 'health' })
	await administrator.run(succeedActor, {
		actor: 'health',
		version: await versionOf(made, 'actor', 'health'),
		kind: 'merge',
		day: TODAY,
		legalBasis: 'Act 3',
		successors: ['labour'],
		choices: items.map(({ item, id }) => ({ item, id, to: 'labour' }))
	})
	expect(await secretariat()).toBe('labour')
	const left = await administrator.ask(listOpenItems, { actor: 'labour' })
	await administrator.run(succeedActor, {
		actor: 'labour',
		version: await versionOf(made, 'actor', 'labour'),
		kind: 'abolish',
		day: TODAY,
		legalBasis: 'Act 4',
		choices: left.items.map(({ item, id }) => ({ item, id, to: 'end' }))
	})
	expect(await secretariat()).toBeUndefined()
})

test('a kind closed to the public is closed in lists, counts, search, history, pictures and files, and to nobody else', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(attachDocument, {
		record: 'committee',
		kind: 'structure',
		file: await upload(made, administrator, 'terms.txt', 'terms of reference'),
		title: 'Terms'
	})
	const { items: documents } = await administrator.ask(listDocuments, { record: 'committee', kind: 'structure' })
	const file = documents[0]?.file.id ?? ''
	await administrator.run(changeWorkspace, { version: 0, closedKinds: ['structure'] })
	const reader = await after(made, 'public')
	expect((await ask(reader, listStructures, {})).total).toBe(0)
	expect((await ask(reader, listActors, {})).total).toBe(7)
	expect((await refusalOf(ask(reader, getStructure, { structure: 'committee' }))).kind).toBe('absent')
	expect((await refusalOf(ask(reader, getHistory, { record: 'committee', kind: 'structure' }))).kind).toBe('absent')
	expect((await refusalOf(ask(reader, openFile, { file }))).kind).toBe('absent')
	expect((await ask(reader, mapStructures, {})).structures).toEqual([])
	expect((await ask(reader, searchRecords, { words: 'committee' })).total).toBe(0)
	expect((await ask(reader, getWorkspace, {})).records.map((one) => one.kind)).not.toContain('structure')
	expect((await ask(reader, workspaceOverview, {})).counts.find((one) => one.kind === 'structure')?.total).toBe(0)
	// The history of an actor that sits in the committee, and its page, say nothing of the committee.
	const history = await ask(reader, getHistory, { record: 'labour', kind: 'actor', limit: 200 })
	const page = await ask(reader, getActor, { actor: 'labour' })
	expect(JSON.stringify([history, page])).not.toMatch(/Coordination Committee|"committee"/)
	const observer = await after(made, 'observer')
	expect((await ask(observer, listStructures, {})).total).toBe(1)
	expect((await ask(observer, openFile, { file })).name).toBe('terms.txt')
})

test('every page that can be closed is closed to the public, by every operation that shows it, and to nobody else', async () => {
	const made = await aWorkspace()
	const pages = registry.publicPages.map((page) => page.name)
	expect(pages).toEqual([
		...['search', 'history', 'map', 'status', 'theme', 'vacant-seats', 'popolo'],
		...['cadence', 'dashboard', 'oparl'],
		'submit',
		'commitments'
	])
	await (await made.as('administrator')).run(changeWorkspace, { version: 0, closedPages: pages })
	const [reader, observer] = [await after(made, 'public'), await after(made, 'observer')]
	for (const name of registry.publicPages.flatMap((page) => page.operations)) {
		const operation = registry.operation(name)
		if (operation?.type !== 'query') throw new Error(`${name} is no query`)
		expect([name, (await refusalOf(ask(reader, operation, {}))).code]).toEqual([name, 'access.page-closed'])
		const other = await ask(observer, operation, {}).catch((error: unknown) => error)
		expect(JSON.stringify(other)).not.toContain('access.page-closed')
	}
	expect((await ask(reader, listStructures, {})).total).toBe(1)
})

test('the mark of a workspace is a picture anybody may open, and no sweep takes it away', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const text = await upload(made, administrator, 'notes.txt', 'no picture')
	const wrong = administrator.run(changeWorkspace, { version: 0, logo: text })
	expect((await refusalOf(wrong)).issues).toMatchObject([{ path: ['logo'], code: 'access.logo-no-picture' }])
	await made.database.owner
		.updateTable('file')
		.set({ media_type: 'image/png' })
		.where('workspace_id', '=', made.workspace.id)
		.where('id', '=', text)
		.execute()
	await administrator.run(changeWorkspace, { version: 0, logo: text })
	expect((await found(made)).logoFileId).toBe(text)
	const late = new Date(NOW.getTime() + 3 * 86_400_000)
	await cleanFiles({ ...administrator.opening, seat: clockSeat, now: late })
	expect((await ask(await after(made, 'public'), openFile, { file: text })).mediaType).toBe('image/png')
	await administrator.run(changeWorkspace, { version: 1, logo: null })
	expect((await found(made)).logoFileId).toBeNull()
})

test('what the workspace does not know stays as it was created: an actor made before any setting has it', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(createActor, { name: 'Agency', kind: 'agency' })
	expect(await found(made)).toMatchObject({
		key: made.workspace.key,
		name: { en: 'Testland' },
		closedKinds: [],
		closedPages: []
	})
})
