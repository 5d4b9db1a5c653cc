import { beforeEach, describe, expect, test } from 'vitest'
import { openFile, uploadFile } from '#platform/files/file-operations.ts'
import { receiveFile } from '#platform/files/receive.server.ts'
import { aWorkspace, type Acting, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { declareRegister } from '../register-commands.ts'
import { changeEntries } from './bulk-commands.ts'
import { addEntry, changeEntry, moveEntry } from './entry-commands.ts'
import { getEntry, listEntries } from './entry-queries.ts'

const PROJECTS = `register: project
version: 1
code: PRX
names: { en: { one: Project, many: Projects } }
about: { en: Projects. }
title: name
added: [keepers, lead]
changed: [keepers, lead]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: lead, names: { en: Lead }, actor_in: [lead] }
lists:
  - { key: size, names: { en: Size }, codes: [{ key: small, names: { en: Small } }, { key: old, retired: true, names: { en: Old } }] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: lead, type: actor, filtered: true, names: { en: Lead } }
  - { key: officer, type: seat, filtered: true, names: { en: Officer } }
  - { key: theme, type: many-of, codes: { framework: themes }, filtered: true, names: { en: Theme } }
  - { key: size, type: one-of, codes: { list: size }, names: { en: Size } }
  - { key: plan, type: file, names: { en: Plan } }
  - { key: review, type: file, seen: keepers, names: { en: Review } }
  - { key: about, type: record, kinds: [structure], names: { en: About } }
  - { key: rate, type: decimal, digits: 1, names: { en: Rate } }
  - { key: share, type: formula, formula: 100 / rate, digits: 1, names: { en: Share } }
tables:
  - key: papers
    names: { en: Papers }
    row: { en: Paper }
    seen: keepers
    fields: [{ key: paper, type: file, required: true, names: { en: Paper } }]
states: [{ key: open, names: { en: Open } }]
`
const GRANTS = `register: grant
version: 1
code: GRX
names: { en: { one: Grant, many: Grants } }
about: { en: Grants. }
title: name
seen: [keepers, holder]
added: [keepers]
changed: [keepers]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: holder, names: { en: Holder }, actor_in: [holder] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: holder, type: actor, names: { en: Holder } }
  - { key: project, type: entry, register: project, filtered: true, names: { en: Project } }
  - { key: amount, type: money, currency: USD, filtered: true, names: { en: Amount } }
states: [{ key: asked, names: { en: Asked } }, { key: given, end: true, names: { en: Given } }]
moves: [{ key: give, names: { en: Give }, from: [asked], to: given, by: [keepers] }]
`
const COUNTED = `
  - { key: grants, type: linked-count, register: grant, by: project, names: { en: Grants } }
  - { key: given, type: linked-sum, register: grant, by: project, field: amount, states: [given], names: { en: Given } }`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, { declaration: PROJECTS })
})

const added = async (by: SeatKey, values: object = {}, tables: object = {}) =>
	(await made.as(by)).run(addEntry, {
		register: 'project',
		values: { name: 'Wells', lead: 'labour', ...values },
		tables: { ...tables }
	})
const read = async (by: SeatKey, entry: string) => (await made.as(by)).ask(getEntry, { entry })

async function aFile(acting: Acting, text: string): Promise<string> {
	const source = {
		async *[Symbol.asyncIterator]() {
			yield* await Promise.resolve([Buffer.from(text)])
		}
	}
	const received = await receiveFile(source, { filesFolder: acting.opening.filesFolder, name: 'a.txt' })
	return (await acting.run(uploadFile, { name: received.name, received })).id
}

describe('files', () => {
	test('of fields and rows are opened by whoever sees these, and by nobody else', async () => {
		const keeper = await made.as('secretariat')
		const [plan, review, paper] = [
			await aFile(keeper, 'plan'),
			await aFile(keeper, 'review'),
			await aFile(keeper, 'paper')
		]
		const { reference } = await added('secretariat', { plan, review }, { papers: [{ paper }] })
		expect((await read('secretariat', reference)).values).toMatchObject({ plan, review })
		const lead = await made.as('member')
		expect((await read('member', reference)).values).not.toHaveProperty('review')
		await expect(lead.ask(openFile, { file: plan })).resolves.toMatchObject({ name: 'a.txt' })
		for (const file of [review, paper]) {
			await expect((await made.as('administrator')).ask(openFile, { file })).resolves.toMatchObject({ name: 'a.txt' })
			await expect(lead.ask(openFile, { file })).rejects.toMatchObject({ kind: 'absent' })
		}
		// Kept as they are, they are not attached again.
		await lead.run(changeEntry, { entry: reference, version: 1, values: { name: 'Deep wells' } })
		expect((await read('secretariat', reference)).tables['papers']).toEqual([{ paper }])
	})
	test('of somebody else, or that hang on another record, are refused', async () => {
		const lead = await made.as('member')
		const theirs = await aFile(lead, 'mine')
		await expect(added('secretariat', { plan: theirs })).rejects.toMatchObject({
			issues: [{ path: ['values', 'plan'], code: 'platform.field.no-such-record' }]
		})
		const { reference } = await added('member', { plan: theirs })
		await expect(added('member', { plan: theirs })).rejects.toMatchObject({ code: 'platform.file-attached' })
		const keeper = await made.as('secretariat')
		await expect(
			keeper.run(changeEntries, {
				register: 'project',
				entries: [{ entry: reference, version: 1 }],
				values: { plan: theirs }
			})
		).rejects.toMatchObject({ issues: [{ code: 'registers.file-for-one' }] })
	})
})

describe('values that name something', () => {
	test('are taken by key, number or identifier, and told by name', async () => {
		const { reference } = await added('secretariat', {
			officer: 'analyst',
			theme: ['labour-migration'],
			about: 'committee'
		})
		const page = await read('member', reference)
		expect(page.values['theme']).toEqual(['labour-migration'])
		expect(page.seats).toMatchObject([{ id: page.values['officer'], key: 'analyst' }])
		expect(page.names.map((one) => one.reference).sort()).toEqual(['committee', 'labour'])
		const list = async (fields: Record<string, string[]>) =>
			(await (await made.as('member')).ask(listEntries, { register: 'project', filter: { fields } })).items.length
		expect(await list({ theme: ['labour-migration'] })).toBe(1)
		expect(await list({ theme: ['border-management'] })).toBe(0)
		expect(await list({ officer: ['analyst'] })).toBe(1)
		expect(await list({ officer: ['member'] })).toBe(0)
	})
	test('are refused where there is no such thing, it is of another kind, or the seat does not see it', async () => {
		await expect(
			added('secretariat', { officer: 'nobody', theme: ['weather'], about: 'labour', size: 'old' })
		).rejects.toMatchObject({
			issues: [
				{ path: ['values', 'officer'], code: 'platform.field.no-such-record' },
				{ path: ['values', 'theme'], code: 'registers.value.unknown-code' },
				{ path: ['values', 'about'], code: 'platform.field.no-such-record' },
				{ path: ['values', 'size'], code: 'registers.value.retired-code' }
			]
		})
		await expect(added('outsider', { lead: 'health', about: 'closed-group' })).rejects.toMatchObject({
			issues: [{ path: ['values', 'about'], code: 'platform.field.no-such-record' }]
		})
	})
	test('that the reader does not see are left out of what they read', async () => {
		const { reference } = await added('secretariat', { about: 'closed-group' })
		expect((await read('member', reference)).values).toHaveProperty('about')
		const theirs = await read('outsider', reference)
		expect(theirs.values).not.toHaveProperty('about')
		expect(theirs.names.map((one) => one.reference)).toEqual(['labour'])
	})
})

test('a formula that divides by nought gives nothing, and the entry is taken', async () => {
	const { reference } = await added('secretariat', { rate: '0' })
	expect((await read('member', reference)).values).not.toHaveProperty('share')
	const keeper = await made.as('secretariat')
	await keeper.run(changeEntry, { entry: reference, version: 1, values: { rate: '8' } })
	expect((await read('member', reference)).values).toMatchObject({ share: '12.5' })
})

test('entries that name an entry are counted and added up as each reader sees them', async () => {
	const administrator = await made.as('administrator')
	await administrator.run(declareRegister, { declaration: GRANTS })
	const text = PROJECTS.replace('version: 1', 'version: 2').replace('\ntables:', `${COUNTED}\ntables:`)
	await administrator.run(declareRegister, { declaration: text })
	const { reference } = await added('secretariat')
	const keeper = await made.as('secretariat')
	for (const [holder, amount, isGiven] of [
		['labour', '100.50', true],
		['health', '7', true],
		['labour', '5', false]
	] as const) {
		const grant = await keeper.run(addEntry, {
			register: 'grant',
			values: { name: 'Grant', holder, project: reference, amount: { amount, currency: 'USD' } }
		})
		if (isGiven) await keeper.run(moveEntry, { entry: grant.reference, version: 1, move: 'give' })
	}
	expect((await read('secretariat', reference)).linked).toEqual({ grants: '3', given: '107.5' })
	expect((await read('member', reference)).linked).toEqual({ grants: '2', given: '100.5' })
	expect((await read('observer', reference)).linked).toEqual({ grants: '0', given: '0' })
})
