import { expect, test } from 'vitest'
import { eventCount, idOf, ownerRows, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, SEAT_KEYS, TODAY, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor } from '#modules/directory/actor-commands.ts'
import { getActor, listActors } from '#modules/directory/actor-queries.ts'
import { addMembership, addNomination, endMembership } from '#modules/directory/membership-commands.ts'
import { listMemberships } from '#modules/directory/membership-queries.ts'
import { changeStructure, createStructure } from '#modules/directory/structure-commands.ts'
import { getStructure, listStructures } from '#modules/directory/structure-queries.ts'
import { createFramework, createTheme } from '#modules/directory/theme-commands.ts'
import { getTheme } from '#modules/directory/theme-queries.ts'
import { openFile, uploadFile } from '#platform/files/file-operations.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { addComment, listComments, withdrawComment } from './discussion.ts'
import { attachDocument, listDocuments, withdrawDocument } from './documents.ts'
import { getHistory } from './record-history.ts'
import {
	linkRecords,
	listLinks,
	restoreRecord,
	setRecordAudience,
	withdrawLink,
	withdrawRecord
} from './record-operations.ts'
import { searchRecords } from './record-search.ts'

const union = { record: 'union', kind: 'actor' } as const
const version = (made: TestWorkspace) => versionOf(made, 'actor', 'union')
const newest = async (acting: Acting, asked: { record: string; kind: string } = union) =>
	(await acting.ask(getHistory, { ...asked, limit: 1 })).items[0]

async function upload(acting: Acting, name = 'note.txt') {
	async function* content() {
		yield await Promise.resolve(Buffer.from('A note.'))
	}
	const received = await receiveFile(content(), { filesFolder: acting.opening.filesFolder, name })
	return (await acting.run(uploadFile, { name, received })).id
}

test('a withdrawn record leaves the lists, keeps its page and the reason, and comes back when restored', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const reader = await made.as('public')
	const listed = async (filter?: { state: ['withdrawn'] }) =>
		(await reader.ask(listActors, { limit: 200, ...(filter ? { filter } : {}) })).items.map((item) => item.reference)
	await secretariat.run(withdrawRecord, { ...union, version: await version(made), reason: 'not a body' })
	expect(await listed()).not.toContain('union')
	expect(await listed({ state: ['withdrawn'] })).toEqual(['union'])
	expect(await reader.ask(getActor, { actor: 'union' })).toMatchObject({
		state: 'withdrawn',
		stateReason: 'not a body'
	})
	expect(await newest(reader)).toMatchObject({ operation: 'record.withdraw', reason: 'not a body' })
	const again = secretariat.run(withdrawRecord, { ...union, version: await version(made), reason: 'x' })
	expect((await refusalOf(again)).code).toBe('platform.already-withdrawn')
	await secretariat.run(restoreRecord, { ...union, version: await version(made), reason: 'a body after all' })
	expect(await listed()).toContain('union')
	expect(await newest(reader)).toMatchObject({
		operation: 'record.restore',
		reason: 'a body after all',
		changes: expect.arrayContaining([expect.objectContaining({ field: 'state', before: 'withdrawn', after: 'active' })])
	})
	const twice = secretariat.run(restoreRecord, { ...union, version: await version(made), reason: 'x' })
	expect((await refusalOf(twice)).code).toBe('platform.not-withdrawn')
})

test('a change from an old version is refused, whatever it would change', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(addComment, { ...union, text: 'A word' })
	for (const work of [
		() => secretariat.run(withdrawRecord, { ...union, version: 1, reason: 'x' }),
		() => secretariat.run(setRecordAudience, { ...union, version: 1, audience: 'workspace', reason: 'x' })
	])
		expect(await refusalOf(work())).toMatchObject({
			code: 'platform.changed-meanwhile',
			params: { version: 1, current: 2 }
		})
})

test('who may not see a record any more finds it nowhere: page, list, search, history, files', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const member = await made.as('member')
	const file = await upload(member)
	await member.run(attachDocument, { ...union, file, title: 'Note' })
	const reader = await made.as('public')
	await reader.ask(openFile, { file })
	const set = async (audience: 'workspace' | 'secretariat' | 'public' | 'members') =>
		secretariat.run(setRecordAudience, { ...union, version: await version(made), audience, reason: `now ${audience}` })
	await set('secretariat')
	for (const acting of [reader, member]) {
		expect((await refusalOf(acting.ask(getActor, { actor: 'union' }))).kind).toBe('absent')
		expect((await refusalOf(acting.ask(getHistory, union))).kind).toBe('absent')
		expect((await refusalOf(acting.ask(openFile, { file }))).kind).toBe('absent')
		expect((await acting.ask(searchRecords, { words: 'Workers Union' })).total).toBe(0)
		expect((await acting.ask(listActors, { limit: 200 })).items.map((item) => item.reference)).not.toContain('union')
	}
	await secretariat.ask(openFile, { file })
	await set('workspace')
	await member.ask(openFile, { file })
	expect((await member.ask(searchRecords, { words: 'Workers Union' })).total).toBe(1)
	expect((await refusalOf(reader.ask(openFile, { file }))).kind).toBe('absent')
	expect((await refusalOf(set('workspace'))).code).toBe('platform.audience-same')
	expect((await refusalOf(set('members'))).issues[0]?.code).toBe('platform.audience-of-structure')
	await set('public')
	await reader.ask(openFile, { file })
	expect(await newest(reader)).toMatchObject({ operation: 'record.setAudience', reason: 'now public' })
})

test('a link reads from both ends, is there once, and goes with a reason', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const ends = { from: 'labour', fromKind: 'actor', to: 'committee', toKind: 'structure' } as const
	const { id } = await member.run(linkRecords, { ...ends, type: 'supports', argument: 'It pays.' })
	const read = async (record: string, kind: string) =>
		(await member.ask(listLinks, { record, kind })).items.map((link) => [
			link.reads,
			link.direction,
			link.record.reference
		])
	expect(await read('labour', 'actor')).toEqual([['supports', 'out', 'committee']])
	expect(await read('committee', 'structure')).toEqual([['supported-by', 'in', 'labour']])
	for (const asked of [
		{ record: 'labour', kind: 'actor' },
		{ record: 'committee', kind: 'structure' }
	])
		expect(await newest(member, asked)).toMatchObject({ operation: 'record.link', record: { reference: 'labour' } })
	expect((await refusalOf(member.run(linkRecords, { ...ends, type: 'supports' }))).code).toBe('platform.already-linked')
	const back = { from: 'committee', fromKind: 'structure', to: 'labour', toKind: 'actor' } as const
	await member.run(linkRecords, { ...back, type: 'supports' })
	await member.run(linkRecords, { ...ends, type: 'overlaps' })
	expect((await refusalOf(member.run(linkRecords, { ...back, type: 'overlaps' }))).code).toBe('platform.already-linked')
	const other = await made.as('outsider')
	expect((await refusalOf(other.run(withdrawLink, { link: id, reason: 'x' }))).kind).toBe('forbidden')
	await member.run(withdrawLink, { link: id, reason: 'no longer' })
	expect((await refusalOf(member.run(withdrawLink, { link: id, reason: 'x' }))).code).toBe('platform.already-withdrawn')
	expect(await read('labour', 'actor')).toEqual([
		['overlaps', 'out', 'committee'],
		['supported-by', 'in', 'committee']
	])
	await member.run(linkRecords, { ...ends, type: 'supports' })
})

test('links to itself, and of areas to what is no area, are refused', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const link = (from: string, type: 'same-as' | 'supports', to: string) =>
		member.run(linkRecords, { from, fromKind: 'actor', type, to, toKind: 'actor' })
	expect((await refusalOf(link('labour', 'supports', 'labour'))).issues[0]?.code).toBe('platform.link-to-itself')
	expect((await refusalOf(link('labour', 'same-as', 'health'))).issues[0]?.code).toBe('platform.link-kinds')
	const observer = await made.as('observer')
	const refused = observer.run(linkRecords, {
		from: 'labour',
		fromKind: 'actor',
		type: 'supports',
		to: 'health',
		toKind: 'actor'
	})
	expect((await refusalOf(refused)).kind).toBe('forbidden')
})

test('a discussion is read by those who hold a seat; who wrote a comment may take it back', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const { id } = await member.run(addComment, { ...union, text: 'Kept among us' })
	const { items } = await (await made.as('outsider')).ask(listComments, union)
	expect(items).toMatchObject([{ text: 'Kept among us', by: { office: 'Office of member' }, mayWithdraw: false }])
	const reader = await made.as('public')
	expect((await reader.ask(listComments, union)).items).toEqual([])
	expect(JSON.stringify(await reader.ask(getHistory, union))).not.toContain('Kept among us')
	const other = await made.as('outsider')
	expect((await refusalOf(other.run(withdrawComment, { comment: id, reason: 'x' }))).kind).toBe('forbidden')
	await member.run(withdrawComment, { comment: id, reason: 'hasty' })
	expect((await member.ask(listComments, union)).items).toMatchObject([{ text: null, state: 'withdrawn' }])
})

test('a file hangs on one record, is brought by its own seat, and is closed when its document is withdrawn', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const file = await upload(member)
	const document = { ...union, file, title: 'Note' }
	const foreign = (await made.as('outsider')).run(attachDocument, document)
	expect((await refusalOf(foreign)).issues[0]?.code).toBe('platform.field.no-such-record')
	const { id } = await member.run(attachDocument, document)
	const second = member.run(attachDocument, { ...document, record: 'labour' })
	expect((await refusalOf(second)).code).toBe('platform.file-attached')
	expect((await refusalOf(member.run(withdrawDocument, { document: id, reason: 'x' }))).kind).toBe('forbidden')
	const secretariat = await made.as('secretariat')
	await secretariat.run(withdrawDocument, { document: id, reason: 'personal' })
	expect((await member.ask(listDocuments, union)).items).toEqual([])
	expect((await refusalOf(member.ask(openFile, { file }))).kind).toBe('absent')
	await secretariat.ask(openFile, { file })
	// A wider audience of the record does not open again what was withdrawn.
	for (const audience of ['workspace', 'public'] as const)
		await secretariat.run(setRecordAudience, { ...union, version: await version(made), audience, reason: 'x' })
	expect((await refusalOf(member.ask(openFile, { file }))).kind).toBe('absent')
})

test('a file is opened, and the log says who opened it', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	const file = await upload(member)
	await member.ask(openFile, { file })
	await refusalOf((await made.as('outsider')).ask(openFile, { file }))
	const rows = await ownerRows(
		made,
		`select seat.key, access_log.outcome, access_log.subject from access_log join seat on seat.id = access_log.seat_id and seat.workspace_id = access_log.workspace_id
			where access_log.workspace_id = :workspace and operation = 'file.get' order by access_log.id`
	)
	expect(rows).toEqual([
		{ key: 'member', outcome: 'done', subject: `file=${file}` },
		{ key: 'outsider', outcome: 'absent', subject: `file=${file}` }
	])
})

test('history shows no reader what joins a record to one it may not see, nor why', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, { key: 'quiet', name: 'Quiet Office', kind: 'agency', audience: 'secretariat' })
	const { id } = await secretariat.run(addMembership, {
		structure: 'committee',
		actor: 'quiet',
		kind: 'member',
		from: '2025-01-01',
		reason: 'whispered seat'
	})
	await secretariat.run(endMembership, { membership: id, day: '2026-01-31', reason: 'whispered end' })
	await secretariat.run(linkRecords, {
		from: 'committee',
		fromKind: 'structure',
		type: 'supports',
		to: 'quiet',
		toKind: 'actor',
		argument: 'whispered argument'
	})
	await secretariat.run(changeStructure, {
		structure: 'committee',
		version: await versionOf(made, 'structure', 'committee'),
		host: 'quiet',
		cadence: 'twice a year',
		reason: 'spoken'
	})
	const asked = { record: 'committee', kind: 'structure', limit: 200 } as const
	const quiet = await idOf(made, 'actor', 'quiet')
	for (const key of SEAT_KEYS) {
		const { items } = await (await made.as(key)).ask(getHistory, asked)
		const told = JSON.stringify(items)
		const keeps = key.includes('administrator') || key === 'secretariat'
		expect(told.includes(quiet), key).toBe(keeps)
		expect(/whispered/.test(told), key).toBe(keeps)
		expect(told, key).toContain('twice a year')
	}
})

test('history of an actor shows the public nothing of what is said about it in a hidden structure', async () => {
	const made = await aWorkspace()
	const asked = { record: 'labour', kind: 'actor', limit: 200 } as const
	const operations = async (key: 'public' | 'member') =>
		(await (await made.as(key)).ask(getHistory, asked)).items.map((item) => item.record?.reference ?? null)
	expect(await operations('member')).toContain('closed-group')
	expect(await operations('public')).not.toContain('closed-group')
	expect(await operations('public')).not.toContain(null)
})

test('the address of an office is told to seats, not to the public', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const { items } = await chair.ask(listMemberships, { filter: { structure: 'committee', actor: 'labour' } })
	await chair.run(addNomination, {
		membership: items[0]?.id ?? '',
		capacity: 'principal',
		office: 'Director',
		email: 'director@labour.example',
		from: TODAY
	})
	const asked = { record: 'committee', kind: 'structure' } as const
	const told = async (key: 'member' | 'public') => JSON.stringify(await (await made.as(key)).ask(getHistory, asked))
	expect(await told('member')).toContain('director@labour.example')
	expect(await told('public')).not.toContain('director@labour.example')
	expect(await told('public')).toContain('Director')
})

test('history is read page by page, newest first, without a gap', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	for (let number = 0; number < 7; number++)
		await secretariat.run(addComment, { ...union, text: `Number ${String(number)}` })
	const whole = (await secretariat.ask(getHistory, { ...union, limit: 200 })).items.map((item) => item.sequence)
	const read = []
	for (let before: number | undefined, more = true; more;) {
		const page = await secretariat.ask(getHistory, { ...union, limit: 3, ...(before ? { before } : {}) })
		read.push(...page.items.map((item) => item.sequence))
		before = page.next ?? undefined
		more = page.next !== null
	}
	expect(read).toEqual(whole)
	expect(whole).toEqual(whole.toSorted((one, other) => other - one))
})

test('an area is seen by whoever sees its framework, before and after that changes', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const reader = await made.as('public')
	await secretariat.run(createFramework, { key: 'draft', name: 'Draft', kind: 'priority areas', audience: 'workspace' })
	await secretariat.run(createTheme, { framework: 'draft', key: 'draft-area', name: 'Draft area' })
	const seen = () => reader.ask(getTheme, { area: 'draft-area' })
	expect((await refusalOf(seen())).kind).toBe('absent')
	const set = async (audience: 'public' | 'secretariat') =>
		secretariat.run(setRecordAudience, {
			record: 'draft',
			kind: 'framework',
			version: await versionOf(made, 'framework', 'draft'),
			audience,
			reason: 'x'
		})
	await set('public')
	expect((await seen()).reference).toBe('draft-area')
	await set('secretariat')
	expect((await refusalOf(seen())).kind).toBe('absent')
})

test('a refused command leaves everything as it was', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const events = await eventCount(made)
	await refusalOf(
		secretariat.run(createStructure, {
			name: 'Half',
			level: 'policy',
			kind: 'other',
			areas: ['labour-migration', 'none']
		})
	)
	expect(await eventCount(made)).toBe(events)
	const { items } = await secretariat.ask(listStructures, { filter: { words: 'half' } })
	expect(items).toEqual([])
	expect((await refusalOf(secretariat.ask(getStructure, { structure: 'half' }))).kind).toBe('absent')
})
