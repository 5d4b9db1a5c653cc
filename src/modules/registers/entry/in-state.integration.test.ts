import { beforeEach, describe, expect, test } from 'vitest'
import { clockSeat } from '#platform/access/seat.ts'
import { previewMail } from '#platform/mail/compose-mail.server.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aClock, doing, workplaceOf } from '#tests/fixtures/workplace.ts'
import { aWorkspace, NOW, TODAY, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { entryDues } from '../due/dues.ts'
import { previewEntryImport } from '../exchange/preview-entries.ts'
import { declareRegister } from '../register-commands.ts'
import { changeEntries, moveEntries } from './bulk-commands.ts'
import { moveNightly } from './clock-moves.ts'
import { addEntry, changeEntry, moveEntry } from './entry-commands.ts'
import { getEntry } from './entry-queries.ts'

const PERMITS = `register: permit
version: 1
code: PER
names: { en: { one: Permit, many: Permits } }
about: { en: Permits given for a time. }
title: name
added: [keepers, holders]
changed: [keepers, holders]
groups:
  - { key: keepers, names: { en: Keepers }, roles: [administrator, secretariat] }
  - { key: holders, names: { en: Holders }, actor_in: [holder] }
fields:
  - { key: name, type: text, required: true, names: { en: Name } }
  - { key: holder, type: actor, names: { en: Holder } }
  - { key: parent, type: entry, register: permit, names: { en: Follows from } }
  - { key: agreed, type: yes-no, filtered: true, names: { en: Agreed } }
  - { key: found, type: text, names: { en: Found } }
  - { key: until, type: date, filtered: true, names: { en: Good until } }
  - { key: founded, type: partial-date, names: { en: Founded } }
tables:
  - key: visits
    names: { en: Visits }
    row: { en: Visit }
    fields: [{ key: day, type: date, required: true, names: { en: Day } }]
states:
  - { key: asked, names: { en: Asked for } }
  - { key: given, names: { en: Given } }
  - { key: out, names: { en: Run out } }
  - { key: over, end: true, names: { en: Over } }
moves:
  - { key: give, names: { en: Give }, from: [asked, out], to: given, by: [keepers], needs: [found] }
  - { key: run_out, names: { en: Runs out }, from: [given], to: out, by: [clock], on: until, does: [{ notify: keepers, text: { en: It has run out. } }] }
  - { key: close, names: { en: Close }, from: [given, out], to: over, by: [keepers] }
checks:
  - { key: only_agreed, at: agreed, in: [given], must: agreed = true, message: { en: A permit is given to whoever agreed to it. } }
  - { key: visits_within, at: visits, must: 'count(visits, day > until) = 0', message: { en: No visit lies after the permit. } }
  - { key: begun, at: founded, must: 'founded = empty or founded <= today()', message: { en: It began before today. } }
`

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await (await made.as('administrator')).run(declareRegister, { declaration: PERMITS })
})

const keeper = () => made.as('secretariat')

async function added(values: object = {}) {
	const { reference } = await (
		await keeper()
	).run(addEntry, {
		register: 'permit',
		values: { name: 'Stall', holder: 'labour', agreed: true, found: 'Sound', until: '2026-06-30', ...values }
	})
	return reference
}

const entryOf = async (entry: string) => (await keeper()).ask(getEntry, { entry })

async function moved(entry: string, move: string) {
	const { version } = await entryOf(entry)
	return (await keeper()).run(moveEntry, { entry, version, move })
}

async function changed(entry: string, values: object, tables: object = {}) {
	const { version } = await entryOf(entry)
	return (await keeper()).run(changeEntry, { entry, version, values: { ...values }, tables: { ...tables } })
}

const issue = (code: string, params: object = {}) => ({
	issues: [expect.objectContaining({ code, ...(Object.keys(params).length > 0 ? { params } : {}) })]
})

describe('what holds in a state', () => {
	test('is asked at the move into it and at every change within it, and nowhere else', async () => {
		const entry = await added({ agreed: false })
		const refused = issue('registers.check', { message: 'A permit is given to whoever agreed to it.' })
		await expect(moved(entry, 'give')).rejects.toMatchObject(refused)
		await changed(entry, { agreed: true })
		await moved(entry, 'give')
		await expect(changed(entry, { agreed: false })).rejects.toMatchObject(refused)
		await moved(entry, 'close')
		await changed(entry, { agreed: false })
	})

	test('is asked of many at once, and of a file', async () => {
		const [sound, other] = [await added(), await added({ agreed: false })]
		const register = 'permit'
		const versions = async () =>
			Promise.all([sound, other].map(async (entry) => ({ entry, version: (await entryOf(entry)).version })))
		const acting = await keeper()
		const told = await acting.run(moveEntries, {
			register,
			entries: await versions(),
			which: 'those-that-can',
			move: 'give'
		})
		expect(told.refused.map(({ entry }) => entry)).toEqual([other])
		const both = { register, entries: await versions(), which: 'those-that-can' as const }
		const change = await acting.run(changeEntries, { ...both, values: { agreed: false } })
		expect(change.refused.map(({ entry }) => entry)).toEqual([sound])
		const bytes = Buffer.from(`number,agreed,found\r\n${sound},no,\r\n`)
		const file = await sendFile(acting, { name: 'entries.csv', bytes })
		const { faults } = await acting.ask(previewEntryImport, { register, file })
		expect(faults.map(({ code }) => code).sort()).toEqual(['registers.check', 'registers.left-empty'])
	})

	test('what every move into a state asks for stays filled there', async () => {
		const entry = await added()
		await moved(entry, 'give')
		await expect(changed(entry, { found: null })).rejects.toMatchObject(
			issue('registers.left-empty', { field: 'Found', state: 'Given' })
		)
		await moved(entry, 'close')
		await changed(entry, { found: null })
	})

	test('an entry does not name itself', async () => {
		const entry = await added()
		await expect(changed(entry, { parent: entry })).rejects.toMatchObject(issue('registers.names-itself'))
		const child = await added({ parent: entry })
		const acting = await keeper()
		const file = await sendFile(acting, { name: 'e.csv', bytes: Buffer.from(`number,parent\r\n${child},${child}\r\n`) })
		const { faults } = await acting.ask(previewEntryImport, { register: 'permit', file })
		expect(faults.map(({ code }) => code)).toEqual(['registers.names-itself'])
	})

	test('a condition over rows reads the entry, and a year counts as its first day', async () => {
		const entry = await added()
		await changed(entry, {}, { visits: [{ day: '2026-06-30' }] })
		await expect(changed(entry, {}, { visits: [{ day: '2026-07-01' }] })).rejects.toMatchObject(
			issue('registers.check', { message: 'No visit lies after the permit.' })
		)
		await changed(entry, { founded: '2009' })
		await expect(changed(entry, { founded: '2999-05' })).rejects.toMatchObject(
			issue('registers.check', { message: 'It began before today.' })
		)
	})
})

describe('what a day brings', () => {
	const night = async (day: string) => {
		const now = new Date(`${day}T01:11:00Z`)
		const { opening } = await made.as('secretariat', now)
		await moveNightly.run({ ...opening, seat: clockSeat, via: 'job' }, workplaceOf(made, aClock(now)))
	}

	test('the clock moves what stood past its day, once, and says why and to whom', async () => {
		const [entry, later, never] = [await added(), await added({ until: '2026-07-01' }), await added({ until: null })]
		for (const one of [entry, later, never]) await moved(one, 'give')
		await night('2026-06-30')
		expect((await entryOf(entry)).standing).toBe('given')
		await night('2026-07-01')
		await night('2026-07-01')
		const states = await Promise.all([entry, later, never].map(async (one) => (await entryOf(one)).standing))
		expect(states).toEqual(['out', 'given', 'given'])
		const { items } = await (await keeper()).ask(getHistory, { record: entry })
		const told = items.filter(({ operation }) => operation === 'entry.moveByClock')
		expect(told.map(({ reason }) => reason)).toEqual(['Good until: 30 June 2026 has passed.'])
		const [letter] = await made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
			tx.selectFrom('mail').selectAll().where('template', '=', 'register-moved').execute()
		)
		if (!letter) throw new Error('no letter was written')
		const { content } = await previewMail(
			workplaceOf(made, aClock()),
			made.workspace,
			{ ...letter, language: 'en' },
			NOW
		)
		expect(content.text).toContain('It has run out.')
		expect(content.text).toContain('Moved by: Pitso itself.')
	})

	test('nobody makes it by hand, and nobody is offered it', async () => {
		const entry = await added()
		await moved(entry, 'give')
		expect((await entryOf(entry)).moves.map(({ move }) => move)).toEqual(['close'])
		await expect(moved(entry, 'run_out')).rejects.toMatchObject({ kind: 'forbidden' })
	})

	test('an entry that a rule holds back keeps no other from its move', async () => {
		const [held, entry] = [await added(), await added()]
		for (const one of [held, entry]) await moved(one, 'give')
		const stricter = PERMITS.replace('version: 1', 'version: 2').replace(
			'  - { key: visits_within',
			'  - { key: named, at: name, in: [out], must: name != "Held", message: { en: Not this one. } }\n  - { key: visits_within'
		)
		await (await made.as('administrator')).run(declareRegister, { declaration: stricter })
		await changed(held, { name: 'Held' })
		await night('2026-07-05')
		expect([(await entryOf(held)).standing, (await entryOf(entry)).standing]).toEqual(['given', 'out'])
	})

	test('it stands among what falls due before its day', async () => {
		const entry = await added()
		await moved(entry, 'give')
		const find = doing((here) => entryDues.dues(here, { from: TODAY, until: '2026-12-31', limit: 10 }))
		const due = async () => (await (await keeper()).run(find, {})).map(({ names, day }) => [names?.['en'], day])
		expect(await due()).toEqual([['Runs out', '2026-06-30']])
		await night('2026-07-01')
		expect(await due()).toEqual([])
	})
})
