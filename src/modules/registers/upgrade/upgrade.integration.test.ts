import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { listAttention } from '#platform/records/attention.ts'
import { getHistory, listChangesSince } from '#platform/records/record-history.ts'
import { aWorkspace, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { beginDraft, changeDraft, declareDraft } from '../drafting/draft-commands.ts'
import { addEntry } from '../entry/entry-commands.ts'
import { getEntry } from '../entry/entry-queries.ts'
import { previewDeclaration } from '../exchange/preview-declaration.ts'
import { bringShippedRegisters, lacksShippedRegisters } from '../load-shipped.server.ts'
import { declareRegister, restoreRegister, retireRegister } from '../register-commands.ts'
import { exportDeclaration, readRegister } from '../register-queries.ts'
import { declineUpgrade } from './decline-upgrade.ts'
import { getUpgrade, listUpgrades, type Choice } from './upgrade-queries.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
})

const SHIPPED = `register: grant
version: 1
code: GRX
names: { en: { one: Grant, many: Grants } }
about: { en: Something. }
title: name
added: [keepers]
changed: [keepers]
groups: [{ key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }]
states: [{ key: open, names: { en: Open } }]
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: amount, type: whole-number, names: { en: Amount }, most: 100 }
`
type Changes = readonly (readonly [string, string])[]
/** The declaration as a version, said otherwise in some places. */
const said = (version: number, changes: Changes = [], from = SHIPPED) =>
	changes.reduce(
		(text, [was, now]) => {
			if (!text.includes(was)) throw new Error(`the declaration does not say ${was}`)
			return text.replace(was, now)
		},
		from.replace(/^version: \d+/m, `version: ${String(version)}`)
	)
const NOTE = ['  - { key: amount', '  - { key: note, type: text, names: { en: Note } }\n  - { key: amount'] as const

/** Starts the workspace with a release that ships these. */
async function release(...texts: readonly string[]) {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-release-'))
	await mkdir(join(folder, 'registers'))
	for (const [index, text] of texts.entries()) await writeFile(join(folder, 'registers', `${String(index)}.yaml`), text)
	const brought = await (await made.as('administrator')).run(bringShippedRegisters(folder), {})
	const isLacking = await made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
		lacksShippedRegisters(tx, made.workspace.id, folder)
	)
	return { ...brought, isLacking }
}
const declare = async (declaration: string, more: { after?: number; seen?: number; upgrade?: number } = {}) =>
	(await made.as('administrator')).run(declareRegister, { declaration, ...more })
const shown = async (choices: readonly Choice[] = []) =>
	(await made.as('administrator')).ask(getUpgrade, { register: 'grant', choices: [...choices] })
const waitingOf = async (choices: readonly Choice[] = []) => {
	const { waiting } = await shown(choices)
	if (!waiting) throw new Error('nothing waits')
	return waiting
}
const standing = async () =>
	(await (await made.as('administrator')).ask(exportDeclaration, { register: 'grant' })).declaration
const attention = async (seat: 'administrator' | 'secretariat') => (await made.as(seat)).ask(listAttention, {})

describe('a later version of a shipped register', () => {
	test('is taken as it is where the workspace left its own as it was shipped', async () => {
		await release(SHIPPED)
		expect(await release(said(2, [NOTE]))).toEqual({ added: 0, renewed: 1, left: [], isLacking: false })
		expect((await shown()).waiting).toBeNull()
		expect(await standing()).toContain('key: note')
	})

	test('is offered once where the workspace changed its own, with what goes together', async () => {
		await release(SHIPPED)
		await declare(said(2, [['en: Amount', 'en: Sum']], `# Ours.\n${SHIPPED}`))
		const later = said(2, [NOTE])
		expect(await release(later)).toEqual({ added: 0, renewed: 0, left: ['grant'], isLacking: false })
		expect(await release(later)).toEqual({ added: 0, renewed: 0, left: [], isLacking: false })
		expect(await standing()).not.toContain('key: note')
		const { upgrade, base, conflicts, news, text } = await waitingOf()
		expect({ upgrade, base, conflicts }).toEqual({ upgrade: 2, base: 1, conflicts: [] })
		expect(news).toEqual([{ kind: 'field', how: 'added', key: 'note', names: { en: 'Note' } }])
		await declare(text, { after: 2, upgrade })
		expect(await standing()).toMatch(/^# Ours\.[^]*version: 3[^]*key: note[^]*en: Sum/)
		expect(await shown()).toMatchObject({ waiting: null, decided: [{ upgrade: 2, state: 'taken' }] })
	})

	test('waits for the administrators, who find it among what waits and on the page of the register', async () => {
		await release(SHIPPED)
		await declare(said(2, [['en: Amount', 'en: Sum']]))
		await release(said(2, [NOTE]))
		const of = async (seat: 'administrator' | 'secretariat') =>
			(await attention(seat)).items.filter(({ code }) => code === 'register-upgrade')
		expect(await of('administrator')).toMatchObject([{ total: 1, path: '/register/all/upgrade' }])
		expect(await of('secretariat')).toEqual([])
		const page = async (seat: 'administrator' | 'secretariat') =>
			(await (await made.as(seat)).ask(readRegister, { register: 'grant' })).upgrade
		expect([await page('administrator'), await page('secretariat')]).toEqual([2, null])
		const { items } = await (await made.as('administrator')).ask(listUpgrades, {})
		expect(items).toMatchObject([{ register: 'grant', upgrade: 2, standing: 2 }])
	})

	test('is merged with what stands when it is looked at, and the next one with what was taken', async () => {
		await release(SHIPPED)
		await declare(said(2, [['en: Amount', 'en: Sum']]))
		await release(said(2, [NOTE]))
		await declare(
			said(3, [
				['en: Amount', 'en: Sum'],
				['en: Keepers', 'en: Holders']
			])
		)
		const { text, upgrade } = await waitingOf()
		expect(text).toMatch(/version: 4[^]*en: Holders[^]*key: note[^]*en: Sum/)
		await declare(text, { after: 3, upgrade })
		// What was taken in is not new a second time, though the workspace has changed it since.
		await declare(text.replace('version: 4', 'version: 5').replace('en: Note', 'en: Remark'), { after: 4 })
		await release(said(3, [NOTE, ['most: 100', 'most: 500']]))
		const next = await waitingOf()
		expect(next).toMatchObject({ upgrade: 3, base: 2, conflicts: [] })
		expect(next.news.map(({ key }) => key)).toEqual(['amount'])
		expect(next.text).toMatch(/version: 6[^]*en: Remark[^]*most: 500/)
	})

	test('shows what clashes with both versions, and what is decided stands in the text', async () => {
		await release(SHIPPED)
		await declare(
			said(2, [
				['most: 100', 'most: 200'],
				['en: Keepers', 'en: Holders']
			])
		)
		await release(
			said(2, [
				['most: 100', 'most: 300'],
				['en: Keepers', 'en: Carers']
			])
		)
		const { conflicts, undecided } = await waitingOf()
		expect(
			conflicts.map(({ place, kind, names, base, local, shipped }) => ({ place, kind, names, base, local, shipped }))
		).toEqual([
			{
				place: 'fields.amount.most',
				kind: 'field',
				names: { en: 'Amount' },
				base: '100',
				local: '200',
				shipped: '300'
			},
			{
				place: 'groups.keepers.names.en',
				kind: 'group',
				names: { en: 'Holders' },
				base: 'Keepers',
				local: 'Holders',
				shipped: 'Carers'
			}
		])
		expect(undecided).toBe(2)
		const decided = await waitingOf([
			{ place: 'fields.amount.most', take: 'theirs' },
			{ place: 'groups.keepers.names.en', take: 'hand', text: 'Whoever keeps it' }
		])
		expect(decided.undecided).toBe(0)
		expect(decided.text).toContain('most: 300')
		expect(decided.text).toContain('en: Whoever keeps it')
		const unread = await waitingOf([{ place: 'fields.amount.most', take: 'hand', text: '{ no' }])
		expect(unread.conflicts[0]).toMatchObject({ taken: null, unread: '{ no' })
	})

	test('is declined with a reason until the next one comes', async () => {
		await release(SHIPPED)
		await declare(said(2, [['en: Amount', 'en: Sum']]))
		await release(said(2, [NOTE]))
		const administrator = await made.as('administrator')
		const { version } = await shown()
		await administrator.run(declineUpgrade, { register: 'grant', version, upgrade: 2, reason: 'No notes here.' })
		expect(await shown()).toMatchObject({ waiting: null, decided: [{ state: 'declined', reason: 'No notes here.' }] })
		expect(await release(said(2, [NOTE]))).toMatchObject({ left: [], isLacking: false })
		expect((await shown()).waiting).toBeNull()
		await release(said(3, [NOTE, ['most: 100', 'most: 500']]))
		const next = await waitingOf()
		expect(next.base).toBe(1)
		expect(next.news.map(({ key }) => key)).toEqual(['note', 'amount'])
	})

	test('that would lose what entries hold is offered, and its effects are told', async () => {
		await release(SHIPPED)
		await (await made.as('secretariat')).run(addEntry, { register: 'grant', values: { name: 'One', amount: '7' } })
		const without = said(2, [['  - { key: amount, type: whole-number, names: { en: Amount }, most: 100 }\n', '']])
		expect(await release(without)).toMatchObject({ renewed: 0, left: ['grant'], isLacking: false })
		const { text, conflicts } = await waitingOf()
		expect(conflicts).toEqual([])
		const { faults } = await (await made.as('administrator')).ask(previewDeclaration, { declaration: text })
		expect(faults.length).toBeGreaterThan(0)
		await expect(declare(text, { after: 1, upgrade: 2 })).rejects.toMatchObject({ kind: 'invalid' })
		expect((await shown()).waiting).not.toBeNull()
	})

	test('that calls a field otherwise takes along what entries hold of it, and what the workspace changed', async () => {
		await release(SHIPPED)
		const { reference } = await (
			await made.as('secretariat')
		).run(addEntry, { register: 'grant', values: { name: 'One', amount: '7' } })
		await declare(said(2, [['en: Amount', 'en: Sum']]))
		await release(
			said(2, [
				['key: amount', 'key: worth'],
				['fields:\n', 'steps: [{ step: rename, field: amount, to: worth }]\nfields:\n']
			])
		)
		const { text, conflicts } = await waitingOf()
		expect(conflicts).toEqual([])
		expect(await declare(text, { after: 2, upgrade: 2 })).toMatchObject({ register: 'grant' })
		const entry = await (await made.as('secretariat')).ask(getEntry, { register: 'grant', entry: reference })
		expect(entry).toMatchObject({ values: { worth: '7' } })
		expect(await standing()).toMatch(/key: worth[^]*en: Sum/)
	})

	test('asks nobody where the workspace says all of it already', async () => {
		await release(SHIPPED)
		await declare(said(2, [NOTE, ['en: Amount', 'en: Sum']]))
		await release(said(2, [NOTE]))
		expect(await shown()).toMatchObject({ waiting: null, decided: [{ upgrade: 2, state: 'taken' }] })
	})

	test('is compared with nothing where a workspace declared the register itself, and that is said', async () => {
		await declare(said(1, [['en: Amount', 'en: Sum']]))
		await release(said(2, [NOTE]))
		const { base, conflicts } = await waitingOf()
		expect(base).toBeNull()
		expect(conflicts).toMatchObject([{ place: 'fields.amount.names.en', base: null, local: 'Sum', shipped: 'Amount' }])
	})

	test('takes the place of one that waits, and both are kept', async () => {
		await release(SHIPPED)
		await declare(said(2, [['en: Amount', 'en: Sum']]))
		await release(said(2, [NOTE]))
		await release(said(3, [NOTE]))
		expect(await shown()).toMatchObject({ waiting: { upgrade: 3 }, decided: [{ upgrade: 2, state: 'passed' }] })
		await expect(declare(said(3, [NOTE, ['en: Amount', 'en: Sum']]), { after: 2, upgrade: 2 })).rejects.toMatchObject({
			code: 'registers.upgrade-passed'
		})
	})
})

describe('of two administrators at the same moment', () => {
	beforeEach(async () => {
		await release(SHIPPED)
		await declare(said(2, [['en: Amount', 'en: Sum']]))
		await release(said(2, [NOTE]))
	})

	/** Does both at once, on two connections; one is done, and the other is told what. */
	async function atOnce(one: (seat: Awaited<ReturnType<typeof made.as>>) => Promise<unknown>, other: typeof one) {
		const [first, second] = [await made.as('administrator'), await made.as('second-administrator')]
		const outcomes = await Promise.allSettled([one(first), other(second)])
		const refused = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []))
		expect(refused).toHaveLength(1)
		const [refusal] = refused
		const done = outcomes[0].status === 'fulfilled' ? 'administrator' : 'second-administrator'
		return { refusal, done }
	}
	const Told = z.object({ params: z.object({ record: z.string(), version: z.int() }) })
	/** Who did what since, as the form tells it. */
	async function toldOf(refusal: unknown) {
		const { items } = await (await made.as('observer')).ask(listChangesSince, Told.parse(refusal).params)
		return items.map(({ operation, by }) => [operation, by.seat])
	}

	test('who declare, one is done and the other is told by whom', async () => {
		const { version: seen } = await shown()
		const next = (name: string) => ({ declaration: said(3, [['en: Amount', `en: ${name}`]]), after: 2, seen })
		const { refusal, done } = await atOnce(
			(seat) => seat.run(declareRegister, next('First')),
			(seat) => seat.run(declareRegister, next('Second'))
		)
		expect(refusal).toMatchObject({
			kind: 'conflict',
			code: 'registers.declared-meanwhile',
			params: { standing: 3, next: 4 }
		})
		expect(await toldOf(refusal)).toEqual([['register.declare', done]])
		expect(await standing()).toContain(done === 'administrator' ? 'en: First' : 'en: Second')
	})

	test('who declare a register for the first time, too', async () => {
		const first = (name: string) => ({
			declaration: SHIPPED.replace('register: grant', 'register: loan').replace('GRX', 'LNX').replace('Amount', name),
			after: 0
		})
		const { refusal, done } = await atOnce(
			(seat) => seat.run(declareRegister, first('First')),
			(seat) => seat.run(declareRegister, first('Second'))
		)
		expect(refusal).toMatchObject({ kind: 'conflict', code: 'registers.declared-meanwhile' })
		expect(await toldOf(refusal)).toEqual([['register.declare', done]])
	})

	test('who take the same version in otherwise, one is done', async () => {
		const { upgrade, text } = await waitingOf()
		const { version: seen } = await shown()
		const taking = (name: string) => ({ declaration: text.replace('en: Note', `en: ${name}`), after: 2, seen, upgrade })
		const { refusal, done } = await atOnce(
			(seat) => seat.run(declareRegister, taking('First')),
			(seat) => seat.run(declareRegister, taking('Second'))
		)
		expect(refusal).toMatchObject({ code: 'registers.declared-meanwhile' })
		expect(await standing()).toContain(done === 'administrator' ? 'en: First' : 'en: Second')
		expect((await shown()).decided).toHaveLength(1)
	})

	test('of whom one takes it and one declines it, it is taken or declined', async () => {
		const { upgrade, text } = await waitingOf()
		const { version } = await shown()
		const { refusal, done } = await atOnce(
			(seat) => seat.run(declareRegister, { declaration: text, after: 2, seen: version, upgrade }),
			(seat) => seat.run(declineUpgrade, { register: 'grant', version, upgrade, reason: 'Not for us.' })
		)
		const isTaken = done === 'administrator'
		expect(refusal).toMatchObject({ code: isTaken ? 'platform.changed-meanwhile' : 'registers.changed-meanwhile' })
		expect(await toldOf(refusal)).toEqual([[isTaken ? 'register.declare' : 'register.declineUpgrade', done]])
		expect((await shown()).decided).toMatchObject([{ state: isTaken ? 'taken' : 'declined' }])
		expect((await standing()).includes('key: note')).toBe(isTaken)
	})

	test('of whom one declares and one retires it, the second is told', async () => {
		const { version } = await shown()
		const { refusal, done } = await atOnce(
			(seat) => seat.run(declareRegister, { declaration: said(3), after: 2, seen: version }),
			(seat) => seat.run(retireRegister, { register: 'grant', version, reason: 'Over.' })
		)
		const isDeclared = done === 'administrator'
		expect(refusal).toMatchObject({ code: isDeclared ? 'platform.changed-meanwhile' : 'registers.changed-meanwhile' })
		expect(await toldOf(refusal)).toEqual([[isDeclared ? 'register.declare' : 'register.retire', done]])
	})

	test('who change one draft, one is done and the other is told by whom', async () => {
		const { id: draft, version = 1 } = await (
			await made.as('administrator')
		).run(beginDraft, { from: 'next', register: 'grant' })
		const change = (name: string) => ({ draft, version, declaration: said(3, [['en: Amount', `en: ${name}`]]) })
		const { refusal, done } = await atOnce(
			(seat) => seat.run(changeDraft, change('First')),
			(seat) => seat.run(changeDraft, change('Second'))
		)
		expect(refusal).toMatchObject({ code: 'platform.changed-meanwhile', params: { version } })
		const { params } = Told.parse(refusal)
		const { items } = await (await made.as('second-administrator')).ask(listChangesSince, params)
		expect(items.map(({ by }) => by.seat)).toEqual([done])
	})

	test('of whom one declares a draft and one takes in what was shipped, one is done and nothing of the other is lost', async () => {
		const { id: draft, version = 1 } = await (
			await made.as('administrator')
		).run(beginDraft, { from: 'next', register: 'grant' })
		const { upgrade, text } = await waitingOf()
		const { refusal, done } = await atOnce(
			(seat) => seat.run(declareDraft, { draft, version }),
			(seat) => seat.run(declareRegister, { declaration: text, after: 2, upgrade })
		)
		expect(refusal).toMatchObject({ code: 'registers.declared-meanwhile' })
		expect(await toldOf(refusal)).toEqual([
			[done === 'administrator' ? 'registerDraft.declare' : 'register.declare', done]
		])
		// What was shipped still waits where the draft was declared; the draft still stands where it was taken in.
		expect((await shown()).waiting === null).toBe(done === 'second-administrator')
	})

	test('what is retired does not wait until it is taken up again', async () => {
		const { version } = await shown()
		const administrator = await made.as('administrator')
		await administrator.run(retireRegister, { register: 'grant', version, reason: 'Over.' })
		expect((await administrator.ask(listUpgrades, {})).items).toEqual([])
		await administrator.run(restoreRegister, { register: 'grant', version: version + 1, reason: 'Kept.' })
		expect((await administrator.ask(listUpgrades, {})).items).toHaveLength(1)
	})
})

test('the history tells what was shipped, and who took or declined it', async () => {
	await release(SHIPPED)
	await declare(said(2, [['en: Amount', 'en: Sum']]))
	await release(said(2, [NOTE]))
	const { version } = await shown()
	const administrator = await made.as('administrator')
	await administrator.run(declineUpgrade, { register: 'grant', version, upgrade: 2, reason: 'No notes here.' })
	const { items } = await (await made.as('observer')).ask(getHistory, { record: 'grant', kind: 'register' })
	expect(items.slice(0, 2).map(({ operation }) => operation)).toEqual([
		'register.declineUpgrade',
		'register.bringShipped'
	])
})
