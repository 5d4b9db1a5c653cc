import { v4 as randomId } from 'uuid'
import { beforeEach, describe, expect, test } from 'vitest'
import { sendFile } from '#tests/fixtures/register-files.ts'
import { aWorkspace, NOW, type SeatKey, type TestWorkspace } from '#tests/fixtures/workspace.ts'
import { getHistory } from '#platform/records/record-history.ts'
import { addEntry, changeEntry, moveEntry } from '../entry/entry-commands.ts'
import { getEntry, listEntries } from '../entry/entry-queries.ts'
import { retireRegister } from '../register-commands.ts'
import type { CapturedFields } from './captured-form.ts'
import { contactDevice, revokeDevice } from './device-operations.ts'
import {
	aDevice,
	CROSSINGS,
	CROSSINGS_LATER,
	declare,
	fieldsOf,
	keep,
	receive,
	sentBy
} from '#tests/fixtures/captured.ts'

let made: TestWorkspace
beforeEach(async () => {
	made = await aWorkspace()
	await declare(made, CROSSINGS)
})

const entries = async (seat: SeatKey = 'secretariat') =>
	(await (await made.as(seat)).ask(listEntries, { register: 'crossing', limit: 50, columns: [] })).items
const read = async (entry: string, seat: SeatKey = 'secretariat') => (await made.as(seat)).ask(getEntry, { entry })

describe('what a device sends', () => {
	test('becomes an entry with its rows and its file, as the ordinary form would make it, told with the day of the device', async () => {
		const device = await aDevice(made)
		const member = await made.as('member')
		const photo = await sendFile(member, { name: 'post.txt', bytes: new TextEncoder().encode('a picture') })
		const fields: CapturedFields = [
			...fieldsOf({
				name: 'A lorry',
				post: 'labour',
				met: '2026-02-09',
				way: 'rail',
				train: 'Night train',
				people: '3',
				minors: '1',
				photo
			}),
			['values:photo:named', 'post.txt'],
			['rows:goods', '0'],
			['tables:goods:0:what', 'Blankets'],
			['tables:goods:0:pieces', '40'],
			['rows:goods', '1'],
			['tables:goods:1:what', 'Tents']
		]
		const { state, entry, clockOff } = await receive(made, sentBy({ device, fields }))
		expect({ state, clockOff }).toEqual({ state: 'entered', clockOff: null })
		const { values, tables, files } = await read(entry ?? '', 'member')
		expect(values).toMatchObject({
			name: 'A lorry',
			met: '2026-02-09',
			way: 'rail',
			train: 'Night train',
			people: '3',
			photo
		})
		expect(tables['goods']).toMatchObject([{ what: 'Blankets', pieces: '40' }, { what: 'Tents' }])
		expect(files).toMatchObject([{ id: photo, name: 'post.txt' }])
		const history = await (await made.as('secretariat')).ask(getHistory, { record: entry ?? '', kind: 'entry' })
		expect(history.items[0]).toMatchObject({ operation: 'capture.receive', day: '2026-02-09' })
	})

	test('is taken in once, however often it comes, also when both come at the same moment', async () => {
		const device = await aDevice(made)
		const sent = sentBy({ device })
		const [one, other] = await Promise.all([receive(made, sent), receive(made, sent)])
		const again = await receive(made, sent)
		expect(new Set([one.entry, other.entry, again.entry]).size).toBe(1)
		expect(await entries()).toHaveLength(1)
	})

	test('is refused with its faults at the inputs of the form, and taken in under the same identifier once it is mended', async () => {
		const device = await aDevice(made)
		const wrong: CapturedFields = [
			...fieldsOf({ name: 'A bus', people: '2', minors: '5', met: '2026-02-31' }),
			['rows:goods', '4'],
			['tables:goods:4:pieces', 'many']
		]
		const sent = sentBy({ device, fields: wrong })
		await expect(receive(made, sent)).rejects.toMatchObject({
			kind: 'invalid',
			issues: expect.arrayContaining([
				expect.objectContaining({ path: ['values:met'] }),
				expect.objectContaining({ path: ['tables:goods:4:pieces'] })
			])
		})
		const unchecked: CapturedFields = fieldsOf({ name: 'A bus', people: '2', minors: '5' })
		await expect(receive(made, { ...sent, fields: unchecked })).rejects.toMatchObject({
			issues: [{ path: ['values:minors'], code: 'registers.check' }]
		})
		expect(await entries()).toEqual([])
		const mended = await receive(made, { ...sent, fields: fieldsOf({ name: 'A bus', people: '5', minors: '2' }) })
		expect(mended.state).toBe('entered')
	})

	test('is told where something is filled in that is not asked for, and leaves it out when told so', async () => {
		const device = await aDevice(made)
		const fields = fieldsOf({ name: 'By road', way: 'road', train: 'None' })
		const sent = sentBy({ device, fields })
		await expect(receive(made, sent)).rejects.toMatchObject({
			issues: [{ path: ['values:train'], code: 'captures.not-asked' }]
		})
		const { entry } = await receive(made, { ...sent, fields: [...fields, [':unasked', 'train']] })
		expect((await read(entry ?? '')).values).not.toHaveProperty('train')
	})

	test('says by how much the clock of the device is off, where that is much', async () => {
		const device = await aDevice(made)
		const late = new Date(NOW.getTime() - 3_600_000).toISOString()
		expect(await receive(made, sentBy({ device, sentAt: late }))).toMatchObject({ clockOff: -3600 })
		const soon = new Date(NOW.getTime() + 60_000).toISOString()
		expect(await receive(made, sentBy({ device, sentAt: soon }))).toMatchObject({ clockOff: null })
	})

	test('that is likely there already is shown to a person, and added all the same where the officer says so', async () => {
		const device = await aDevice(made)
		const member = await made.as('member')
		const values = { name: 'The red lorry', post: 'labour', met: '2026-02-09', way: 'road' }
		const { reference } = await member.run(addEntry, { register: 'crossing', values })
		const sent = sentBy({ device, fields: fieldsOf({ ...values, people: '3' }) })
		await expect(receive(made, sent)).rejects.toMatchObject({
			kind: 'conflict',
			code: 'captures.likely-duplicate',
			params: { entries: reference }
		})
		const other = sentBy({ device, fields: fieldsOf({ ...values, met: '2026-02-10' }) })
		expect((await receive(made, other)).state).toBe('entered')
		expect((await receive(made, { ...sent, isKnown: true })).state).toBe('entered')
		expect(await entries()).toHaveLength(3)
	})
})

describe('an entry that was taken along', () => {
	const takenAlong = async () => {
		const member = await made.as('member')
		const { reference } = await member.run(addEntry, {
			register: 'crossing',
			values: { name: 'A coach', post: 'labour', people: 40, minors: 4 },
			tables: { goods: [{ what: 'Tents' }, { what: 'Food', pieces: 2 }] }
		})
		const { version, rows } = await read(reference)
		const ids = rows['goods'] ?? []
		const base = {
			'values:name': ['A coach'],
			'values:people': ['40'],
			'rows:goods': ['0', '1'],
			'tables:goods:0:what': ['Tents'],
			'tables:goods:1:what': ['Food'],
			'tables:goods:1:pieces': ['2']
		}
		const fields: CapturedFields = [
			['values:name', 'A coach'],
			['values:people', '42'],
			['rows:goods', '0'],
			['tables:goods:0:id', ids[0] ?? ''],
			['tables:goods:0:what', 'Tents'],
			['rows:goods', '1'],
			['tables:goods:1:id', ids[1] ?? ''],
			['tables:goods:1:what', 'Food'],
			['tables:goods:1:pieces', '3']
		]
		return { entry: { reference, version, base }, fields }
	}

	test('is corrected by what was changed, and keeps all else and its rows', async () => {
		const device = await aDevice(made)
		const { entry, fields } = await takenAlong()
		const before = await read(entry.reference)
		expect(await receive(made, sentBy({ device, fields, entry }))).toMatchObject({
			state: 'entered',
			entry: entry.reference
		})
		const after = await read(entry.reference)
		expect(after.values).toEqual({ ...before.values, people: '42' })
		expect(after.rows).toEqual(before.rows)
		expect(after.tables['goods']).toMatchObject([{ what: 'Tents' }, { what: 'Food', pieces: '3' }])
	})

	test('that others changed meanwhile is left as it is, for a person to decide', async () => {
		const device = await aDevice(made)
		const { entry, fields } = await takenAlong()
		const keeper = await made.as('secretariat')
		await keeper.run(changeEntry, { entry: entry.reference, version: entry.version, values: { people: 41 } })
		const sent = sentBy({ device, fields, entry })
		await expect(receive(made, sent)).rejects.toMatchObject({ kind: 'conflict', code: 'platform.changed-meanwhile' })
		expect(await keep(made, sent, 'changed-meanwhile')).toMatchObject({ state: 'conflict' })
		expect((await read(entry.reference)).values).toMatchObject({ people: '41' })
		// What is kept is answered from then on, whatever became of the entry.
		expect(await receive(made, sent)).toMatchObject({ state: 'conflict' })
	})

	test('that may no longer be changed is refused by the rights of the moment', async () => {
		const device = await aDevice(made)
		const { entry, fields } = await takenAlong()
		const keeper = await made.as('secretariat')
		const { version = 0 } = await keeper.run(changeEntry, {
			entry: entry.reference,
			version: entry.version,
			values: { post: 'health' }
		})
		const sent = sentBy({ device, fields, entry: { ...entry, version } })
		await expect(receive(made, sent)).rejects.toMatchObject({ kind: 'forbidden' })
		await keeper.run(moveEntry, { entry: entry.reference, version, move: 'close' })
	})
})

describe('a phone that comes back after three weeks with an old version of the form', () => {
	test('is taken in where all that was filled in still fits', async () => {
		const device = await aDevice(made)
		await declare(made, CROSSINGS_LATER)
		const fields = fieldsOf({ name: 'By road', way: 'road', train: '', people: '2' })
		const { entry } = await receive(made, sentBy({ device, fields }))
		expect((await read(entry ?? '')).values).toMatchObject({ name: 'By road', way: 'road', people: '2' })
	})

	test('waits for a person where something has no place any more, and nothing is lost', async () => {
		const device = await aDevice(made)
		await declare(made, CROSSINGS_LATER)
		const sent = sentBy({ device, fields: fieldsOf({ name: 'By rail', way: 'rail', train: 'Night train' }) })
		await expect(receive(made, sent)).rejects.toMatchObject({ kind: 'conflict', code: 'captures.form-changed' })
		expect(await keep(made, sent, 'form-changed')).toMatchObject({ state: 'conflict' })
		expect(await entries()).toEqual([])
	})

	test('from a version that never was is refused', async () => {
		const device = await aDevice(made)
		await expect(receive(made, sentBy({ device, formVersion: 9 }))).rejects.toMatchObject({
			issues: [{ path: ['formVersion'], code: 'captures.no-such-form' }]
		})
	})
})

describe('rights', () => {
	test('are those of the seat when it is sent, not when it was captured', async () => {
		const device = await aDevice(made, 'member')
		await declare(
			made,
			CROSSINGS.replace('version: 1', 'version: 2').replace('added: [keepers, post]', 'added: [keepers]')
		)
		const sent = sentBy({ device })
		await expect(receive(made, sent)).rejects.toMatchObject({ kind: 'forbidden' })
		expect(await keep(made, sent, 'no-right')).toMatchObject({ state: 'conflict' })
	})

	test('a register that was ended takes nothing in, and what was captured is kept', async () => {
		const device = await aDevice(made)
		await (await made.as('administrator')).run(retireRegister, { register: 'crossing', version: 1, reason: 'Over' })
		const sent = sentBy({ device })
		await expect(receive(made, sent)).rejects.toMatchObject({ kind: 'conflict', code: 'registers.not-active' })
		expect(await keep(made, sent, 'not-open')).toMatchObject({ state: 'conflict' })
	})

	test('a device sends for the seat that made it ready, and for no other', async () => {
		const device = await aDevice(made, 'member')
		for (const seat of ['secretariat', 'administrator', 'observer', 'public'] as const)
			await expect(receive(made, sentBy({ device }), seat)).rejects.toMatchObject({ kind: 'absent' })
	})

	test('a capture of one device is not answered to another', async () => {
		const [own, other] = [await aDevice(made, 'member'), await aDevice(made, 'secretariat')]
		const sent = sentBy({ device: own })
		await receive(made, sent)
		await expect(receive(made, { ...sent, device: other }, 'secretariat')).rejects.toMatchObject({
			code: 'captures.of-other-device'
		})
	})

	test('a revoked device sends nothing more, and learns of it without being signed in', async () => {
		const device = await aDevice(made)
		const nobody = await made.as('public')
		expect(await nobody.run(contactDevice, { device })).toEqual({ state: 'ready' })
		await (await made.as('administrator')).run(revokeDevice, { device, reason: 'Lost on the road' })
		await expect(receive(made, sentBy({ device }))).rejects.toMatchObject({ code: 'captures.device-revoked' })
		await expect(keep(made, sentBy({ device }), 'not-open')).rejects.toMatchObject({ code: 'captures.device-revoked' })
		expect(await nobody.run(contactDevice, { device, erased: true })).toEqual({ state: 'revoked' })
		await expect(nobody.run(contactDevice, { device: randomId() })).rejects.toMatchObject({ kind: 'absent' })
	})

	test('what a device was not given is not kept under its name', async () => {
		const device = await aDevice(made)
		const sent = { ...sentBy({ device }), register: 'elsewhere' }
		await expect(keep(made, sent, 'gone')).rejects.toMatchObject({ kind: 'absent' })
	})
})

describe('hostile payloads', () => {
	test('inputs that no form has are refused, and none reaches another field', async () => {
		const device = await aDevice(made)
		const bad: [string, string][][] = [
			[['version', '1']],
			[['values:name\u0000', 'x']],
			Array.from({ length: 3_001 }, (): [string, string] => ['values:name', 'x']),
			[['values:name', 'x'.repeat(60_001)]],
			[]
		]
		for (const fields of bad)
			await expect(receive(made, { ...sentBy({ device }), fields })).rejects.toMatchObject({ kind: 'invalid' })
		await expect(
			receive(made, sentBy({ device, fields: fieldsOf({ name: 'A', nowhere: 'B', constructor: 'C' }) })).then(
				({ entry }) => read(entry ?? '')
			)
		).resolves.toMatchObject({ values: { name: 'A' } })
		expect(await entries()).toHaveLength(1)
	})

	test('a file of somebody else is not taken along', async () => {
		const device = await aDevice(made)
		const theirs = await sendFile(await made.as('secretariat'), {
			name: 'secret.txt',
			bytes: new TextEncoder().encode('x')
		})
		const sent = sentBy({ device, fields: fieldsOf({ name: 'With a file', photo: theirs }) })
		await expect(receive(made, sent)).rejects.toMatchObject({ issues: [{ path: ['values:photo'] }] })
		await keep(made, sent, 'not-open')
		const keeper = await made.as('secretariat')
		const row = await made.database.read({ workspaceId: made.workspace.id, audience: ['system'] }, (tx) =>
			tx.selectFrom('file').select(['record_id', 'seat_id']).where('id', '=', theirs).executeTakeFirstOrThrow()
		)
		expect(row).toEqual({ record_id: null, seat_id: keeper.seat.id })
	})

	test('days that are none, and identifiers that are none, are refused', async () => {
		const device = await aDevice(made)
		for (const more of [{ day: '2026-02-31' }, { capture: 'x' }, { sentAt: 'yesterday' }, { device: 'phone' }])
			await expect(receive(made, { ...sentBy({ device }), ...more })).rejects.toMatchObject({ kind: 'invalid' })
	})
})
