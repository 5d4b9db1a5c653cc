import { appendFile, readFile, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ownerRows, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, NOW, SECRET, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor, setActorContact } from '#modules/directory/actor-commands.ts'
import { addMembership } from '#modules/directory/membership-commands.ts'
import { setStructureStatus } from '#modules/directory/structure-commands.ts'
import { addComment } from '#platform/records/discussion.ts'
import { eraseHistory, getHistory } from '#platform/records/record-history.ts'
import { linkRecords, withdrawRecord } from '#platform/records/record-operations.ts'
import { CHAIN_START, sealEvent, sha256 } from './chain.ts'
import { verifyHistory, writeAnchor } from './verify.server.ts'

const verify = ({ database, workspace, dataFolder }: TestWorkspace) =>
	verifyHistory(database, workspace, { dataFolder, secret: SECRET })
const anchor = ({ database, workspace, dataFolder }: TestWorkspace, now = NOW) =>
	writeAnchor(database, workspace, { dataFolder, secret: SECRET, now })
const faultsOf = async (made: TestWorkspace) =>
	(await verify(made)).faults.map(({ sequence, code }) => `${String(sequence)} ${code}`)

/** A workspace with events at the numbers it gives: an actor made, its contact changed, a comment and a link added. */
async function withEvents() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { events: first } = await verify(made)
	await secretariat.run(createActor, { key: 'agency', name: 'Agency', kind: 'agency' })
	await secretariat.run(setActorContact, { actor: 'agency', version: 1, email: 'desk@agency.example' })
	await secretariat.run(addComment, { record: 'agency', kind: 'actor', text: 'Is this right?' })
	await secretariat.run(linkRecords, {
		from: 'agency',
		fromKind: 'actor',
		type: 'supports',
		to: 'labour',
		toKind: 'actor'
	})
	return { made, first: first + 1, contact: first + 2, last: first + 4 }
}

test('the history of a workspace is whole, whatever was done in it', { timeout: 300_000 }, async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const administrator = await made.as('administrator')
	const steps: Record<string, (draw: number) => Promise<unknown>> = {
		create: (draw) => secretariat.run(createActor, { name: `Actor ${String(draw)} é "“`, kind: 'agency' }),
		contact: async (draw) =>
			secretariat.run(setActorContact, {
				actor: 'union',
				version: await versionOf(made, 'actor', 'union'),
				telephone: `+263 ${String(draw)}`,
				address: draw % 2 === 0 ? null : 'Harare\n1 Street'
			}),
		comment: (draw) => secretariat.run(addComment, { record: 'union', kind: 'actor', text: `Number ${String(draw)}` }),
		status: async () =>
			secretariat.run(setStructureStatus, {
				structure: 'committee',
				version: await versionOf(made, 'structure', 'committee'),
				status: 'dissolved',
				day: TODAY,
				reason: 'over'
			}),
		erase: async (draw) => {
			const { items } = await administrator.ask(getHistory, { record: 'union', kind: 'actor', limit: 200 })
			const sequence = items[draw % items.length]?.sequence ?? 1
			return administrator.run(eraseHistory, { record: 'union', kind: 'actor', sequence, reason: 'asked for' })
		},
		anchor: async () => anchor(made)
	}
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.nat(1_000_000)), { maxLength: 12 }),
			async (drawn) => {
				for (const [name, draw] of drawn)
					await steps[name]?.(draw).catch((error: unknown) => expect(error).toMatchObject({ name: 'Refusal' }))
				expect((await verify(made)).faults).toEqual([])
			}
		),
		{ numRuns: 6, endOnFailure: true }
	)
	expect((await verify(made)).events).toBeGreaterThan(20)
})

test('commands at the same time make one chain', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { events } = await verify(made)
	await Promise.all(
		Array.from({ length: 12 }, (_, at) =>
			secretariat.run(createActor, { name: `At once ${String(at)}`, kind: 'agency' })
		)
	)
	expect(await verify(made)).toMatchObject({ events: events + 12, faults: [] })
})

const Sealed = z.looseObject({ canonical: z.string(), hash: z.string(), sequence: z.number() })
type Numbers = { first: number; contact: number; last: number }

// What somebody could do to the history who owns the database, and how it is told.
const TAMPERING: Record<string, { sql: (at: Numbers) => string; faults: (at: Numbers) => string[] }> = {
	'the sealed text is changed': {
		sql: ({ contact }) =>
			`update event set canonical = replace(canonical, '"role":"secretariat"', '"role":"administrator"')
				where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} hash-differs`]
	},
	'the sealed text is spoilt': {
		sql: ({ contact }) =>
			`update event set canonical = 'nothing' where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} hash-differs`, `${String(contact)} event-unreadable`]
	},
	'the payload is changed': {
		sql: ({ contact }) =>
			`update event_payload set payload = replace(payload, 'desk@', 'other@')
				where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} payload-differs`]
	},
	'the salt is changed': {
		sql: ({ contact }) =>
			`update event_payload set salt = 'salt' where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} payload-differs`]
	},
	'the payload is taken out': {
		sql: ({ contact }) => `delete from event_payload where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} payload-missing`]
	},
	'the payload is erased behind the back of the system': {
		sql: ({ contact }) =>
			`update event_payload set payload = null, salt = '', erased_at = now(), erased_reason = 'asked for'
				where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} erased-unexplained`]
	},
	'the name of the operation is changed': {
		sql: ({ contact }) =>
			`update event set operation = 'actor.change' where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} column-differs`]
	},
	'the moment is changed': {
		sql: ({ contact }) =>
			`update event set at = at - interval '1 day' where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} column-differs`]
	},
	'the seat is changed': {
		sql: ({ contact }) =>
			`update event set seat_id = (select id from seat where workspace_id = :workspace and key = 'member')
				where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} column-differs`]
	},
	'the record is changed': {
		sql: ({ contact }) =>
			`update event set record_id = (select id from record where workspace_id = :workspace and kind = 'actor' and key = 'union')
				where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} column-differs`]
	},
	'the event is hidden from the history of its record': {
		sql: ({ contact }) => `delete from event_record where workspace_id = :workspace and sequence = ${String(contact)}`,
		faults: ({ contact }) => [`${String(contact)} column-differs`]
	},
	'an event in the middle is deleted': {
		sql: ({ contact }) => deletion(`= ${String(contact)}`),
		faults: ({ contact }) => [`${String(contact + 1)} event-missing`]
	},
	'the last events are deleted': {
		sql: ({ contact }) => deletion(`> ${String(contact)}`),
		faults: ({ contact }) => [`${String(contact)} head-differs`]
	},
	'two events are swapped': {
		sql: ({ contact }) =>
			`update event one set canonical = other.canonical, hash = other.hash from event other
				where one.workspace_id = :workspace and other.workspace_id = :workspace
				and (one.sequence, other.sequence) in ((${String(contact)}, ${String(contact + 1)}), (${String(contact + 1)}, ${String(contact)}))`,
		faults: ({ contact }) => [
			...['column-differs', 'chain-broken', 'payload-differs'].map((code) => `${String(contact)} ${code}`),
			...['column-differs', 'chain-broken', 'payload-differs'].map((code) => `${String(contact + 1)} ${code}`),
			`${String(contact + 2)} chain-broken`
		]
	},
	'the head is put back': {
		sql: () => `update chain_head set sequence = sequence - 1 where workspace_id = :workspace`,
		faults: ({ last }) => [`${String(last)} head-differs`]
	}
}

const deletion = (which: string) =>
	['event_record', 'event_payload', 'event']
		.map((table) => `delete from ${table} where workspace_id = :workspace and sequence ${which}`)
		.join(';')

test.each(Object.keys(TAMPERING))('it is told when %s', async (name) => {
	const { made, ...numbers } = await withEvents()
	expect(await faultsOf(made)).toEqual([])
	const tampering = TAMPERING[name]
	await ownerRows(made, tampering?.sql(numbers) ?? '')
	expect(await faultsOf(made)).toEqual(tampering?.faults(numbers))
})

/** Writes the whole chain anew from an event on, as somebody would who knows how it is made. */
async function rehash(made: TestWorkspace, from: number) {
	const rows = await ownerRows(
		made,
		'select sequence::int as sequence, canonical, hash from event where workspace_id = :workspace order by sequence'
	)
	let previous = CHAIN_START
	for (const row of rows.map((one) => Sealed.parse(one))) {
		const facts = z.looseObject({ role: z.string() }).parse(JSON.parse(row.canonical))
		const role = row.sequence === from ? 'administrator' : facts.role
		const sealed = row.sequence < from ? row : sealEvent(Facts.parse({ ...facts, role, previous }))
		previous = sealed.hash
		await ownerRows(
			made,
			`update event set canonical = '${sealed.canonical.replaceAll("'", "''")}', hash = '${sealed.hash}'
				where workspace_id = :workspace and sequence = ${String(row.sequence)}`
		)
	}
	await ownerRows(made, `update chain_head set hash = '${previous}' where workspace_id = :workspace`)
}

const Facts = z.object({
	workspace: z.string(),
	sequence: z.number(),
	at: z.string(),
	operation: z.string(),
	command: z.string(),
	record: z.string().nullable(),
	seat: z.string().nullable(),
	actor: z.string().nullable(),
	role: z.string(),
	via: z.string(),
	payload: z.string(),
	previous: z.string()
})

test('a chain written wholly anew agrees with itself, and not with its anchor', async () => {
	const { made, contact, last } = await withEvents()
	expect(await anchor(made)).toBe(true)
	expect(await anchor(made)).toBe(false)
	expect(await verify(made)).toMatchObject({
		faults: [],
		anchors: { first: { sequence: last }, last: { sequence: last } }
	})
	await rehash(made, contact)
	expect(await faultsOf(made)).toEqual([`${String(last)} anchor-differs`])
})

test('without an anchor nothing vouches for a chain written anew, and nothing is said to', async () => {
	const { made, contact } = await withEvents()
	await rehash(made, contact)
	expect(await verify(made)).toMatchObject({ faults: [], anchors: { first: null, last: null } })
})

test('events taken off the end together with the head are missed by the anchor', async () => {
	const { made, contact, last } = await withEvents()
	await anchor(made)
	await ownerRows(made, deletion(`> ${String(contact)}`))
	await ownerRows(
		made,
		`update chain_head set sequence = ${String(contact)}, hash = (select hash from event where workspace_id = :workspace and sequence = ${String(contact)})
			where workspace_id = :workspace`
	)
	expect(await faultsOf(made)).toEqual([`${String(last)} anchor-differs`])
})

test('an anchor that was changed, or signed elsewhere, is not taken for ours; half a line breaks nothing', async () => {
	const { made, contact, last } = await withEvents()
	await anchor(made)
	await (await made.as('secretariat')).run(addComment, { record: 'agency', kind: 'actor', text: 'More' })
	await anchor(made, new Date(NOW.getTime() + 60_000))
	const path = `${made.dataFolder}/anchors/${made.workspace.id}.jsonl`
	await appendFile(path, '{"workspace":"')
	expect(await verify(made)).toMatchObject({
		faults: [],
		anchors: { first: { sequence: last }, last: { sequence: last + 1 } }
	})
	const text = await readFile(path, 'utf8')
	await writeFile(path, text.replace(`"sequence":${String(last)},`, `"sequence":${String(contact)},`))
	expect(await faultsOf(made)).toEqual([`${String(contact)} anchor-not-ours`])
	await writeFile(path, text)
	const foreign = await verifyHistory(made.database, made.workspace, {
		dataFolder: made.dataFolder,
		secret: Buffer.alloc(32, 8)
	})
	expect(foreign.faults.map((fault) => fault.code)).toEqual(['anchor-not-ours', 'anchor-not-ours'])
})

test('a payload erased by command leaves the chain whole, tells why, and cannot be guessed back', async () => {
	const { made, contact } = await withEvents()
	const administrator = await made.as('administrator')
	const erase = (sequence: number) =>
		administrator.run(eraseHistory, { record: 'agency', kind: 'actor', sequence, reason: 'a private address' })
	await erase(contact)
	expect(await verify(made)).toMatchObject({ faults: [], erased: 1 })
	const { items } = await administrator.ask(getHistory, { record: 'agency', kind: 'actor' })
	expect(items.find((item) => item.sequence === contact)).toMatchObject({
		erased: 'a private address',
		changes: [],
		operation: 'actor.setContact'
	})
	expect(JSON.stringify(items)).not.toContain('desk@agency.example')
	const [row] = await ownerRows(
		made,
		`select salt, payload from event_payload where workspace_id = :workspace and sequence = ${String(contact)}`
	)
	expect(row).toEqual({ salt: '', payload: null })
	expect((await refusalOf(erase(contact))).code).toBe('platform.already-erased')
	expect((await refusalOf(erase(items[0]?.sequence ?? 0))).code).toBe('platform.erasure-stays')
	const secretariat = await made.as('secretariat')
	const own = secretariat.run(eraseHistory, { record: 'agency', kind: 'actor', sequence: contact + 1, reason: 'x' })
	expect((await refusalOf(own)).kind).toBe('forbidden')
	const elsewhere = administrator.run(eraseHistory, {
		record: 'union',
		kind: 'actor',
		sequence: contact + 1,
		reason: 'x'
	})
	expect((await refusalOf(elsewhere)).kind).toBe('absent')
})

test('a command that is refused leaves no event', async () => {
	const { made, last } = await withEvents()
	const secretariat = await made.as('secretariat')
	await refusalOf(secretariat.run(withdrawRecord, { record: 'agency', kind: 'actor', version: 1, reason: 'stale' }))
	await refusalOf(
		secretariat.run(addMembership, {
			structure: 'committee',
			actor: 'labour',
			kind: 'member',
			from: TODAY,
			reason: 'x'
		})
	)
	expect(await verify(made)).toMatchObject({ events: last, faults: [] })
})

test('the digest of an event is the SHA-256 of its text', () => {
	expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
