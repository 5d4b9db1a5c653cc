import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { changeActor } from '#modules/directory/actor-commands.ts'
import { run } from '#platform/operation/perform.server.ts'
import { addComment } from '#platform/records/discussion.ts'
import { setRecordAudience } from '#platform/records/record-operations.ts'
import { rowsOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { exportAudit, listAudit, listAuditPeople } from './audit.ts'
import { verifyHistory } from './verify.server.ts'

const comment = { record: 'committee', kind: 'structure', text: 'Tendai said so' }

async function hold(made: TestWorkspace, key: SeatKey, name: string, from: string, to: string | null) {
	const { seat } = await made.as(key)
	const person = uuid()
	await sql`insert into person_seat (workspace_id, id, seat_id, person_id, name, email, source, from_at, ended_at, end_reason)
		values (${made.workspace.id}, ${uuid()}, ${seat.id}, ${person}, ${name}, ${`${person}@seat.test`}, 'console', ${from}, ${to},
		${to === null ? null : 'left'})`.execute(made.database.owner)
	return person
}

test('each command has a line with who, from where and by which face, under its own identifier; its events are found by it', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	await member.run(addComment, comment)
	const administrator = await made.as('administrator')
	const { items } = await administrator.ask(listAudit, { filter: { operation: ['comment.add'] } })
	expect(items).toMatchObject([
		{
			at: NOW,
			seat: { key: 'member' },
			role: 'member',
			outcome: 'done',
			address: '127.0.0.1',
			via: 'api',
			subject: 'record=committee',
			records: [{ reference: 'committee' }]
		}
	])
	expect(JSON.stringify(await rowsOf(made, 'access_log'))).not.toContain('Tendai')
	expect(
		(await verifyHistory(made.database, made.workspace, { dataFolder: made.dataFolder, secret: Buffer.alloc(32, 7) }))
			.faults
	).toEqual([])
})

test('a command that was refused left nothing behind but its line', async () => {
	const made = await aWorkspace()
	const observer = await made.as('observer')
	await expect(observer.run(addComment, comment)).rejects.toMatchObject({ kind: 'forbidden' })
	const administrator = await made.as('administrator')
	const refused = {
		record: 'committee',
		kind: 'structure',
		version: 99,
		audience: 'workspace',
		reason: 'test'
	} as const
	await expect(administrator.run(setRecordAudience, refused)).rejects.toMatchObject({ kind: 'conflict' })
	const { items } = await administrator.ask(listAudit, { filter: { outcome: ['forbidden', 'conflict'] }, sort: 'at' })
	expect(items.map(({ operation, outcome, seat, records }) => [operation, outcome, seat?.key, records])).toEqual([
		['comment.add', 'forbidden', 'observer', []],
		['record.setAudience', 'conflict', 'administrator', []]
	])
})

test('the person shown, and searched for, is the one who held the seat at that time', async () => {
	const made = await aWorkspace()
	const first = await hold(made, 'member', 'Rudo First', '2026-01-01T00:00:00Z', '2026-03-02T12:00:00Z')
	const second = await hold(made, 'member', 'Chipo Second', '2026-03-02T12:00:00Z', null)
	const later = new Date(`${TODAY}T15:00:00Z`)
	for (const now of [NOW, later]) await (await made.as('member', now)).run(addComment, comment)
	const administrator = await made.as('administrator', later)
	const of = async (person: string) =>
		(await administrator.ask(listAudit, { filter: { person } })).items.map((item) => [item.person, item.at])
	expect(await of(first)).toEqual([['Rudo First', NOW]])
	expect(await of(second)).toEqual([['Chipo Second', later]])
	expect((await administrator.ask(listAuditPeople, {})).items).toEqual([
		{ person: second, name: 'Chipo Second' },
		{ person: first, name: 'Rudo First' }
	])
})

test('at the console anybody may act from a seat, so nobody is named as who did it', async () => {
	const made = await aWorkspace()
	await hold(made, 'member', 'Rudo First', '2026-01-01T00:00:00Z', null)
	const { opening } = await made.as('member')
	await run({ ...opening, via: 'console' }, addComment, comment)
	const administrator = await made.as('administrator')
	const { items } = await administrator.ask(listAudit, { filter: { operation: ['comment.add'] } })
	expect(items).toMatchObject([{ seat: { key: 'member' }, via: 'console', person: null }])
})

test('all that concerns a record is found, by whatever it was named, and a day is one of the workspace', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const lateEvening = new Date('2026-03-02T22:30:00Z') // half past midnight in Harare
	await (await made.as('administrator', lateEvening)).run(changeActor, { actor: 'labour', version: 1, acronym: 'ML' })
	await administrator.run(addComment, comment)
	const filtered = async (filter: object) =>
		(await administrator.ask(listAudit, { filter })).items.map((item) => item.operation)
	expect(await filtered({ record: 'labour', operation: ['actor.change', 'comment.add'] })).toEqual(['actor.change'])
	expect(await filtered({ record: 'labour', from: '2026-03-03', to: '2026-03-03' })).toEqual(['actor.change'])
	expect(await filtered({ record: 'labour', operation: ['actor.change'], to: '2026-03-02' })).toEqual([])
	expect(await filtered({ address: '10.0.0.9' })).toEqual([])
	expect(await filtered({ seat: 'nobody-here' })).toEqual([])
})

test('reading the audit, and taking it along, stand in the audit', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await hold(made, 'administrator', '=cmd|calc', '2026-01-01T00:00:00Z', null)
	await administrator.ask(listAudit, {})
	const { csv, lines, name } = await administrator.ask(exportAudit, { filter: { operation: ['audit.list'] } })
	expect(name).toBe(`audit-${made.workspace.key}-${TODAY}.csv`)
	expect(lines).toBe(1)
	expect(csv.split('\n')[1]).toContain('"administrator"')
	expect(csv).toContain(`"'=cmd|calc"`)
	const kept = await rowsOf(made, 'access_log')
	expect(kept.slice(-2).map((line) => line['operation'])).toEqual(['audit.list', 'audit.export'])
})

test('the list goes on from page to page without losing a line of the same moment', async () => {
	const made = await aWorkspace()
	const member = await made.as('member')
	for (let count = 0; count < 7; count++) await member.run(addComment, comment)
	const administrator = await made.as('administrator')
	const seen: string[] = []
	let after: string | undefined
	for (;;) {
		const page = await administrator.ask(listAudit, {
			filter: { operation: ['comment.add'] },
			limit: 3,
			...(after === undefined ? {} : { after })
		})
		seen.push(...page.items.map((item) => item.id))
		expect(page.total).toBe(7)
		if (page.next === null) break
		after = page.next
	}
	expect(new Set(seen).size).toBe(7)
})

test('of a command that changed many records some are named, it says that there are more, and the others lose nothing by it', async () => {
	const made = await aWorkspace()
	await (await made.as('member')).run(addComment, comment)
	const administrator = await made.as('administrator')
	const { items } = await administrator.ask(listAudit, { filter: { outcome: ['done'] }, sort: 'at' })
	const [filled, commented] = items
	expect(filled?.operation).toBe('workspace.import')
	expect(filled?.records).toHaveLength(10)
	expect(filled?.hasMoreRecords).toBe(true)
	expect(commented).toMatchObject({ operation: 'comment.add', hasMoreRecords: false })
	expect(commented?.records.map(({ reference }) => reference)).toEqual(['committee'])
	const { csv } = await administrator.ask(exportAudit, {})
	expect(csv.split('\n').filter((line) => line.includes(' …"'))).toHaveLength(1)
})
