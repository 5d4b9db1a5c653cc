import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { bringShippedRegisters } from '#modules/registers/load-shipped.server.ts'
import { declareRegister } from '#modules/registers/register-commands.ts'
import { aWorkspace, type SeatKey, type TestWorkspace } from '../../../../../../tests/fixtures/workspace.ts'
import { declarationOf } from '../../../../../../tests/fixtures/declared.ts'
import { called, visitorOf } from '../../visit.testing.ts'
import * as all from '../../all/upgrade/+page.server.ts'
import * as upgrade from './+page.server.ts'

const OWN = declarationOf({ key: 'list', code: 'LST', title: 'List', seen: 'workspace' })
const raised = (text: string, version: number) => text.replace(/^version: \d+/m, `version: ${String(version)}`)

const Opened = z.object({ text: z.string(), version: z.int(), looked: z.object({ seen: z.int() }) })

let made: TestWorkspace
const release = async (text: string) => {
	const folder = await mkdtemp(join(tmpdir(), 'pitso-release-'))
	await mkdir(join(folder, 'registers'))
	await writeFile(join(folder, 'registers', 'list.yaml'), text)
	await (await made.as('administrator')).run(bringShippedRegisters(folder), {})
}
beforeEach(async () => {
	made = await aWorkspace()
	await release(OWN)
	const local = raised(OWN, 2).replace('{ en: A register of the tests. }', '{ en: What we keep. }')
	await (await made.as('administrator')).run(declareRegister, { declaration: local })
})

const events = () => visitorOf(made, 'list')
const open = async (seat: SeatKey = 'administrator') => called(upgrade.load, await events().eventOf(seat, {}))
/** Sends a form of the page, as the seat's own page would. */
async function send(action: string, fields: Readonly<Record<string, string>>, seat: SeatKey = 'administrator') {
	const body = new FormData()
	body.set('acting', seat)
	for (const [name, value] of Object.entries(fields)) body.append(name, value)
	const event = await events().eventOf(seat, {}, { body, search: `?/${action}` })
	return called(Reflect.get(upgrade.actions, action), event).catch((thrown: unknown) => thrown)
}

test('what goes together is shown with all that comes of it, and taken in at once', async () => {
	await release(raised(OWN, 2).replace('{ en: Keepers }', '{ en: Carers }'))
	const page = await open()
	expect(page).toMatchObject({
		waiting: {
			upgrade: 2,
			standing: 2,
			base: 1,
			undecided: 0,
			conflicts: [],
			news: [{ kind: 'Group', how: 'said otherwise' }]
		},
		looked: { from: 2, to: 3, faults: [], changes: [{ key: 'keepers' }] }
	})
	const { text, looked } = Opened.parse(page)
	expect(await called(all.load, await events().eventOf('administrator', {}))).toMatchObject({ items: [{ upgrade: 2 }] })
	const sent = { declaration: text, after: '2', seen: String(looked.seen), upgrade: '2' }
	expect(await send('declare', sent)).toMatchObject({
		status: 303,
		location: expect.stringMatching(/\/register\/list$/)
	})
	expect(await open()).toMatchObject({ waiting: null, decided: [{ upgrade: 2, state: 'taken in' }] })
})

test('what clashes is decided place by place; until then nothing is looked through', async () => {
	await release(raised(OWN, 2).replace('{ en: A register of the tests. }', '{ en: What is shipped. }'))
	expect(await open()).toMatchObject({
		looked: null,
		waiting: {
			conflicts: [
				{
					place: 'about.en',
					base: 'A register of the tests.',
					local: 'What we keep.',
					shipped: 'What is shipped.',
					take: null
				}
			]
		}
	})
	expect(await send('merge', {})).toMatchObject({ merged: { undecided: 1 } })
	const taken = await send('merge', { 'take:about.en': 'hand', 'text:about.en': 'What we both keep.' })
	expect(taken).toMatchObject({
		looked: { faults: [] },
		merged: { undecided: 0, conflicts: [{ take: 'hand', written: 'What we both keep.' }] }
	})
	expect(taken).toHaveProperty('text', expect.stringContaining('What we both keep.'))
	const unread = await send('merge', { 'take:about.en': 'hand', 'text:about.en': '{ no' })
	expect(unread).toMatchObject({
		merged: { undecided: 1, conflicts: [{ take: 'hand', unread: '{ no', written: '{ no' }] }
	})
})

test('the second of two administrators is told who did what, and keeps their text', async () => {
	await release(raised(OWN, 2).replace('{ en: Keepers }', '{ en: Carers }'))
	const { text, looked, version } = Opened.parse(await open())
	await send('decline', { version: String(version), upgrade: '2', reason: 'Not here.' }, 'second-administrator')
	const own = text.replace('What we keep.', 'What we wrote.')
	expect(
		await send('declare', { declaration: own, after: '2', seen: String(looked.seen), upgrade: '2' })
	).toMatchObject({
		status: 409,
		data: {
			failure: {
				code: 'registers.changed-meanwhile',
				values: { declaration: own.replaceAll('\n', '\r\n') },
				meanwhile: [{ what: 'New shipped version declined', by: expect.stringContaining('second-administrator') }]
			}
		}
	})
	expect(await open()).toMatchObject({ waiting: null, decided: [{ state: 'declined', reason: 'Not here.' }] })
})

test('nobody but administrators opens the page', async () => {
	await release(raised(OWN, 2))
	await expect(open('secretariat')).rejects.toMatchObject({ status: 403 })
})
