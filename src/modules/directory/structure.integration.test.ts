import { expect, test } from 'vitest'
import { eventCount, idOf, refusalOf, versionOf } from '#tests/fixtures/directory.ts'
import { aWorkspace, NOW, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { withdrawRecord } from '#platform/records/record-operations.ts'
import { getActor } from './actor-queries.ts'
import { createActor } from './actor-commands.ts'
import { addMembership } from './membership-commands.ts'
import {
	changeStructure,
	createStructure,
	setStructureAreas,
	setStructureChair,
	setStructureStatus
} from './structure-commands.ts'
import { mapStructures } from './structure-board-queries.ts'
import { getStructure, listStructures } from './structure-queries.ts'
import { succeedActor } from './succession.ts'

const version = (made: TestWorkspace, key = 'committee') => versionOf(made, 'structure', key)
const tomorrow = '2026-03-03'
const status = { structure: 'committee', day: TODAY, reason: 'as decided' } as const

test('a structure that needs reactivation says since when and why, and its history shows who said so', async () => {
	const { as } = await aWorkspace()
	const chair = await as('chair')
	const before = await chair.ask(getStructure, { structure: 'committee' })
	await chair.run(setStructureStatus, {
		structure: 'committee',
		version: before.version,
		status: 'needs-reactivation',
		day: TODAY,
		reason: 'no meeting for two years'
	})
	const after = await chair.ask(getStructure, { structure: 'committee' })
	expect(after.status).toBe('needs-reactivation')
	expect(after.statusHistory[0]).toMatchObject({
		status: 'needs-reactivation',
		day: TODAY,
		reason: 'no meeting for two years'
	})
	const { items } = await chair.ask(getHistory, { record: 'committee', kind: 'structure' })
	expect(items[0]).toMatchObject({
		operation: 'structure.setStatus',
		reason: 'no meeting for two years',
		by: { office: 'Office of chair' }
	})
})

test('a structure goes through its life, and nothing comes after its dissolution', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	for (const next of ['needs-reactivation', 'being-established', 'active', 'ad-hoc-idle', 'dissolved'] as const)
		await secretariat.run(setStructureStatus, { ...status, version: await version(made), status: next })
	const page = await secretariat.ask(getStructure, { structure: 'committee' })
	expect(page.statusHistory.map((entry) => entry.status)).toEqual([
		'dissolved',
		'ad-hoc-idle',
		'active',
		'being-established',
		'needs-reactivation',
		'active'
	])
	expect(page.nextStatuses).toEqual([])
	const again = secretariat.run(setStructureStatus, { ...status, version: await version(made), status: 'active' })
	expect(await refusalOf(again)).toMatchObject({ kind: 'conflict', code: 'directory.structure-dissolved' })
	const joining = secretariat.run(addMembership, {
		structure: 'committee',
		actor: 'health',
		kind: 'member',
		from: TODAY,
		reason: 'asked'
	})
	expect(await refusalOf(joining)).toMatchObject({ kind: 'conflict', code: 'directory.structure-dissolved' })
})

test.each([
	['ad-hoc-activated', TODAY, 'conflict', 'directory.status-no-such-move'],
	['active', TODAY, 'conflict', 'directory.status-same'],
	['dissolved', tomorrow, 'invalid', 'directory.day-in-future'],
	['dissolved', '2026-03-01', 'invalid', 'directory.status-before-last']
] as const)('an active structure is not declared %s on %s', async (next, day, kind, code) => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const refused = await refusalOf(
		secretariat.run(setStructureStatus, { ...status, version: await version(made), status: next, day })
	)
	expect({ kind: refused.kind, code: refused.issues[0]?.code ?? refused.code }).toEqual({ kind, code })
	expect((await secretariat.ask(getStructure, { structure: 'committee' })).status).toBe('active')
})

test('a day is held against the calendar of the workspace, not of the server', async () => {
	const made = await aWorkspace()
	// Half past ten in the evening in London is half past midnight of the next day in Harare.
	const late = await made.as('secretariat', new Date(`${TODAY}T22:30:00Z`))
	await late.run(setStructureStatus, {
		...status,
		version: await version(made),
		status: 'needs-reactivation',
		day: tomorrow
	})
	expect((await late.ask(getStructure, { structure: 'committee' })).statusDay).toBe(tomorrow)
})

test('a change of the chair stands in the history of the structure and of both actors', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const before = await version(made)
	await secretariat.run(setStructureChair, {
		structure: 'committee',
		version: before,
		chair: 'labour',
		day: TODAY,
		reason: 'rotation'
	})
	for (const [kind, record] of [
		['structure', 'committee'],
		['actor', 'home-affairs'],
		['actor', 'labour']
	] as const) {
		const { items, names } = await secretariat.ask(getHistory, { kind, record, limit: 1 })
		expect(items[0], record).toMatchObject({ operation: 'structure.setChair', reason: 'rotation', day: TODAY })
		expect(items[0]?.changes, record).toEqual([
			expect.objectContaining({
				field: 'chair_actor_id',
				before: await idOf(made, 'actor', 'home-affairs'),
				after: await idOf(made, 'actor', 'labour')
			})
		])
		expect(names.map((name) => name.reference)).toEqual(expect.arrayContaining(['home-affairs', 'labour']))
	}
	const same = secretariat.run(setStructureChair, {
		structure: 'committee',
		version: before + 1,
		chair: 'labour',
		day: TODAY,
		reason: 'again'
	})
	expect(await refusalOf(same)).toMatchObject({ kind: 'conflict', code: 'directory.chair-same' })
})

test('a structure deals with the areas named and no others, and its page and the list say so', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const areasOf = async () =>
		(await secretariat.ask(getStructure, { structure: 'committee' })).areas.map((one) => one.reference)
	const set = async (areas: string[]) =>
		secretariat.run(setStructureAreas, { structure: 'committee', version: await version(made), areas })
	await set(['labour-migration', 'border-management', 'labour-migration'])
	expect(await areasOf()).toEqual(['labour-migration', 'border-management'])
	await set(['border-management'])
	expect(await areasOf()).toEqual(['border-management'])
	const listed = await secretariat.ask(listStructures, { filter: { area: 'border-management' } })
	expect(listed.items.map((item) => item.reference)).toEqual(['committee'])
	expect(await refusalOf(set(['border-management', 'nowhere']))).toMatchObject({
		kind: 'invalid',
		issues: [{ path: ['areas.1'], code: 'platform.field.no-such-record' }]
	})
	expect(await areasOf()).toEqual(['border-management'])
})

test('a change that changes nothing leaves version and history as they are', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const [before, events] = [await version(made), await eventCount(made)]
	await secretariat.run(changeStructure, {
		structure: 'committee',
		version: before,
		name: { en: 'Coordination Committee' },
		level: 'technical',
		parent: null
	})
	expect(await version(made)).toBe(before)
	expect(await eventCount(made)).toBe(events)
})

test('names in several languages stay the same in whatever order they are given', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const rename = async (name: Record<string, string>) =>
		secretariat.run(changeStructure, { structure: 'committee', version: await version(made), name })
	await rename({ fr: 'Comité', en: 'Committee', 'pt-BR': 'Comitê' })
	const before = await version(made)
	await rename({ 'pt-BR': 'Comitê', en: 'Committee', fr: 'Comité' })
	expect(await version(made)).toBe(before)
})

test('a name without the first language of the workspace is refused', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const refused = await refusalOf(
		secretariat.run(createStructure, { name: { fr: 'Comité' }, level: 'policy', kind: 'other' })
	)
	expect(refused.issues).toEqual([
		{ path: ['name'], code: 'platform.field.first-language', params: { language: 'en' } }
	])
})

test('a structure is put neither under itself nor under one that stands under it', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	for (const parent of ['committee', 'closed-group']) {
		const refused = secretariat.run(changeStructure, { structure: 'committee', version: await version(made), parent })
		expect(await refusalOf(refused)).toMatchObject({ kind: 'conflict', code: 'directory.parent-circle' })
	}
	const own = secretariat.run(changeStructure, {
		structure: 'committee',
		version: await version(made),
		secretariat: 'committee'
	})
	expect((await refusalOf(own)).issues[0]?.code).toBe('directory.own-secretariat')
})

test('two made under each other in the same moment close no circle', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const put = async (structure: string, parent: string) =>
		secretariat.run(changeStructure, { structure, version: 1, parent })
	for (let pair = 0; pair < 6; pair++) {
		const [one, other] = [`one-${String(pair)}`, `other-${String(pair)}`]
		for (const key of [one, other])
			await secretariat.run(createStructure, { key, name: key, level: 'technical', kind: 'working-group' })
		const both = await Promise.allSettled([put(one, other), put(other, one)])
		expect(both.filter((change) => change.status === 'fulfilled')).toHaveLength(1)
	}
})

test('of several changes made from one version in the same moment exactly one is done', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const before = await version(made)
	const changes = await Promise.allSettled(
		['a', 'b', 'c', 'd'].map((cadence) =>
			secretariat.run(changeStructure, { structure: 'committee', version: before, cadence })
		)
	)
	const done = changes.filter((change) => change.status === 'fulfilled')
	expect(done).toHaveLength(1)
	for (const change of changes)
		if (change.status === 'rejected')
			expect(change.reason).toMatchObject({
				kind: 'conflict',
				code: 'platform.changed-meanwhile',
				params: { version: before, current: before + 1 }
			})
	expect(await version(made)).toBe(before + 1)
})

test('a key names one structure; without one, names alike get keys apart', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const facts = { name: 'Comité Élargi', level: 'policy', kind: 'other' } as const
	const keys = []
	for (let count = 0; count < 3; count++) keys.push((await secretariat.run(createStructure, facts)).reference)
	expect(keys).toEqual(['comite-elargi', 'comite-elargi-2', 'comite-elargi-3'])
	const taken = secretariat.run(createStructure, { ...facts, key: 'committee' })
	expect(await refusalOf(taken)).toMatchObject({ kind: 'conflict', code: 'platform.key-taken' })
	const same = await Promise.allSettled(
		[1, 2, 3].map(() => secretariat.run(createStructure, { ...facts, key: 'at-once' }))
	)
	expect(same.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
	const actor = await secretariat.run(createActor, { key: 'committee', name: 'An actor of that key', kind: 'agency' })
	expect(actor.reference).toBe('committee')
})

test('an actor that has ended takes no office', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	await secretariat.run(createActor, { key: 'old-agency', name: 'Old Agency', kind: 'agency' })
	await secretariat.run(succeedActor, {
		actor: 'old-agency',
		version: 1,
		kind: 'abolish',
		day: TODAY,
		legalBasis: 'Act 1 of 2026'
	})
	const before = await version(made)
	for (const place of ['host', 'secretariatActor', 'asActor'])
		expect(
			(
				await refusalOf(
					secretariat.runRaw(changeStructure, { structure: 'committee', version: before, [place]: 'old-agency' })
				)
			).issues
		).toEqual([{ path: [place], code: 'directory.actor-ended' }])
	const chair = { structure: 'committee', version: before, chair: 'old-agency', day: TODAY, reason: 'none' }
	expect((await refusalOf(secretariat.run(setStructureChair, chair))).issues[0]?.code).toBe('directory.actor-ended')
})

test('the map leaves out who sits in a withdrawn structure, and the counts do too', async () => {
	const made = await aWorkspace()
	const secretariat = await made.as('secretariat')
	const seat = { actor: 'union', kind: 'invited', from: '2026-01-01', reason: 'asked' } as const
	for (const structure of ['committee', 'closed-group']) await secretariat.run(addMembership, { structure, ...seat })
	expect((await secretariat.ask(mapStructures, {})).nonState).toHaveLength(2)
	expect((await secretariat.ask(getActor, { actor: 'union' })).seats).toBe(2)
	await secretariat.run(withdrawRecord, {
		record: 'closed-group',
		kind: 'structure',
		version: await version(made, 'closed-group'),
		reason: 'entered twice'
	})
	const map = await secretariat.ask(mapStructures, {})
	expect(map.nonState.map((one) => one.structure)).toEqual([await idOf(made, 'structure', 'committee')])
	const actor = await secretariat.ask(getActor, { actor: 'union' })
	expect(actor.seats).toBe(1)
	expect(actor.memberships.map((one) => one.structure.reference)).toEqual(['committee'])
	const joining = secretariat.run(addMembership, { structure: 'closed-group', ...seat, actor: 'health' })
	expect(await refusalOf(joining)).toMatchObject({ kind: 'conflict', code: 'directory.structure-withdrawn' })
	expect((await secretariat.ask(mapStructures, { on: '2025-01-01' })).nonState).toEqual([])
	const sitting = await secretariat.ask(listStructures, { filter: { member: 'union' } })
	expect(sitting.items.map((item) => item.reference)).toEqual(['committee'])
	expect(NOW.toISOString().slice(0, 10)).toBe(TODAY)
})

test('the page of a past day names the chair as it was called then', async () => {
	const { as } = await aWorkspace()
	const secretariat = await as('secretariat')
	const chair = await secretariat.ask(getActor, { actor: 'home-affairs' })
	await secretariat.run(succeedActor, {
		actor: 'home-affairs',
		version: chair.version,
		kind: 'rename',
		day: '2026-02-01',
		legalBasis: 'Gazette 12 of 2026',
		name: 'Ministry of the Interior'
	})
	const now = await secretariat.ask(getStructure, { structure: 'committee' })
	const then = await secretariat.ask(getStructure, { structure: 'committee', on: '2026-01-15' })
	expect(now.chair?.title).toEqual({ en: 'Ministry of the Interior' })
	expect(then.chair?.title).toEqual({ en: 'Ministry of Home Affairs' })
})
