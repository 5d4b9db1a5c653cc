import { expect, test } from 'vitest'
import { eventCount, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aPerson, hold } from '#tests/fixtures/people.ts'
import { aClock, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { setEnforcement } from '#modules/directory/actor-commands.ts'
import { mergeRecords } from '#platform/records/record-operations.ts'
import { keepFirewall } from './firewall-job.ts'
import { findSeat, findSeatOfToken } from './find-seat.server.ts'
import { whyNotHold } from './firewall.server.ts'
import { clockSeat } from './seat.ts'
import { listPeople } from './person-operations.ts'
import { changeSeat, createSeat } from './seat-operations.ts'
import { addSeatRule } from './seat-rule-operations.ts'
import { createToken } from './token-operations.ts'

const mark = async (made: TestWorkspace, actor: string) =>
	(await made.as('administrator')).run(setEnforcement, {
		actor,
		version: await versionOf(made, 'actor', actor),
		reason: 'it enforces'
	})

const seatOf = ({ database, workspace }: TestWorkspace, key: string) => findSeat(database, workspace, key, NOW)
const people = async (made: TestWorkspace) =>
	(await (await made.as('administrator')).ask(listPeople, {})).items.map((item) => item.seat.key).sort()

test('the rule: whoever stands on one side can hold no seat on the other', () => {
	const none = { holdsMarked: false, holdsCaseworker: false }
	const caseworker = { role: 'caseworker', isMarked: false }
	const police = { role: 'member', isMarked: true }
	expect(whyNotHold(caseworker, none)).toBeNull()
	expect(whyNotHold(police, none)).toBeNull()
	expect(whyNotHold({ role: 'caseworker', isMarked: true }, none)).toBe('access.firewall-caseworker')
	expect(whyNotHold(caseworker, { ...none, holdsMarked: true })).toBe('access.firewall-caseworker')
	expect(whyNotHold(police, { ...none, holdsCaseworker: true })).toBe('access.firewall-marked')
	expect(whyNotHold({ role: 'member', isMarked: false }, { holdsMarked: true, holdsCaseworker: true })).toBeNull()
})

test('who holds a seat of a marked actor can hold no caseworker’s seat, here or in another workspace', async () => {
	const [here, there] = [await aWorkspace(), await aWorkspace()]
	await mark(here, 'police')
	const anna = aPerson('Anna')
	await hold(here, 'police', anna)
	for (const workspace of [here, there])
		expect((await refusalOf(hold(workspace, 'caseworker', anna))).code).toBe('access.firewall-caseworker')
	await hold(there, 'member', anna)
	expect(await people(there)).toEqual(['member'])
})

test('who holds a caseworker’s seat can hold no seat of a marked actor, here or in another workspace', async () => {
	const [here, there] = [await aWorkspace(), await aWorkspace()]
	for (const made of [here, there]) await mark(made, 'police')
	const anna = aPerson('Anna')
	await hold(there, 'caseworker', anna)
	for (const made of [here, there])
		expect((await refusalOf(hold(made, 'police', anna))).code).toBe('access.firewall-marked')
})

test('two holdings that together break the firewall do not pass side by side', async () => {
	const [here, there] = [await aWorkspace(), await aWorkspace()]
	await mark(here, 'police')
	const anna = aPerson('Anna')
	const held = await Promise.allSettled([hold(here, 'police', anna), hold(there, 'caseworker', anna)])
	expect(held.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
})

test('setting the mark ends the access of whoever acts for the actor to protection, with history and tokens', async () => {
	const made = await aWorkspace()
	const anna = aPerson('Anna')
	await hold(made, 'police', anna)
	await hold(made, 'caseworker', anna)
	const administrator = await made.as('administrator')
	const { token } = await administrator.run(createToken, { seat: 'caseworker', name: 'Script' })
	expect((await seatOf(made, 'caseworker'))?.role).toBe('caseworker')
	await mark(made, 'police')
	expect(await people(made)).toEqual(['police'])
	expect(await findSeatOfToken(made.database, made.workspace, token, NOW)).toBeUndefined()
	const { items } = await administrator.ask(listPeople, { filter: { current: false } })
	expect(items).toMatchObject([{ seat: { key: 'caseworker' }, endReason: 'firewall' }])
	// The seat itself acts for another actor and is free for somebody else.
	await hold(made, 'caseworker', aPerson('Ben'))
	expect((await seatOf(made, 'caseworker'))?.role).toBe('caseworker')
})

test('a mark set in one workspace shuts a caseworker’s seat and its tokens in another from that moment on', async () => {
	const [here, there] = [await aWorkspace(), await aWorkspace()]
	const anna = aPerson('Anna')
	await hold(here, 'police', anna)
	await hold(there, 'caseworker', anna)
	const { token } = await (await there.as('administrator')).run(createToken, { seat: 'caseworker', name: 'Script' })
	expect((await findSeatOfToken(there.database, there.workspace, token, NOW))?.key).toBe('caseworker')
	await mark(here, 'police')
	expect(await seatOf(there, 'caseworker')).toBeUndefined()
	expect(await findSeatOfToken(there.database, there.workspace, token, NOW)).toBeUndefined()
	// What opens nothing any more is ended with its history when the workspace's clock comes by.
	const { opening } = await there.as('public')
	const comesBy = () => keepFirewall.run({ ...opening, seat: clockSeat }, workplaceOf(there, aClock()))
	await comesBy()
	expect(await people(there)).toEqual([])
	const administrator = await there.as('administrator')
	const left = await administrator.ask(listPeople, { filter: { current: false } })
	expect(left.items).toMatchObject([{ endReason: 'firewall' }])
	const events = await eventCount(there)
	await comesBy()
	expect(await eventCount(there)).toBe(events)
})

test('a caseworker’s seat of a marked actor opens nothing, cannot be made, changed into or given by a rule', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await hold(made, 'caseworker', aPerson('Anna'))
	await mark(made, 'health')
	expect(await seatOf(made, 'caseworker')).toBeUndefined()
	expect(await people(made)).toEqual([])
	const seat = { role: 'caseworker', office: 'Case desk', actor: 'health' } as const
	expect((await refusalOf(administrator.run(createSeat, seat))).code).toBe('access.firewall-seat')
	const rule = { source: 'provisioning', value: 'desk', ...seat } as const
	expect((await refusalOf(administrator.run(addSeatRule, rule))).code).toBe('access.firewall-seat')
	const other = await administrator.run(createSeat, { ...seat, actor: 'labour' })
	const moved = administrator.run(changeSeat, { seat: other.key, version: 1, actor: 'health' })
	expect((await refusalOf(moved)).code).toBe('access.firewall-seat')
})

test('a seat cannot be moved to a marked actor while its holder works on protection elsewhere', async () => {
	const [here, there] = [await aWorkspace(), await aWorkspace()]
	const anna = aPerson('Anna')
	await mark(here, 'police')
	await hold(here, 'member', anna)
	await hold(there, 'caseworker', anna)
	const moved = (await here.as('administrator')).run(changeSeat, { seat: 'member', version: 1, actor: 'police' })
	expect((await refusalOf(moved)).code).toBe('access.firewall-marked')
})

test('an actor that is merged into a marked one takes its people’s access to protection with it', async () => {
	const made = await aWorkspace()
	const anna = aPerson('Anna')
	await hold(made, 'member', anna)
	await hold(made, 'caseworker', anna)
	await mark(made, 'police')
	expect(await people(made)).toEqual(['caseworker', 'member'])
	await (
		await made.as('administrator')
	).run(mergeRecords, {
		record: 'labour',
		kind: 'actor',
		version: await versionOf(made, 'actor', 'labour'),
		into: 'police',
		reason: 'the same'
	})
	expect(await people(made)).toEqual(['member'])
	expect(await seatOf(made, 'caseworker')).toMatchObject({ role: 'caseworker' })
})
