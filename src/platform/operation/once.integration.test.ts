import { expect, test } from 'vitest'
import { z } from 'zod'
import { registry } from '#areas'
import { eventCount, ownerRows, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, NOW, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor } from '#modules/directory/actor-commands.ts'
import { setStructureChair } from '#modules/directory/structure-commands.ts'
import { getStructure } from '#modules/directory/structure-queries.ts'
import { createToken } from '#platform/access/token-operations.ts'
import { addComment } from '#platform/records/discussion.ts'
import { command, nothing } from './operation.server.ts'

const agency = { name: 'Agency', kind: 'agency' } as const
const once = { key: 'form-1' }

const actorsNamed = async (made: TestWorkspace, name: string) =>
	(
		await ownerRows(
			made,
			`select key from record where workspace_id = :workspace and kind = 'actor' and title->>'en' = '${name}'`
		)
	).length

test('the same key with the same input gives the first answer again and changes nothing', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const first = await secretariat.run(createActor, agency, once)
	const events = await eventCount(made)
	expect(await secretariat.run(createActor, { kind: 'agency', name: 'Agency' }, once)).toEqual(first)
	expect(await eventCount(made)).toBe(events)
	expect(await actorsNamed(made, 'Agency')).toBe(1)
	const other = await secretariat.run(createActor, agency, { key: 'form-2' })
	expect(other.reference).toBe('agency-2')
})

test('the same key with other input, or for another operation, is a conflict', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, agency, once)
	const other = secretariat.run(createActor, { ...agency, name: 'Another' }, once)
	expect(await refusalOf(other)).toMatchObject({ kind: 'conflict', code: 'platform.once-key-reused' })
	const comment = secretariat.run(addComment, { record: 'union', kind: 'actor', text: 'Agency' }, once)
	expect(await refusalOf(comment)).toMatchObject({ kind: 'conflict', code: 'platform.once-key-reused' })
})

test('a key belongs to one seat', async () => {
	const made = await aWorkspace()
	const first = await (await made.as('secretariat')).run(createActor, agency, once)
	const other = await (await made.as('administrator')).run(createActor, agency, once)
	expect(other.id).not.toBe(first.id)
})

test('sent several times in the same moment, the change is done once and every sending has its answer', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const answers = await Promise.all([1, 2, 3, 4, 5].map(() => secretariat.run(createActor, agency, once)))
	expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
	expect(await actorsNamed(made, 'Agency')).toBe(1)
})

test('a change that was refused keeps no key: it may be tried again', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const input = { key: 'agency', ...agency, parent: 'not-there-yet' }
	expect((await refusalOf(secretariat.run(createActor, input, once))).kind).toBe('invalid')
	await secretariat.run(createActor, { key: 'not-there-yet', name: 'There', kind: 'agency' })
	expect((await secretariat.run(createActor, input, once)).reference).toBe('agency')
})

test('a repeat asks again for the right, and is forbidden when that has ended', async () => {
	const made = await aWorkspace()
	const chair = await made.as('chair')
	const before = await versionOf(made, 'structure', 'committee')
	const giving = { structure: 'committee', version: before, chair: 'labour', day: '2026-03-01', reason: 'rotation' }
	await chair.run(setStructureChair, giving, once)
	// The host is its secretary too: with both gone, the old chair keeps the structure no more.
	await ownerRows(
		made,
		`update structure set host_actor_id = (select id from record where workspace_id = :workspace and key = 'health' and kind = 'actor')
			where workspace_id = :workspace and id = (select id from record where workspace_id = :workspace and key = 'committee' and kind = 'structure')`
	)
	const repeat = (await made.as('chair')).run(setStructureChair, giving, once)
	expect((await refusalOf(repeat)).kind).toBe('forbidden')
	expect((await chair.ask(getStructure, { structure: 'committee' })).chair?.reference).toBe('labour')
})

test('after a day a key is forgotten', async () => {
	const made = await aWorkspace()
	const later = (hours: number) => made.as('secretariat', new Date(NOW.getTime() + hours * 3_600_000))
	const first = await (await later(0)).run(createActor, agency, once)
	expect((await (await later(23.9)).run(createActor, agency, once)).id).toBe(first.id)
	const second = await (await later(24.1)).run(createActor, agency, once)
	expect(second.reference).toBe('agency-2')
})

test('a secret is given once and kept nowhere, also not for a repeat', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const input = { seat: 'member', name: 'A token' }
	const { token } = await administrator.run(createToken, input, once)
	expect(await refusalOf(administrator.run(createToken, input, once))).toMatchObject({
		kind: 'conflict',
		code: 'platform.shown-once'
	})
	const kept = [
		...(await ownerRows(made, 'select to_jsonb(t) as row from once_key t where workspace_id = :workspace')),
		...(await ownerRows(made, 'select to_jsonb(t) as row from event_payload t where workspace_id = :workspace')),
		...(await ownerRows(made, 'select to_jsonb(t) as row from token t where workspace_id = :workspace'))
	]
	expect(JSON.stringify(kept)).not.toContain(token)
	expect(await ownerRows(made, 'select id from token where workspace_id = :workspace')).toHaveLength(1)
})

test('every answer that is kept can be read back from text', () => {
	for (const operation of registry.operations) {
		if (operation.type !== 'command' || operation.isShownOnce) continue
		const dates = JSON.stringify(z.toJSONSchema(operation.output, { unrepresentable: 'throw' }))
		expect(dates, operation.name).toContain('"type"')
	}
})

test('what two add in the same moment against the rules of the database is a conflict, and not a defect', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const doubling = command({
		name: 'workspace.import',
		input: z.strictObject({}),
		output: z.object({}),
		about: nothing,
		allow: () => true,
		async run(here) {
			const seat = {
				role: 'observer',
				actor_id: null,
				office: 'x',
				origin: 'entered',
				from_day: null,
				to_day: null
			} as const
			await here.write.addAll('seat', [{ key: 'member', created_at: here.now, ...seat }])
			return {}
		}
	})
	expect(await refusalOf(secretariat.run(doubling, {}))).toMatchObject({
		kind: 'conflict',
		code: 'platform.already-there'
	})
})
