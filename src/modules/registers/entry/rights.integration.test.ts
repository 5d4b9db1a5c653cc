import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { listActions } from '#modules/deliberation/action/action-queries.ts'
import { searchRecords } from '#platform/records/record-search.ts'
import { boardEntries } from '../figures/board-queries.ts'
import { declareRegister } from '../register-commands.ts'
import { previewEntryImport } from '../exchange/preview-entries.ts'
import { exportEntries } from '../exchange/export-operations.ts'
import { changeEntries } from './bulk-commands.ts'
import { addEntry, changeEntry, moveEntry } from './entry-commands.ts'
import { getEntry } from './entry-queries.ts'
import { previewEntries } from '../listing/bulk-preview.ts'

const shipped = (key: string) =>
	readFileSync(new URL(`../../../../reference/registers/${key}.yaml`, import.meta.url), 'utf8').replaceAll(
		'themes-of-the-sources',
		'themes'
	)

async function withRegisters(...declarations: readonly string[]): Promise<TestWorkspace> {
	const made = await aWorkspace()
	const administrator = await made.as('administrator')
	for (const declaration of declarations) await administrator.run(declareRegister, { declaration })
	return made
}
const read = async (made: TestWorkspace, by: SeatKey, entry: string) => (await made.as(by)).ask(getEntry, { entry })

describe('an applicant for a research grant', () => {
	const application = {
		topic: 'Remittances',
		applicant: 'labour',
		summary: 'How much.',
		asked_for: { amount: '100', currency: 'USD' }
	}
	const grants = () => withRegisters(shipped('publication'), shipped('research-grant'))

	test('names neither who judges it nor what it is granted, now or later', async () => {
		const made = await grants()
		const member = await made.as('member')
		const adding = (values: object) =>
			member.run(addEntry, { register: 'research-grant', values: { ...application, ...values } })
		for (const values of [{ assessed_by: 'committee' }, { granted: { amount: '100', currency: 'USD' } }])
			await expect(adding(values)).rejects.toMatchObject({ issues: [{ code: 'registers.not-yours-to-fill' }] })
		const { reference } = await member.run(addEntry, { register: 'research-grant', values: application })
		await expect(
			member.run(changeEntry, { entry: reference, version: 1, values: { assessed_by: 'committee' } })
		).rejects.toMatchObject({ issues: [{ code: 'registers.not-yours-to-fill' }] })
		expect((await read(made, 'member', reference)).may.fill).not.toContain('assessed_by')
	})

	test('does not put another in its place', async () => {
		const made = await grants()
		const member = await made.as('member')
		const { reference } = await member.run(addEntry, { register: 'research-grant', values: application })
		await expect(
			member.run(changeEntry, { entry: reference, version: 1, values: { applicant: 'health' } })
		).rejects.toMatchObject({ issues: [{ path: ['values', 'applicant'], code: 'registers.given-away' }] })
		const keeper = await made.as('secretariat')
		await keeper.run(changeEntry, { entry: reference, version: 1, values: { applicant: 'health' } })
		expect((await read(made, 'outsider', reference)).values['applicant']).toBeDefined()
	})

	test('changes nothing once it is submitted, and is told where it could', async () => {
		const made = await grants()
		const member = await made.as('member')
		const { reference } = await member.run(addEntry, { register: 'research-grant', values: application })
		await member.run(moveEntry, { entry: reference, version: 1, move: 'submit' })
		expect((await read(made, 'member', reference)).may).toEqual({
			change: false,
			fill: [],
			changeIn: ['draft']
		})
		await expect(
			member.run(changeEntry, { entry: reference, version: 2, values: { summary: 'More.' } })
		).rejects.toMatchObject({
			kind: 'conflict',
			code: 'registers.closed-in-state',
			params: { state: 'Submitted', states: 'Being written' }
		})
		const many = { register: 'research-grant', entries: [{ entry: reference, version: 2 }], values: { topic: 'Other' } }
		await expect(member.run(changeEntries, many)).rejects.toMatchObject({
			issues: [{ code: 'registers.closed-in-state' }]
		})
		expect((await member.run(previewEntries, many)).refused).toMatchObject([{ code: 'registers.closed-in-state' }])
		const keeper = await made.as('secretariat')
		await keeper.run(changeEntry, { entry: reference, version: 2, values: { summary: 'Mended.' } })
	})
})

describe('an approved partner', () => {
	const approved = async () => {
		const made = await withRegisters(shipped('partner'))
		const themselves = await made.as('member')
		const values = { name: 'Helpers', organization: 'labour', services: ['legal'], place: { country: 'ZWE' } }
		await expect(
			themselves.run(addEntry, { register: 'partner', values: { ...values, approved_until: '2099-01-01' } })
		).rejects.toMatchObject({ issues: [{ code: 'registers.not-yours-to-fill' }] })
		const { reference } = await themselves.run(addEntry, { register: 'partner', values })
		const keeper = await made.as('secretariat')
		await keeper.run(moveEntry, { entry: reference, version: 1, move: 'review' })
		await keeper.run(moveEntry, { entry: reference, version: 2, move: 'approve', values: { assessment: 'Fine.' } })
		return { made, themselves, keeper, reference }
	}

	test('neither extends its approval nor changes what was approved; how it is reached it may say', async () => {
		const { made, themselves, reference } = await approved()
		expect((await read(made, 'member', reference)).may.fill).toEqual(['contact_office', 'telephone', 'email'])
		const change = (values: object) =>
			themselves.run(changeEntry, { entry: reference, version: 3, values: { ...values } })
		await expect(change({ approved_until: '2099-12-31' })).rejects.toMatchObject({
			issues: [{ code: 'registers.not-yours-to-fill' }]
		})
		await expect(change({ services: ['shelter'] })).rejects.toMatchObject({
			issues: [
				{
					path: ['values', 'services'],
					code: 'registers.field-closed-in-state',
					params: { state: 'Approved', states: 'Applied' }
				}
			]
		})
		await change({ telephone: '+263771234567' })
	})

	test('is told the same of a file before it is imported', async () => {
		const { themselves, reference } = await approved()
		const { content } = await themselves.ask(exportEntries, { register: 'partner', format: 'json' })
		const text = Buffer.from(content).toString().replaceAll('"Helpers"', '"Others"')
		const file = await sendFile(themselves, { name: 'partners.json', bytes: Buffer.from(text) })
		const { faults } = await themselves.ask(previewEntryImport, { register: 'partner', file })
		expect(text).toContain(reference)
		expect(faults).toMatchObject([{ column: 'name', code: 'registers.field-closed-in-state' }])
	})
})

test('the author of an accepted practice no longer changes it; before, it does', async () => {
	const made = await withRegisters(shipped('practice'))
	const author = await made.as('member')
	const { reference } = await author.run(addEntry, { register: 'practice', values: { name: 'P', description: 'd' } })
	await author.run(changeEntry, { entry: reference, version: 1, values: { description: 'e' } })
	await (await made.as('secretariat')).run(moveEntry, { entry: reference, version: 2, move: 'accept' })
	await expect(
		author.run(changeEntry, { entry: reference, version: 3, values: { description: 'f' } })
	).rejects.toMatchObject({ code: 'registers.closed-in-state', params: { state: 'Accepted', states: 'Proposed' } })
})

test('the carrier of an approved project changes neither its cost nor its shares', async () => {
	const made = await withRegisters(shipped('diaspora-association'), shipped('community-project'))
	const carrier = await made.as('member')
	const money = (amount: string) => ({ amount, currency: 'USD' })
	const { reference } = await carrier.run(addEntry, {
		register: 'community-project',
		values: { name: 'Well', carrier: 'labour', purpose: 'water', place: { country: 'ZWE' }, cost: money('100') },
		tables: { shares: [{ source: 'migrants', amount: money('100') }] }
	})
	await (await made.as('secretariat')).run(moveEntry, { entry: reference, version: 1, move: 'approve' })
	for (const given of [
		{ values: { cost: money('900') } },
		{ tables: { shares: [{ source: 'migrants', amount: money('1') }] } }
	])
		await expect(carrier.run(changeEntry, { entry: reference, version: 2, ...given })).rejects.toMatchObject({
			issues: [{ code: 'registers.field-closed-in-state' }]
		})
	await carrier.run(changeEntry, { entry: reference, version: 2, values: { period: { from: '2026-04-01' } } })
})

test('each of the groups that a secondment names for it may begin to hand over, and the board says so as the page does', async () => {
	const values = {
		post: 'Clerk',
		sent_by: 'health',
		host: 'labour',
		begins: '2026-01-01',
		ends: '2026-12-31',
		capacity: 'alone',
		handed_to: 'member'
	}
	for (const mover of ['outsider', 'member'] as const) {
		const made = await withRegisters(shipped('secondment'))
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, { register: 'secondment', values })
		await keeper.run(moveEntry, { entry: reference, version: 1, move: 'begin' })
		const seat = await made.as(mover)
		const board = await seat.ask(boardEntries, { register: 'secondment' })
		const cards = board.columns.flatMap((column) => column.cards.flatMap(({ moves }) => moves.map(({ move }) => move)))
		expect(cards).toEqual((await read(made, mover, reference)).moves.map(({ move }) => move))
		expect(cards).toEqual(['hand_over'])
		await seat.run(moveEntry, { entry: reference, version: 2, move: 'hand_over' })
		expect((await read(made, mover, reference)).standing).toBe('handing_over')
	}
})

test('what a move hands out to others is handed out though who moves the entry does not see it', async () => {
	const made = await withRegisters(
		small({
			fields: '  - { key: other, type: actor, names: { en: O } }',
			moves: ', does: [{ action: { en: Look after it }, responsible: other, days: 10 }]'
		}).replace('title: name', 'title: name\nseen: [keepers, own]')
	)
	const mover = await made.as('member')
	const { reference } = await mover.run(addEntry, {
		register: 'thing',
		values: { name: 'N', who: 'labour', other: 'health' }
	})
	await mover.run(moveEntry, { entry: reference, version: 1, move: 'end' })
	const titles = async (by: SeatKey) =>
		(await (await made.as(by)).ask(listActions, {})).items.map(({ title }) => title['en'])
	expect(await titles('outsider')).toEqual(['Look after it'])
	expect(await titles('secretariat')).toEqual(['Look after it'])
	expect(await titles('member')).toEqual([])
	const found = await (await made.as('outsider')).ask(searchRecords, { words: 'look after' })
	expect(found.items).toHaveLength(1)
})

const small = ({ groups = '', fields = '', moves = '', rest = '' }) => `register: thing
version: 1
code: THG
names: { en: { one: Thing, many: Things } }
about: { en: Things. }
title: name
added: [keepers, own]
changed: [keepers, own]
groups:
  - { key: keepers, names: { en: K }, roles: [administrator, secretariat] }
  - { key: own, names: { en: O }, actor_in: [who] }
${groups}
fields:
  - { key: name, type: text, required: true, public: true, names: { en: N } }
  - { key: who, type: actor, names: { en: W }, public: true, filtered: true }
${fields}
states:
  - { key: open, names: { en: Open } }
  - { key: done, end: true, names: { en: Done } }
moves:
  - { key: end, names: { en: End }, from: [open], to: done, by: [keepers, own]${moves} }
${rest}
`

describe('observers', () => {
	test('read, though the actor that stands in an entry is theirs', async () => {
		const made = await withRegisters(small({}))
		const observer = await made.as('observer')
		await expect(
			observer.run(addEntry, { register: 'thing', values: { name: 'N', who: 'union' } })
		).rejects.toMatchObject({ kind: 'forbidden' })
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, { register: 'thing', values: { name: 'N', who: 'union' } })
		expect(await read(made, 'observer', reference)).toMatchObject({ moves: [], may: { change: false } })
		await expect(observer.run(moveEntry, { entry: reference, version: 1, move: 'end' })).rejects.toMatchObject({
			kind: 'forbidden'
		})
	})
	test('write where the register names their role', async () => {
		const made = await withRegisters(
			small({}).replace('roles: [administrator, secretariat]', 'roles: [administrator, secretariat, observer]')
		)
		const observer = await made.as('observer')
		expect(await observer.run(addEntry, { register: 'thing', values: { name: 'N' } })).toMatchObject({ version: 1 })
	})
})

describe('what a move sets', () => {
	const ends = (does: string, fields: string) => withRegisters(small({ fields, moves: `, does: [${does}]` }))
	const ending = async (made: TestWorkspace, values: object = {}) => {
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, {
			register: 'thing',
			values: { name: 'N', who: 'labour', ...values }
		})
		return { reference, done: keeper.run(moveEntry, { entry: reference, version: 1, move: 'end' }) }
	}
	test.each([
		['{ set: c, to: \'"nowhere"\' }', '  - { key: c, type: country, names: { en: C } }', 'nowhere'],
		['{ set: c, to: "99" }', '  - { key: c, type: whole-number, most: 5, names: { en: C } }', '99']
	])('is refused where no form would take it: %s', async (does, field, value) => {
		const { done } = await ending(await ends(does, field))
		await expect(done).rejects.toMatchObject({
			kind: 'conflict',
			code: 'registers.effect-not-taken',
			params: { field: 'C', value }
		})
	})
	test('is the record that stands in another field', async () => {
		const made = await ends('{ set: last, to: who }', '  - { key: last, type: actor, names: { en: L } }')
		const { reference, done } = await ending(made)
		await done
		const { values } = await read(made, 'secretariat', reference)
		expect(values['last']).toBe(values['who'])
	})
	test('is filled in by hand only by who may make the move', async () => {
		const made = await withRegisters(
			small({
				fields: '  - { key: last, type: date, names: { en: L } }',
				moves: ', does: []'
			}).replace('by: [keepers, own], does: []', 'by: [keepers], does: [{ set: last, to: today() }]')
		)
		const own = await made.as('member')
		await expect(
			own.run(addEntry, { register: 'thing', values: { name: 'N', who: 'labour', last: '2026-01-01' } })
		).rejects.toMatchObject({ issues: [{ code: 'registers.not-yours-to-fill' }] })
	})
})

describe('formulas that grow', () => {
	const adding = async (fields: string, values: object) => {
		const made = await withRegisters(small({ fields }))
		const keeper = await made.as('secretariat')
		const { reference } = await keeper.run(addEntry, { register: 'thing', values: { name: 'N', ...values } })
		return (await read(made, 'secretariat', reference)).values
	}
	test('beyond what a column holds give nothing', async () => {
		const field =
			'  - { key: a, type: whole-number, names: { en: A } }\n  - { key: p, type: formula, formula: a * a, filtered: true, names: { en: P } }'
		expect(await adding(field, { a: 999_999_999_999 })).not.toHaveProperty('p')
		expect(await adding(field, { a: 1_000 })).toMatchObject({ p: '1000000' })
	})
	test('texts that double one another give nothing, at once', async () => {
		const doubling = Array.from(
			{ length: 24 },
			(_, index) =>
				`  - { key: t${String(index + 1)}, type: formula, formula: t${String(index)} + t${String(index)}, names: { en: T } }`
		)
		const values = await adding(['  - { key: t0, type: text, names: { en: T } }', ...doubling].join('\n'), {
			t0: 'abcdefghij'
		})
		expect(values['t12']).toHaveLength(40_960)
		expect(values).not.toHaveProperty('t13')
	})
	test('days beyond the calendar give nothing', async () => {
		const field =
			'  - { key: d, type: date, names: { en: D } }\n  - { key: e, type: formula, formula: "add_months(d, 120000)", filtered: true, names: { en: E } }'
		expect(await adding(field, { d: '2026-01-01' })).not.toHaveProperty('e')
	})
})

test('a framework the workspace does not have is told when the register is declared', async () => {
	const made = await aWorkspace()
	const declaration = small({
		fields: '  - { key: c, type: one-of, codes: { framework: nonsense }, required: true, names: { en: C } }'
	})
	const administrator = await made.as('administrator')
	await expect(administrator.run(declareRegister, { declaration })).rejects.toMatchObject({
		issues: [{ code: 'registers.fault.unknown-framework', params: { found: 'nonsense' } }]
	})
	await administrator.run(declareRegister, { declaration: declaration.replace('nonsense', 'themes') })
})
