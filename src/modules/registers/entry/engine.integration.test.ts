import { beforeEach, describe, expect, test } from 'vitest'
import { aClock, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, TODAY, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { createActor } from '#modules/directory/actor-commands.ts'
import { getAction, listActions } from '#modules/deliberation/action/action-queries.ts'
import { previewMail } from '#platform/mail/compose-mail.server.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { listLinks, restoreRecord, withdrawRecord } from '#platform/records/record-operations.ts'
import { boardEntries } from '../figures/board-queries.ts'
import { previewEntries } from '../listing/bulk-preview.ts'
import { declareRegister } from '../register-commands.ts'
import { changeEntries, moveEntries } from './bulk-commands.ts'
import { addEntry, changeEntry, moveEntry } from './entry-commands.ts'
import { getEntry, listEntryParts } from './entry-queries.ts'

const POSTS = `register: post
version: 1
code: PST
names: { en: { one: Post, many: Posts }, fr: { one: Poste, many: Postes } }
about: { en: Posts lent to others. }
title: name
seen: [keepers, host]
added: [keepers]
changed: [keepers, host]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: host, names: { en: Host }, actor_in: [host] }
lists:
  - { key: grade, names: { en: Grade }, codes: [{ key: low, names: { en: Low } }, { key: high, names: { en: High } }] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: host, type: actor, required: true, filtered: true, names: { en: Host } }
  - { key: committee, type: structure, names: { en: Committee } }
  - { key: grade, type: one-of, codes: { list: grade }, filtered: true, names: { en: Grade } }
  - { key: note, type: text, seen: keepers, names: { en: Note } }
  - { key: begun, type: date, filtered: true, names: { en: Begun } }
  - { key: until, type: date, filtered: true, names: { en: Until } }
tables:
  - key: tasks
    names: { en: Tasks }
    row: { en: Task }
    fields:
      - { key: task, type: text, required: true, names: { en: Task } }
      - { key: days, type: whole-number, names: { en: Days } }
      - { key: hours, type: formula, formula: days * 8, digits: 0, names: { en: Hours } }
states:
  - { key: open, names: { en: Open, fr: Ouvert } }
  - { key: lent, names: { en: Lent, fr: Prêté } }
  - { key: over, end: true, names: { en: Over } }
moves:
  - key: lend
    names: { en: Lend }
    from: [open]
    to: lent
    by: [keepers, host]
    needs: [grade]
    does:
      - { set: begun, to: today() }
      - { set: until, to: "add_months(today(), 6)" }
      - { notify: host, text: { en: The post is yours., fr: Le poste est à vous. } }
      - { action: { en: Hand over the tasks }, responsible: host, days: 30, watched_by: committee }
  - { key: end, names: { en: End }, from: [open, lent], to: over, by: [keepers], reason: true }
`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: POSTS })
})

async function added(values: object = {}, tables: object = {}) {
	const keeper = await made.as('secretariat')
	return keeper.run(addEntry, {
		register: 'post',
		values: { name: 'Clerk', host: 'labour', grade: 'low', ...values },
		tables: { ...tables }
	})
}
const read = async (by: SeatKey, entry: string) => (await made.as(by)).ask(getEntry, { entry })
const mails = () =>
	made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
		tx
			.selectFrom('mail')
			.innerJoin('seat', (on) =>
				on.onRef('seat.workspace_id', '=', 'mail.workspace_id').onRef('seat.id', '=', 'mail.seat_id')
			)
			.selectAll('mail')
			.select('seat.key as seat')
			.where('mail.workspace_id', '=', made.workspace.id)
			.orderBy('seat.key')
			.execute()
	)

describe('what a move does', () => {
	test('sets fields, writes to the group, and hands out an action with its owner and its day', async () => {
		const { id, reference } = await added()
		const keeper = await made.as('secretariat')
		const answer = await keeper.run(moveEntry, { entry: reference, version: 1, move: 'lend' })
		expect(answer).toMatchObject({ told: 2, cannotReach: [] })
		expect(await read('member', reference)).toMatchObject({
			standing: 'lent',
			values: { begun: TODAY, until: '2026-09-02' }
		})
		const letters = await mails()
		expect(letters.map(({ seat, template }) => [seat, template])).toEqual([
			['analyst', 'register-moved'],
			['member', 'register-moved']
		])
		expect(JSON.parse(letters[0]?.params ?? '{}')).toMatchObject({
			by: 'Office of secretariat',
			number: reference,
			text: 'The post is yours.'
		})
		const { items } = await keeper.ask(listActions, {})
		expect(items).toHaveLength(1)
		const action = await keeper.ask(getAction, { action: items[0]?.reference ?? '' })
		expect(action).toMatchObject({
			title: { en: 'Hand over the tasks' },
			dueDay: '2026-04-01',
			responsible: { reference: 'labour' },
			structure: { reference: 'committee' }
		})
		const links = await keeper.ask(listLinks, { record: id })
		expect(links.items).toMatchObject([{ type: 'follows-from', direction: 'in', record: { kind: 'action' } }])
		// What only its keepers and its host see of the entry is told to no one else by its action.
		expect((await (await made.as('outsider')).ask(listActions, {})).items).toEqual([])
		expect((await (await made.as('member')).ask(listActions, {})).items).toHaveLength(1)
	})

	test('is told in the language of the reader, with who moved the entry and where it stands', async () => {
		const { reference } = await added()
		await (await made.as('secretariat')).run(moveEntry, { entry: reference, version: 1, move: 'lend' })
		const letter = (await mails()).find(({ seat }) => seat === 'member')
		if (!letter) throw new Error('no letter was written')
		const place = workplaceOf(made, aClock())
		const inLanguage = async (language: string) =>
			(await previewMail(place, made.workspace, { ...letter, language }, NOW)).content.text
		const english = await inLanguage('en')
		for (const told of [
			'“Clerk”',
			reference,
			'The post is yours.',
			'It is now: Lent.',
			'Office of secretariat',
			`/register/post/${reference}`
		])
			expect(english).toContain(told)
		expect(await inLanguage('fr')).toContain('Le poste est à vous.')
		// A register that is not declared in a language is told in English.
		expect(await inLanguage('pt')).toContain('The post is yours.')
	})

	test('is watched over by the structure that stands in the entry', async () => {
		const { reference } = await added({ committee: 'closed-group' })
		const keeper = await made.as('secretariat')
		await keeper.run(moveEntry, { entry: reference, version: 1, move: 'lend' })
		const { items } = await keeper.ask(listActions, {})
		expect(items).toMatchObject([{ structure: { reference: 'closed-group' } }])
	})

	test('hands out what it declares for whoever may make the move, though the seat may hand out no action of its own', async () => {
		const { id, reference } = await added()
		const host = await made.as('member')
		expect((await read('member', reference)).moves).toMatchObject([{ move: 'lend', whyNot: null }])
		await host.run(moveEntry, { entry: reference, version: 1, move: 'lend' })
		const keeper = await made.as('secretariat')
		expect((await keeper.ask(listActions, {})).items).toMatchObject([{ structure: { reference: 'committee' } }])
		expect((await keeper.ask(listLinks, { record: id })).items).toMatchObject([{ type: 'follows-from' }])
	})

	test('is refused whole where the seat itself could say which structure watches, and may hand out none of its actions', async () => {
		const { reference } = await added({ committee: 'closed-group' })
		const host = await made.as('member')
		await expect(host.run(moveEntry, { entry: reference, version: 1, move: 'lend' })).rejects.toMatchObject({
			kind: 'forbidden',
			params: { operation: 'action.assign' }
		})
		// Nor is it offered, on its page or on a board: what a seat may not do has no button.
		expect(await read('member', reference)).toMatchObject({ standing: 'open', version: 1, moves: [] })
		const offered = async (by: SeatKey) =>
			(await (await made.as(by)).ask(boardEntries, { register: 'post' })).columns.flatMap(({ cards }) =>
				cards.flatMap(({ moves }) => moves.map(({ move }) => move))
			)
		expect(await offered('member')).toEqual([])
		expect(await offered('secretariat')).toEqual(['lend', 'end'])
		expect((await read('secretariat', reference)).moves).toMatchObject([
			{ move: 'lend', whyNot: null },
			{ move: 'end' }
		])
		expect(await mails()).toEqual([])
	})

	test('tells of actors that no seat acts for', async () => {
		const administrator = await made.as('administrator')
		await administrator.run(createActor, { key: 'port', kind: 'agency', name: 'Port Authority' })
		const { reference } = await added({ host: 'port' })
		expect(await administrator.run(moveEntry, { entry: reference, version: 1, move: 'lend' })).toMatchObject({
			told: 0,
			cannotReach: [{ reference: 'port' }]
		})
	})

	test('tells of them where several entries are moved, and before they are', async () => {
		const administrator = await made.as('administrator')
		await administrator.run(createActor, { key: 'port', kind: 'agency', name: 'Port Authority' })
		const entries = []
		for (const host of ['port', 'port', 'labour'])
			entries.push({ entry: (await added({ host })).reference, version: 1 })
		const reach = { told: 2, cannotReach: [{ reference: 'port' }] }
		const input = { register: 'post', entries, move: 'lend' }
		expect(await administrator.run(previewEntries, input)).toMatchObject(reach)
		expect(await mails()).toEqual([])
		expect(await administrator.run(moveEntries, input)).toMatchObject(reach)
		expect(await mails()).toHaveLength(2)
	})
})

describe('rows of a table', () => {
	const tasks = [
		{ task: 'Open the door', days: 1 },
		{ task: 'Close the door', days: 2 }
	]
	const idsOf = async (reference: string) => (await read('secretariat', reference)).rows['tasks'] ?? []

	test('keep their identifiers through what is put before them, changed in them and taken out', async () => {
		const { reference } = await added({}, { tasks })
		const keeper = await made.as('secretariat')
		const [open = '', close = ''] = await idsOf(reference)
		const change = (version: number, rows: object[]) =>
			keeper.run(changeEntry, { entry: reference, version, tables: { tasks: rows.map((row) => ({ ...row })) } })
		await change(1, [{ task: 'Knock' }, { id: close, task: 'Close it' }, { id: open, ...tasks[0] }])
		expect((await idsOf(reference)).slice(1)).toEqual([close, open])
		expect((await read('secretariat', reference)).tables['tasks']).toEqual([
			{ task: 'Knock' },
			{ task: 'Close it' },
			{ task: 'Open the door', days: '1', hours: '8' }
		])
		// Without identifiers a row that is equal is the same one, wherever it stands.
		await change(2, [{ ...tasks[0] }, { task: 'Close it' }])
		expect(await idsOf(reference)).toEqual([open, close])
	})

	test('of another entry, or named twice, are refused', async () => {
		const { reference } = await added({}, { tasks })
		const other = await added({}, { tasks })
		const [strange = ''] = await idsOf(other.reference)
		const [own = ''] = await idsOf(reference)
		const keeper = await made.as('secretariat')
		for (const rows of [
			[{ id: strange, task: 'X' }],
			[
				{ id: own, task: 'X' },
				{ id: own, task: 'Y' }
			]
		])
			await expect(
				keeper.run(changeEntry, { entry: reference, version: 1, tables: { tasks: rows } })
			).rejects.toMatchObject({ issues: [{ code: 'registers.no-such-row' }] })
	})
})

describe('several entries at once', () => {
	const some = async (count: number, values: object = {}) => {
		const all = []
		for (let index = 0; index < count; index += 1) all.push(await added({ name: `Clerk ${String(index)}`, ...values }))
		return all
	}
	const named = (entries: readonly { reference: string }[], version = 1) =>
		entries.map(({ reference }) => ({ entry: reference, version }))

	test('are changed together, each with its history', async () => {
		const entries = await some(3)
		const keeper = await made.as('secretariat')
		const answer = await keeper.run(changeEntries, {
			register: 'post',
			entries: named(entries),
			values: { grade: 'high' }
		})
		expect(answer).toMatchObject({ refused: [] })
		expect(answer.done.map(({ reference }) => reference)).toEqual(entries.map(({ reference }) => reference))
		for (const { reference } of entries)
			expect(await read('secretariat', reference)).toMatchObject({ version: 2, values: { grade: 'high' } })
	})

	test('are all left as they are where one is refused, which is named with why', async () => {
		const [one, other] = await some(2)
		if (!one || !other) throw new Error('none was added')
		const theirs = await added({ host: 'health' })
		const keeper = await made.as('secretariat')
		await keeper.run(changeEntry, { entry: other.reference, version: 1, values: { name: 'Changed' } })
		const entries = [...named([one, other]), { entry: 'TST-PST-2026-999', version: 1 }]
		await expect(
			keeper.run(changeEntries, { register: 'post', entries, values: { grade: 'high' } })
		).rejects.toMatchObject({
			issues: [
				{ path: ['entries', 2], code: 'platform.no-such-record' },
				{ path: ['entries', 1], code: 'platform.changed-meanwhile', params: { entry: other.reference } }
			]
		})
		expect(await read('secretariat', one.reference)).toMatchObject({ version: 1, values: { grade: 'low' } })
		const host = await made.as('member')
		const answer = await host.run(changeEntries, {
			register: 'post',
			entries: named([one, theirs]),
			values: { grade: 'high' },
			which: 'those-that-can'
		})
		expect(answer).toMatchObject({
			done: [{ reference: one.reference }],
			refused: [{ entry: theirs.reference, code: 'platform.no-such-record' }]
		})
		expect(await read('secretariat', theirs.reference)).toMatchObject({ version: 1 })
	})

	test('keep a field to themselves from who does not see it', async () => {
		const [one] = await some(1)
		const host = await made.as('member')
		await expect(
			host.run(changeEntries, { register: 'post', entries: named(one ? [one] : []), values: { note: 'x' } })
		).rejects.toMatchObject({ issues: [{ path: ['entries', 0, 'values', 'note'], code: 'platform.field.unknown' }] })
		await expect(
			(await made.as('public')).run(changeEntries, {
				register: 'post',
				entries: named(one ? [one] : []),
				values: { grade: 'high' }
			})
		).rejects.toMatchObject({ kind: 'absent' })
	})

	test('are moved together, those that cannot be are told', async () => {
		const entries = await some(2)
		const without = await added({ grade: null })
		const keeper = await made.as('secretariat')
		const input = { register: 'post', entries: named([...entries, without]), move: 'lend' }
		await expect(keeper.run(moveEntries, input)).rejects.toMatchObject({
			issues: [{ path: ['entries', 2], code: 'registers.move-not-filled' }]
		})
		expect((await keeper.ask(listActions, {})).items).toEqual([])
		const answer = await keeper.run(moveEntries, { ...input, which: 'those-that-can' })
		expect(answer.done).toHaveLength(2)
		expect(answer.refused).toMatchObject([
			{ entry: without.reference, code: 'registers.move-not-filled', params: { fields: 'Grade' } }
		])
		expect((await keeper.ask(listActions, {})).items).toHaveLength(2)
	})
})

describe('an entry that is withdrawn', () => {
	test('takes its parts along, those out of sight too, and brings them back', async () => {
		const { id, reference } = await added({ note: 'For us alone' })
		const keeper = await made.as('secretariat')
		const partsIn = async (state: 'active' | 'withdrawn') =>
			(await keeper.ask(listEntryParts, { filter: { entry: reference, state: [state] } })).items.length
		expect(await partsIn('active')).toBe(1)
		await keeper.run(withdrawRecord, { record: reference, version: 1, reason: 'Entered twice.' })
		const { version } = await read('secretariat', reference)
		expect(await partsIn('active')).toBe(0)
		expect(await partsIn('withdrawn')).toBe(1)
		await expect(
			keeper.run(changeEntry, { entry: reference, version, values: { grade: 'high' } })
		).rejects.toMatchObject({ code: 'registers.withdrawn' })
		const [part] = (await keeper.ask(listEntryParts, { filter: { entry: reference, state: ['withdrawn'] } })).items
		await expect(
			keeper.run(restoreRecord, { record: part?.id ?? '', version: part?.version ?? 0, reason: 'By itself.' })
		).rejects.toMatchObject({ code: 'registers.part-of-entry' })
		await keeper.run(restoreRecord, { record: id, version, reason: 'It was not.' })
		expect(await partsIn('active')).toBe(1)
	})

	test('is taken up by its own administrators where it is a register, and by nobody else', async () => {
		const keeper = await made.as('secretariat')
		await expect(
			keeper.run(withdrawRecord, { record: 'post', kind: 'register', version: 1, reason: 'No more.' })
		).rejects.toMatchObject({ kind: 'forbidden', params: { operation: 'register.retire' } })
	})
})

test('the history of an entry names the records its fields name, to whoever sees them', async () => {
	const { reference } = await added({ committee: 'closed-group' })
	const keeper = await made.as('secretariat')
	await keeper.run(changeEntry, { entry: reference, version: 1, values: { host: 'health' } })
	const told = async (by: SeatKey) => (await made.as(by)).ask(getHistory, { record: reference })
	const whole = await told('secretariat')
	expect(whole.names.map((one) => one.reference)).toEqual(expect.arrayContaining(['labour', 'health', 'closed-group']))
	const committee = whole.names.find((one) => one.reference === 'closed-group')
	expect(JSON.stringify(whole.items)).toContain(committee?.id)
	// The host sits in no closed group, and is not told that there is one.
	const theirs = await told('outsider')
	expect(theirs.items).toHaveLength(2)
	expect(theirs.names.map((one) => one.reference)).not.toContain('closed-group')
	expect(JSON.stringify(theirs.items)).not.toContain(committee?.id)
	expect(JSON.stringify(theirs.items)).toContain('Clerk')
})
