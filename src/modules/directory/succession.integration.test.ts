import { expect, test } from 'vitest'
import { faultsOf, idOf, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, TODAY, type Acting, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { changeActor, createActor, setEnforcement } from './actor-commands.ts'
import { getActor } from './actor-queries.ts'
import { addMembership, addNomination, endMembership } from './membership-commands.ts'
import { getStructure } from './structure-queries.ts'
import { createStructure } from './structure-commands.ts'
import { listOpenItems, succeedActor } from './succession.ts'
import { assignLead } from './theme-commands.ts'
import { getTheme } from './theme-queries.ts'

const version = (made: TestWorkspace, key: string) => versionOf(made, 'actor', key)
const law = { day: '2026-02-01', legalBasis: 'Act 7 of 2026' } as const

async function succeed(made: TestWorkspace, actor: string, more: Record<string, unknown>) {
	const secretariat = await made.as('secretariat')
	return secretariat.runRaw(succeedActor, { actor, version: await version(made, actor), ...law, ...more })
}

const itemsOf = async (acting: Acting, actor: string) => (await acting.ask(listOpenItems, { actor })).items

/** Labour with everything that can hang on an actor: two seats, a lead, every office, people, a subordinate. */
async function aFullActor() {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(assignLead, {
		area: 'labour-migration',
		actor: 'labour',
		from: '2021-01-01',
		reason: 'by law'
	})
	await secretariat.run(createActor, {
		key: 'inspectorate',
		name: 'Inspectorate',
		kind: 'department',
		parent: 'labour'
	})
	await secretariat.run(createStructure, {
		key: 'desk',
		name: 'Desk',
		level: 'technical',
		kind: 'network',
		chair: 'labour',
		host: 'labour',
		secretariatActor: 'labour',
		asActor: 'labour'
	})
	const membership = (await secretariat.ask(getStructure, { structure: 'committee' })).memberships.find(
		(item) => item.actor.reference === 'labour'
	)
	for (const capacity of ['principal', 'alternate'] as const)
		await secretariat.run(addNomination, {
			membership: membership?.id ?? '',
			capacity,
			office: `${capacity} of labour`,
			from: '2025-01-01'
		})
	return { made, secretariat, membership: membership?.id ?? '' }
}

test('what hangs on an actor is listed before it ends', async () => {
	const { secretariat } = await aFullActor()
	const items = await itemsOf(secretariat, 'labour')
	expect(items.map(({ item, record }) => `${item} ${record?.reference ?? ''}`.trim()).sort()).toEqual([
		'as-actor desk',
		'chair desk',
		'host desk',
		'lead labour-migration',
		'membership closed-group',
		'membership committee',
		'parent inspectorate',
		'seat',
		'seat',
		'secretariat desk'
	])
})

test('merged by law, all that hung on an actor goes to the one that took over, with its people', async () => {
	const { made, secretariat, membership } = await aFullActor()
	await succeed(made, 'labour', { kind: 'merge', successors: ['health'] })
	expect(await itemsOf(secretariat, 'labour')).toEqual([])
	expect(await itemsOf(secretariat, 'health')).toHaveLength(12)
	const page = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(page.memberships.find((item) => item.id === membership)).toMatchObject({ to: '2026-01-31', held: 'no' })
	const there = page.memberships.find((item) => item.actor.reference === 'health')
	expect(there).toMatchObject({ from: '2026-02-01', to: null, held: 'yes', kind: 'member' })
	const people = page.nominations.filter((one) => one.membership === there?.id)
	expect(people.map((one) => [one.office, one.from, one.to])).toEqual([
		['principal of labour', '2026-02-01', null],
		['alternate of labour', '2026-02-01', null]
	])
	expect(page.vacancies).not.toContain(there?.id)
	for (const one of page.nominations.filter((other) => other.membership === membership))
		expect(one.to).toBe('2026-01-31')
	const labour = await secretariat.ask(getActor, { actor: 'labour' })
	expect(labour).toMatchObject({ status: 'merged', children: [], chairs: [], hosts: [] })
	expect(labour.successions).toMatchObject([
		{ kind: 'merge', day: '2026-02-01', legalBasis: 'Act 7 of 2026', successor: { reference: 'health' } }
	])
	expect((await secretariat.ask(getActor, { actor: 'inspectorate' })).parent?.reference).toBe('health')
	expect((await secretariat.ask(getTheme, { area: 'labour-migration' })).leads.map((one) => one.reference)).toEqual([
		'health'
	])
	expect((await made.as('member')).seat.actorId).toBe(await idOf(made, 'actor', 'health'))
	for (const record of ['labour', 'health']) {
		const { items } = await secretariat.ask(getHistory, { record, kind: 'actor', limit: 5 })
		expect(items[0], record).toMatchObject({ operation: 'actor.succeed', day: '2026-02-01' })
	}
})

test('a successor that sits there already sits once, and keeps its own people', async () => {
	const { made, secretariat } = await aFullActor()
	const { id } = await secretariat.run(addMembership, {
		structure: 'committee',
		actor: 'health',
		kind: 'member',
		from: '2025-01-01',
		reason: 'x'
	})
	await secretariat.run(addNomination, {
		membership: id,
		capacity: 'principal',
		office: 'Health principal',
		from: '2025-01-01'
	})
	await succeed(made, 'labour', { kind: 'merge', successors: ['health'] })
	const page = await secretariat.ask(getStructure, { structure: 'committee' })
	const open = page.memberships.filter((item) => item.to === null && item.actor.reference === 'health')
	expect(open.map((item) => item.id)).toEqual([id])
	expect(page.nominations.filter((one) => one.to === null).map((one) => one.office)).toEqual(['Health principal'])
})

test('a successor that sits there without people takes over those of its predecessor', async () => {
	const { made, secretariat } = await aFullActor()
	const { id } = await secretariat.run(addMembership, {
		structure: 'committee',
		actor: 'health',
		kind: 'member',
		from: '2025-01-01',
		reason: 'x'
	})
	await succeed(made, 'labour', { kind: 'merge', successors: ['health'] })
	const { nominations } = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(nominations.filter((one) => one.to === null && one.membership === id).map((one) => one.office)).toEqual([
		'principal of labour',
		'alternate of labour'
	])
})

test('split, each open item needs its choice, and the ones without are named', async () => {
	const { made, secretariat } = await aFullActor()
	const items = await itemsOf(secretariat, 'labour')
	const split = (choices: object[]) =>
		succeed(made, 'labour', { kind: 'split', successors: ['health', 'statistics'], choices })
	const all = items.map(({ item, id }, index) => ({ item, id, to: index % 2 === 0 ? 'health' : 'statistics' }))
	const [first, ...others] = all
	expect(faultsOf(await refusalOf(split(others)))).toEqual([
		`choices ${first?.item ?? ''} ${first?.id ?? ''} directory.choice-missing`
	])
	expect((await refusalOf(split([]))).issues).toHaveLength(items.length)
	const foreign = split([{ ...first, to: 'police' }, ...others])
	expect((await refusalOf(foreign)).issues[0]?.code).toBe('directory.choice-not-successor')
	expect((await secretariat.ask(getActor, { actor: 'labour' })).status).toBe('active')
	await split(all)
	expect(await itemsOf(secretariat, 'labour')).toEqual([])
	const labour = await secretariat.ask(getActor, { actor: 'labour' })
	expect(labour.successions.map((one) => one.successor?.reference).sort()).toEqual(['health', 'statistics'])
})

test('one successor named twice is one successor', async () => {
	const { made } = await aFullActor()
	const refused = succeed(made, 'labour', { kind: 'split', successors: ['health', 'health'] })
	expect((await refusalOf(refused)).code).toBe('directory.split-needs-two-successors')
})

test('abolished, what hung on an actor ends, its people with it', async () => {
	const { made, secretariat, membership } = await aFullActor()
	expect((await refusalOf(succeed(made, 'labour', { kind: 'abolish' }))).issues[0]?.code).toBe(
		'directory.choice-missing'
	)
	const choices = (await itemsOf(secretariat, 'labour')).map(({ item, id }) => ({ item, id, to: 'end' }))
	await succeed(made, 'labour', { kind: 'abolish', choices })
	expect(await itemsOf(secretariat, 'labour')).toEqual([])
	const page = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(page.memberships.find((item) => item.id === membership)?.to).toBe('2026-01-31')
	expect(page.nominations.filter((one) => one.to === null)).toEqual([])
	expect(page.vacancies).not.toContain(membership)
	expect((await secretariat.ask(getActor, { actor: 'labour' })).status).toBe('abolished')
	await expect(made.as('member')).rejects.toThrow('no seat member')
	const again = succeed(made, 'labour', { kind: 'rename', name: 'Back' })
	expect((await refusalOf(again)).code).toBe('directory.actor-already-ended')
	const revived = secretariat.run(changeActor, {
		actor: 'labour',
		version: await version(made, 'labour'),
		status: 'active'
	})
	expect((await refusalOf(revived)).code).toBe('directory.actor-already-ended')
})

test('a seat that would have begun later begins with the successor, on its own day', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(addMembership, {
		structure: 'committee',
		actor: 'union',
		kind: 'co-opted',
		from: '2026-05-01',
		reason: 'from May on'
	})
	await secretariat.run(assignLead, { area: 'labour-migration', actor: 'union', from: '2026-05-01', reason: 'too' })
	await succeed(made, 'union', { kind: 'merge', successors: ['health'], day: TODAY })
	const { memberships } = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(memberships.filter((item) => item.from === '2026-05-01')).toMatchObject([
		{ actor: { reference: 'health' }, to: null }
	])
	expect(memberships.some((item) => item.actor.reference === 'union')).toBe(false)
	const { leadItems } = await secretariat.ask(getTheme, { area: 'labour-migration' })
	expect(leadItems).toMatchObject([{ actor: { reference: 'health' }, from: '2026-05-01', to: null }])
})

test('a seat with a last day still to come goes to the successor until that day', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const { id } = await secretariat.run(addMembership, {
		structure: 'committee',
		actor: 'union',
		kind: 'co-opted',
		from: '2025-01-01',
		reason: 'for a task'
	})
	await secretariat.run(endMembership, { membership: id, day: '2026-12-31', reason: 'then the task is done' })
	await succeed(made, 'union', { kind: 'merge', successors: ['health'] })
	const { memberships } = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(memberships.filter((item) => ['union', 'health'].includes(item.actor.reference))).toMatchObject([
		{ actor: { reference: 'health' }, from: '2026-02-01', to: '2026-12-31', held: 'yes' },
		{ actor: { reference: 'union' }, from: '2025-01-01', to: '2026-01-31', held: 'no' }
	])
})

test('a subordinate that takes over steps up to where its predecessor stood', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const add = (key: string, parent: string) =>
		secretariat.run(createActor, { key, name: key, kind: 'department', parent })
	await add('middle', 'labour')
	await add('lower', 'middle')
	await add('beside', 'middle')
	await succeed(made, 'middle', { kind: 'merge', successors: ['lower'] })
	const parentOf = async (actor: string) => (await secretariat.ask(getActor, { actor })).parent?.reference
	expect(await parentOf('lower')).toBe('labour')
	expect(await parentOf('beside')).toBe('lower')
})

test('subordinates are not put under each other in a circle', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	for (const key of ['one', 'other'])
		await secretariat.run(createActor, { key, name: key, kind: 'department', parent: 'union' })
	const items = (await itemsOf(secretariat, 'union')).filter((item) => item.item === 'parent')
	const others = (await itemsOf(secretariat, 'union')).filter((item) => item.item !== 'parent')
	const crossed = items.map(({ item, id, record }) => ({ item, id, to: record?.reference === 'one' ? 'other' : 'one' }))
	const choices = [...crossed, ...others.map(({ item, id }) => ({ item, id, to: 'end' }))]
	const refused = succeed(made, 'union', { kind: 'split', successors: ['one', 'other'], choices })
	expect(await refusalOf(refused)).toMatchObject({ kind: 'conflict', code: 'directory.parent-circle' })
})

test('people of a marked actor do not go on unmarked', async () => {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(setEnforcement, { actor: 'police', version: 1, reason: 'police' })
	const merging = () => succeed(made, 'police', { kind: 'merge', successors: ['home-affairs'] })
	expect(await refusalOf(merging())).toMatchObject({ kind: 'conflict', code: 'directory.succession-loses-mark' })
	await administrator.run(setEnforcement, {
		actor: 'home-affairs',
		version: await version(made, 'home-affairs'),
		reason: 'takes over the police'
	})
	await merging()
	expect((await made.as('police')).seat.actorId).toBe(await idOf(made, 'actor', 'home-affairs'))
})

test('nobody takes over who has ended itself', async () => {
	const made = await aWorkspace()
	await succeed(made, 'union', { kind: 'merge', successors: ['health'] })
	const refused = await refusalOf(succeed(made, 'labour', { kind: 'merge', successors: ['union'] }))
	expect(refused.issues).toEqual([{ path: ['successors.0'], code: 'directory.actor-ended' }])
	const own = await refusalOf(succeed(made, 'labour', { kind: 'merge', successors: ['labour'] }))
	expect(own.issues[0]?.code).toBe('directory.own-successor')
	const future = await refusalOf(succeed(made, 'labour', { kind: 'merge', successors: ['health'], day: '2026-03-03' }))
	expect(future.issues[0]?.code).toBe('directory.day-in-future')
})

test('an actor is found by the names it had', async () => {
	const made = await aWorkspace()
	await succeed(made, 'labour', {
		kind: 'rename',
		name: { en: 'Ministry of Work', fr: 'Ministère du Travail' },
		acronym: 'MW'
	})
	const reader = await made.as('public')
	for (const words of ['Ministry of Labour', 'ministry work', 'ministere du travail', 'mw']) {
		const { items } = await reader.ask(searchRecords, { words })
		expect(
			items.map((item) => item.reference),
			words
		).toContain('labour')
	}
})
