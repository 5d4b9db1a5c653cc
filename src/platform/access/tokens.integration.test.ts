import { expect, test } from 'vitest'
import { registry } from '#areas'
import { refusalOf } from '#tests/fixtures/directory.ts'
import { aPerson, hold } from '#tests/fixtures/people.ts'
import { aWorkspace, NOW, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor } from '#modules/directory/actor-commands.ts'
import { listActors } from '#modules/directory/actor-queries.ts'
import { getStructure, listStructures } from '#modules/directory/structure-queries.ts'
import { ask, run, type Opening } from '#platform/operation/perform.server.ts'
import { isRefusal } from '#platform/operation/refusal.ts'
import { findToken } from './find-seat.server.ts'
import { vacateSeat } from './seat-operations.ts'
import { listProvisionedPeople } from './scim/person-operations.ts'
import { createToken, listTokens, revokeToken } from './token-operations.ts'
import { whyBeyondScope } from './token-scope.ts'

const DAY = 86_400_000

type Asked = { seat?: string; scope?: 'all' | 'read' | 'provisioning' | 'operations'; operations?: string[] }

/** The opening of a request that shows a fresh token. */
async function shown(made: TestWorkspace, { seat = 'administrator', ...more }: Asked): Promise<Opening> {
	const administrator = await made.as('administrator')
	const { token } = await administrator.run(createToken, { seat, name: 'Script', ...more })
	const found = await findToken(made.database, made.workspace, token, NOW)
	if (!found) throw new Error('the token is nobody')
	return { ...administrator.opening, ...found }
}

test('a token for reading reads and changes nothing, whatever its seat may do', async () => {
	const opening = await shown(await aWorkspace(), { scope: 'read' })
	expect((await ask(opening, listActors, {})).total).toBe(7)
	const change = run(opening, createActor, { name: 'Agency', kind: 'agency' })
	expect(await refusalOf(change)).toMatchObject({ kind: 'forbidden', code: 'access.token-reads-only' })
})

test('a token for provisioning does nothing else', async () => {
	const opening = await shown(await aWorkspace(), { scope: 'provisioning' })
	expect((await ask(opening, listProvisionedPeople, {})).total).toBe(0)
	expect((await refusalOf(ask(opening, listActors, {}))).code).toBe('access.token-provisions-only')
	expect((await refusalOf(run(opening, createActor, { name: 'A', kind: 'agency' }))).code).toBe(
		'access.token-provisions-only'
	)
})

test('a token for named operations does these alone', async () => {
	const opening = await shown(await aWorkspace(), {
		scope: 'operations',
		operations: ['structure.list', 'actor.create']
	})
	expect((await ask(opening, listStructures, {})).total).toBe(2)
	expect((await run(opening, createActor, { name: 'Agency', kind: 'agency' })).reference).toBe('agency')
	expect((await refusalOf(ask(opening, getStructure, { structure: 'committee' }))).code).toBe(
		'access.token-names-others'
	)
})

test('a token for everything does what its seat may do and no more', async () => {
	const opening = await shown(await aWorkspace(), { seat: 'observer', scope: 'all' })
	expect((await refusalOf(run(opening, createActor, { name: 'A', kind: 'agency' }))).code).toBe('platform.not-allowed')
})

test('by no scope but all does any operation of the registry go further than its kind', async () => {
	const made = await aWorkspace()
	const reading = await shown(made, { scope: 'read' })
	const provisioning = await shown(made, { scope: 'provisioning' })
	for (const operation of registry.operations) {
		const refused = async (opening: Opening) => {
			const asked = operation.type === 'query' ? ask(opening, operation, {}) : run(opening, operation, {})
			return asked.then(
				() => null,
				(error: unknown) => (isRefusal(error) ? error.code : String(error))
			)
		}
		if (operation.type === 'command')
			expect([operation.name, await refused(reading)]).toEqual([operation.name, 'access.token-reads-only'])
		if (!operation.name.startsWith('provisioned'))
			expect([operation.name, await refused(provisioning)]).toEqual([operation.name, 'access.token-provisions-only'])
		expect(whyBeyondScope({ scope: 'operations', operations: [] }, operation)).toBe('access.token-names-others')
	}
})

test('a token names at least one operation that there is, and provisioning an administrator’s seat', async () => {
	const { as } = await aWorkspace()
	const administrator = await as('administrator')
	const make = (more: object) => administrator.run(createToken, { seat: 'member', name: 'Script', ...more })
	expect((await refusalOf(make({ scope: 'operations' }))).issues).toMatchObject([{ path: ['operations'] }])
	expect((await refusalOf(make({ scope: 'operations', operations: ['actor.fly'] }))).issues).toMatchObject([
		{ code: 'platform.no-such-operation', params: { operation: 'actor.fly' } }
	])
	expect((await refusalOf(make({ scope: 'provisioning' }))).code).toBe('access.provisioning-needs-administrator')
})

test('the day a token was last used is kept, and one never used says so', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const used = await administrator.run(createToken, { seat: 'member', name: 'Used' })
	await administrator.run(createToken, { seat: 'member', name: 'Idle' })
	await findToken(made.database, made.workspace, used.token, NOW)
	const { items } = await administrator.ask(listTokens, { sort: 'name' })
	expect(items.map((item) => [item.name, item.lastUsed])).toEqual([
		['Idle', null],
		['Used', TODAY]
	])
	await findToken(made.database, made.workspace, used.token, new Date(NOW.getTime() + DAY))
	const [first] = (await administrator.ask(listTokens, { sort: '-used', limit: 1 })).items
	expect(first?.lastUsed).toBe('2026-03-03')
})

test('tokens are listed to administrators all, to everybody else those of their own seat, and so revoked', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	const member = await made.as('member')
	const others = await administrator.run(createToken, { seat: 'chair', name: 'The chair’s' })
	const own = await member.run(createToken, { name: 'My own' })
	expect((await administrator.ask(listTokens, {})).total).toBe(2)
	expect((await member.ask(listTokens, {})).items.map((item) => item.name)).toEqual(['My own'])
	expect((await member.ask(listTokens, { filter: { seat: ['chair'] } })).total).toBe(0)
	expect((await refusalOf(member.run(revokeToken, { token: others.id }))).kind).toBe('forbidden')
	await member.run(revokeToken, { token: own.id })
	await administrator.run(revokeToken, { token: others.id })
	const states = (await administrator.ask(listTokens, { filter: { state: ['revoked'] } })).total
	expect(states).toBe(2)
})

test('the tokens of a seat end when its holder leaves', async () => {
	const made = await aWorkspace()
	await hold(made, 'member', aPerson('Anna'))
	const member = await made.as('member')
	const { token } = await member.run(createToken, { name: 'Carried away' })
	await member.run(vacateSeat, { seat: 'member', reason: 'moved on' })
	expect(await findToken(made.database, made.workspace, token, NOW)).toBeUndefined()
})
